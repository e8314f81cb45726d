package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// breaks reports how the sighting s breaks the rule after what g has seen.
func (r *rule) breaks(g *group, s sighting, before []reading) *broken {
	wrong := func(lines []int, format string, args ...any) *broken {
		return &broken{r, append(lines, s.line), fmt.Sprintf(format, args...) + r.perText(g)}
	}
	switch r.kind {
	case ruleBefore:
		for later := s.ref + 1; later < len(r.refs); later++ {
			if g.counts[later] > 0 {
				return wrong(g.earlier(func(o sighting) bool { return o.ref == later }),
					"a line %s came after a line %s, but each %s must come before", r.refs[s.ref], r.refs[later], r.refs[s.ref])
			}
		}
	case ruleFirst:
		if s.line > 0 && before[0].node.line.name != r.refs[0].line {
			return wrong([]int{0}, "another line came before the line %s, which must be the first", r.refs[0])
		}
	case ruleCount:
		if g.counts[0] >= r.n && r.op != ">=" {
			return wrong(g.all(0), "there are more than %d lines %s", r.n, r.refs[0])
		}
	case ruleDistinct:
		_, old := g.values[0][s.value]
		switch {
		case r.op == "" && old:
			return wrong(g.earlier(func(o sighting) bool { return o.value == s.value }),
				"%s is %s a second time, but its values must be different", r.refs[0], s.value)
		case (r.op == "=" || r.op == "<=") && !old && len(g.values[0]) >= r.n:
			return wrong(nil, "%s is %s, which makes %d different values; there may be only %d (so far %s)",
				r.refs[0], s.value, r.n+1, r.n, g.distinct())
		}
	case ruleSame:
		other := len(r.refs) - 1 - s.ref
		for v := range g.values[other] {
			if v != s.value {
				return wrong(g.earlier(func(o sighting) bool { return o.ref == other && o.value != s.value }),
					"%s is %s, but %s is %s; they must be the same", r.refs[s.ref], s.value, r.refs[other], g.other(other, s.value))
			}
		}
	case ruleDiffer:
		if g.values[1-s.ref][s.value] > 0 {
			return wrong(g.earlier(func(o sighting) bool { return o.ref != s.ref && o.value == s.value }),
				"%s and %s are both %s; they must be different", r.refs[0], r.refs[1], s.value)
		}
	case rulePermutation:
		if !slices.Contains(r.list, s.value) {
			return wrong(nil, "%s is %s, which is not one of %s", r.refs[0], s.value, list(r.list))
		}
		if g.values[0][s.value] >= countOf(r.list, s.value) {
			return wrong(g.earlier(func(o sighting) bool { return o.value == s.value }),
				"%s is %s once too often; it must be each of %s once", r.refs[0], s.value, list(r.list))
		}
	case ruleSequence, rulePrefix:
		if i := len(g.seen); i >= len(r.list) {
			return wrong(nil, "%s is %s after the last of %s", r.refs[0], s.value, list(r.list))
		} else if r.list[i] != s.value {
			return wrong(g.all(0), "%s is %s, but its values must be %s in this order; %s was due", r.refs[0], s.value, list(r.list), r.list[i])
		}
	case ruleAlternate:
		if due := len(g.seen) % 2; s.ref != due {
			var last []int
			if len(g.seen) > 0 {
				last = []int{g.seen[len(g.seen)-1].line}
			}
			return wrong(last, "a line %s came when %s was due; they must alternate, %s first", r.refs[s.ref], r.refs[due], r.refs[0])
		}
	case ruleOpen:
		if s.ref == 0 && g.counts[0]-g.counts[1] >= r.n {
			return wrong(g.unpaired(), "with this line %s there are %d more of them than lines %s so far; at most %d are allowed",
				r.refs[0], g.counts[0]+1-g.counts[1], r.refs[1], r.n)
		}
	case ruleNeeds:
		k, err := strconv.Atoi(s.value)
		if s.ref == 0 && err == nil && g.counts[1] < k-r.n {
			return wrong(g.all(1), "%s is %d, which needs at least %d lines %s before it; there are %d",
				r.refs[0], k, k-r.n, r.refs[1], g.counts[1])
		}
	case ruleRange:
		if m, ok := r.size(s.value); ok && (r.loText != "" && m < r.lo || r.hiText != "" && m > r.hi) {
			return wrong(nil, "%s is %s, which is not between %s", r.refs[0], s.value, r.between())
		}
	}
	return nil
}

