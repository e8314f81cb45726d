package contract

import (
	"fmt"
	"slices"
	"strconv"
)

func (d *doctor) losses() []change {
	var list []change
	for i := range d.lines {
		list = append(list, change{
			lines: []int{i},
			say:   d.text(i) + " lost",
			lawful: func() bool {
				r := d.alone(i)
				return r != nil && d.iterations[r] > r.node.min &&
					d.rulesHold(slices.Delete(slices.Clone(d.assigned), i, i+1))
			},
			edit: func(o *Output) { o.Lines = slices.Delete(o.Lines, i, i+1) },
		})
	}
	return list
}

func (d *doctor) doubles() []change {
	var list []change
	for i := range d.lines {
		list = append(list, change{
			lines: []int{i},
			say:   d.text(i) + " doubled",
			lawful: func() bool {
				r := d.alone(i)
				return r != nil && d.iterations[r] < r.node.max &&
					d.rulesHold(slices.Insert(slices.Clone(d.assigned), i, d.assigned[i]))
			},
			edit: func(o *Output) { o.Lines = slices.Insert(o.Lines, i, o.Lines[i]) },
		})
	}
	return list
}

func (d *doctor) swaps() []change {
	var list []change
	for i := range len(d.lines) - 1 {
		if sameLine(d.lines[i], d.lines[i+1]) {
			continue
		}
		list = append(list, change{
			lines:    []int{i, i + 1},
			say:      d.text(i) + " and " + d.text(i+1) + " exchanged",
			lawful:   func() bool { return d.mayPass(i, i+1) },
			doubtful: func() bool { return d.doubtful(i, i+1) },
			edit:     func(o *Output) { o.Lines = moved(o.Lines, i, i+1) },
		})
	}
	return list
}

// moves takes each line to the beginning and to the end. Next to it is a swap.
func (d *doctor) moves() []change {
	var list []change
	for i := range d.lines {
		for _, j := range []int{0, len(d.lines) - 1} {
			if i-j < 2 && j-i < 2 || d.passesEqual(i, j) {
				continue
			}
			list = append(list, change{
				lines:  []int{i, j},
				say:    fmt.Sprintf("%s moved to line %d", d.text(i), j+1),
				lawful: func() bool { return d.mayPass(i, j) },
				edit:   func(o *Output) { o.Lines = moved(o.Lines, i, j) },
			})
		}
	}
	return list
}

// passesEqual reports whether moving line i to place j changes nothing.
func (d *doctor) passesEqual(i, j int) bool {
	for k := min(i, j); k <= max(i, j); k++ {
		if !sameLine(d.lines[k], d.lines[i]) {
			return false
		}
	}
	return true
}

func (d *doctor) inserts() []change {
	var list []change
	for _, i := range slices.Compact([]int{0, len(d.lines) / 2, len(d.lines)}) {
		list = append(list, change{
			lines: []int{i},
			say:   fmt.Sprintf("a line of its own before line %d", i+1),
			edit: func(o *Output) {
				o.Lines = slices.Insert(o.Lines, i, Line{Stream: Stdout, Text: "what nobody printed"})
			},
		})
	}
	return list
}

// numbers changes each number that is not an id: it grows by one, and, since
// a bound may be far away, a thousandfold.
func (d *doctor) numbers() []change {
	var list []change
	for i := range d.lines {
		text := d.lines[i].Text
		for at := 0; at < len(text); {
			n := digits(text[at:])
			if n == 0 {
				at++
				continue
			}
			start, end := at, at+n
			at = end
			h, from := d.holeAt(i, start)
			if h >= 0 && d.assigned[i].hole(h).typ.id || n > 15 {
				continue
			}
			old, _ := strconv.Atoi(text[start:end])
			for _, number := range []int{old + 1, old*1000 + 7} {
				now := fmt.Sprintf("%0*d", n, number)
				list = append(list, change{
					lines: []int{i},
					say:   fmt.Sprintf("%s in %s changed to %s", text[start:end], d.text(i), now),
					lawful: func() bool {
						return h >= 0 && d.mayBe(i, h, splice(d.assigned[i].values[h], start-from, end-from, now))
					},
					edit: func(o *Output) { o.Lines[i].Text = splice(text, start, end, now) },
				})
			}
		}
	}
	return list
}

