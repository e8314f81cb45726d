package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A guess is a rule that may be worth writing down.
type guess struct {
	*rule
	comment string
}

// A guesser finds rules that hold in all outputs and that reject something
// the items allow.
type guesser struct {
	*drafter
	prog    *program
	runsOf  [][]reading // of the outputs, by the items
	guesses []*guess
	lines   []*guessLine
}

// A guessLine is a name of lines, with the names of their placeholders.
type guessLine struct {
	name   string
	holes  []*hole
	counts []int // in each run
}

// rules proposes rules for the items.
func (d *drafter) rules(prog *program) []*guess {
	g := &guesser{drafter: d, prog: prog}
	for _, o := range d.outputs {
		lines := g.read(o)
		if lines == nil {
			return nil
		}
		g.runsOf = append(g.runsOf, lines)
	}
	g.findLines()
	g.guess()
	return g.useful()
}

// read reads lines by the items alone; nil if they do not fit.
func (g *guesser) read(o *Output) []reading {
	s := newSearch(g.prog, o)
	if s.run(); !s.found {
		return nil
	}
	return readings(s.assigned)
}

// findLines lists the named lines in the order of the items.
func (g *guesser) findLines() {
	index := make(map[string]*guessLine)
	for _, n := range g.prog.lines {
		if index[n.line.name] != nil {
			continue
		}
		l := &guessLine{name: n.line.name, counts: make([]int, len(g.runsOf))}
		for i := range n.line.pat.holes {
			if h := &n.line.pat.holes[i]; h.name != "" {
				l.holes = append(l.holes, h)
			}
		}
		index[n.line.name] = l
		g.lines = append(g.lines, l)
	}
	for run, lines := range g.runsOf {
		for _, l := range lines {
			index[l.node.line.name].counts[run]++
		}
	}
}

// try adds a rule if all runs satisfy it.
func (g *guesser) try(r *rule, comment string) {
	for _, lines := range g.runsOf {
		if r.check(lines) != nil {
			return
		}
	}
	g.guesses = append(g.guesses, &guess{r, comment})
}

// guess tries all rules that may hold, the most telling first.
func (g *guesser) guess() {
	const most = 40 // names of lines; with more only neighbours are compared
	pairs := func(f func(a, b *guessLine)) {
		for i, a := range g.lines {
			for j, b := range g.lines {
				if a != b && (len(g.lines) <= most || j-i == 1 || i-j == 1) {
					f(a, b)
				}
			}
		}
	}
	for _, l := range g.lines {
		g.values(l)
	}
	pairs(func(a, b *guessLine) {
		for _, per := range g.common(a, b) {
			g.try(&rule{kind: ruleBefore, refs: refs(a, b), per: per}, "")
			g.try(&rule{kind: ruleAlternate, refs: refs(a, b), per: per}, "")
			for _, h := range a.holes {
				if h.typ.id && h.name != per && slices.ContainsFunc(b.holes, func(k *hole) bool { return k.name == h.name }) {
					g.try(&rule{kind: ruleSame, refs: []ref{{a.name, h.name}, {b.name, h.name}}, per: per}, "")
				}
			}
		}
	})
	pairs(g.open)
	pairs(g.needs)
	for _, l := range g.lines {
		g.order(l)
	}
	pairs(func(a, b *guessLine) {
		if slices.Max(a.counts) > 1 {
			g.try(&rule{kind: ruleAlternate, refs: refs(a, b)}, "")
		}
	})
	for _, l := range g.lines {
		if slices.Min(l.counts) > 0 {
			g.try(&rule{kind: ruleFirst, refs: refs(l)}, "")
			g.try(&rule{kind: ruleLast, refs: refs(l)}, "")
		}
	}
	pairs(func(a, b *guessLine) {
		for run := range a.counts {
			if a.counts[run] > 0 && b.counts[run] > 0 {
				g.try(&rule{kind: ruleBefore, refs: refs(a, b)}, "")
				return
			}
		}
	})
	for _, l := range g.lines {
		g.ranges(l)
	}
}

func refs(lines ...*guessLine) []ref {
	var list []ref
	for _, l := range lines {
		list = append(list, ref{line: l.name})
	}
	return list
}

