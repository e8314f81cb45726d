package contract

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// A unit is an item of the draft: a line, a line that is repeated, or a loop
// over the lines of a family, which are those of one shape that differ in
// values that are the same in each run, such as the numbers of tasks.
type unit struct {
	kind   nodeKind // kindLine, kindRepeat, kindFor or kindEach
	shapes []*shape // several: the loop's body has these lines, in this order
	values []string // of the loop

	lines    [][]*seen // of each run
	min, max int       // how many lines a run has
	rank     int       // of the place in the first output that has it
}

// A drafter drafts one contract.
type drafter struct {
	outputs []*Output
	ids     []map[string]int // the labels of each run's processes, by their ids
	units   []*unit
	names   map[string]bool // of lines
	xType   string          // of the placeholder x
}

func newDrafter(outputs []*Output) *drafter {
	d := &drafter{outputs: outputs}
	for _, o := range outputs {
		d.ids = append(d.ids, labels(o.Procs))
	}
	d.findUnits()
	return d
}

func (d *drafter) runs() int { return len(d.outputs) }

// findUnits makes the units of the outputs' lines.
func (d *drafter) findUnits() {
	var plain, families []*shape
	for _, s := range d.shapes() {
		d.findSlots(s)
		if s.family() {
			families = append(families, s)
		} else {
			plain = append(plain, d.split(s)...)
		}
	}
	families, more := d.relatedByID(families, plain)
	plain = append(plain, more...)
	families = d.splitByProcess(families)
	units := d.loops(families)
	for _, s := range plain {
		units = append(units, d.unit(s))
	}
	d.units = d.sandwiches(units)
	for _, u := range d.units {
		u.rank = u.firstPlace()
	}
	slices.SortStableFunc(d.units, func(a, b *unit) int { return cmp.Compare(a.rank, b.rank) })
}

// firstPlace orders units: by the run they are in, then by their line.
func (u *unit) firstPlace() int {
	for run, lines := range u.lines {
		if len(lines) > 0 {
			return run<<32 + lines[0].at
		}
	}
	return 0
}

// family reports whether the lines of s make a loop over one value.
func (s *shape) family() bool {
	var first *slot
	for _, sl := range s.slots {
		if !sl.key {
			continue
		}
		if first == nil {
			first = sl
		}
		for _, l := range s.lines {
			if l.value(sl) != l.value(first) {
				return false
			}
		}
	}
	return first != nil
}

// loopValue is the value of the loop in a line of a family.
func (s *shape) loopValue(l *seen) string {
	for _, sl := range s.slots {
		if sl.key {
			return l.value(sl)
		}
	}
	return ""
}

// split makes a shape of its own of the lines of each key.
func (d *drafter) split(s *shape) []*shape {
	if !slices.ContainsFunc(s.slots, func(sl *slot) bool { return sl.key }) {
		return []*shape{s}
	}
	return d.parts(s, s.keyOf)
}

// parts makes a shape of its own of the lines for which part says the same.
func (d *drafter) parts(s *shape, part func(*seen) string) []*shape {
	index := make(map[string]*shape)
	var list []*shape
	for _, l := range s.lines {
		k := part(l)
		if index[k] == nil {
			index[k] = &shape{pieces: l.pieces, stream: s.stream}
			list = append(list, index[k])
		}
		index[k].lines = append(index[k].lines, l)
	}
	for _, p := range list {
		d.findSlots(p)
	}
	return list
}

// A spot is an id in the lines of a shape that each run has once; of a family,
// in those of one value.
type spot struct {
	slot  *slot
	value string // of the loop; "" if the shape is no family
	ids   string // of all runs
}

// spots lists the ids of a shape that tell its lines apart.
func (d *drafter) spots(s *shape) []spot {
	values := []string{""}
	if s.family() {
		values = s.loopValues()
	} else if !allEqual(append(d.counts(s), 1)) {
		return nil
	}
	var list []spot
	for _, sl := range s.slots {
		if !sl.id {
			continue
		}
		for _, v := range values {
			ids := make([]string, d.runs())
			for _, l := range s.lines {
				if v == "" || s.loopValue(l) == v {
					ids[l.run] = l.value(sl)
				}
			}
			list = append(list, spot{sl, v, strings.Join(ids, " ")})
		}
	}
	return list
}

