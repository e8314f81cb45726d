package render

import (
	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
)

// A recording is the recorded output of a run with what its contract says.
type recording struct {
	*golden.Golden
	run   *book.Run
	notes []contract.Note                    // one for each line
	says  map[book.Lang]contract.Description // by language

	timeline *timeline // nil if there is none
	picture  string    // of it

	goroutines *goroutines // nil if the run was not traced
	goPicture  string
}

// record prepares the recorded outputs of all runs, once for all views.
func record(run *book.Run, g *golden.Golden) *recording {
	r := &recording{Golden: g, run: run, says: make(map[book.Lang]contract.Description)}
	if r.timeline = newTimeline(g.Output); r.timeline != nil {
		r.picture = r.timeline.svg()
	}
	if r.goroutines = newGoroutines(g.Trace); r.goroutines != nil {
		r.goPicture = r.goroutines.svg()
	}
	r.notes = make([]contract.Note, len(g.Output.Lines))
	if run.Contract == nil {
		return r
	}
	// A recording that breaks its contract is reported by the stage that
	// compares; here it is shown without notes.
	if m, err := run.Contract.Match(g.Output, g.Output); err == nil && len(m.Notes) == len(r.notes) {
		r.notes = m.Notes
	}
	for _, l := range book.Langs {
		r.says[l] = run.Contract.Describe(string(l), g.Output)
	}
	return r
}

// processes returns how many processes printed something or are known.
func (r *recording) processes() int {
	n := len(r.Output.Procs)
	for _, line := range r.Output.Lines {
		n = max(n, line.Proc)
	}
	return n
}

func (r *recording) hasStderr() bool {
	for _, line := range r.Output.Lines {
		if line.Stream == contract.Stderr {
			return true
		}
	}
	return false
}

func (r *recording) hasSpans() bool {
	for _, n := range r.notes {
		if len(n.Spans) > 0 {
			return true
		}
	}
	return false
}

func (r *recording) hasFree() bool {
	for _, n := range r.notes {
		if len(n.Free) > 0 {
			return true
		}
	}
	return false
}
