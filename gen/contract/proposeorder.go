package contract

import (
	"cmp"
	"slices"
	"strings"
)

// A branch is a part of the draft's output: a unit, or branches in order or
// in any order.
type branch struct {
	unit  *unit
	kind  nodeKind // kindSequence, kindFree; kindRepeat: the items or nothing
	items []*branch
	// seen is set if the place after the branches before is an order of
	// different processes.
	seen bool
}

// arrange finds how the units follow each other: in order if they always do
// and the order is likely to have a reason, in any order if not. What order
// is left out is for rules.
func (d *drafter) arrange() *branch {
	n := len(d.units)
	before := make([][]bool, n)
	for i := range before {
		before[i] = make([]bool, n)
	}
	// Units that some runs do not have come last, so that an order they
	// would imply can be checked against what is known.
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(min(1, d.units[b].min), min(1, d.units[a].min))
	})
	for k, j := range order {
		var added [][2]int
		for _, i := range order[:k] {
			switch u, v := d.units[i], d.units[j]; {
			case d.allBefore(u, v) && d.allRelated(u, v):
				added = append(added, [2]int{i, j})
			case d.allBefore(v, u) && d.allRelated(u, v):
				added = append(added, [2]int{j, i})
			}
		}
		for _, e := range added {
			before[e[0]][e[1]] = true
		}
		d.close(before, added)
	}
	a := arranger{d, before}
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return a.branch(all)
}

// close adds to before what follows from the new edges; if a run contradicts
// that, the edges are taken back.
func (d *drafter) close(before [][]bool, added [][2]int) {
	old := make([][]bool, len(before))
	for i := range before {
		old[i] = slices.Clone(before[i])
	}
	for k := range before {
		for i := range before {
			if !before[i][k] {
				continue
			}
			for j := range before {
				before[i][j] = before[i][j] || before[k][j]
			}
		}
	}
	for i := range before {
		for j := range before {
			if before[i][j] && (before[j][i] || d.contradicts(d.units[i], d.units[j])) {
				for _, e := range added {
					old[e[0]][e[1]] = false
				}
				copy(before, old)
				return
			}
		}
	}
}

// contradicts reports whether some run has a line of v before one of u.
func (d *drafter) contradicts(u, v *unit) bool {
	for run := range d.outputs {
		a, b := u.lines[run], v.lines[run]
		if len(a) > 0 && len(b) > 0 && a[len(a)-1].at > b[0].at {
			return true
		}
	}
	return false
}

// An arranger decomposes a partial order of units.
type arranger struct {
	*drafter
	before [][]bool
}

// branch arranges some of the units.
func (a *arranger) branch(units []int) *branch {
	if len(units) == 1 {
		return &branch{unit: a.units[units[0]], kind: kindLine}
	}
	ordered := func(i, j int) bool { return a.before[i][j] || a.before[j][i] }
	parts := components(units, func(i, j int) bool { return !ordered(i, j) })
	if len(parts) > 1 {
		slices.SortFunc(parts, func(p, q []int) int {
			if a.before[p[0]][q[0]] {
				return -1
			}
			return 1
		})
		return a.sequence(parts)
	}
	if parts = components(units, ordered); len(parts) == 1 {
		// Neither: each process keeps its own order.
		parts = components(units, func(i, j int) bool { return a.sameProcess(a.units[i], a.units[j]) })
		if len(parts) == 1 {
			parts = components(units, func(i, j int) bool { return false })
		}
	}
	free := &branch{kind: kindFree}
	for _, p := range parts {
		free.items = append(free.items, a.branch(p))
	}
	if !slices.ContainsFunc(free.items, func(b *branch) bool { return b.unit == nil || b.unit.kind != kindLine }) {
		slices.SortFunc(free.items, func(a, b *branch) int {
			none := make(map[string]bool)
			return strings.Compare(a.unit.shapes[0].text(none), b.unit.shapes[0].text(none))
		})
	}
	return free
}

