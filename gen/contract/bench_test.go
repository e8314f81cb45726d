package contract

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// The benchmarks match outputs of 1,000, 10,000 and 100,000 lines; the time
// for a line (ns/line) must not grow with them.

var benchSizes = []int{1_000, 10_000, 100_000}

func benchMatch(b *testing.B, contract func(lines int) (c *Contract, recorded, got *Output)) {
	for _, n := range benchSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c, recorded, got := contract(n)
			for b.Loop() {
				if _, err := c.Match(recorded, got); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(got.Lines)), "ns/line")
		})
	}
}

func mustParse(b testing.TB, src string) *Contract {
	c, err := parseYAML(b, src, Status{})
	if err != nil {
		b.Fatal(err)
	}
	return c
}

func stdout(lines ...string) *Output {
	o := new(Output)
	for _, l := range lines {
		o.Lines = append(o.Lines, Line{Text: l, Stream: Stdout})
	}
	return o
}

// poolOutput is a run of a pool of w workers with n tasks.
func poolOutput(n, w int) *Output {
	r := rand.New(rand.NewPCG(1, 2))
	lines := []string{"Waiting for all subprocess done..."}
	busy := make([]bool, w)
	for next, open := 0, 0; next < n || open > 0; {
		i := r.IntN(w)
		switch {
		case busy[i]:
			lines = append(lines, fmt.Sprintf("Task %d run 0.%02d seconds.", 1000+i, r.IntN(70)))
			busy[i] = false
			open--
		case next < n:
			lines = append(lines, fmt.Sprintf("Run task %d (%d)...", next, 1000+i))
			busy[i] = true
			next++
			open++
		}
	}
	return stdout(append(lines, "All subprocess done.")...)
}

func poolContract(b testing.TB, n, w int) *Contract {
	return mustParse(b, fmt.Sprintf(`
output:
  - unordered:
      - waiting: Waiting for all subprocess done...
      - each: n in 0..%d
        do:
          - run: Run task {n} ({worker:pid})...
          - task: Task {worker} run {s:seconds} seconds.
  - all: All subprocess done.
rules:
  - distinct: run.worker <= %d
  - alternate: run task per worker
  - open: run task <= %d
  - needs: run.n task - %d
  - range: task.s 0..0.8
`, n-1, w, w, w-1))
}

func BenchmarkPool(b *testing.B) {
	benchMatch(b, func(lines int) (*Contract, *Output, *Output) {
		return poolContract(b, lines/2, 3), nil, poolOutput(lines/2, 3)
	})
}

// Many workers, so that many tasks are open at once.
func BenchmarkWidePool(b *testing.B) {
	benchMatch(b, func(lines int) (*Contract, *Output, *Output) {
		return poolContract(b, lines/2, lines/10), nil, poolOutput(lines/2, lines/10)
	})
}

// Tasks that do not say which they are when they end.
func BenchmarkAnonymousEnd(b *testing.B) {
	benchMatch(b, func(lines int) (*Contract, *Output, *Output) {
		n := lines / 2
		c := mustParse(b, fmt.Sprintf("output:\n  - each: n in 1..%d\n    do: [start: 'start {n}', end: done]\nrules: [{open: start end <= 50}]\n", n))
		var out []string
		for i := range n {
			out = append(out, fmt.Sprint("start ", n-i))
			if i >= 40 {
				out = append(out, "done")
			}
		}
		for len(out) < 2*n {
			out = append(out, "done")
		}
		return c, nil, stdout(out...)
	})
}

func numberedLines(n int) []string {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("line number %d of them", i))
	}
	return lines
}

func BenchmarkSequence(b *testing.B) {
	benchMatch(b, func(n int) (*Contract, *Output, *Output) {
		lines := numberedLines(n)
		return mustParse(b, "output:\n  - "+strings.Join(lines, "\n  - ")+"\n"), nil, stdout(lines...)
	})
}

func BenchmarkUnordered(b *testing.B) {
	benchMatch(b, func(n int) (*Contract, *Output, *Output) {
		lines := numberedLines(n)
		c := mustParse(b, "output:\n  - unordered:\n    - "+strings.Join(lines, "\n    - ")+"\n")
		rand.New(rand.NewPCG(3, 4)).Shuffle(n, func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		return c, nil, stdout(lines...)
	})
}

func BenchmarkRepeat(b *testing.B) {
	benchMatch(b, func(n int) (*Contract, *Output, *Output) {
		c := mustParse(b, fmt.Sprintf("output:\n  - repeat: 0..%d\n    do: ['get {x:int}', 'done {x}']\n", n))
		var lines []string
		for i := range n / 2 {
			lines = append(lines, fmt.Sprint("get ", i), fmt.Sprint("done ", i))
		}
		return c, nil, stdout(lines...)
	})
}

// BenchmarkRecorded compares with recorded lines, ids of three processes among
// them.
func BenchmarkRecorded(b *testing.B) {
	benchMatch(b, func(n int) (*Contract, *Output, *Output) {
		return Recorded(Status{}), withProcs(n, 9000101), withProcs(n, 9000201)
	})
}

func BenchmarkRecordedUnordered(b *testing.B) {
	benchMatch(b, func(n int) (*Contract, *Output, *Output) {
		got := withProcs(n, 9000201)
		rand.New(rand.NewPCG(3, 4)).Shuffle(n, func(i, j int) {
			got.Lines[i], got.Lines[j] = got.Lines[j], got.Lines[i]
		})
		return mustParse(b, "output: unordered\n"), withProcs(n, 9000101), got
	})
}

func withProcs(n, pid int) *Output {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("process %d prints line %d.", pid+i%3, i))
	}
	o := stdout(lines...)
	for i := range 3 {
		o.Procs = append(o.Procs, Proc{PID: pid + i})
	}
	return o
}

// BenchmarkBroken matches pool outputs with two lines exchanged in the middle,
// so that the search must fail and explain.
func BenchmarkBroken(b *testing.B) {
	for _, n := range benchSizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c, got := poolContract(b, n/2, 3), poolOutput(n/2, 3)
			i := n / 2
			got.Lines = append(append(got.Lines[:i:i], got.Lines[i+1:]...), got.Lines[i])
			for b.Loop() {
				if _, err := c.Match(nil, got); err == nil {
					b.Fatal("accepted")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/line")
		})
	}
}
