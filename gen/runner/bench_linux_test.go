package runner

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"huoye/gen/book"
	"huoye/gen/runner/sandbox"
)

// BenchmarkRun compares supervised runs, of a program that does nothing, with
// plain starts of it: a batch of each in turn, because the machine has other
// things to do, too. It reports the median and the least of the wall clock, and
// the processor time of all processes, which tells most on a busy machine. The
// scheduler shares that out between sessions, and each run is one, so that both
// the wall clock and nice say little there.
func BenchmarkRun(b *testing.B) {
	for _, m := range sandbox.Rungs {
		if !offered(m) {
			continue
		}
		for _, jobs := range []int{1, 4} {
			b.Run(fmt.Sprintf("%s/j=%d", m, jobs), func(b *testing.B) { benchmarkRun(b, m, jobs) })
		}
	}
}

func benchmarkRun(b *testing.B, m sandbox.Means, jobs int) {
	path := nasty(b).paths["chaos/nasty"]
	plain := &sample{name: "plain", run: func() error { return exec.Command(path, "exit", "0").Run() }}
	supervised := &sample{name: "supervised", run: func() error {
		_, err := runOn(b, m, "exit", "0")
		return err
	}}
	if err := supervised.run(); err != nil { // the first one starts the starter
		b.Fatal(err)
	}
	for b.Loop() {
		for _, s := range []*sample{plain, supervised} {
			s.take(b, jobs)
		}
	}
	plain.report(b)
	supervised.report(b)
	b.ReportMetric(float64(supervised.median()-plain.median())/1e6, "extra-ms")
	b.ReportMetric(float64(supervised.median())/float64(plain.median()), "ratio")
	b.ReportMetric(float64(supervised.cpu-plain.cpu)/1e6/float64(len(plain.took)), "extra-cpu-ms")
	b.ReportMetric(0, "ns/op") // of both, which says nothing
}

// sample is what some runs took.
type sample struct {
	name string
	run  func() error
	took []time.Duration
	cpu  time.Duration
}

// take takes a batch of runs, so many at once, long enough for the clock of
// processor time.
func (s *sample) take(b *testing.B, jobs int) {
	const batch = 40
	var wg sync.WaitGroup
	var mu sync.Mutex
	before := cpuTime(b)
	for range jobs {
		wg.Go(func() {
			for range batch / jobs {
				start := time.Now()
				if err := s.run(); err != nil {
					b.Error(err)
					return
				}
				took := time.Since(start)
				mu.Lock()
				s.took = append(s.took, took)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	s.cpu += cpuTime(b) - before
}

func (s *sample) median() time.Duration {
	slices.Sort(s.took)
	return s.took[len(s.took)/2]
}

func (s *sample) report(b *testing.B) {
	b.ReportMetric(float64(s.median())/1e6, s.name+"-ms")
	b.ReportMetric(float64(s.took[0])/1e6, s.name+"-least-ms")
	b.ReportMetric(float64(s.cpu)/1e6/float64(len(s.took)), s.name+"-cpu-ms")
}

// cpuTime is the processor time of this process, of all below it, and of those
// that these have waited for: of the starter, of the supervisors, which serve one
// run after the other, and of the programs.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_SELF, &u) // cannot fail, and is exact
	var ended unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_CHILDREN, &ended)
	sum := time.Duration(u.Utime.Nano() + u.Stime.Nano() + ended.Utime.Nano() + ended.Stime.Nano())
	for _, pid := range descendants(b, os.Getpid()) {
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)) // it may have ended
		_, after, _ := strings.Cut(string(stat), ") ")
		for i, field := range strings.Fields(after) {
			if i >= 14-3 && i <= 17-3 {
				ticks, _ := strconv.Atoi(field)
				sum += time.Duration(ticks) * (10 * time.Millisecond)
			}
		}
	}
	return sum
}

func BenchmarkWrite(b *testing.B) {
	for _, m := range []sandbox.Means{strongest(), strongest() &^ sandbox.Barrier} {
		b.Run(m.String(), func(b *testing.B) {
			res, err := runOn(b, m, "alternate", strconv.Itoa(b.N))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(res.Elapsed.Nanoseconds())/float64(2*b.N), "ns/write")
		})
	}
}

// BenchmarkBuild compares building many programs with what the go command
// takes for the same without our flags.
func BenchmarkBuild(b *testing.B) {
	files := map[string]string{}
	for i := range 20 {
		name := "snippets/ch/prog-" + strconv.Itoa(i) + "/main.go"
		files[name] = "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(" + strconv.Itoa(i) + ") }\n"
	}
	dir := writeBook(b, files)
	programs := loadPrograms(b, dir)
	build := func(cache string) {
		if _, problems, err := Build(b.Context(), &book.Book{Dir: dir, Programs: programs}, cache, programs, 0); err != nil || problems != nil {
			b.Fatal(problems, err)
		}
	}
	kept := b.TempDir()
	build(kept) // compiles: all that follow only link
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			build(b.TempDir())
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		for b.Loop() {
			build(kept)
		}
	})
	b.Run("go build", func(b *testing.B) {
		for b.Loop() {
			cmd := exec.Command("go", "build", "-o", filepath.Join(b.TempDir(), "bin")+"/", "./...")
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOTOOLCHAIN=local")
			if out, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%v\n%s", err, out)
			}
		}
	})
}
