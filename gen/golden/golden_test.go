package golden

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huoye/gen/book"
	"huoye/gen/contract"
)

// sample has every feature of the format.
func sample() *Golden {
	return &Golden{
		Command: `GOMAXPROCS=1 pool -max 300ms '中文 "x"'`, Go: "go1.26.8", Platform: "linux/amd64",
		Isolation: "user and pid namespaces",
		Output: &contract.Output{
			Status: contract.Status{Signal: "SIGKILL"},
			Procs: []contract.Proc{
				{PID: 4242, Waits: []contract.Wait{{Proc: 2, From: time.Second, To: 2 * time.Second}, {Proc: 3, From: 0, To: time.Millisecond}}, End: 3 * time.Second, Status: contract.Status{Signal: "SIGKILL"}},
				{PID: 4250, Parent: 1, Start: time.Millisecond, End: 2500 * time.Millisecond, Status: contract.Status{Code: 3},
					Execs: []time.Duration{1500 * time.Microsecond, time.Second}},
				{PID: 4251, Start: 2 * time.Millisecond, End: time.Second},
				{PID: 4252, Parent: 2, Start: time.Millisecond, End: 3 * time.Second, Status: contract.Status{Signal: "SIGKILL"}, Killed: true},
				{PID: 4253, Parent: 2},
			},
			Lines: []contract.Line{
				{At: 412 * time.Microsecond, Proc: 1, Stream: contract.Stdout, Text: "Parent 4242."},
				{At: 2 * time.Second, Proc: 2, Stream: contract.Stderr, Text: ""},
				{At: 2 * time.Second, Stream: contract.Unknown, Text: `a | b \ c + d "e"`},
				{Proc: 2, Stream: contract.Stdout, Text: "trailing space "},
				{Proc: 2, Stream: contract.Stdout, Text: "no newline", Partial: true},
				{Proc: 2, Stream: contract.Stdout, Text: "\x1b[1mbold\x00\xff\u202e \\ \"中文\"\r", Partial: true, Cut: 123456},
				{Proc: 1, Stream: contract.Stdout, Text: "   indented\ttext"},
				{Proc: 1, Stream: contract.Stdout, Text: "", Partial: true},
			},
		},
	}
}

func TestFormatParse(t *testing.T) {
	want := sample()
	text := want.Format()
	got, problems := Parse("x.golden", text)
	if err := problems.Err(); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Golden{})); d != "" {
		t.Errorf("Parse(Format(g)) (-want +got):\n%s\n%s", d, text)
	}
	for line := range strings.Lines(string(text)) {
		if strings.TrimRight(line, " \t\r\n")+"\n" != line {
			t.Errorf("white space at the end of %q", line)
		}
	}
}

func TestFormatCommand(t *testing.T) {
	for _, command := range []string{`echo 'it'\''s' "x"`, "tab\tand\nnewline \x00", "trailing ", `back\slash`} {
		g := &Golden{Command: command, Output: new(contract.Output)}
		got, problems := Parse("x.golden", g.Format())
		if len(problems) > 0 || got.Command != command {
			t.Errorf("%q came back as %+v, %v from:\n%s", command, got, problems, g.Format())
		}
	}
}

