package golden

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"

	"huoye/gen/book"
	"huoye/gen/gotrace"
	"huoye/gen/problem"
)

// LoadTrace reads the recorded trace of run again, when its output has been
// recorded anew. The trace is nil if there is none that is good.
func LoadTrace(b *book.Book, run *book.Run) (*Trace, error) {
	t, _, err := loadTrace(b, run)
	return t, err
}

// loadTrace reads the recorded trace of run. The trace is nil if there is none
// yet, which is no problem here, if it has problems, or if run is not traced.
func loadTrace(b *book.Book, run *book.Run) (*Trace, problem.List, error) {
	if !run.Traced {
		return nil, nil, nil
	}
	data, err := readRecorded(b, run.Trace)
	if data == nil || err != nil {
		return nil, nil, err
	}
	t, problems := ParseTrace(run.Trace, data)
	return t, problems, nil
}

// ParseTrace reads a trace file, the text data of file. It reports every
// problem at its position; the trace is nil if there are any.
func ParseTrace(file string, data []byte) (*Trace, problem.List) {
	p := &traceParser{file: file, t: &Trace{Timeline: &gotrace.Timeline{}}}
	header, body, _ := strings.Cut(string(data), "\n\n")
	for line := range strings.SplitSeq(strings.TrimSuffix(header, "\n"), "\n") {
		p.line++
		p.header(line)
	}
	if p.line++; p.t.Total == 0 || len(p.t.Goroutines) == 0 {
		p.problem("the header has no end or no goroutine")
	}
	p.ended = make([]bool, len(p.t.Goroutines))
	for line := range strings.Lines(body) {
		p.line++
		if c, ok := p.change(strings.TrimSuffix(line, "\n")); ok {
			p.t.Changes = append(p.t.Changes, c)
			p.t.Threads = max(p.t.Threads, c.Thread)
		}
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return p.t, nil
}

type traceParser struct {
	file     string
	line     int
	t        *Trace
	ended    []bool // by goroutine
	problems problem.List
}

func (p *traceParser) problem(format string, args ...any) {
	pos := token.Position{Filename: p.file, Line: p.line, Column: 1}
	p.problems.Add(pos, problem.TraceFormat, fmt.Sprintf(format, args...)+"; delete the file and record the trace anew with -update")
}

func (p *traceParser) header(line string) {
	key, value, ok := strings.Cut(line, ": ")
	if !ok {
		p.problem("not a header line (want \"key: value\")")
		return
	}
	t := p.t
	switch key {
	case "go":
		t.Go = value
	case "platform":
		t.Platform = value
	case "isolation":
		t.Isolation = value
	case "inputs":
		t.Inputs = value
	case "end", "torn":
		t.Whole = key == "end"
		if t.Total, ok = gotrace.ParseTime(value); !ok {
			p.problem("%q are no microseconds", value)
		}
	case "more goroutines":
		t.MoreGoroutines = p.number(value)
	case "more changes":
		t.MoreChanges = p.number(value)
	case "G" + strconv.Itoa(len(t.Goroutines)+1):
		t.Goroutines = append(t.Goroutines, gotrace.Goroutine{Func: value})
	default:
		p.problem("unknown header %q", key)
	}
}

func (p *traceParser) number(s string) int {
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		p.problem("%q is no number", s)
	}
	return int(n)
}

// change reads "62.8 G2 runnable by G1".
func (p *traceParser) change(line string) (c gotrace.Change, ok bool) {
	const want = `not a change (want "microseconds goroutine state", and its thread or "by" and a goroutine)`
	line, by, let := strings.Cut(line, " by ")
	fields := strings.Split(line, " ")
	if len(fields) < 3 || len(fields) > 4 {
		p.problem(want)
		return c, false
	}
	if c.At, ok = gotrace.ParseTime(fields[0]); !ok {
		p.problem("%q are no microseconds", fields[0])
		return c, false
	}
	c.Goroutine, ok = p.goroutine(fields[1])
	if ok && let {
		c.By, ok = p.goroutine(by)
	}
	if !ok {
		return c, false
	}
	if c.State, ok = gotrace.ParseState(fields[2]); !ok {
		p.problem("%q is no state", fields[2])
		return c, false
	}
	if len(fields) == 4 {
		thread, isThread := strings.CutPrefix(fields[3], "T")
		if n, err := strconv.ParseUint(thread, 10, 16); isThread && err == nil {
			c.Thread = int(n)
		}
	}
	if c.State.Threaded() != (c.Thread > 0) || c.Thread == 0 && len(fields) == 4 {
		p.problem(want)
		return c, false
	}
	return c, p.inOrder(c)
}

// goroutine reads G1.
func (p *traceParser) goroutine(s string) (int, bool) {
	label, isLabel := strings.CutPrefix(s, "G")
	n, err := strconv.ParseUint(label, 10, 31)
	if !isLabel || err != nil || n == 0 || int(n) > len(p.t.Goroutines) {
		p.problem("goroutine %q is not in the header", s)
		return 0, false
	}
	return int(n), true
}

// inOrder reports whether c can come after the changes before it.
func (p *traceParser) inOrder(c gotrace.Change) bool {
	i := c.Goroutine - 1
	n := len(p.t.Changes)
	switch {
	case n > 0 && c.At < p.t.Changes[n-1].At || c.At > p.t.Total:
		p.problem("the time is before the line above, or after the end")
	case c.Thread > p.t.Threads+1:
		p.problem("T%d comes before T%d; threads are numbered by their first use", c.Thread, c.Thread-1)
	case p.ended[i]:
		p.problem("goroutine G%d has ended before", c.Goroutine)
	default:
		p.ended[i] = c.State == gotrace.Ended
		return true
	}
	return false
}
