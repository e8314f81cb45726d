package contract

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// runsOf reads the files run/… of a test. A line "# parents 0 1 1" says by
// label which process started each.
func runsOf(t testing.TB, a *txtar.Archive) []*Output {
	var outputs []*Output
	for _, f := range a.Files {
		if !strings.HasPrefix(f.Name, "run/") {
			continue
		}
		o := new(Output)
		if len(f.Data) > 0 {
			o = transcript(t, string(f.Data))
		}
		for line := range strings.Lines(string(f.Data)) {
			if parents, ok := strings.CutPrefix(line, "# parents "); ok {
				for i, p := range strings.Fields(parents) {
					o.Procs[i].Parent, _ = strconv.Atoi(p)
				}
			}
		}
		outputs = append(outputs, o)
	}
	return outputs
}

// describeDraft says all that a draft says.
func describeDraft(d *Draft) string {
	var b strings.Builder
	if d.Same {
		b.WriteString("# same\n")
	}
	if len(d.Statuses) > 1 {
		for _, s := range d.Statuses {
			fmt.Fprintf(&b, "# %s: %d\n", s.Status, s.Runs)
		}
	}
	if d.Cut {
		b.WriteString("# cut\n")
	}
	if d.Weak != "" {
		fmt.Fprintf(&b, "# weak: %s\n", d.Weak)
	}
	b.Write(d.YAML)
	if d.Verdict != nil {
		fmt.Fprintf(&b, "# %d of %d rejected, %d lawful\n", d.Verdict.Rejected, d.Verdict.Tried, d.Verdict.Lawful)
		for _, s := range d.Verdict.Survivors {
			fmt.Fprintf(&b, "# accepts %s\n", s)
		}
	}
	return b.String()
}

// TestPropose drafts contracts from the runs in testdata/propose.
func TestPropose(t *testing.T) {
	eachFile(t, "propose", func(t *testing.T, file string, a *txtar.Archive) {
		outputs := runsOf(t, a)
		draft := Propose(outputs)
		checkDraft(t, draft, outputs)
		want(t, file, a, "draft", describeDraft(draft))
	})
}

// checkDraft reports a draft that is no contract, or that an output breaks.
func checkDraft(t *testing.T, d *Draft, outputs []*Output) {
	t.Helper()
	if len(d.YAML) == 0 {
		if !d.Same && !d.Cut && len(d.Statuses) == 1 {
			t.Error("no draft")
		}
		return
	}
	c, err := parseYAML(t, string(d.YAML), outputs[0].Status)
	if err != nil {
		t.Fatalf("the draft is no contract: %v\n%s", err, d.YAML)
	}
	for i, o := range outputs {
		if _, err := c.Match(outputs[0], o); err != nil {
			t.Errorf("output %d breaks the draft: %s\n%s", i+1, explained(err), d.YAML)
		}
	}
}

// TestProposeMatched drafts contracts from the outputs that satisfy the
// contracts of the other tests, which are of all kinds.
func TestProposeMatched(t *testing.T) {
	eachFile(t, "match", func(t *testing.T, _ string, a *txtar.Archive) {
		var outputs []*Output
		for _, f := range a.Files {
			if strings.HasPrefix(f.Name, "ok/") {
				outputs = append(outputs, transcript(t, string(f.Data)))
			}
		}
		if len(outputs) > 0 {
			checkDraft(t, Propose(outputs), outputs)
		}
	})
}

