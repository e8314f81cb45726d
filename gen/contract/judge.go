package contract

import (
	"fmt"
	"slices"

	"huoye/gen/problem"
)

// Verdict says how well a contract tells a lawful output from a wrong one.
type Verdict struct {
	Tried    int // doctored outputs that must be rejected
	Rejected int // those that were
	// Lawful counts the doctored outputs that were left out because the
	// contract says in so many words that they may be.
	Lawful int
	// Accepted are the doctored outputs that the contract accepts and its
	// author accepts, too; they are not among the survivors.
	Accepted []Accepted
	// Problems are entries of the author's that match nothing that the
	// contract accepts.
	Problems problem.List
	// Survivors are the doctored outputs that were accepted though no
	// explicit freedom of the contract allows them.
	Survivors []Survivor
	// Doubtful are changes that the contract does allow, but that look
	// like the omission of a rule: two lines of different patterns with an
	// equal value of one name, such as Put b and Get b, of which no rule
	// speaks, in the other order. They are counted as lawful.
	Doubtful []Survivor
	// Void is set if the contract rejected nothing that was done to the
	// texts of the lines, their number and order.
	Void bool
}

// Survivor is a doctored output that a contract accepted.
type Survivor struct {
	Kind   string   // lose, double, swap, move, insert, number, id, exchange, stream, status
	Lines  []int    // of the recorded output, from 1; none for status
	Names  []string // of these lines in the contract; for insert, of the line that it was taken for
	Change string   // what was changed, in a sentence
}

func (s Survivor) String() string { return s.Kind + ": " + s.Change }

// Judge doctors the recorded output systematically and reports which of the
// doctored outputs c accepts. recorded itself must satisfy c.
//
// A change is lawful, and not tried, only for a freedom that the author has
// written down, found in the assignment of the recorded lines to the patterns
// and not by matching:
//
//   - Lines may change places if they stand in different parts of a free group
//     (unordered, each), or are iterations of one pattern that differ only in
//     values of their own. No rule may forbid the new order, the rules being
//     evaluated on the old assignment.
//   - A line may be lost or doubled if it is the whole of an iteration of a
//     repeat whose bounds allow one fewer or one more.
//   - A value may change if it stands in a placeholder that no other line
//     shares, and the rules allow the new value. The id of a process of the
//     run may not: that it was another process is no accident.
//   - Two ids may be exchanged from a line on if the placeholders that had them
//     before have the same lines to come, and the rules allow it.
//
// A change is left out, and not counted, if the result is the recorded output
// again, for a contract that wants its lines in any order, ids renamed.
//
// A long output is sampled evenly. What the author accepts, see [Contract.Accept],
// is tried, and no survivor.
func (c *Contract) Judge(recorded *Output) *Verdict {
	v := new(Verdict)
	d := newDoctor(c, recorded)
	if d == nil {
		return v
	}
	used := make(map[*acceptance]bool)
	sampled, texts := false, false
	limit := max(40, 400_000/(len(recorded.Lines)+1)/len(doctorKinds))
	for _, kind := range doctorKinds {
		all := kind.list(d)
		step := max(1, (len(all)+limit-1)/limit)
		sampled = sampled || step > 1
		for i := 0; i < len(all); i += step {
			change := all[i]
			doctored := change.output(recorded)
			switch {
			case change.lawful != nil && change.lawful():
				v.Lawful++
				if change.doubtful != nil && change.doubtful() {
					v.Doubtful = append(v.Doubtful, d.survivor(kind.name, &change))
				}
				continue
			case c.mode == modeUnordered && d.sameLines(doctored):
				continue
			}
			v.Tried++
			if c.rejects(recorded, doctored) {
				v.Rejected++
				texts = texts || kind.texts
				continue
			}
			s := d.survivor(kind.name, &change)
			if kind.name == "insert" {
				s.Names = d.takenFor(doctored, change.lines[0])
			}
			if a := c.accepted(s); a != nil {
				v.Accepted = append(v.Accepted, Accepted{s, a.because})
				used[a] = true
				continue
			}
			v.Survivors = append(v.Survivors, s)
		}
	}
	v.Void = v.Tried > 0 && !texts
	if !sampled {
		v.Problems = c.unused(used)
	}
	return v
}

// doctorKinds are the ways to spoil an output.
var doctorKinds = []struct {
	name  string
	list  func(*doctor) []change
	texts bool // it changes texts, number or order of the lines
}{
	{"lose", (*doctor).losses, true},
	{"double", (*doctor).doubles, true},
	{"swap", (*doctor).swaps, true},
	{"move", (*doctor).moves, true},
	{"insert", (*doctor).inserts, true},
	{"number", (*doctor).numbers, true},
	{"id", (*doctor).ids, true},
	{"exchange", (*doctor).exchanges, true},
	{"stream", (*doctor).streams, false},
	{"status", (*doctor).statuses, false},
}

// A change is one way to doctor an output.
type change struct {
	lines    []int // concerned, from 0
	say      string
	lawful   func() bool     // nil: it is not
	doubtful func() bool     // nil: it is not
	edit     func(o *Output) // of a copy
}

