package runner

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

// record runs the nasty program as for a recording.
func record(t *testing.T, m sandbox.Means, args ...string) *Result {
	t.Helper()
	res, err := runLike(t, m, func(c *sandbox.Command) { c.Args, c.Record = args, true })
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range res.Output.Procs {
		if p.End == 0 || p.Start > p.End {
			t.Errorf("p%d: lived from %v to %v", i+1, p.Start, p.End)
		}
		if i > 0 && p.Start < res.Output.Procs[i-1].Start {
			t.Errorf("p%d is older than p%d", i+1, i)
		}
		if p.Parent > i {
			t.Errorf("p%d: started by p%d", i+1, p.Parent)
		}
		for _, at := range p.Execs {
			if at < p.Start || at > p.End {
				t.Errorf("p%d: became another program at %v, lived from %v to %v", i+1, at, p.Start, p.End)
			}
		}
	}
	for i, l := range res.Output.Lines {
		if p := res.Output.Procs[l.Proc-1]; l.At < p.Start || l.At.Round(time.Microsecond) > p.End {
			t.Errorf("line %d at %v: p%d lived from %v to %v", i+1, l.At, l.Proc, p.Start, p.End)
		}
	}
	return res
}

// lives describes the processes of a run without their ids and times.
func lives(res *Result) string {
	var b strings.Builder
	for i, p := range res.Output.Procs {
		fmt.Fprintf(&b, "p%d<p%d execs %d", i+1, p.Parent, len(p.Execs))
		if p.Killed {
			b.WriteString(" killed")
		} else if p.Status != (contract.Status{}) {
			fmt.Fprintf(&b, " %s%d", p.Status.Signal, p.Status.Code)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestTrace(t *testing.T) {
	tests := []struct {
		args string
		want string
	}{
		{"exit 3", "p1<p0 execs 0 3\n"},
		{"signal 9", "p1<p0 execs 0 SIGKILL0\n"},
		{"abort", "p1<p0 execs 1 SIGABRT0\n"},
		{"tree 3", "p1<p0 execs 0\np2<p1 execs 1\np3<p2 execs 1\np4<p3 execs 1\n"},
		// The shell forks: for the parentheses, for printf, and for cat.
		{"shell", "p1<p0 execs 0\np2<p1 execs 1\np3<p2 execs 0\np4<p2 execs 0\np5<p2 execs 1\n"},
		{"daemon first x", "p1<p0 execs 0\np2<p1 execs 1\np3<p2 execs 1 killed\n"},
		{"zombie", "p1<p0 execs 0\np2<p1 execs 1\np3<p1 execs 1\np4<p1 execs 1\n"},
		{"halt", "p1<p0 execs 0\np2<p1 execs 1 7\n"},
	}
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		for _, tt := range tests {
			if m&sandbox.Barrier == 0 {
				res, err := runLike(t, m, func(c *sandbox.Command) { c.Args, c.Record = strings.Fields(tt.args), true })
				if err != nil {
					t.Fatal(err)
				}
				if p := res.Output.Procs; len(p) > 0 && p[0].End != 0 {
					t.Errorf("%s: a life is invented", tt.args)
				}
				continue
			}
			t.Run(tt.args, func(t *testing.T) {
				if got := lives(record(t, m, strings.Fields(tt.args)...)); got != tt.want {
					t.Errorf("got:\n%swant:\n%s", got, tt.want)
				}
			})
		}
	})
}

// No process is missed, however short its life.
func TestTraceAll(t *testing.T) {
	const n = 50
	res := record(t, needs(t, sandbox.Barrier), "silent", fmt.Sprint(n))
	if got := len(res.Output.Procs); got != n+1 {
		t.Fatalf("got %d processes, want %d", got, n+1)
	}
	for i, p := range res.Output.Procs[1:] {
		if p.Parent != 1 || len(p.Execs) != 1 || p.Status != (contract.Status{}) {
			t.Errorf("p%d: %+v", i+2, p)
		}
		if p.End > res.Output.Procs[0].End {
			t.Errorf("p%d ended after the parent that waited for it", i+2)
		}
	}
}

// A traced program prints what it prints untraced, by the same processes, and
// is ended in the same way.
func TestTraceSame(t *testing.T) {
	m := needs(t, sandbox.Barrier|sandbox.MountNS)
	number := regexp.MustCompile(`[0-9]{4,}`)
	print := func(res *Result) string {
		var b strings.Builder
		for _, l := range res.Output.Lines {
			fmt.Fprintf(&b, "%d %v %t %s\n", l.Proc, l.Stream, l.Partial, number.ReplaceAllString(l.Text, "N"))
		}
		fmt.Fprint(&b, res.Output.Status, res.Outlived, res.Killed)
		return b.String()
	}
	for _, args := range []string{
		"exit 3", "signal 15", "panic", "deadlock", "show", "alternate 300", "parts", "tree 4",
		"big", "zombie", "attack", "hold x", "daemon first x", "halt", "fill",
	} {
		t.Run(args, func(t *testing.T) {
			want, err := runOn(t, m, strings.Fields(args)...)
			if err != nil {
				t.Fatal(err)
			}
			if got := print(record(t, m, strings.Fields(args)...)); got != print(want) {
				t.Errorf("traced:\n%s\nuntraced:\n%s", got, print(want))
			}
		})
	}
}

// A traced run ends as others do, and nothing is left of it.
func TestTraceEnd(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		if m&sandbox.Barrier == 0 {
			t.Skip("not traced")
		}
		t.Parallel()
		for _, act := range []string{"spin", "deaf"} {
			mark := marker(t)
			_, err := runLike(t, m, func(c *sandbox.Command) {
				c.Args = append(strings.Fields(act), mark)
				c.Timeout = 700 * time.Millisecond
				c.Record = true
			})
			wantLimit(t, err, "time", "700ms")
			wantGone(t, mark)
		}
		if m&sandbox.PIDNS == 0 {
			return
		}
		mark := marker(t)
		res, err := runLike(t, m, func(c *sandbox.Command) { c.Args, c.Record = []string{"respawn", mark}, true })
		if err != nil {
			t.Fatal(err)
		}
		if res.Killed == 0 || len(res.Output.Procs) < 5 {
			t.Errorf("killed %d of %d processes", res.Killed, len(res.Output.Procs))
		}
		wantGone(t, mark)
	})
}