func TestParseProblems(t *testing.T) {
	tests := []struct{ text, want string }{
		{"exit: 0\n\n", `x.golden:2:1: the header has no command`},
		{"command: a\ncolour: red\n\n", `x.golden:2:1: unknown header "colour"`},
		{"command: a\nhello\n\n", `x.golden:2:1: not a header line`},
		{"command: a\nexit: x\n\n", `x.golden:2:1: "x" is no number`},
		{"command: a\np2: pid 4\n\n", `x.golden:2:1: unknown header "p2"`},
		{"command: a\np1: 4\n\n", `x.golden:2:1: not a process (want "pid N", and what is known of it)`},
		{"command: a\np1: pid 4, pid 5\n\n", `x.golden:2:1: not a process`},
		{"command: a\np1: pid 4, eats\n\n", `x.golden:2:1: "eats" is not known of processes`},
		{"command: a\np1: pid 4, started by p0\n\n", `x.golden:2:1: there is no process p0`},
		{"command: a\np1: pid 4, exec at x, ended at 1 with 0\n\n", `x.golden:2:1: "x" are no seconds`},
		{"command: a\np1: pid 4, waited for p0 from 1 to 2, ended at 1 with 0\n\n", `x.golden:2:1: "0 from 1 to 2" is no wait`},
		{"command: a\np1: pid 4, exec at 1\n\n", `x.golden:2:1: the process has no end`},
		{"command: a\n\nhello\n", `x.golden:3:1: not an output line`},
		{"command: a\n\nx p1 out | t\n", `x.golden:3:1: "x" are no seconds`},
		{"command: a\n\n0.1 p1 out | t\n", `x.golden:3:5: process p1 is not in the header`},
		{"command: a\n\n0.1 - in | t\n", `x.golden:3:7: "in" is no stream`},
		{"command: a\n\n0.1 - out > t\n", `x.golden:3:1: ">" is no line marker`},
		{"command: a\n\n0.1 - out \\ \\q\n", `x.golden:3:13: bad escape`},
		{"command: a\n\ncut: -1\n", `x.golden:3:1: "-1" is no number`},
	}
	for _, tt := range tests {
		g, problems := Parse("x.golden", []byte(tt.text))
		if g != nil || len(problems) == 0 || !strings.HasPrefix(problems[0].String(), tt.want) {
			t.Errorf("Parse(%q) = %v, %v; want %s", tt.text, g, problems, tt.want)
		}
	}
}

func TestCommand(t *testing.T) {
	run := &book.Run{
		Program: &book.Program{Dir: "snippets/child/greet"},
		Env:     []string{"A=b c"},
		Args:    []string{"-n", "3", "", "it's", "$HOME"},
	}
	want := `A='b c' greet -n 3 '' 'it'\''s' '$HOME'`
	if got := Command(run); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	run.Program.Tests = true
	want = strings.Replace(want, "greet", "greet.test", 1)
	if got := Command(run); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample().Format())
	f.Fuzz(func(t *testing.T, data []byte) {
		g, problems := Parse("x.golden", data)
		if (g == nil) != (len(problems) > 0) {
			t.Fatalf("Parse = %v, %v", g, problems)
		}
		if g == nil {
			return
		}
		again, problems := Parse("x.golden", g.Format())
		if len(problems) > 0 {
			t.Fatalf("%v in:\n%s", problems, g.Format())
		}
		if d := cmp.Diff(g.Output, again.Output); d != "" {
			t.Errorf("changed by Format and Parse:\n%s", d)
		}
	})
}

func TestLife(t *testing.T) {
	const header = `command: a
exit: 0
go: go1.26.8
platform: linux/amd64
isolation: none
p1: pid 4000, exec at 0.022100, waited for p2 from 0.000100 to 0.013022, waited for p3 from 0.000200 to 0.002000, ended at 0.030000 with 3
p2: pid 4005, started by p1 at 0.001204, exec at 0.001502, exec at 0.002000, ended at 0.013022 with 0
p3: pid 4006, started by p2 at 0.001300, ended at 0.002000 with SIGTERM
p4: pid 4007, started by p3 at 0.001400, killed at 0.230000
p5: pid 4008, started at 0.001500, ended at 0.001600 with 0
p6: pid 4009, started by p1
p7: pid 4010

`
	g, problems := Parse("x.golden", []byte(header))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	if got := string(g.Format()); got != header {
		t.Errorf("-want +got:\n%s", cmp.Diff(header, got))
	}
}

func BenchmarkFormatParse(b *testing.B) {
	g := sample()
	for range 10 {
		g.Output.Lines = append(g.Output.Lines, g.Output.Lines...)
	}
	text := g.Format()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, problems := Parse("x.golden", g.Format()); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
