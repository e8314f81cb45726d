package contract

// A program is a contract's output and rules, ready for matching.
type program struct {
	root  *node
	scope *scope // of the whole output
	nodes []*node
	index *index
	rules []*rule
	// alike holds pairs of id names that a rule says are the same, so
	// that they do not have to differ.
	alike map[[2]string]bool
	named map[string][]*node // lines by name
	// known are the ids that processes can have, nil if any is possible.
	known map[string]int
}

func newProgram(root *node, top *scope) *program {
	p := &program{
		root:  root,
		scope: top,
		alike: make(map[[2]string]bool),
		named: make(map[string][]*node),
	}
	p.nodes = root.compile()
	p.index = newIndex(p.nodes)
	for _, n := range p.nodes {
		if n.kind == kindLine && n.line.name != "" {
			p.named[n.line.name] = append(p.named[n.line.name], n)
		}
	}
	return p
}

// mustDiffer reports whether ids of the two names must be different.
func (p *program) mustDiffer(a, b string) bool {
	return a != b && !p.alike[[2]string{a, b}] && !p.alike[[2]string{b, a}]
}