// common lists the placeholders that two lines share and that have several
// values, those of loops and ids.
func (g *guesser) common(a, b *guessLine) []string {
	var list []string
	for _, h := range a.holes {
		for _, k := range b.holes {
			if h.name == k.name && (h.typ.id || h.typ.words != nil || h.typ.name == "int" || h.typ.name == "word") &&
				g.varies(a, h.name) {
				list = append(list, h.name)
			}
		}
	}
	return list
}

// varies reports whether a placeholder has several values in some run.
func (g *guesser) varies(l *guessLine, hole string) bool {
	for run := range g.runsOf {
		if n := g.column(run, l, hole); len(n) > 1 && !allEqual(n) {
			return true
		}
	}
	return false
}

// column lists the values of a placeholder in a run.
func (g *guesser) column(run int, l *guessLine, hole string) []string {
	var list []string
	for _, e := range g.runsOf[run] {
		if e.node.line.name == l.name {
			v, _ := e.value(hole)
			list = append(list, v)
		}
	}
	return list
}

// values guesses how many different values ids have.
func (g *guesser) values(l *guessLine) {
	for _, h := range l.holes {
		if !h.typ.id || slices.Max(l.counts) < 2 {
			continue
		}
		target := []ref{{l.name, h.name}}
		g.try(&rule{kind: ruleSame, refs: target}, "")
		g.try(&rule{kind: ruleDistinct, refs: target}, "")
		lo, hi := len(g.runsOf[0]), 0
		for run := range g.runsOf {
			values := g.column(run, l, h.name)
			slices.Sort(values)
			n := len(slices.Compact(values))
			lo, hi = min(lo, n), max(hi, n)
		}
		if lo == hi {
			g.try(&rule{kind: ruleDistinct, refs: target, op: "=", n: hi}, "")
		} else {
			g.try(&rule{kind: ruleDistinct, refs: target, op: "<=", n: hi}, fmt.Sprintf("%d to %d", lo, hi))
		}
	}
}

// open guesses how many lines a can be without a line b.
func (g *guesser) open(a, b *guessLine) {
	if !slices.Equal(a.counts, b.counts) || slices.Max(a.counts) < 2 {
		return
	}
	worst := 0
	for _, lines := range g.runsOf {
		open := 0
		for _, e := range lines {
			switch e.node.line.name {
			case a.name:
				open++
			case b.name:
				open--
			}
			worst = max(worst, open)
		}
	}
	if worst < slices.Max(a.counts) {
		g.try(&rule{kind: ruleOpen, refs: refs(a, b), op: "<=", n: worst}, "")
	}
}

// needs guesses how many lines b come before line number n of a.
func (g *guesser) needs(a, b *guessLine) {
	for _, h := range a.holes {
		numbers := h.typ.name == "int" || h.typ.words != nil && h.typ.measure != nil
		if !numbers || slices.Max(b.counts) < 2 || !g.varies(a, h.name) {
			continue
		}
		first, off, top := true, 0, 0
		for _, lines := range g.runsOf {
			seen := 0
			for _, e := range lines {
				switch e.node.line.name {
				case a.name:
					v, _ := e.value(h.name)
					k, _ := strconv.Atoi(v)
					if first || k-seen > off {
						first, off = false, k-seen
					}
					top = max(top, k)
				case b.name:
					seen++
				}
			}
		}
		if off < top {
			g.try(&rule{kind: ruleNeeds, refs: []ref{{a.name, h.name}, {b.name, ""}}, n: off}, "")
		}
	}
}

// order guesses in which order the values of a placeholder come.
func (g *guesser) order(l *guessLine) {
	for _, h := range l.holes {
		if h.typ.id || h.typ.words == nil && h.typ.name != "int" && h.typ.name != "word" {
			continue
		}
		var longest []string
		equal := true
		for run := range g.runsOf {
			values := g.column(run, l, h.name)
			equal = equal && (run == 0 || len(values) == len(longest))
			if len(values) > len(longest) {
				longest = values
			}
		}
		const most = 30
		if len(longest) < 2 || len(longest) > most {
			continue
		}
		r := &rule{kind: rulePrefix, refs: []ref{{l.name, h.name}}, list: longest}
		if equal {
			r.kind = ruleSequence
		}
		g.try(r, "")
		if sorted := slices.Clone(longest); equal && h.v != nil && !h.v.loop || equal && h.v == nil {
			slices.SortFunc(sorted, compareValues)
			g.try(&rule{kind: rulePermutation, refs: r.refs, list: sorted}, "")
		}
		if !equal && len(longest) > 1 {
			g.try(&rule{kind: ruleDistinct, refs: r.refs}, "")
		}
	}
}

