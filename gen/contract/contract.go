package contract

import (
	"go/token"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/problem"
)

// Contract is what must hold of every run of a program. Make one with
// [Parse] or [Recorded].
type Contract struct {
	status Status
	file   string
	pos    token.Position // of output; zero if it is not given
	mode   mode
	prog   *program // modeItems
	source string   // of output and rules

	accepts []*acceptance
}

// mode is what a contract says of the output.
type mode byte

const (
	modeRecorded  mode = iota // the recorded lines, in that order
	modeUnordered             // the recorded lines, in any order
	modeItems                 // the items the author lists
)

// Recorded is the contract of a run that declares no output of its own: the
// lines as recorded, in that order, the ids of its processes excepted.
func Recorded(status Status) *Contract {
	return &Contract{status: status, source: source(nil, nil)}
}

// Parse reads a contract from the values of output and rules in src, the text
// of runs.yaml; either may be nil. It reports every problem it finds, at its
// position in file; the contract is nil if there are any.
func Parse(file string, src []byte, output, rules ast.Node, status Status) (*Contract, problem.List) {
	c := &Contract{status: status, file: file, source: source(output, rules)}
	p := &parser{problems: newProblems(file, src)}
	if output != nil {
		c.pos = p.position(output.GetToken())
		c.mode = p.parseMode(output)
	}
	if c.mode == modeItems {
		c.prog = p.parseOutput(output)
	}
	if rules != nil {
		p.parseRules(rules, c)
	}
	if c.mode == modeItems && len(p.list) == 0 {
		p.contradictions(c.prog)
	}
	if len(p.list) > 0 {
		p.list.Sort()
		return nil, p.list
	}
	return c, nil
}

// parseMode reads output if it is one word.
func (p *parser) parseMode(n ast.Node) mode {
	if _, list := n.(*ast.SequenceNode); list {
		return modeItems
	}
	const modes = "output is recorded, unordered, or a list of items, each beginning with -"
	text, ok := scalar(n)
	switch {
	case ok && text == "recorded":
		return modeRecorded
	case ok && text == "unordered":
		return modeUnordered
	case ok:
		p.at(p.position(n.GetToken()), "unknown output "+quote(text)+"; "+
			didYouMean(text, []string{"recorded", "unordered"}, modes+":"))
	default:
		p.at(p.position(n.GetToken()), modes)
	}
	return modeRecorded
}

// Status is how a run must end.
func (c *Contract) Status() Status { return c.status }

// NeedsRecording reports whether the contract refers to recorded lines, so
// that it cannot be matched without a recorded output.
func (c *Contract) NeedsRecording() bool { return c.mode != modeItems }

// Varies reports whether two runs that satisfy the contract may print lines in
// another order, other lines, or other values than ids of processes and
// threads.
func (c *Contract) Varies() bool {
	if c.mode != modeItems {
		return c.mode == modeUnordered
	}
	for _, n := range c.prog.nodes {
		if n.interleaves || n.kind == kindRepeat && n.min != n.max {
			return true
		}
	}
	varies := false
	eachHole(c.prog.root, func(_ *node, h *hole) {
		varies = varies || !h.typ.id && !h.ofLoop()
	})
	return varies
}