// components parts units by a relation that holds both ways.
func components(units []int, joined func(i, j int) bool) [][]int {
	var list [][]int
	done := make(map[int]bool)
	for _, u := range units {
		if done[u] {
			continue
		}
		done[u] = true
		part := []int{u}
		for k := 0; k < len(part); k++ {
			for _, v := range units {
				if !done[v] && joined(part[k], v) {
					done[v] = true
					part = append(part, v)
				}
			}
		}
		slices.Sort(part)
		list = append(list, part)
	}
	return list
}

// sameProcess reports whether all lines of u and v are of one process in each
// run.
func (d *drafter) sameProcess(u, v *unit) bool {
	for run := range d.outputs {
		if len(oneEach(append(slices.Clone(u.lines[run]), v.lines[run]...))) > 1 {
			return false
		}
	}
	return true
}

// sequence arranges parts one after the other. A line that may be missing
// takes those after it along that never come without it.
func (a *arranger) sequence(parts [][]int) *branch {
	seq := &branch{kind: kindSequence}
	for i := 0; i < len(parts); i++ {
		first := a.branch(parts[i])
		first.seen = i > 0 && !a.oneProcess(parts[i-1], parts[i])
		j := i + 1
		if u := first.unit; u != nil && u.min == 0 && u.max == 1 {
			for j < len(parts) && a.onlyWith(parts[j], u) {
				j++
			}
			if j > i+1 {
				group := &branch{kind: kindRepeat, seen: first.seen}
				u.kind, u.min = kindLine, 1
				for _, p := range parts[i:j] {
					group.items = append(group.items, a.branch(p))
				}
				first, i = group, j-1
			}
		}
		seq.items = append(seq.items, first)
	}
	if len(seq.items) == 1 {
		return seq.items[0]
	}
	return seq
}

// oneProcess reports whether two parts are of one process in each run.
func (a *arranger) oneProcess(p, q []int) bool {
	for _, i := range p {
		for _, j := range q {
			if !a.sameProcess(a.units[i], a.units[j]) {
				return false
			}
		}
	}
	return true
}

// onlyWith reports whether the units come only in runs that have u, and can
// be missing.
func (a *arranger) onlyWith(part []int, u *unit) bool {
	for _, i := range part {
		if a.units[i].min > 0 {
			return false
		}
		for run := range a.outputs {
			if len(a.units[i].lines[run]) > 0 && len(u.lines[run]) == 0 {
				return false
			}
		}
	}
	return true
}

// arrangeFree is arrange, if some lines look as if they could come in another
// order.
func (d *drafter) arrangeFree() *branch {
	b := d.arrange()
	if b.free() {
		return b
	}
	return nil
}

func (b *branch) free() bool {
	return b.kind == kindFree || slices.ContainsFunc(b.items, (*branch).free)
}

// flat puts all units in any order, which always holds.
func (d *drafter) flat() *branch {
	b := &branch{kind: kindFree}
	for _, u := range d.units {
		b.items = append(b.items, &branch{unit: u, kind: kindLine})
	}
	return b
}

// text is the pattern of a shape's lines. typed holds the names whose type
// has been said.
func (s *shape) text(typed map[string]bool) string {
	var b strings.Builder
	for i, t := range s.pieces {
		n := slices.IndexFunc(s.slots, func(sl *slot) bool { return sl.piece == i })
		if n < 0 {
			b.WriteString(strings.NewReplacer("{", "{{", "}", "}}").Replace(t.text))
			continue
		}
		switch sl := s.slots[n]; {
		case sl.own && sl.name != "":
			typed[sl.name] = true
			b.WriteString("{" + sl.name + ":" + selfName + "}")
		case sl.own:
			b.WriteString("{" + selfName + "}")
		case sl.key, sl.name != "" && typed[sl.name]:
			b.WriteString("{" + sl.name + "}")
		case sl.name != "":
			typed[sl.name] = true
			b.WriteString("{" + sl.name + ":" + sl.typ + "}")
		default:
			b.WriteString("{" + sl.typ + "}")
		}
	}
	return b.String()
}
