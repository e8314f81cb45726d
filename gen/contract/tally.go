package contract

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

// sightings returns what the rule sees in line n: one for each ref that names
// it, which is one but for rules such as differ: a.x a.y.
func (t *tally) sightings(l reading, n int) []sighting {
	var list []sighting
	for i, r := range t.rule.refs {
		if r.line == l.node.line.name {
			v, _ := l.value(r.hole)
			list = append(list, sighting{i, n, v})
		}
	}
	return list
}

// key is the value of the per clause in a line.
func (t *tally) key(l reading) string {
	key, _ := l.value(t.rule.per)
	return key
}

// add takes a line, or says why it breaks the rule and does not.
func (t *tally) add(l reading, before []reading) *broken {
	key := t.key(l)
	g := t.groups[key]
	if g == nil {
		g = &group{key: key, values: [2]map[string]int{{}, {}}}
		t.groups[key] = g
		t.keys = append(t.keys, key)
	}
	list := t.sightings(l, len(before))
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
func (t *tally) remove(l reading) {
	g := t.groups[t.key(l)]
	for _, r := range t.rule.refs {
		if r.line == l.node.line.name {
			g.pop()
		}
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