func splice(s string, start, end int, with string) string { return s[:start] + with + s[end:] }

// holeAt returns the hole of line i that covers byte at of its text, and where
// the hole begins; -1 if the byte is literal.
func (d *doctor) holeAt(i, at int) (hole, start int) {
	for h, value := range d.assigned[i].values {
		if start := d.assigned[i].start(h); start <= at && at < start+len(value) {
			return h, start
		}
	}
	return -1, 0
}

// mayBe reports whether hole h of line i may have another value.
func (d *doctor) mayBe(i, h int, now string) bool {
	a := d.assigned[i]
	hole := a.hole(h)
	if !hole.ok(now, d.recorded.writer(i)) || d.shared(i, h) || hole.ofLoop() {
		return false
	}
	other := slices.Clone(d.assigned)
	other[i] = a.with(h, now)
	return d.rulesHold(other)
}

// with is a with another value of hole h.
func (a assignment) with(h int, value string) assignment {
	values := slices.Clone(a.values)
	values[h] = value
	return assignment{reading{a.node, values}, a.frame}
}

// shared reports whether another hole has the same variable, in the same
// iteration.
func (d *doctor) shared(i, h int) bool {
	v := d.assigned[i].hole(h).v
	if v == nil || v.uses == 1 {
		return false
	}
	val := d.assigned[i].frame.env.at(v)
	for j, a := range d.assigned {
		for k, g := range a.node.line.pat.holes {
			if (j != i || k != h) && g.v == v && a.frame.env.at(v) == val {
				return true
			}
		}
	}
	return false
}

// An idPlace is where an id stands in the recorded lines.
type idPlace struct {
	line, hole, start, end int
	text                   string
}

// idPlaces lists the ids that placeholders stand for.
func (d *doctor) idPlaces() []idPlace {
	var list []idPlace
	for i, a := range d.assigned {
		for h, id := range a.values {
			if start := a.start(h); a.hole(h).typ.id {
				list = append(list, idPlace{i, h, start, start + len(id), id})
			}
		}
	}
	return list
}

// ids changes each id, in one place only: to one that nobody has, to another
// that the run printed, and to that of another process. An id that was none of
// a process of the run, such as that of a thread, may be any.
func (d *doctor) ids() []change {
	var list []change
	places := d.idPlaces()
	used := make(map[string]bool)
	for _, p := range places {
		used[p.text] = true
	}
	strange := 7
	for used[strconv.Itoa(strange)] || d.known[strconv.Itoa(strange)] > 0 {
		strange++
	}
	for _, p := range places {
		others := []string{strconv.Itoa(strange)}
		if i := slices.IndexFunc(places, func(q idPlace) bool { return q.text != p.text }); i >= 0 {
			others = append(others, places[i].text)
		}
		for _, proc := range d.recorded.Procs {
			if id := strconv.Itoa(proc.PID); proc.PID > 0 && id != p.text && !slices.Contains(others, id) {
				others = append(others, id)
				break
			}
		}
		for _, now := range others {
			text := d.lines[p.line].Text
			list = append(list, change{
				lines: []int{p.line},
				say:   fmt.Sprintf("the id %s in %s changed to %s", p.text, d.text(p.line), now),
				lawful: func() bool {
					return d.known[p.text] == 0 && d.mayBe(p.line, p.hole, now) && !d.clashes(p, now, places)
				},
				edit: func(o *Output) { o.Lines[p.line].Text = splice(text, p.start, p.end, now) },
			})
		}
	}
	return list
}

// clashes reports whether the id now belongs to a name that must differ from
// that of place p.
func (d *doctor) clashes(p idPlace, now string, places []idPlace) bool {
	h := d.hole(p)
	for _, q := range places {
		g := d.hole(q)
		if q != p && q.text == now && g.typ == h.typ && h.name != "" && g.name != "" && d.prog.mustDiffer(h.name, g.name) {
			return true
		}
	}
	return false
}