// TestProposeRandom drafts contracts from random outputs, twice.
func TestProposeRandom(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 15
	}
	weak := 0
	for seed := range rounds {
		outputs := randomRuns(rand.New(rand.NewPCG(uint64(seed), 3)))
		d := Propose(outputs)
		checkDraft(t, d, outputs)
		if again := Propose(outputs); describeDraft(again) != describeDraft(d) {
			t.Errorf("seed %d: another draft from the same outputs:\n%s\nand\n%s", seed, describeDraft(d), describeDraft(again))
		}
		if d.Weak != "" {
			weak++
		}
		if t.Failed() {
			for i, o := range outputs {
				t.Logf("output %d:\n%s", i+1, labelled(o, nil))
			}
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d of %d drafts are weak", weak, rounds)
	if weak > rounds/5 {
		t.Errorf("%d of %d drafts are weak", weak, rounds)
	}
}

// randomRuns makes some runs of a program of a few processes that print lines
// of a few forms.
func randomRuns(r *rand.Rand) []*Output {
	forms := []func(o *Output, p, i int) string{
		func(o *Output, p, i int) string { return fmt.Sprintf("run %d by %d", i, o.Procs[p].PID) },
		func(o *Output, p, i int) string { return fmt.Sprintf("put %c to queue", 'a'+i) },
		func(o *Output, p, i int) string { return fmt.Sprintf("get %c from queue", 'a'+i) },
		func(o *Output, p, i int) string { return fmt.Sprintf("took 0.%02d seconds", r.IntN(100)) },
		func(o *Output, p, i int) string {
			return fmt.Sprintf("process %d of %d", o.Procs[p].PID, o.Procs[0].PID)
		},
		func(o *Output, p, i int) string {
			return fmt.Sprintf("task %d: %s", i, []string{"done", "lost"}[r.IntN(2)])
		},
		func(o *Output, p, i int) string { return fmt.Sprintf("line %d", p) },
		func(o *Output, p, i int) string { return "tick" },
	}
	type job struct{ form, lines int }
	jobs := make([]job, 1+r.IntN(4))
	for i := range jobs {
		jobs[i] = job{r.IntN(len(forms)), 1 + r.IntN(4)}
	}
	ordered, short := r.IntN(2) == 0, r.IntN(3) == 0
	outputs := make([]*Output, 2+r.IntN(5))
	for k := range outputs {
		o := new(Output)
		pid := 100
		for i := range jobs {
			pid += 1 + r.IntN(3)
			o.Procs = append(o.Procs, Proc{PID: pid, Parent: min(i, 1)})
		}
		for p, j := range jobs {
			n := j.lines
			if short {
				n = r.IntN(n + 1)
			}
			for i := range n {
				l := Line{Proc: p + 1, Stream: Stdout, Text: forms[j.form](o, p, i)}
				at := len(o.Lines)
				for !ordered && at > 0 && o.Lines[at-1].Proc != p+1 && r.IntN(3) > 0 {
					at--
				}
				o.Lines = slices.Insert(o.Lines, at, l)
			}
		}
		outputs[k] = o
	}
	return outputs
}

// TestProposeLives tells an order that has a reason from one that has not by
// the lives of the processes.
func TestProposeLives(t *testing.T) {
	run := func(end time.Duration) *Output {
		return &Output{
			Procs: []Proc{{PID: 100, End: 90}, {PID: 101, Parent: 1, Start: 20, End: end}},
			Lines: []Line{
				{At: 10, Proc: 1, Stream: Stdout, Text: "start"},
				{At: 30, Proc: 2, Stream: Stdout, Text: "child 101"},
				{At: 60, Proc: 1, Stream: Stdout, Text: "end"},
			},
		}
	}
	if d := Propose([]*Output{run(40), run(65)}); !d.Same || len(d.YAML) > 0 {
		t.Errorf("the parent waits, but the draft is\n%s", describeDraft(d))
	}
	want := `output:
  - start
  - unordered: # seen after the above in 2 of 2 runs, not proved
      - child {child:self}
      - end: end
rules:
  - last: end # seen in 2 of 2 runs, not proved
`
	d := Propose([]*Output{run(65), run(70)})
	if diff := cmp.Diff(want, string(d.YAML)); diff != "" || !d.Same {
		t.Errorf("the parent does not wait, -want +got:\n%s", diff)
	}
}

// BenchmarkPropose drafts from 20 runs of many lines.
func BenchmarkPropose(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 1))
			var outputs []*Output
			for range 20 {
				o := &Output{Procs: []Proc{{PID: 100}}}
				for _, i := range r.Perm(n) {
					o.Lines = append(o.Lines, Line{Proc: 1, Stream: Stdout, Text: fmt.Sprintf("task %d took 0.%02d seconds", i, r.IntN(100))})
				}
				outputs = append(outputs, o)
			}
			for b.Loop() {
				if d := Propose(outputs); d.Weak != "" {
					b.Fatal(d.Weak)
				}
			}
		})
	}
}

// TestProposeWeak drafts contracts from outputs of more different lines than
// are looked at.
func TestProposeWeak(t *testing.T) {
	const lines = 600
	run := func(first int, stream Stream) *Output {
		o := new(Output)
		for i := range lines {
			i += first
			word := string([]byte{'a' + byte(i/26/26), 'a' + byte(i/26%26), 'a' + byte(i%26)})
			o.Lines = append(o.Lines, Line{Stream: stream, Text: "word " + word})
		}
		return o
	}
	reversed := run(0, Stdout)
	slices.Reverse(reversed.Lines)
	other := run(lines, Stderr)
	other.Lines = append(other.Lines, Line{Stream: Stdout, Text: "end"})
	for _, test := range []struct {
		outputs    []*Output
		weak, yaml string
	}{
		{[]*Output{run(0, Stdout), reversed}, "only the lines as recorded, in any order, could be drafted", "output: unordered\n"},
		{[]*Output{run(0, Stderr), other}, "only the number of lines could be drafted", `output:
  - unordered:
      - repeat: 0..1
        any: '{text}'
      - repeat: 600..600
        any: '{text}'
        stream: stderr
`},
	} {
		d := Propose(test.outputs)
		checkDraft(t, d, test.outputs)
		if d.Weak != test.weak || string(d.YAML) != test.yaml {
			t.Errorf("got %q\n%s\nwant %q\n%s", d.Weak, d.YAML, test.weak, test.yaml)
		}
	}
}
