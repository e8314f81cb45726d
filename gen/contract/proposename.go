package contract

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A blank is a slot in the lines of a unit.
type blank struct {
	unit  *unit
	shape *shape
	*slot
	values []map[string]bool // of each run
}

// single returns the place's value in each run if it has just one, "" where
// the run has no such line; ok is false if a run has several.
func (p *blank) single() (column []string, ok bool) {
	for _, values := range p.values {
		switch len(values) {
		case 0:
			column = append(column, "")
		case 1:
			for v := range values {
				column = append(column, v)
			}
		default:
			return nil, false
		}
	}
	return column, true
}

// overlaps reports whether p and q have a value in common in some run, alike
// whether they have the same values in all runs.
func (p *blank) overlaps(q *blank) (some, alike bool) {
	alike = true
	for run, values := range p.values {
		for v := range values {
			some = some || q.values[run][v]
			alike = alike && q.values[run][v]
		}
		alike = alike && len(values) == len(q.values[run])
	}
	return some, alike
}

// A sharing is a number of blanks that have one name.
type sharing struct {
	places []*blank
	column []string // the value in each run; nil if it is another in each iteration
}

func (g *sharing) local() bool { return g.column == nil }

// nameAll names lines and placeholders.
func (d *drafter) nameAll() {
	d.names = make(map[string]bool)
	for _, k := range keywords {
		d.names[k] = true
	}
	d.names["in"], d.names["per"] = true, true
	var shared []*sharing
	for _, u := range d.units {
		for _, s := range u.shapes {
			d.nameLine(s)
			for _, sl := range s.slots {
				sl.name = ""
				if sl.key {
					sl.name = loopName(u.values)
				}
			}
		}
		for _, p := range d.places(u) {
			shared = share(p, shared)
		}
	}
	// Names of loops come last.
	slices.SortStableFunc(shared, func(a, b *sharing) int {
		return cmp.Compare(min(1, len(b.column)), min(1, len(a.column)))
	})
	separate(shared)
	taken := map[string]bool{"n": true, "x": true}
	for _, t := range valueTypes {
		taken[t.name] = true
	}
	for _, g := range shared {
		d.nameValue(g, taken)
	}
}

// loopName is n for numbers and x for words.
func loopName(values []string) string {
	if slices.ContainsFunc(values, func(v string) bool { return !isInt(v) }) {
		return "x"
	}
	return "n"
}

// places lists the slots of u that may need a name.
func (d *drafter) places(u *unit) []*blank {
	var list []*blank
	for _, s := range u.shapes {
		for _, sl := range s.slots {
			if sl.key {
				continue
			}
			p := &blank{unit: u, shape: s, slot: sl, values: make([]map[string]bool, d.runs())}
			for run := range p.values {
				p.values[run] = make(map[string]bool)
			}
			for _, l := range s.lines {
				p.values[l.run][l.value(sl)] = true
			}
			list = append(list, p)
		}
	}
	return list
}

// share puts a place to those that always have the same value. Places whose
// values come from a loop share a name if the loops' values overlap; two in
// the same iteration only if they are always equal.
func share(p *blank, shared []*sharing) []*sharing {
	if p.typ == "text" {
		return shared
	}
	column, single := p.single()
	same := func(g *sharing) bool {
		return single && !g.local() && g.places[0].typ == p.typ && agree(g.column, column)
	}
	overlap := func(g *sharing) bool {
		return g.local() && g.places[0].typ == p.typ && slices.ContainsFunc(g.places, func(q *blank) bool {
			some, alike := p.overlaps(q)
			return q.id && some || alike
		})
	}
	once := single && p.unit.kind == kindLine
	i := slices.IndexFunc(shared, same)
	if i < 0 && !once {
		i = slices.IndexFunc(shared, overlap)
	}
	switch {
	case i >= 0:
		shared[i].places = append(shared[i].places, p)
		return shared
	case once:
		return append(shared, &sharing{[]*blank{p}, column})
	}
	return append(shared, &sharing{places: []*blank{p}})
}

// agree reports whether two columns are equal where both have a value, and
// there is such a run.
func agree(a, b []string) bool {
	both := false
	for i := range a {
		if a[i] == "" || b[i] == "" {
			continue
		}
		if a[i] != b[i] {
			return false
		}
		both = true
	}
	return both
}

// separate takes places out that cannot have a name: ids of different names
// must differ, and one name in one iteration has one value.
func separate(shared []*sharing) {
	for i, g := range shared {
		if g.local() {
			g.places = oneInIteration(g.places)
			continue
		}
		first := g.places[0]
		if !first.id {
			continue
		}
		clash := func(h *sharing) bool {
			return slices.ContainsFunc(h.places, func(q *blank) bool {
				some, _ := first.overlaps(q)
				return q.id && q.typ == first.typ && some
			})
		}
		for k, h := range shared {
			switch {
			case h.local() && len(g.places) > 1 && clash(h):
				h.places = nil
			case (h.local() || k < i) && clash(h):
				g.places = nil
			}
		}
	}
}

// oneInIteration drops the places that are not equal to one before in the same
// iterations.
func oneInIteration(places []*blank) []*blank {
	var kept []*blank
	for _, p := range places {
		if !slices.ContainsFunc(kept, func(q *blank) bool {
			return q.unit == p.unit && !equalInIterations(p, q)
		}) {
			kept = append(kept, p)
		}
	}
	return kept
}

// equalInIterations reports whether p and q, of the same loop, are equal in
// each iteration.
func equalInIterations(p, q *blank) bool {
	if p.shape == q.shape {
		return !slices.ContainsFunc(p.shape.lines, func(l *seen) bool { return l.value(p.slot) != l.value(q.slot) })
	}
	return idsAgree(p.shape, q.shape)
}

