package contract

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// loops makes units of families. Those that go in step become one loop.
func (d *drafter) loops(families []*shape) []*unit {
	var units []*unit
	for _, s := range families {
		u := d.unit(s)
		u.kind, u.values = kindEach, s.loopValues()
		if d.chain(s.lines, s.loopValue) {
			u.kind = kindFor
		} else {
			slices.SortFunc(u.values, compareValues)
		}
		i := slices.IndexFunc(units, func(v *unit) bool { return d.inStep(v, u) })
		if i < 0 {
			units = append(units, u)
			continue
		}
		v := units[i]
		v.shapes = append(v.shapes, s)
		for run := range v.lines {
			v.lines[run] = append(v.lines[run], u.lines[run]...)
			slices.SortFunc(v.lines[run], func(a, b *seen) int { return a.at - b.at })
		}
		v.min, v.max = v.min+u.min, v.max+u.max
		slices.SortStableFunc(v.shapes, func(a, b *shape) int { return a.lines[0].at - b.lines[0].at })
	}
	return units
}

func compareValues(a, b string) int {
	x, ok1 := number(a)
	y, ok2 := number(b)
	if ok1 && ok2 {
		return cmp.Compare(x, y)
	}
	return strings.Compare(a, b)
}

// inStep reports whether each iteration of the loops u and v can be one: their
// lines come in the same order for each value, printed by related processes.
func (d *drafter) inStep(u, v *unit) bool {
	if u.kind != v.kind || !slices.Equal(u.values, v.values) {
		return false
	}
	last := v.shapes[0]
	for _, s := range u.shapes {
		if !d.zipped(s, last, u.kind == kindFor) || !idsAgree(s, last) {
			return false
		}
	}
	return u.kind == kindFor || !d.allBefore(u, v) && !d.allBefore(v, u)
}

// zipped reports whether for each value the lines of s and t have the same
// order in all runs, by the same process; in a chain, before those of the
// next value.
func (d *drafter) zipped(s, t *shape, chain bool) bool {
	type pair struct{ a, b *seen }
	pairs := make([]map[string]*pair, d.runs())
	for run := range pairs {
		pairs[run] = make(map[string]*pair)
	}
	for _, l := range s.lines {
		pairs[l.run][s.loopValue(l)] = &pair{a: l}
	}
	for _, l := range t.lines {
		pairs[l.run][t.loopValue(l)].b = l
	}
	var order int
	for run := range pairs {
		last := -1
		for _, v := range s.loopValues() {
			p := pairs[run][v]
			if order == 0 {
				order = cmp.Compare(p.a.at, p.b.at)
			}
			switch {
			case cmp.Compare(p.a.at, p.b.at) != order, p.a.proc != p.b.proc:
				return false
			case chain && min(p.a.at, p.b.at) < last:
				return false
			}
			last = max(p.a.at, p.b.at)
		}
	}
	return true
}

// idsAgree reports whether ids of s and t are the same for each value in all
// runs, or have nothing to do with each other.
func idsAgree(s, t *shape) bool {
	type iteration struct {
		run   int
		value string
	}
	for _, a := range s.slots {
		for _, b := range t.slots {
			if !a.id || !b.id || a.typ != b.typ {
				continue
			}
			mine := make(map[iteration]string)
			have := make(map[iteration]bool)
			for _, l := range s.lines {
				mine[iteration{l.run, s.loopValue(l)}] = l.value(a)
				have[iteration{l.run, l.value(a)}] = true
			}
			same, apart := true, true
			for _, l := range t.lines {
				same = same && mine[iteration{l.run, t.loopValue(l)}] == l.value(b)
				apart = apart && !have[iteration{l.run, l.value(b)}]
			}
			if !same && !apart {
				return false
			}
		}
	}
	return true
}

// sandwiches takes those loops apart whose lines always stand around the same
// other lines, so that the order of all of them can be written down.
func (d *drafter) sandwiches(units []*unit) []*unit {
	const most = 40 // lines of a loop
	for {
		i := slices.IndexFunc(units, func(u *unit) bool {
			loop := u.kind == kindFor || u.kind == kindRepeat
			return loop && u.min == u.max && 1 < u.max && u.max <= most &&
				slices.ContainsFunc(units, func(v *unit) bool { return v != u && d.between(u, v) })
		})
		if i < 0 {
			return units
		}
		u := units[i]
		units = slices.Delete(units, i, i+1)
		part := make(map[*seen]string) // the how-manieth line of its run
		for _, lines := range u.lines {
			for i, l := range lines {
				part[l] = strconv.Itoa(i)
			}
		}
		for _, s := range u.shapes {
			for _, p := range d.parts(s, func(l *seen) string { return part[l] }) {
				units = append(units, d.unit(p))
			}
		}
	}
}

// between reports whether lines of v stand between those of the loop u, in the
// same places in each run, and the order is likely to have a reason.
func (d *drafter) between(u, v *unit) bool {
	if v.min == 0 || v.min != v.max || v.kind == kindEach || !d.allRelated(u, v) {
		return false
	}
	var places []int
	for run := range d.outputs {
		var now []int
		for _, l := range v.lines[run] {
			n, _ := slices.BinarySearchFunc(u.lines[run], l.at, func(m *seen, at int) int { return m.at - at })
			now = append(now, n)
		}
		if places == nil {
			places = now
		}
		if !slices.Equal(places, now) {
			return false
		}
	}
	inside := func(n int) bool { return n > 0 && n < u.min }
	if v.kind == kindFor || v.kind == kindRepeat {
		return slices.ContainsFunc(places, inside)
	}
	return allEqual(places) && inside(places[0])
}
