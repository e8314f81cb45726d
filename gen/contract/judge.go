package contract

import (
	"fmt"
	"slices"
)

// Verdict says how well a contract tells a lawful output from a wrong one.
type Verdict struct {
	Tried    int // doctored outputs that must be rejected
	Rejected int // those that were
	// Lawful counts the doctored outputs that were left out because the
	// contract says in so many words that they may be.
	Lawful int
	// Survivors are the doctored outputs that were accepted though no
	// explicit freedom of the contract allows them.
	Survivors []Survivor
	// Doubtful are changes that the contract does allow, but that look
	// like the omission of a rule: two lines of different patterns with an
	// equal value of one name, such as Put b and Get b, of which no rule
	// speaks, in the other order. They are counted as lawful.
	Doubtful []Survivor
	// Void is set if the contract rejected nothing that was tried.
	Void bool
}

// Survivor is a doctored output that a contract accepted.
type Survivor struct {
	Kind   string // lose, double, swap, move, insert, number, id, exchange, stream, status
	Lines  []int  // of the recorded output, from 1; none for status
	Change string // what was changed, in a sentence
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
//     shares, and the rules allow the new value.
//   - Two ids may be exchanged from a line on if the placeholders that had them
//     before have the same lines to come, and the rules allow it.
//
// A change is left out, and not counted, if the result is the recorded output
// again, for a contract that wants its lines in any order, ids renamed.
//
// A long output is sampled evenly.
func (c *Contract) Judge(recorded *Output) *Verdict {
	v := new(Verdict)
	d := newDoctor(c, recorded)
	if d == nil {
		return v
	}
	limit := max(40, 400_000/(len(recorded.Lines)+1)/len(doctorKinds))
	for _, kind := range doctorKinds {
		all := kind.list(d)
		step := 1
		if len(all) > limit {
			step = (len(all) + limit - 1) / limit
		}
		for i := 0; i < len(all); i += step {
			change := all[i]
			doctored := change.output(recorded)
			switch {
			case change.lawful != nil && change.lawful():
				v.Lawful++
				if change.doubtful != nil && change.doubtful() {
					v.Doubtful = append(v.Doubtful, change.survivor(kind.name))
				}
				continue
			case c.mode == modeUnordered && d.sameLines(doctored):
				continue
			}
			v.Tried++
			if _, err := c.Match(recorded, doctored); err != nil {
				v.Rejected++
				continue
			}
			v.Survivors = append(v.Survivors, change.survivor(kind.name))
		}
	}
	v.Void = v.Rejected == 0 && v.Tried > 0
	return v
}

// doctorKinds are the ways to spoil an output.
var doctorKinds = []struct {
	name string
	list func(*doctor) []change
}{
	{"lose", (*doctor).losses},
	{"double", (*doctor).doubles},
	{"swap", (*doctor).swaps},
	{"move", (*doctor).moves},
	{"insert", (*doctor).inserts},
	{"number", (*doctor).numbers},
	{"id", (*doctor).ids},
	{"exchange", (*doctor).exchanges},
	{"stream", (*doctor).streams},
	{"status", (*doctor).statuses},
}

// A change is one way to doctor an output.
type change struct {
	lines    []int // concerned, from 0
	say      string
	lawful   func() bool     // nil: it is not
	doubtful func() bool     // nil: it is not
	edit     func(o *Output) // of a copy
}

func (c *change) survivor(kind string) Survivor {
	s := Survivor{Kind: kind, Change: c.say}
	for _, n := range c.lines {
		s.Lines = append(s.Lines, n+1)
	}
	return s
}

func (c *change) output(recorded *Output) *Output {
	o := *recorded
	o.Lines = append([]Line(nil), recorded.Lines...)
	c.edit(&o)
	return &o
}

// A doctor knows how the recorded lines satisfy the contract.
type doctor struct {
	prog     *program
	lines    []Line
	assigned []assignment
	// iterations counts those of each repeat that was entered.
	iterations map[*frame]int
	status     Status
	procs      map[string]int // nil if the contract does not know them
}

// newDoctor returns nil if the recorded output does not satisfy c.
func newDoctor(c *Contract, recorded *Output) *doctor {
	d := &doctor{prog: c.prog, lines: recorded.Lines, status: recorded.Status,
		iterations: make(map[*frame]int)}
	switch c.mode {
	case modeRecorded:
		d.prog = recordedProgram(recorded, recorded, kindSequence)
	case modeUnordered:
		d.prog = recordedProgram(recorded, recorded, kindFree)
	}
	if c.mode != modeItems {
		d.procs = labels(recorded.Procs)
	}
	s, broken := d.prog.assign(recorded.Lines)
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
func (d *doctor) rulesHold(assigned []assignment) bool { return d.prog.check(assigned) == nil }

// permuted is the assignment after line i has moved to place j.
func (d *doctor) permuted(i, j int) []assignment {
	moved := append([]assignment(nil), d.assigned...)
	a := moved[i]
	moved = append(moved[:i], moved[i+1:]...)
	return append(moved[:j], append([]assignment{a}, moved[j:]...)...)
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
	if a.frame.node != b.frame.node {
		return false
	}
	for n, h := range a.frame.node.line.pat.holes {
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
	l, m := &a.frame.node.line, &b.frame.node.line
	if a.frame.node == b.frame.node || d.prog.spokenOf(l.name, m.name) {
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

// spokenOf reports whether a rule is about lines of both names.
func (p *program) spokenOf(a, b string) bool {
	for _, r := range p.rules {
		var hasA, hasB bool
		for _, ref := range r.refs {
			hasA = hasA || ref.line == a
			hasB = hasB || ref.line == b
		}
		if hasA && hasB {
			return true
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
	return d.rulesHold(d.permuted(i, j))
}

// sameLines reports whether a doctored output has the recorded lines in any
// order, but for two ids that are exchanged throughout.
func (d *doctor) sameLines(o *Output) bool {
	texts := func(lines []Line, a, b int) []string {
		list := make([]string, len(lines))
		for i, l := range lines {
			pos, text := 0, ""
			for _, id := range processIDs(l.Text, d.procs) {
				label := id.label
				switch label {
				case a:
					label = b
				case b:
					label = a
				}
				text += l.Text[pos:id.start] + fmt.Sprintf("‹p%d›", label)
				pos = id.end
			}
			list[i] = fmt.Sprint(l.Stream, l.Partial, text, l.Text[pos:])
		}
		slices.Sort(list)
		return list
	}
	want := texts(d.lines, 0, 0)
	for a := range len(d.procs) + 1 {
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