// dull words name nothing.
var dull = []string{"the", "a", "an", "is", "of", "to", "at", "pid", "ppid"}

// nameLine names the lines of a shape after one of their words.
func (d *drafter) nameLine(s *shape) {
	if s.origin != nil && s.origin.name != "" {
		s.name = s.origin.name
		return
	}
	var words []string
	if head := s.head(); head != "" {
		words = append(words, head)
	}
	for i, t := range s.pieces {
		w := strings.ToLower(t.text)
		varies := slices.ContainsFunc(s.slots, func(sl *slot) bool { return sl.piece == i })
		if t.kind == pieceWord && !varies && isLower(w) && isName(w) && !slices.Contains(dull, w) {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		words = []string{"line"}
	}
	s.name = free(words, d.names)
	if s.origin != nil {
		s.origin.name = s.name
	}
}

func isLower(s string) bool { return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" }

// free returns the first word that is not taken, or the first with a number,
// and takes it.
func free(words []string, taken map[string]bool) string {
	for _, w := range words {
		if !taken[w] {
			taken[w] = true
			return w
		}
	}
	for i := 2; ; i++ {
		if w := words[0] + strconv.Itoa(i); !taken[w] {
			taken[w] = true
			return w
		}
	}
}

// roles are names for ids, by words before them.
var roles = map[string]string{
	"parent": "parent", "child": "child", "grandchild": "grandchild", "worker": "worker",
	"write": "writer", "writer": "writer", "read": "reader", "reader": "reader",
	"server": "server", "client": "client", "root": "root", "killed": "dead",
}

// nameValue names the places of g, if it is of use.
func (d *drafter) nameValue(g *sharing, taken map[string]bool) {
	if len(g.places) == 0 {
		return
	}
	p := g.places[0]
	var words []string
	switch t := typeNamed(p.typ); {
	case p.id:
		words = d.idNames(g)
	case t.measure != nil && t.words == nil && p.typ != "port":
		words = append(numberNames(p), map[string]string{"seconds": "s", "duration": "d", "float": "f"}[p.typ], "m", "k")
		words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	case g.local() && p.unit.kind == kindRepeat && (p.typ == "word" || t.words != nil):
		// A loop over the same values has this name, too.
		words = []string{"x", "y", "z"}
		if d.xType == "" || d.xType == p.typ {
			d.xType, taken["x"] = p.typ, false
		}
	case len(g.places) > 1 && !g.local():
		words = []string{"v"}
	default:
		return
	}
	name := free(words, taken)
	if g.local() && p.typ == "int" && d.isLoopOver(g) {
		delete(taken, name)
		name = "n"
	}
	for _, p := range g.places {
		p.name = name
	}
}

// isLoopOver reports whether the numbers of g are those of a loop.
func (d *drafter) isLoopOver(g *sharing) bool {
	for _, u := range d.units {
		if len(u.values) == 0 {
			continue
		}
		inside := true
		for _, p := range g.places {
			for _, values := range p.values {
				for v := range values {
					inside = inside && slices.Contains(u.values, v)
				}
			}
		}
		if inside {
			return true
		}
	}
	return false
}

// numberNames proposes names for a number.
func numberNames(p *blank) []string {
	var words []string
	for _, w := range []string{p.shape.wordAfter(p.slot), p.shape.wordBefore(p.slot)} {
		if isLower(w) && isName(w) && len(w) > 2 && len(w) <= 12 && p.typ == "int" {
			words = append(words, w)
		}
	}
	return words
}

// idNames proposes names for an id.
func (d *drafter) idNames(g *sharing) []string {
	var words []string
	for _, p := range g.places {
		if strings.HasSuffix(p.shape.wordBefore(p.slot), "ppid") {
			continue
		}
		for i := p.piece - 1; i >= 0; i-- {
			if r := roles[strings.ToLower(p.shape.pieces[i].text)]; r != "" {
				words = append(words, r)
			}
		}
		if p.unit.kind == kindLine {
			words = append(words, p.shape.head())
		}
	}
	switch p := g.places[0]; {
	case p.typ == "tid":
		words = append(words, "thread")
	case g.local() && d.reused(p):
		words = append(words, "worker")
	case g.local():
		words = append(words, "child")
	case d.isMain(g.column):
		words = append(words, "main")
	case slices.ContainsFunc(g.places, func(p *blank) bool { return p.shape.wordBefore(p.slot) == "ppid" }):
		words = append(words, "starter")
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	if len(words) == 0 {
		words = []string{"id"}
	}
	return words
}

// head is the first word of a line in the wide sense, root-left in
// "root-left pid=1", "" if it would make no name.
func (s *shape) head() string {
	var b strings.Builder
	for i, t := range s.pieces {
		if slices.ContainsFunc(s.slots, func(sl *slot) bool { return sl.piece == i }) {
			break
		}
		b.WriteString(t.text)
	}
	word, _, _ := strings.Cut(b.String(), " ")
	word = strings.ToLower(strings.Trim(word, ":,.()"))
	if !isName(word) || !isLower(strings.ReplaceAll(word, "-", "")) || len(word) > 20 || slices.Contains(dull, word) {
		return ""
	}
	return word
}

// reused reports whether an id comes twice in a run.
func (d *drafter) reused(p *blank) bool {
	n := d.counts(p.shape)
	for run, values := range p.values {
		if len(values) < n[run] {
			return true
		}
	}
	return false
}

// isMain reports whether ids are those of the runs' first processes.
func (d *drafter) isMain(column []string) bool {
	for run, id := range column {
		procs := d.outputs[run].Procs
		if len(procs) == 0 || strconv.Itoa(procs[0].PID) != id {
			return false
		}
	}
	return true
}
