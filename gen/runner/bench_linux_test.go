package runner

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"

	"huoye/gen/book"
	"huoye/gen/runner/sandbox"
)

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
	for _, m := range sandbox.Rungs {
		if m.Probe() != nil {
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
	for _, m := range []sandbox.Means{strongest(), strongest() &^ sandbox.Barrier} {
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
