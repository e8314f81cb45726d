package golden

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huoye/gen/book"
	"huoye/gen/gotrace"
)

// sampleTrace has every feature of the format.
func sampleTrace() *Trace {
	at := func(us float64) time.Duration { return time.Duration(us * 1000) }
	return &Trace{
		Go: "go1.26.8", Platform: "linux/amd64", Isolation: "user and pid namespaces", Inputs: "0123456789abcdef",
		Timeline: &gotrace.Timeline{
			Total: at(1234.5), Whole: true, Threads: 2, MoreGoroutines: 9968, MoreChanges: 7,
			Goroutines: []gotrace.Goroutine{{Func: "main.main"}, {Func: "main.main.func1"}, {Func: "os/signal.loop"}},
			Changes: []gotrace.Change{
				{At: 0, Goroutine: 1, State: gotrace.Running, Thread: 1},
				{At: at(12.3), Goroutine: 2, State: gotrace.Runnable, By: 1},
				{At: at(12.3), Goroutine: 2, State: gotrace.Running, Thread: 2},
				{At: at(20), Goroutine: 2, State: gotrace.Syscall, Thread: 2},
				{At: at(30), Goroutine: 1, State: gotrace.Receive},
				{At: at(1234), Goroutine: 1, State: gotrace.Runnable, By: 2},
				{At: at(1234.5), Goroutine: 2, State: gotrace.Ended},
			},
		},
	}
}

func TestTraceFormatParse(t *testing.T) {
	for _, whole := range []bool{true, false} {
		want := sampleTrace()
		want.Whole = whole
		text := want.Format()
		got, problems := ParseTrace("x.trace", text)
		if err := problems.Err(); err != nil {
			t.Fatalf("%v in:\n%s", err, text)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("ParseTrace(Format(t)) (-want +got):\n%s\n%s", d, text)
		}
	}
}

func TestParseTraceProblems(t *testing.T) {
	const header = "end: 10.0\nG1: main.main\nG2: main.f\n\n"
	tests := []struct{ text, want string }{
		{"", `x.trace:1:1: not a header line (want "key: value")`},
		{"colour: red\n\n", `x.trace:1:1: unknown header "colour"`},
		{"end: soon\n\n", `x.trace:1:1: "soon" are no microseconds`},
		{"more changes: -1\n\n", `x.trace:1:1: "-1" is no number`},
		{"go: go1.26\n\n", `x.trace:2:1: the header has no end or no goroutine`},
		{"G2: main.f\n\n", `x.trace:1:1: unknown header "G2"`},
		{header + "1.0 G1\n", `x.trace:5:1: not a change (want "microseconds goroutine state", and its thread or "by" and a goroutine)`},
		{header + "x G1 running T1\n", `x.trace:5:1: "x" are no microseconds`},
		{header + "1.0 G3 running T1\n", `x.trace:5:1: goroutine "G3" is not in the header`},
		{header + "1.0 G1 runnable by G0\n", `x.trace:5:1: goroutine "G0" is not in the header`},
		{header + "1.0 G1 dreaming\n", `x.trace:5:1: "dreaming" is no state`},
		{header + "1.0 G1 running\n", `x.trace:5:1: not a change`},
		{header + "1.0 G1 send T1\n", `x.trace:5:1: not a change`},
		{header + "1.0 G1 running T0\n", `x.trace:5:1: not a change`},
		{header + "2.0 G1 send\n1.0 G1 running T1\n", `x.trace:6:1: the time is before the line above, or after the end`},
		{header + "11.0 G1 send\n", `x.trace:5:1: the time is before the line above, or after the end`},
		{header + "1.0 G1 running T2\n", `x.trace:5:1: T2 comes before T1; threads are numbered by their first use`},
		{header + "1.0 G2 ended\n2.0 G2 send\n", `x.trace:6:1: goroutine G2 has ended before`},
	}
	for _, tt := range tests {
		got, problems := ParseTrace("x.trace", []byte(tt.text))
		if got != nil || len(problems) == 0 || !strings.HasPrefix(problems[0].String(), tt.want) ||
			!strings.HasSuffix(problems[0].Msg, "; delete the file and record the trace anew with -update") {
			t.Errorf("ParseTrace(%q) = %v, %v; want %s", tt.text, got, problems, tt.want)
		}
	}
}

func TestCompareTrace(t *testing.T) {
	run := &book.Run{
		Program: &book.Program{Name: "child/greet", Files: []*book.SourceFile{{Name: "main.go", Source: []byte("package main")}}},
		Name:    "greet", Traced: true, Args: []string{"a"}, File: "runs.yaml", Line: 2, Column: 5,
	}
	recorded := &Golden{Trace: NewTrace(run, "none", sampleTrace().Timeline)}
	changed := func(change func(*book.Run)) *book.Run {
		r := *run
		p := *run.Program
		r.Program = &p
		change(&r)
		return &r
	}
	const outOfDate = `runs.yaml:2:5: the recorded trace of run child/greet/greet is out of date: its program or the way it is called has changed; run "gen build -update" [trace-outdated]`
	tests := []struct {
		name string
		run  *book.Run
		have *Golden
		want string
	}{
		{"the same", run, recorded, ""},
		{"another time limit", changed(func(r *book.Run) { r.Timeout = time.Hour }), recorded, ""},
		{"not traced", changed(func(r *book.Run) { r.Traced = false }), &Golden{}, ""},
		{"no output yet", run, nil, ""},
		{"no trace yet", run, &Golden{}, `runs.yaml:2:5: run child/greet/greet has no recorded trace of its goroutines; run "gen build -update" [trace-missing]`},
		{"other arguments", changed(func(r *book.Run) { r.Args = []string{"b"} }), recorded, outOfDate},
		{"other input", changed(func(r *book.Run) { r.Stdin = "b" }), recorded, outOfDate},
		{"another environment", changed(func(r *book.Run) { r.Env = []string{"A=b"} }), recorded, outOfDate},
		{"another program", changed(func(r *book.Run) {
			r.Program.Files = []*book.SourceFile{{Name: "main.go", Source: []byte("package main\n")}}
		}), recorded, outOfDate},
	}
	for _, tt := range tests {
		got := ""
		if problems := CompareTrace(tt.run, tt.have); len(problems) > 0 {
			got = problems[0].String()
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func FuzzParseTrace(f *testing.F) {
	f.Add(sampleTrace().Format())
	f.Fuzz(func(t *testing.T, data []byte) {
		got, problems := ParseTrace("x.trace", data)
		if (got == nil) != (len(problems) > 0) {
			t.Fatalf("ParseTrace = %v, %v", got, problems)
		}
		if got == nil {
			return
		}
		again, problems := ParseTrace("x.trace", got.Format())
		if len(problems) > 0 {
			t.Fatalf("%v in:\n%s", problems, got.Format())
		}
		if d := cmp.Diff(got.Timeline, again.Timeline); d != "" {
			t.Errorf("changed by Format and ParseTrace:\n%s", d)
		}
	})
}
