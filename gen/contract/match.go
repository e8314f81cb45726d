package contract

import "fmt"

// Match reports whether got satisfies c. recorded is the recorded output, nil
// if there is none yet; a contract that needs it is then satisfied by any
// lines (their status still counts). It returns a [*Mismatch] as error if got
// breaks the contract.
func (c *Contract) Match(recorded, got *Output) (*Match, error) {
	m, explain := c.match(recorded, got)
	switch {
	case explain != nil:
		miss := explain()
		if got.Status != c.status {
			miss.Detail += "\nThe run also ended with " + got.Status.String() + " instead of " + c.status.String() + "."
		}
		return nil, miss
	case got.Status != c.status:
		return nil, c.statusMismatch(got)
	}
	return m, nil
}

// rejects reports whether got breaks c. To say why would take as long again.
func (c *Contract) rejects(recorded, got *Output) bool {
	_, explain := c.match(recorded, got)
	return explain != nil || got.Status != c.status
}

// match compares the lines. explain is nil if they satisfy c; else it says why
// they do not.
func (c *Contract) match(recorded, got *Output) (m *Match, explain func() *Mismatch) {
	if recorded == nil && c.NeedsRecording() {
		return &Match{Notes: make([]Note, len(got.Lines))}, nil
	}
	if i := cutLine(recorded, got); i >= 0 {
		return nil, func() *Mismatch { return c.cutMismatch(recorded, got, i) }
	}
	if c.mode == modeRecorded {
		return c.matchRecorded(recorded, got)
	}
	s, broken := c.program(recorded, got).assign(got)
	switch {
	case s.found && broken == nil:
		return s.notes(), nil
	case s.gaveUp:
		return nil, func() *Mismatch { return c.explainAmbiguous(s) }
	case broken != nil:
		return nil, func() *Mismatch { return c.explainRule(broken, got) }
	}
	return nil, func() *Mismatch { return c.explain(s, recorded, got) }
}

// program returns the program that got must satisfy.
func (c *Contract) program(recorded, got *Output) *program {
	switch c.mode {
	case modeRecorded:
		return recordedProgram(recorded, got, kindSequence)
	case modeUnordered:
		return recordedProgram(recorded, got, kindFree)
	}
	return c.prog
}

// assign looks for an assignment of the lines of got to the patterns that satisfies
// the rules. An assignment by structure comes first; only if lines can be
// understood in different ways can the rules ask for another one. If there is
// none that satisfies the rules, broken is the rule that the first breaks.
func (p *program) assign(got *Output) (s *search, broken *broken) {
	s = newSearch(p, got)
	if s.run(); !s.found {
		return s, nil
	}
	if broken = p.check(s.assigned); broken == nil || !s.ambiguous() {
		return s, broken
	}
	again := newSearch(p, got)
	again.readings, again.rules = s.readings, newChecker(p.rules)
	if again.run(); again.found {
		return again, nil
	}
	return again, broken
}

// ambiguous reports whether a line could mean different things to the rules.
func (s *search) ambiguous() bool {
	for i := range s.lines {
		list := s.read(i)
		for _, r := range list[1:] {
			if !s.p.sameEvent(list[0], r) {
				return true
			}
		}
	}
	return false
}

// String says how a process ended: "exit status 2", "signal SIGKILL".
func (s Status) String() string {
	if s.Signal != "" {
		return "signal " + s.Signal
	}
	return fmt.Sprintf("exit status %d", s.Code)
}

// cutLine returns the first line of got that stands beside dropped output
// although the recorded one has none there, or the other way round; -1 if
// there is none.
func cutLine(recorded, got *Output) int {
	cut := func(o *Output, i int) bool { return o != nil && i < len(o.Lines) && o.Lines[i].Cut > 0 }
	n := len(got.Lines)
	if recorded != nil {
		n = max(n, len(recorded.Lines))
	}
	for i := range n {
		switch {
		case cut(got, i) && !cut(recorded, i):
			return i
		case cut(recorded, i) && !cut(got, i) && anyCut(got):
			return i
		}
	}
	return -1
}

func anyCut(o *Output) bool {
	for i := range o.Lines {
		if o.Lines[i].Cut > 0 {
			return true
		}
	}
	return false
}

// Match says how an output satisfied its contract.
type Match struct {
	Notes []Note // one for each line of the output
}

// Note is what a contract says of one line of an output.
type Note struct {
	Spans []Span // the parts of the text that may vary, in order
	// Free lists the groups of freely ordered lines that hold this one,
	// outermost first, by numbers from 1 that are unique in the output.
	Free []int
}

// Span is a part of a line's text that may be different in another run.
type Span struct {
	Start, End int    // byte offsets into Line.Text
	Type       string // the placeholder's type, such as pid
	Name       string // equal names stand for equal values; "" if it has none
}

// notes describes the assignment found.
func (s *search) notes() *Match {
	m := &Match{Notes: make([]Note, len(s.assigned))}
	groups := make(map[*frame]int)
	for i, a := range s.assigned {
		m.Notes[i] = Note{Spans: a.spans(), Free: a.free(groups)}
	}
	return m
}

// start is the byte of the line's text at which the value of hole i begins.
func (r reading) start(i int) int {
	lits := r.node.line.pat.lits
	at := len(lits[0])
	for n, value := range r.values[:i] {
		at += len(value) + len(lits[n+1])
	}
	return at
}

// spans lists the placeholders of a line, except for loop variables: their values
// are the same in every run.
func (r reading) spans() []Span {
	var spans []Span
	for i := range r.values {
		if h, at := r.hole(i), r.start(i); !h.ofLoop() {
			spans = append(spans, Span{Start: at, End: at + len(r.values[i]), Type: h.typ.name, Name: h.name})
		}
	}
	return spans
}

// hole is the i-th hole of a line.
func (r reading) hole(i int) *hole { return &r.node.line.pat.holes[i] }

// free lists the free groups around an assigned line, giving new ones the
// next number.
func (a assignment) free(groups map[*frame]int) []int {
	var around []*frame
	for f := a.frame; f != nil; f = f.up {
		if f.node.interleaves {
			around = append(around, f)
		}
	}
	var numbers []int
	for i := len(around) - 1; i >= 0; i-- {
		f := around[i]
		if groups[f] == 0 {
			groups[f] = len(groups) + 1
		}
		numbers = append(numbers, groups[f])
	}
	return numbers
}
