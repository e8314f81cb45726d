package contract

import (
	"go/token"

	"github.com/goccy/go-yaml/ast"
)

// A rule says something of named lines that their places in the output do
// not say.
type rule struct {
	kind ruleKind
	pos  token.Position
	text string // as written: before: put get per x
	refs []ref  // the lines it speaks of, with their placeholders
	per  string // a placeholder of all of them: the rule holds for each value
	op   string // of count and distinct: =, <=, >=; "" if distinct stands alone
	n    int    // of count, distinct, open; what needs subtracts
	// list are the values of permutation, sequence and prefix.
	list []string
	// bounds of range, as written; "" is no bound.
	loText, hiText string
	lo, hi         float64
}

// A ref is a named line, and a placeholder of it if it has one.
type ref struct {
	line string
	hole string
}

func (r ref) String() string {
	if r.hole == "" {
		return r.line
	}
	return r.line + "." + r.hole
}

type ruleKind string

const (
	ruleBefore      ruleKind = "before"
	ruleFirst       ruleKind = "first"
	ruleLast        ruleKind = "last"
	ruleCount       ruleKind = "count"
	ruleAbsent      ruleKind = "absent" // turned into count
	ruleDistinct    ruleKind = "distinct"
	ruleSame        ruleKind = "same"
	ruleDiffer      ruleKind = "differ"
	rulePermutation ruleKind = "permutation"
	ruleSequence    ruleKind = "sequence"
	rulePrefix      ruleKind = "prefix"
	ruleAlternate   ruleKind = "alternate"
	ruleOpen        ruleKind = "open"
	ruleNeeds       ruleKind = "needs"
	ruleRange       ruleKind = "range"
)

// ruleForms shows how each kind of rule is written.
var ruleForms = map[ruleKind]string{
	ruleBefore:      "before: put get per x",
	ruleFirst:       "first: start",
	ruleLast:        "last: done",
	ruleCount:       "count: run = 5",
	ruleAbsent:      "absent: error",
	ruleDistinct:    "distinct: run.worker <= 3",
	ruleSame:        "same: child.ppid parent.pid",
	ruleDiffer:      "differ: child.pid parent.pid",
	rulePermutation: "permutation: run.n 0..4",
	ruleSequence:    "sequence: get.x a b c",
	rulePrefix:      "prefix: get.x a b c",
	ruleAlternate:   "alternate: run task per worker",
	ruleOpen:        "open: run task <= 3",
	ruleNeeds:       "needs: run.n task - 2",
	ruleRange:       "range: task.s 0..0.8",
}

// parseRules reads the list of rules into the contract's program.
func (p *parser) parseRules(n ast.Node, c *Contract) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		if _, null := n.(*ast.NullNode); !null {
			p.at(p.position(n.GetToken()), "rules is a list, each beginning with -: - before: put get")
		}
		return
	}
	if c.mode != modeItems {
		if len(list.Values) > 0 && len(p.list) == 0 {
			p.at(p.position(n.GetToken()), "rules speak of named lines, but the recorded output has no names; write output as a list of lines such as - start: text")
		}
		return
	}
	for _, v := range list.Values {
		pairs := entries(v)
		if len(pairs) == 0 {
			p.at(p.position(v.GetToken()), "a rule is written kind: lines, such as "+ruleForms[ruleBefore])
			continue
		}
		for _, pair := range pairs {
			if r := p.parseRule(pair, c.prog); r != nil {
				c.prog.addRule(r)
			}
		}
	}
}

// addRule makes r one of the program's rules.
func (p *program) addRule(r *rule) {
	p.rules = append(p.rules, r)
	for _, ref := range r.refs {
		for _, n := range p.named[ref.line] {
			for _, name := range []string{ref.hole, r.per} {
				if i := n.line.pat.hole(name); i >= 0 {
					n.line.pat.holes[i].asked = true
				}
			}
		}
	}
	if r.kind == ruleSame && len(r.refs) == 2 {
		p.alike[[2]string{r.refs[0].hole, r.refs[1].hole}] = true
	}
}