// A recorded run has the labels that others have.
func TestTraceLabels(t *testing.T) {
	m := needs(t, sandbox.Barrier|sandbox.MountNS)
	want, err := runOn(t, m, "tree", "3")
	if err != nil {
		t.Fatal(err)
	}
	var got, parents []int
	for _, p := range record(t, m, "tree", "3").Output.Procs {
		got = append(got, p.Parent)
	}
	for _, p := range want.Output.Procs {
		parents = append(parents, p.Parent)
	}
	if !slices.Equal(got, parents) {
		t.Errorf("parents: got %v, want %v", got, parents)
	}
}

func TestSortByStart(t *testing.T) {
	out := &contract.Output{
		Procs: []contract.Proc{{PID: 1, End: 9}, {PID: 3, Parent: 1, Start: 3, End: 9}, {PID: 2, Parent: 1, Start: 2, End: 9}, {PID: 4, Parent: 3, Start: 4, End: 9}},
		Lines: []contract.Line{{Proc: 2}, {Proc: 3}, {Proc: 4}, {}, {Proc: 1}},
	}
	settleLives(out, nil, true)
	want := &contract.Output{
		Procs: []contract.Proc{{PID: 1, End: 9}, {PID: 2, Parent: 1, Start: 2, End: 9}, {PID: 3, Parent: 1, Start: 3, End: 9}, {PID: 4, Parent: 2, Start: 4, End: 9}},
		Lines: []contract.Line{{Proc: 3}, {Proc: 2}, {Proc: 4}, {}, {Proc: 1}},
	}
	if d := cmp.Diff(want, out); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// It is known who waited for whom.
func TestWaits(t *testing.T) {
	m := needs(t, sandbox.Barrier|sandbox.MountNS)
	waits := func(args ...string) string {
		var b strings.Builder
		procs := record(t, m, args...).Output.Procs
		for i, p := range procs {
			for _, w := range p.Waits {
				if w.From < p.Start || w.To > p.End || w.To > procs[w.Proc-1].End {
					t.Errorf("p%d waited for p%d from %v to %v", i+1, w.Proc, w.From, w.To)
				}
				fmt.Fprintf(&b, "p%d>p%d ", i+1, w.Proc)
			}
		}
		return b.String()
	}
	for _, tt := range []struct{ args, want string }{
		{"exit 0", ""},
		{"tree 2", "p1>p2 p2>p3 "},
		{"parts", "p1>p2 "},
		{"halt", "p1>p2 "},
		{"lawful", ""},
	} {
		if got := waits(strings.Fields(tt.args)...); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.args, got, tt.want)
		}
	}
	// The shell waits for those that it has started.
	if got := waits("shell"); !strings.HasPrefix(got, "p1>p2 ") {
		t.Errorf("shell: got %q", got)
	}
}

func TestSettleWaits(t *testing.T) {
	procs := []contract.Proc{{End: 100}, {Parent: 1, Start: 1, End: 50}, {Parent: 1, Start: 2, End: 20}, {Parent: 1, Start: 3, End: 70}}
	settleWaits(procs, []wait{{1, 0, 10}, {1, 2, 30}, {1, 2, 40}, {1, 0, 80}, {1, 0, 90}})
	want := []contract.Wait{{Proc: 3, From: 10, To: 20}, {Proc: 2, From: 30, To: 50}}
	if d := cmp.Diff(want, procs[0].Waits); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// BenchmarkTrace compares recording a run with running it.
func BenchmarkTrace(b *testing.B) {
	for _, act := range []string{"exit 0", "silent 20"} {
		for _, record := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/record=%t", act, record), func(b *testing.B) {
				for b.Loop() {
					_, err := runLike(b, strongest(), func(c *sandbox.Command) { c.Args, c.Record = strings.Fields(act), record })
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