// finish returns how the end of the output breaks the rule.
func (t *tally) finish(all []reading) *broken {
	r := t.rule
	if len(t.keys) == 0 && r.per == "" {
		// Nothing was seen, which a count can still mind.
		return r.ends(&group{values: [2]map[string]int{{}, {}}}, all)
	}
	for _, key := range t.keys {
		if b := r.ends(t.groups[key], all); b != nil {
			return b
		}
	}
	return nil
}

func (r *rule) ends(g *group, all []reading) *broken {
	wrong := func(lines []int, format string, args ...any) *broken {
		return &broken{r, lines, fmt.Sprintf(format, args...) + r.perText(g)}
	}
	switch r.kind {
	case ruleLast:
		if len(g.seen) > 0 && all[len(all)-1].node.line.name != r.refs[0].line {
			return wrong([]int{g.seen[len(g.seen)-1].line, len(all) - 1}, "another line came after the line %s, which must be the last", r.refs[0])
		}
	case ruleCount:
		if r.op != "<=" && g.counts[0] < r.n {
			return wrong(g.all(0), "there are %d lines %s, but there must be %s", g.counts[0], r.refs[0], r.amount())
		}
	case ruleDistinct:
		if (r.op == "=" || r.op == ">=") && len(g.values[0]) < r.n {
			return wrong(g.all(0), "%s has %d different values, but there must be %s (%s)", r.refs[0], len(g.values[0]), r.amount(), g.distinct())
		}
	case rulePermutation:
		for _, v := range r.list {
			if g.values[0][v] < countOf(r.list, v) {
				return wrong(nil, "%s is never %s; it must be each of %s once", r.refs[0], v, list(r.list))
			}
		}
	case ruleSequence:
		if i := len(g.seen); i < len(r.list) {
			return wrong(g.all(0), "%s ends before %s; its values must be %s in this order", r.refs[0], r.list[i], list(r.list))
		}
	case ruleAlternate:
		if n := len(g.seen); n%2 == 1 {
			return wrong([]int{g.seen[n-1].line}, "no line %s follows this line %s; they must alternate", r.refs[1], r.refs[0])
		}
	}
	return nil
}

// perText names the group in a message.
func (r *rule) perText(g *group) string {
	if r.per == "" {
		return ""
	}
	return fmt.Sprintf(" (%s is %s)", r.per, g.key)
}

// amount says n with its operator.
func (r *rule) amount() string {
	if r.op == ">=" {
		return "at least " + strconv.Itoa(r.n)
	}
	return "exactly " + strconv.Itoa(r.n)
}

// between says the bounds of a range.
func (r *rule) between() string {
	switch {
	case r.loText == "":
		return "anything and " + r.hiText
	case r.hiText == "":
		return r.loText + " and anything"
	}
	return r.loText + " and " + r.hiText
}

// size measures a value by the unit of the bounds.
func (r *rule) size(v string) (float64, bool) {
	if m, ok := number(v); ok {
		return m, true
	}
	return nanoseconds(v)
}

// distinct lists the different values in the order of their lines.
func (g *group) distinct() string {
	var values []string
	for _, s := range g.seen {
		if !slices.Contains(values, s.value) {
			values = append(values, s.value)
		}
		if len(values) == 10 {
			return strings.Join(values, ", ") + ", …"
		}
	}
	return strings.Join(values, ", ")
}

// other returns the latest value of a ref that is not v.
func (g *group) other(ref int, v string) string {
	for i := len(g.seen) - 1; i >= 0; i-- {
		if s := g.seen[i]; s.ref == ref && s.value != v {
			return s.value
		}
	}
	return ""
}

// unpaired returns the lines of the first ref that are open, taking each line
// of the second to end the oldest.
func (g *group) unpaired() []int {
	lines := g.all(0)
	return lines[min(g.counts[1], len(lines)):]
}

func countOf(list []string, v string) int {
	n := 0
	for _, w := range list {
		if w == v {
			n++
		}
	}
	return n
}

// list shows values, in short if they are many.
func list(values []string) string {
	if len(values) > 12 {
		return strings.Join(values[:5], ", ") + " … " + values[len(values)-1]
	}
	return strings.Join(values, ", ")
}
