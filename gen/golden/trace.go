package golden

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"runtime"
	"strconv"

	"huoye/gen/book"
	"huoye/gen/gotrace"
	"huoye/gen/problem"
)

// Trace is what the goroutines of a run did: not of the run whose output is
// recorded, but of one more, of the program built to be traced.
type Trace struct {
	Go        string // go1.26.8
	Platform  string // linux/amd64
	Isolation string // as of runner.Isolation
	// Inputs stands for the program and the way it was called.
	Inputs string
	*gotrace.Timeline
}

// NewTrace is the trace of run, just made on this machine.
func NewTrace(run *book.Run, isolation string, t *gotrace.Timeline) *Trace {
	return &Trace{
		Go:        runtime.Version(),
		Platform:  runtime.GOOS + "/" + runtime.GOARCH,
		Isolation: isolation,
		Inputs:    traceInputs(run),
		Timeline:  t,
	}
}

// traceInputs is a hash of the files of run's program and of how run calls it. A
// trace illustrates; it may stay as long as they do.
func traceInputs(run *book.Run) string {
	h := sha256.New()
	for _, f := range run.Program.Files {
		fmt.Fprintf(h, "%q %q\n", f.Name, f.Source)
	}
	fmt.Fprintf(h, "%q %q %q", run.Args, run.Stdin, run.Env)
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

// CompareTrace says whether a trace of run must be recorded: if it is to be
// traced and has none, or one of another program. have is what is recorded of
// it, nil if there is nothing.
func CompareTrace(run *book.Run, have *Golden) problem.List {
	var problems problem.List
	switch {
	case !run.Traced || have == nil: // without an output there is no need for a figure
	case have.Trace == nil:
		problems.Add(runPosition(run), problem.TraceMissing, fmt.Sprintf("run %s has no recorded trace of its goroutines; run \"gen build -update\"", run.ID()))
	case have.Trace.Inputs != traceInputs(run):
		problems.Add(runPosition(run), problem.TraceOutdated, fmt.Sprintf("the recorded trace of run %s is out of date: its program or the way it is called has changed; "+
			"run \"gen build -update\"", run.ID()))
	}
	return problems
}

// A trace is a text file like a golden: a header, then a line for each time a
// goroutine began to do something else. Times are in microseconds:
//
//	go: go1.26.8
//	platform: linux/amd64
//	isolation: user, pid, mount, net, ipc, uts namespaces
//	inputs: 5b3c0a2f44e1d870
//	end: 100.2
//	G1: main.main
//	G2: main.main.func1
//
//	0.0 G1 running T1
//	62.8 G2 runnable by G1
//	68.4 G1 waitgroup
//
// G1 is main. The first line of a goroutine tells who started it; later ones
// who let it go on. A goroutine is running or in a syscall on a thread, such as
// T1. Instead of the end there is a time "torn" if the program was ended so
// abruptly that the rest of the trace is missing. What was left out for being
// too much is counted in "more goroutines" and "more changes".

// Format writes t as a trace file.
func (t *Trace) Format() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "go: %s\nplatform: %s\nisolation: %s\ninputs: %s\n", t.Go, t.Platform, t.Isolation, t.Inputs)
	end := "torn"
	if t.Whole {
		end = "end"
	}
	fmt.Fprintf(&b, "%s: %s\n", end, gotrace.FormatTime(t.Total))
	for _, more := range []struct {
		n    int
		what string
	}{{t.MoreGoroutines, "goroutines"}, {t.MoreChanges, "changes"}} {
		if more.n > 0 {
			fmt.Fprintf(&b, "more %s: %d\n", more.what, more.n)
		}
	}
	for i, g := range t.Goroutines {
		fmt.Fprintf(&b, "G%d: %s\n", i+1, g.Func)
	}
	b.WriteByte('\n')
	for _, c := range t.Changes {
		fmt.Fprintf(&b, "%s G%d %s", gotrace.FormatTime(c.At), c.Goroutine, c.State)
		if c.Thread > 0 {
			b.WriteString(" T" + strconv.Itoa(c.Thread))
		}
		if c.By > 0 {
			b.WriteString(" by G" + strconv.Itoa(c.By))
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}
