package contract

import (
	"fmt"
	"slices"
	"strings"

	"huoye/gen/problem"
)

// contradictions reports what no output can satisfy, as far as that is seen
// without a search, and rules that say nothing.
func (p *parser) contradictions(prog *program) {
	c := &contradictor{parser: p, prog: prog}
	for _, r := range prog.rules {
		if !c.occurs(r) {
			continue
		}
		switch r.kind {
		case ruleCount:
			c.count(r)
		case ruleDistinct:
			c.distinct(r)
		case rulePermutation, ruleSequence:
			c.listed(r)
		case ruleAlternate:
			c.alternate(r)
		case ruleBefore:
			c.before(r)
		case ruleFirst, ruleLast:
			c.end(r)
		}
	}
	c.cycles()
}

type contradictor struct {
	*parser
	prog *program
}

// never reports that r cannot be satisfied, or not be broken.
func (c *contradictor) never(r *rule, message string) {
	c.list.Add(r.pos, problem.ContractContradiction, message)
}

// lines returns how many lines of a name there are at least and at most.
func (c *contradictor) lines(name string) (fewest, most int) {
	return c.prog.root.count(func(l *line) bool { return l.name == name })
}

// count returns how many lines below n that satisfy ok an output has at least
// and at most.
func (n *node) count(ok func(*line) bool) (fewest, most int) {
	if n.kind == kindLine {
		if ok(&n.line) {
			return 1, 1
		}
		return 0, 0
	}
	for _, item := range n.items {
		f, m := item.count(ok)
		fewest, most = add(fewest, f), add(most, m)
	}
	switch n.kind {
	case kindFor, kindEach:
		return mul(fewest, len(n.values)), mul(most, len(n.values))
	case kindRepeat:
		return mul(fewest, n.min), mul(most, n.max)
	}
	return fewest, most
}

// occurs reports a rule about a line that can never occur.
func (c *contradictor) occurs(r *rule) bool {
	for _, ref := range r.refs {
		if _, most := c.lines(ref.line); most == 0 {
			c.never(r, fmt.Sprintf("the line %s can never occur, so the rule says nothing; remove one of them", ref.line))
			return false
		}
	}
	return true
}

// times says between which numbers of lines a contract stands.
func times(fewest, most int) string {
	if fewest == most {
		return fmt.Sprintf("exactly %d", fewest)
	}
	return fmt.Sprintf("%d to %d", fewest, most)
}

func (c *contradictor) count(r *rule) {
	if r.per != "" {
		return
	}
	fewest, most := c.lines(r.refs[0].line)
	if r.op != ">=" && fewest > r.n || r.op != "<=" && most < r.n {
		c.never(r, fmt.Sprintf("nothing satisfies %s: output has %s lines %s; change the rule or the output", r.text, times(fewest, most), r.refs[0].line))
	}
}

func (c *contradictor) distinct(r *rule) {
	_, most := c.lines(r.refs[0].line)
	if (r.op == "=" || r.op == ">=") && most < r.n {
		c.never(r, fmt.Sprintf("nothing satisfies %s: output has at most %d lines %s; change the rule or the output", r.text, most, r.refs[0].line))
	}
}

func (c *contradictor) listed(r *rule) {
	if r.per != "" {
		return
	}
	fewest, most := c.lines(r.refs[0].line)
	if n := len(r.list); n < fewest || n > most {
		c.never(r, fmt.Sprintf("nothing satisfies %s: it lists %d values, but output has %s lines %s; change the rule or the output", r.text, n, times(fewest, most), r.refs[0].line))
	}
}

func (c *contradictor) alternate(r *rule) {
	a1, a2 := c.lines(r.refs[0].line)
	b1, b2 := c.lines(r.refs[1].line)
	if r.refs[0] == r.refs[1] {
		c.at(r.pos, "alternate needs two different lines; it is written "+ruleForms[ruleAlternate])
	} else if a2 < b1 || b2 < a1 {
		c.never(r, fmt.Sprintf("nothing satisfies %s: output has %s lines %s, but %s lines %s; alternating lines are equally many",
			r.text, times(a1, a2), r.refs[0], times(b1, b2), r.refs[1]))
	}
}