// ranges guesses bounds for measured values, with slack.
func (g *guesser) ranges(l *guessLine) {
	for _, h := range l.holes {
		if h.typ.measure == nil || h.typ.id || h.typ.words != nil || h.typ.name == "port" {
			continue
		}
		least, greatest := "", ""
		var lo, hi float64
		for run := range g.runsOf {
			for _, v := range g.column(run, l, h.name) {
				m, _ := h.typ.measure(v)
				if least == "" || m < lo {
					least, lo = v, m
				}
				if greatest == "" || m > hi {
					greatest, hi = v, m
				}
			}
		}
		if least == "" || slices.ContainsFunc(g.guesses, func(o *guess) bool {
			return o.kind == ruleRange && o.refs[0].hole == h.name && g.global(h) ||
				len(o.list) > 0 && o.refs[0] == ref{l.name, h.name}
		}) {
			continue
		}
		r := &rule{kind: ruleRange, refs: []ref{{l.name, h.name}}}
		r.loText, r.hiText = bounds(h.typ.name, lo, hi)
		r.lo, _ = h.typ.measure(r.loText)
		r.hi, _ = h.typ.measure(r.hiText)
		g.try(r, least+" to "+greatest)
	}
}

// global reports whether a name stands for one value in the whole output.
func (g *guesser) global(h *hole) bool { return h.v != nil && h.v.scope == g.prog.scope }

// bounds widens a range: what takes time takes longer on a busy machine.
func bounds(typ string, lo, hi float64) (from, to string) {
	const small = 20
	switch {
	case typ == "duration" && lo >= 0:
		return "0s", time.Duration(nice(2 * hi)).String()
	case typ == "seconds":
		return "0", strconv.FormatFloat(nice(2*hi), 'f', -1, 64)
	case lo >= 0 && hi > small:
		return strconv.FormatFloat(-nice(-lo/2), 'f', -1, 64), strconv.FormatFloat(nice(2*hi), 'f', -1, 64)
	case typ == "duration":
		return time.Duration(lo).String(), time.Duration(hi).String()
	}
	return strconv.FormatFloat(lo, 'f', -1, 64), strconv.FormatFloat(hi, 'f', -1, 64)
}

// nice rounds up to a number of one or two digits.
func nice(x float64) float64 {
	if x == 0 {
		return 0
	}
	text := strconv.FormatFloat(x, 'e', 1, 64)
	rounded, _ := strconv.ParseFloat(text, 64)
	if rounded < x {
		_, exp, _ := strings.Cut(text, "e")
		step, _ := strconv.ParseFloat("0.1e"+exp, 64)
		text = strconv.FormatFloat(rounded+step, 'e', 1, 64)
		rounded, _ = strconv.ParseFloat(text, 64)
	}
	return rounded
}

// write says the rule as the author would.
func (r *rule) write() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:", r.kind)
	for _, ref := range r.refs {
		b.WriteString(" " + ref.String())
	}
	switch {
	case r.op != "":
		fmt.Fprintf(&b, " %s %d", r.op, r.n)
	case r.kind == ruleNeeds && r.n > 0:
		fmt.Fprintf(&b, " - %d", r.n)
	case r.kind == ruleNeeds && r.n < 0:
		fmt.Fprintf(&b, " + %d", -r.n)
	case r.kind == ruleRange:
		fmt.Fprintf(&b, " %s..%s", r.loText, r.hiText)
	case len(r.list) > 0:
		b.WriteString(" " + writeValues(r.list))
	}
	if r.per != "" {
		b.WriteString(" per " + r.per)
	}
	return b.String()
}

// writeValues writes numbers that follow each other as a range.
func writeValues(values []string) string {
	if len(values) > 1 && consecutive(values) {
		return values[0] + ".." + values[len(values)-1]
	}
	return strings.Join(values, " ")
}
