package runner

import (
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"huoye/gen/book"
)

// nasty builds the program of that name, once.
func nasty(t testing.TB) *Binaries {
	t.Helper()
	b, err := buildNasty()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var nastyDir string // of its binary; TestMain removes it

var buildNasty = sync.OnceValues(func() (*Binaries, error) {
	dir, err := os.MkdirTemp("", "nasty-")
	if err != nil {
		return nil, err
	}
	nastyDir = dir
	b, problems, err := Build(bg, "testdata", dir, []*book.Program{nastyProgram}, 2)
	if err == nil {
		err = problems.Err()
	}
	return b, err
})

var nastyProgram = &book.Program{
	Chapter: "chaos",
	Name:    "chaos/nasty",
	Dir:     "snippets/chaos/nasty",
	Files:   []*book.SourceFile{{Name: "main.go", File: "snippets/chaos/nasty/main.go", Source: []byte("package main\n")}},
}

func BenchmarkRun(b *testing.B) {
	bin := nasty(b)
	b.Run("plain", func(b *testing.B) {
		defer reportCPU(b)()
		for b.Loop() {
			if err := exec.Command(bin.paths["chaos/nasty"], "exit", "0").Run(); err != nil {
				b.Fatal(err)
			}
		}
	})
	for _, m := range rungs {
		if m.probe() != nil {
			continue
		}
		b.Run(m.String(), func(b *testing.B) {
			defer reportCPU(b)()
			for b.Loop() {
				if _, err := runOn(b, m, "exit", "0"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// reportCPU reports the processor time of this process and its children: on a
// busy machine the wall clock tells more of the others.
func reportCPU(b *testing.B) func() {
	before := cpuTime()
	return func() {
		b.ReportMetric(float64(cpuTime()-before)/float64(b.N), "cpu-ns/op")
	}
}

func cpuTime() int64 {
	var sum int64
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var u unix.Rusage
		_ = unix.Getrusage(who, &u) // cannot fail
		sum += u.Utime.Nano() + u.Stime.Nano()
	}
	return sum
}

func BenchmarkWrite(b *testing.B) {
	for _, m := range []means{strongest(), strongest() &^ barrier} {
		b.Run(m.String(), func(b *testing.B) {
			stop := reportCPU(b)
			res, err := runOn(b, m, "alternate", strconv.Itoa(b.N))
			if err != nil {
				b.Fatal(err)
			}
			stop()
			b.ReportMetric(float64(res.Elapsed.Nanoseconds())/float64(2*b.N), "ns/write")
		})
	}
}

// runOn runs the nasty program with the means m.
func runOn(t testing.TB, m means, args ...string) (*Result, error) {
	t.Helper()
	return runLike(t, m, func(c *command) { c.Args = args })
}

func runLike(t testing.TB, m means, set func(c *command)) (*Result, error) {
	t.Helper()
	c, err := nasty(t).command(&book.Run{Program: nastyProgram})
	if err != nil {
		t.Fatal(err)
	}
	set(c)
	return m.supervise(t.Context(), c)
}