// before reports a rule that the order of the items contradicts.
func (c *contradictor) before(r *rule) {
	for i, a := range r.refs {
		for _, b := range r.refs[i+1:] {
			if a == b {
				c.at(r.pos, "a line cannot come before itself; before is written "+ruleForms[ruleBefore])
				return
			}
			if r.per == "" && c.needed(a.line) && c.needed(b.line) && c.forced(b.line, a.line) {
				c.never(r, fmt.Sprintf("nothing satisfies %s: the items put a line %s after a line %s; change their order or the rule", r.text, a, b))
				return
			}
		}
	}
}

// needed reports whether every output has a line of that name.
func (c *contradictor) needed(name string) bool {
	fewest, _ := c.lines(name)
	return fewest > 0
}

// forced reports whether the items alone put some line a before some line b.
func (c *contradictor) forced(a, b string) bool {
	found := false
	is := func(name string) func(*line) bool { return func(l *line) bool { return l.name == name } }
	c.prog.root.walk(func(n *node) {
		if n.kind != kindSequence {
			if (n.kind == kindFor && len(n.values) > 1 || n.kind == kindRepeat && n.min > 1) && !found {
				// Another iteration's a may be before this one's b.
				fa, _ := n.items[0].count(is(a))
				fb, _ := n.items[0].count(is(b))
				found = fa > 0 && fb > 0
			}
			return
		}
		seen := false
		for _, item := range n.items {
			if fb, _ := item.count(is(b)); seen && fb > 0 {
				found = true
			}
			if fa, _ := item.count(is(a)); fa > 0 {
				seen = true
			}
		}
	})
	return found
}

// end reports first and last rules that contradict each other or the order of
// the items.
func (c *contradictor) end(r *rule) {
	name := r.refs[0].line
	if !c.needed(name) {
		return
	}
	for _, o := range c.prog.rules {
		if o == r {
			break
		}
		if o.kind == r.kind && o.refs[0].line != name && c.needed(o.refs[0].line) {
			c.never(r, fmt.Sprintf("only one line can be %s, but %s in line %d says that it is %s; remove one of the rules",
				r.kind, o.text, o.pos.Line, o.refs[0].line))
			return
		}
	}
	if !slices.ContainsFunc(c.prog.root.ends(r.kind == ruleLast), func(n *node) bool { return n.line.name == name }) {
		where := "before"
		if r.kind == ruleLast {
			where = "after"
		}
		c.never(r, fmt.Sprintf("nothing satisfies %s: the items put other lines %s it; change their order or the rule", r.text, where))
	}
}

// ends returns the lines that can be the first of n, or the last.
func (n *node) ends(last bool) []*node {
	if n.kind == kindLine {
		return []*node{n}
	}
	var list []*node
	for i := range n.items {
		item := n.items[i]
		if last {
			item = n.items[len(n.items)-1-i]
		}
		list = append(list, item.ends(last)...)
		if n.kind == kindSequence && item.fewest > 0 {
			break
		}
	}
	return list
}

// cycles reports before rules that form a circle.
func (c *contradictor) cycles() {
	type edge struct {
		to   string
		rule *rule
	}
	edges := make(map[string][]edge)
	for _, r := range c.prog.rules {
		if r.kind != ruleBefore || r.per != "" {
			continue
		}
		for i := range len(r.refs) - 1 {
			a, b := r.refs[i].line, r.refs[i+1].line
			if a != b && c.needed(a) && c.needed(b) {
				edges[a] = append(edges[a], edge{b, r})
			}
		}
	}
	state := make(map[string]int) // 1 on the way, 2 done
	var path []string
	var visit func(name string)
	visit = func(name string) {
		state[name] = 1
		path = append(path, name)
		for _, e := range edges[name] {
			switch state[e.to] {
			case 0:
				visit(e.to)
			case 1:
				circle := append(slices.Clone(path[slices.Index(path, e.to):]), e.to)
				c.never(e.rule, fmt.Sprintf("nothing satisfies %s: the rules say that %s; remove one of them",
					e.rule.text, strings.Join(circle, " comes before ")))
			}
		}
		path = path[:len(path)-1]
		state[name] = 2
	}
	for _, r := range c.prog.rules {
		for _, ref := range r.refs {
			if state[ref.line] == 0 {
				visit(ref.line)
			}
		}
	}
}
