package contract

// A program is a contract's output and rules, ready for matching.
type program struct {
	root  *node
	scope *scope // of the whole output
	nodes []*node
	lines []*node // those of the nodes that are lines
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
	p.lines = make([]*node, 0, len(p.nodes))
	for _, n := range p.nodes {
		if n.kind != kindLine {
			continue
		}
		p.lines = append(p.lines, n)
		if name := n.line.name; name != "" {
			p.named[name] = append(p.named[name], n)
		}
	}
	p.index = newIndex(p.lines)
	return p
}

// mustDiffer reports whether ids of the two names must be different.
func (p *program) mustDiffer(a, b string) bool {
	return a != b && !p.alike[[2]string{a, b}] && !p.alike[[2]string{b, a}]
}