func (d *doctor) hole(p idPlace) *hole {
	return d.assigned[p.line].hole(p.hole)
}

// exchanges takes two ids for each other from a line on, as if the processes
// had changed their roles.
func (d *doctor) exchanges() []change {
	places := d.idPlaces()
	first := make(map[string]int)
	lines := make(map[string][]int)
	var order []string
	for _, p := range places {
		lines[p.text] = append(lines[p.text], p.line)
		if _, ok := first[p.text]; !ok {
			first[p.text] = p.line
			order = append(order, p.text)
		}
	}
	const maxIDs = 6
	order = order[:min(len(order), maxIDs)]
	var list []change
	for i, a := range order {
		for _, b := range order[:i] {
			from := slices.Concat(lines[a], lines[b])
			slices.Sort(from)
			for _, k := range slices.Compact(from) {
				if k > max(first[a], first[b]) {
					list = append(list, d.exchange(a, b, k, places))
				}
			}
		}
	}
	return list
}

func (d *doctor) exchange(a, b string, k int, places []idPlace) change {
	other := map[string]string{a: b, b: a}
	concerned := func(p idPlace) bool { return p.line >= k && other[p.text] != "" }
	return change{
		lines: []int{k},
		say:   fmt.Sprintf("the ids %s and %s exchanged from %s on", b, a, d.text(k)),
		lawful: func() bool {
			if !slices.Equal(d.pending(a, k, places), d.pending(b, k, places)) {
				return false
			}
			assigned := slices.Clone(d.assigned)
			for _, p := range places {
				if concerned(p) {
					if !d.hole(p).ok(other[p.text], d.recorded.writer(p.line)) {
						return false
					}
					assigned[p.line] = assigned[p.line].with(p.hole, other[p.text])
				}
			}
			return d.rulesHold(assigned)
		},
		edit: func(o *Output) {
			// From right to left, so that places stay where they are.
			for _, p := range slices.Backward(places) {
				if concerned(p) {
					o.Lines[p.line].Text = splice(o.Lines[p.line].Text, p.start, p.end, other[p.text])
				}
			}
		},
	}
}

// pending lists what is still to come at line k of the placeholders that have
// had the value id before: their lines from k on, with the loops' values. Two
// processes of which the same is pending may do it in either order.
func (d *doctor) pending(id string, k int, places []idPlace) []string {
	before := make(map[*value]bool)
	for _, p := range places {
		if a := d.assigned[p.line]; p.line < k && p.text == id {
			if v := a.hole(p.hole).v; v != nil {
				before[a.frame.env.at(v)] = true
			}
		}
	}
	var list []string
	for _, p := range places {
		a := d.assigned[p.line]
		if p.line < k || p.text != id {
			continue
		}
		if v := a.hole(p.hole).v; v != nil && before[a.frame.env.at(v)] {
			list = append(list, fmt.Sprint(a.node.id, p.hole, v.name, a.node.line.fixed(a.values)))
		}
	}
	slices.Sort(list)
	return list
}

func (d *doctor) streams() []change {
	var list []change
	for i, l := range d.lines {
		if l.Stream == Unknown {
			continue
		}
		list = append(list, change{
			lines: []int{i},
			say:   d.text(i) + " printed on the other stream",
			edit:  func(o *Output) { o.Lines[i].Stream = Stdout + Stderr - l.Stream },
		})
	}
	return list
}

func (d *doctor) statuses() []change {
	return []change{
		{say: "another exit status", edit: func(o *Output) { o.Status = Status{Code: d.recorded.Status.Code + 1} }},
		{say: "ended by a signal", edit: func(o *Output) {
			o.Status = Status{Signal: "SIGABRT"}
			if d.recorded.Status.Signal == "SIGABRT" {
				o.Status.Signal = "SIGKILL"
			}
		}},
	}
}