func (d *doctor) survivor(kind string, c *change) Survivor {
	s := Survivor{Kind: kind, Change: c.say}
	for _, n := range c.lines {
		if n >= len(d.lines) {
			continue // the end
		}
		s.Lines = append(s.Lines, n+1)
		if name := d.assigned[n].node.line.name; name != "" && !slices.Contains(s.Names, name) {
			s.Names = append(s.Names, name)
		}
	}
	return s
}

// takenFor names the line that line i of another output is in the contract.
func (d *doctor) takenFor(o *Output, i int) []string {
	s, _ := d.prog.assign(o)
	if !s.found || s.assigned[i].node.line.name == "" {
		return nil
	}
	return []string{s.assigned[i].node.line.name}
}

func (c *change) output(recorded *Output) *Output {
	o := *recorded
	o.Lines = slices.Clone(recorded.Lines)
	c.edit(&o)
	return &o
}

// A doctor knows how the recorded lines satisfy the contract.
type doctor struct {
	prog     *program
	recorded *Output
	lines    []Line // of recorded
	assigned []assignment
	// iterations counts those of each repeat that was entered.
	iterations map[*frame]int
	known      map[string]int // the processes of the run, by their ids
}

// newDoctor returns nil if the recorded output does not satisfy c.
func newDoctor(c *Contract, recorded *Output) *doctor {
	d := &doctor{prog: c.program(recorded, recorded), recorded: recorded, lines: recorded.Lines,
		known: labels(recorded.Procs), iterations: make(map[*frame]int)}
	s, broken := d.prog.assign(recorded)
	if broken != nil || !s.found || recorded.Status != c.status {
		return nil
	}
	d.assigned = s.assigned
	for _, a := range d.assigned {
		for f := a.frame; f.up != nil; f = f.up {
			if f.up.node.kind == kindRepeat {
				d.iterations[f.up] = max(d.iterations[f.up], f.idx+1)
			}
		}
	}
	return d
}

// rulesHold evaluates the rules on another assignment.
func (d *doctor) rulesHold(assigned []assignment) bool {
	return d.prog.check(assigned) == nil
}

// moved is list after element i has moved to place j.
func moved[T any](list []T, i, j int) []T {
	return slices.Insert(slices.Delete(slices.Clone(list), i, i+1), j, list[i])
}

// alone reports whether line i is the whole of an iteration of a repeat, which
// it returns.
func (d *doctor) alone(i int) *frame {
	for f := d.assigned[i].frame; f.up != nil && f.node.most == 1; f = f.up {
		if f.up.node.kind == kindRepeat {
			return f.up
		}
	}
	return nil
}

// apart reports whether the items let lines i and j change places.
func (d *doctor) apart(i, j int) bool {
	a, b := d.assigned[i], d.assigned[j]
	if around := common(a.frame, b.frame); around.node.interleaves {
		return true
	}
	if a.node != b.node {
		return false
	}
	for n, h := range a.node.line.pat.holes {
		if a.values[n] != b.values[n] && h.v != nil && (h.v.loop || h.v.uses > 1) {
			return false
		}
	}
	return true
}

// common returns the innermost frame around two different leaves.
func common(a, b *frame) *frame {
	around := make(map[*frame]bool)
	for f := a; f != nil; f = f.up {
		around[f] = true
	}
	for ; !around[b]; b = b.up {
	}
	return b
}

// doubtful reports whether lines i and j look as if one caused the other,
// although no rule speaks of both.
func (d *doctor) doubtful(i, j int) bool {
	a, b := d.assigned[i], d.assigned[j]
	l, m := &a.node.line, &b.node.line
	if a.node == b.node || d.prog.ruled(l.name, m.name) {
		return false
	}
	for x, g := range l.pat.holes {
		for y, h := range m.pat.holes {
			same := g.name != "" && g.name == h.name && a.values[x] == b.values[y]
			if same && (g.v == nil || g.v != h.v || a.frame.env.at(g.v) != b.frame.env.at(h.v)) {
				return true
			}
		}
	}
	return false
}

// mayPass reports whether line i may move to place j.
func (d *doctor) mayPass(i, j int) bool {
	for k := min(i, j); k <= max(i, j); k++ {
		if k != i && !d.apart(i, k) {
			return false
		}
	}
	return d.rulesHold(moved(d.assigned, i, j))
}

// sameLines reports whether a doctored output has the recorded lines in any
// order, but for two ids that are exchanged throughout.
func (d *doctor) sameLines(o *Output) bool {
	texts := func(lines []Line, a, b int) []string {
		list := make([]string, len(lines))
		for i, l := range lines {
			text := replaceIDs(l.Text, d.known, func(label int) string {
				switch label {
				case a:
					label = b
				case b:
					label = a
				}
				return showLabel(label)
			})
			list[i] = fmt.Sprint(l.Stream, l.Partial, text)
		}
		slices.Sort(list)
		return list
	}
	want := texts(d.lines, 0, 0)
	for a := range len(d.known) + 1 {
		for b := range a + 1 {
			if slices.Equal(want, texts(o.Lines, a, b)) {
				return true
			}
		}
	}
	return false
}

func sameLine(a, b Line) bool {
	return a.Text == b.Text && a.Stream == b.Stream && a.Partial == b.Partial && a.Cut == b.Cut
}

// text shows line i in a sentence.
func (d *doctor) text(i int) string { return fmt.Sprintf("line %d (%s)", i+1, d.lines[i].Text) }