// relatedByID takes the families apart of which single members share an id
// with other lines, so that it matters which member it is.
func (d *drafter) relatedByID(families, plain []*shape) (rest, taken []*shape) {
	values := make(map[string][]string) // of the spots, by their ids
	spots := make(map[*shape][]spot)
	for _, s := range slices.Concat(plain, families) {
		spots[s] = d.spots(s)
		for _, p := range spots[s] {
			values[p.ids] = append(values[p.ids], p.value)
		}
	}
	for _, s := range families {
		related := slices.ContainsFunc(spots[s], func(p spot) bool {
			member := slices.ContainsFunc(spots[s], func(q spot) bool { return q.slot == p.slot && q.ids != p.ids })
			return member && slices.ContainsFunc(values[p.ids], func(v string) bool { return v != p.value })
		})
		if related {
			taken = append(taken, d.parts(s, s.loopValue)...)
		} else {
			rest = append(rest, s)
		}
	}
	return rest, taken
}

// loopValues lists the values of a family as they first come.
func (s *shape) loopValues() []string {
	var list []string
	have := make(map[string]bool)
	for _, l := range s.lines {
		if v := s.loopValue(l); !have[v] {
			have[v] = true
			list = append(list, v)
		}
	}
	return list
}

// splitByProcess makes several families of one whose members are printed by
// several processes, always the same ones. Families with the same values
// follow suit.
func (d *drafter) splitByProcess(families []*shape) []*shape {
	groups := make(map[string]map[string]string) // by all values: value to group
	all := func(s *shape) string {
		values := s.loopValues()
		slices.Sort(values)
		return strings.Join(values, " ")
	}
	for _, s := range families {
		if g := d.byProcess(s); g != nil {
			groups[all(s)] = g
		}
	}
	var list []*shape
	for _, s := range families {
		group := groups[all(s)]
		if group == nil || d.byProcess(s) == nil && d.chain(s.lines, s.loopValue) {
			list = append(list, s)
			continue
		}
		parts := d.parts(s, func(l *seen) string { return group[s.loopValue(l)] })
		for _, p := range parts {
			p.origin = s
		}
		list = append(list, parts...)
	}
	return list
}

// byProcess groups the values of a family by the processes that print them:
// nil if that makes one group, or groups of one.
func (d *drafter) byProcess(s *shape) map[string]string {
	procs := make(map[string][]string) // the processes of each run, by value
	for _, l := range s.lines {
		v := s.loopValue(l)
		procs[v] = append(procs[v], strconv.Itoa(l.proc))
	}
	group, size := make(map[string]string), make(map[string]int)
	for v, list := range procs {
		group[v] = strings.Join(list, " ")
		size[group[v]]++
	}
	for _, n := range size {
		if n < 2 || len(size) < 2 {
			return nil
		}
	}
	return group
}

// chain reports whether lines come in the same order in each run, and one
// can be the reason for the next.
func (d *drafter) chain(lines []*seen, value func(*seen) string) bool {
	byRun := make([][]*seen, d.runs())
	var found [reasons]int
	for _, l := range lines {
		byRun[l.run] = append(byRun[l.run], l)
	}
	for _, list := range byRun {
		for i, l := range list {
			if i >= len(byRun[0]) || value(l) != value(byRun[0][i]) {
				return false
			}
			if i > 0 {
				found[d.reason(list[i-1], l)]++
			}
		}
	}
	return likely(found)
}

// unit makes a unit of a shape that is no loop.
func (d *drafter) unit(s *shape) *unit {
	u := &unit{kind: kindLine, shapes: []*shape{s}, lines: make([][]*seen, d.runs())}
	for _, l := range s.lines {
		u.lines[l.run] = append(u.lines[l.run], l)
	}
	n := d.counts(s)
	u.min, u.max = slices.Min(n), slices.Max(n)
	if u.min != 1 || u.max != 1 {
		u.kind = kindRepeat
	}
	return u
}

// allBefore reports whether all lines of u come before those of v in each run
// that has both, and there is such a run.
func (d *drafter) allBefore(u, v *unit) bool {
	both := false
	for run := range d.outputs {
		a, b := u.lines[run], v.lines[run]
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		if both = true; a[len(a)-1].at > b[0].at {
			return false
		}
	}
	return both
}

// ends returns the first and the last line of each process.
func ends(lines []*seen) []*seen {
	list := oneEach(lines)
	back := slices.Clone(lines)
	slices.Reverse(back)
	return append(list, oneEach(back)...)
}

// oneEach returns the first line of each process.
func oneEach(lines []*seen) []*seen {
	var list []*seen
	for _, l := range lines {
		if !slices.ContainsFunc(list, func(o *seen) bool { return o.proc == l.proc }) {
			list = append(list, l)
		}
	}
	return list
}
