package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// An event is a line as the rules see it.
type event struct {
	line   int // from 0
	node   *node
	values []string
}

func (p *program) eventOf(i int, n *node, values []string) event {
	return event{i, n, values}
}

// sameEvent reports whether two readings of a line are one to the rules.
func (p *program) sameEvent(a, b reading) bool {
	if !p.ruled(a.node.line.name) && !p.ruled(b.node.line.name) {
		return true
	}
	if a.node.line.name != b.node.line.name {
		return false
	}
	for i, h := range a.node.line.pat.holes {
		if !h.asked {
			continue
		}
		if v, ok := valueOf(b.node, b.values, h.name); !ok || v != a.values[i] {
			return false
		}
	}
	return true
}

// ruled reports whether a rule speaks of the lines of that name.
func (p *program) ruled(name string) bool {
	for _, r := range p.rules {
		for _, ref := range r.refs {
			if ref.line == name {
				return true
			}
		}
	}
	return false
}

// valueOf returns the value of the hole called name.
func valueOf(n *node, values []string, name string) (string, bool) {
	for i := range n.line.pat.holes {
		if n.line.pat.holes[i].name == name {
			return values[i], true
		}
	}
	return "", false
}

// check returns the first rule, in the order of the text, that the assigned
// lines break, nil if there is none.
func (p *program) check(assigned []assignment) *broken {
	for _, r := range p.rules {
		c := newChecker(&program{rules: []*rule{r}})
		for i, a := range assigned {
			if b := c.next(event{i, a.frame.node, a.values}); b != nil {
				return b
			}
		}
		if b := c.finish(); b != nil {
			return b
		}
	}
	return nil
}

// A broken rule, and the lines that break it.
type broken struct {
	rule   *rule
	lines  []int  // from 0
	detail string // what is wrong, in a sentence
}

// A checker follows the lines of an output and says which rule breaks first.
// It can go back.
type checker struct {
	tallies []*tally
	byLine  map[string][]*tally
	events  []event
	hashes  []uint64
}

func newChecker(p *program) *checker {
	c := &checker{byLine: make(map[string][]*tally)}
	for _, r := range p.rules {
		t := &tally{rule: r, groups: make(map[string]*group)}
		c.tallies = append(c.tallies, t)
		for i, a := range r.refs {
			if !slices.ContainsFunc(r.refs[:i], func(b ref) bool { return a.line == b.line }) {
				c.byLine[a.line] = append(c.byLine[a.line], t)
			}
		}
	}
	return c
}

// next takes the next line, or says which rule it breaks and does not.
func (c *checker) next(e event) *broken {
	h := uint64(0)
	if n := len(c.hashes); n > 0 {
		h = c.hashes[n-1]
	}
	tallies := c.byLine[e.node.line.name]
	for i, t := range tallies {
		if b := t.add(e, c.events); b != nil {
			for _, t := range tallies[:i] {
				t.remove(e)
			}
			return b
		}
	}
	if len(tallies) > 0 {
		h = mix(h, textHash(e.node.line.name)+uint64(e.line))
		for i, hole := range e.node.line.pat.holes {
			if hole.asked {
				h = mix(h, textHash(e.values[i]))
			}
		}
	}
	c.events = append(c.events, e)
	c.hashes = append(c.hashes, h)
	return nil
}

// rewind forgets all lines from line on.
func (c *checker) rewind(line int) {
	for len(c.events) > line {
		e := c.events[len(c.events)-1]
		for _, t := range c.byLine[e.node.line.name] {
			t.remove(e)
		}
		c.events = c.events[:len(c.events)-1]
		c.hashes = c.hashes[:len(c.hashes)-1]
	}
}

// hash identifies what the rules have seen.
func (c *checker) hash() uint64 {
	if len(c.hashes) == 0 {
		return 0
	}
	return c.hashes[len(c.hashes)-1]
}

// finish returns the first rule broken by the end of the output.
func (c *checker) finish() *broken {
	for _, t := range c.tallies {
		if b := t.finish(c.events); b != nil {
			return b
		}
	}
	return nil
}

// A tally is the state of one rule.
type tally struct {
	rule   *rule
	groups map[string]*group // by the value of the per clause
	keys   []string          // in the order of their first lines
}

// A group is the state of a rule for one value of its per clause.
type group struct {
	key    string
	seen   []sighting
	counts [9]int // of each ref
	values [2]map[string]int
}

// A sighting is a line that a rule speaks of.
type sighting struct {
	ref   int // of rule.refs
	line  int
	value string
}

// sightings returns what the rule sees in a line: one for each ref that names
// it, which is one but for rules such as differ: a.x a.y.
func (t *tally) sightings(e event) []sighting {
	var list []sighting
	for i, r := range t.rule.refs {
		if r.line != e.node.line.name {
			continue
		}
		v := ""
		if r.hole != "" {
			v, _ = valueOf(e.node, e.values, r.hole)
		}
		list = append(list, sighting{i, e.line, v})
	}
	return list
}

// add takes a line, or says why it breaks the rule and does not.
func (t *tally) add(e event, before []event) *broken {
	key := ""
	if t.rule.per != "" {
		key, _ = valueOf(e.node, e.values, t.rule.per)
	}
	g := t.groups[key]
	if g == nil {
		g = &group{key: key, values: [2]map[string]int{{}, {}}}
		t.groups[key] = g
		t.keys = append(t.keys, key)
	}
	list := t.sightings(e)
	for i, s := range list {
		if b := t.rule.breaks(g, s, before); b != nil {
			for range i {
				g.pop()
			}
			t.forget(g)
			return b
		}
		g.push(s)
	}
	return nil
}

// remove takes the latest line back.
func (t *tally) remove(e event) {
	key := ""
	if t.rule.per != "" {
		key, _ = valueOf(e.node, e.values, t.rule.per)
	}
	g := t.groups[key]
	for range t.sightings(e) {
		g.pop()
	}
	t.forget(g)
}

// forget drops the latest group if nothing is left in it.
func (t *tally) forget(g *group) {
	if len(g.seen) == 0 {
		delete(t.groups, g.key)
		t.keys = t.keys[:len(t.keys)-1]
	}
}

func (g *group) push(s sighting) {
	g.seen = append(g.seen, s)
	g.counts[s.ref]++
	if s.ref < len(g.values) {
		g.values[s.ref][s.value]++
	}
}

func (g *group) pop() {
	s := g.seen[len(g.seen)-1]
	g.seen = g.seen[:len(g.seen)-1]
	g.counts[s.ref]--
	if s.ref < len(g.values) {
		if g.values[s.ref][s.value]--; g.values[s.ref][s.value] == 0 {
			delete(g.values[s.ref], s.value)
		}
	}
}

// earlier returns the latest line seen that satisfies ok, as a list.
func (g *group) earlier(ok func(sighting) bool) []int {
	for i := len(g.seen) - 1; i >= 0; i-- {
		if ok(g.seen[i]) {
			return []int{g.seen[i].line}
		}
	}
	return nil
}

// all returns the lines seen of a ref.
func (g *group) all(ref int) []int {
	var lines []int
	for _, s := range g.seen {
		if s.ref == ref {
			lines = append(lines, s.line)
		}
	}
	return lines
}

// breaks reports how the sighting s breaks the rule after what g has seen.
func (r *rule) breaks(g *group, s sighting, before []event) *broken {
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
func (t *tally) finish(all []event) *broken {
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

func (r *rule) ends(g *group, all []event) *broken {
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
