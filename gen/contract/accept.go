package contract

import (
	"go/token"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/problem"
)

// Accepted is a doctored output that a contract accepts and that its author
// calls lawful.
type Accepted struct {
	Survivor
	Because string // the author's reason
}

// An acceptance says what doctored outputs the author accepts, and why.
type acceptance struct {
	pos     token.Position
	kind    string
	lines   []string // names that must all be concerned; none: any line
	because string
}

func (a *acceptance) String() string {
	if len(a.lines) == 0 {
		return a.kind + ": " + anyLine
	}
	return a.kind + ": " + strings.Join(a.lines, " ")
}

// anyLine stands for every line.
const anyLine = "any"

// acceptForm shows how an entry is written.
const acceptForm = "- double: other, and under it because: with the reason"

// Accept reads the value of accept in src, the text of runs.yaml: the doctored
// outputs that the author accepts as lawful, each with a reason. It reports
// every problem it finds, at its position in file.
func (c *Contract) Accept(file string, src []byte, list ast.Node) problem.List {
	p := &parser{problems: newProblems(file, src)}
	seq, ok := list.(*ast.SequenceNode)
	if !ok {
		p.at(p.position(list.GetToken()), "accept is a list, each beginning with -: "+acceptForm)
		return p.list
	}
	for _, n := range seq.Values {
		pairs := entries(n)
		if len(pairs) == 0 {
			p.at(p.position(n.GetToken()), "an entry of accept is written "+acceptForm)
			continue
		}
		if a := p.acceptance(pairs, c); a != nil {
			c.accepts = append(c.accepts, a)
		}
	}
	return p.list
}

// acceptance reads one entry; it returns nil after a problem.
func (p *parser) acceptance(pairs []*ast.MappingValueNode, c *Contract) *acceptance {
	a := &acceptance{}
	before := len(p.list)
	for _, pair := range pairs {
		key := pair.Key.GetToken()
		pos := p.position(key)
		text, ok := scalar(pair.Value)
		switch {
		case key.Value == "because":
			a.because = strings.TrimSpace(text)
			if a.because == "" {
				p.at(pos, "because has no reason; say why this is lawful")
			}
		case !slices.Contains(acceptKinds(), key.Value):
			p.at(pos, "unknown kind of change "+quote(key.Value)+"; "+didYouMean(key.Value, acceptKinds(), "the kinds are"))
		case a.kind != "":
			p.at(pos, "an entry has one kind of change, but this one has "+a.kind+" and "+key.Value+"; begin the second with - as an entry of its own")
		case !ok || strings.TrimSpace(text) == "":
			p.at(pos, key.Value+" of which line? write its name, or "+anyLine)
			a.kind = key.Value
		default:
			a.kind, a.pos = key.Value, pos
			for _, w := range p.words(text, p.position(pair.Value.GetToken())) {
				p.acceptLine(a, w, c)
			}
		}
	}
	if len(p.list) == before && (a.kind == "" || a.because == "") {
		missing := "reason; add because: under " + a.kind
		if a.kind == "" {
			missing = "kind of change; an entry is written " + acceptForm
		}
		p.at(p.position(pairs[0].Key.GetToken()), "an entry of accept without a "+missing)
	}
	if len(p.list) > before {
		return nil
	}
	return a
}

// acceptLine takes the name of a line.
func (p *parser) acceptLine(a *acceptance, w word, c *Contract) {
	if w.text == anyLine {
		return
	}
	var names []string
	if c.prog != nil {
		for name := range c.prog.named {
			names = append(names, name)
		}
		slices.Sort(names)
	}
	switch {
	case slices.Contains(names, w.text):
		a.lines = append(a.lines, w.text)
	case len(names) == 0:
		p.at(w.pos, "there is no line named "+w.text+", the recorded output has no names; write "+anyLine)
	default:
		p.at(w.pos, "there is no line named "+w.text+"; "+didYouMean(w.text, names, "the lines are"))
	}
}

// acceptKinds are the ways to spoil an output, as an author calls them.
func acceptKinds() []string {
	var kinds []string
	for _, k := range doctorKinds {
		kinds = append(kinds, k.name)
	}
	return kinds
}

// accepted returns the entry by which the author accepts s, nil if there is
// none.
func (c *Contract) accepted(s Survivor) *acceptance {
	for _, a := range c.accepts {
		missing := func(name string) bool { return !slices.Contains(s.Names, name) }
		if a.kind == s.Kind && !slices.ContainsFunc(a.lines, missing) {
			return a
		}
	}
	return nil
}

// unused reports the entries that were of no use.
func (c *Contract) unused(used map[*acceptance]bool) problem.List {
	var list problem.List
	for _, a := range c.accepts {
		if !used[a] {
			list.Add(a.pos, problem.ContractAccept, "the contract accepts nothing of the kind "+quote(a.String())+" any more; remove this entry")
		}
	}
	return list
}
