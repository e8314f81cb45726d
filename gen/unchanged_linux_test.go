package main

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// BenchmarkUnchanged compares a build of this book that has nothing to do, by
// itself and as a command, with reading and hashing the same files, one after
// the other, and with starting the command.
func BenchmarkUnchanged(b *testing.B) {
	b.Setenv("GOCACHE", goEnv(b, "GOCACHE"))
	b.Setenv("XDG_CACHE_HOME", b.TempDir())
	dir := b.TempDir()
	for _, name := range []string{"content", "snippets", "site"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("..", name))); err != nil {
			b.Fatal(err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			b.Fatal(err)
		}
		writeTestFile(b, dir, name, string(text))
	}
	huoye(b, "build", "-q", "-C", dir)
	if out := huoye(b, "build", "-C", dir); !strings.Contains(out, "nothing has changed") {
		b.Fatal(out)
	}
	b.Run("build", func(b *testing.B) {
		defer reportCPU(b)()
		for b.Loop() {
			huoye(b, "build", "-q", "-C", dir)
		}
	})
	command := func(args ...string) func(*testing.B) {
		return func(b *testing.B) {
			defer reportCPU(b)()
			for b.Loop() {
				if out, err := exec.Command("huoye", args...).CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
			}
		}
	}
	b.Run("command", command("build", "-q", "-C", dir))
	b.Run("command that does nothing", command("help"))
	b.Run("read and hash", func(b *testing.B) {
		defer reportCPU(b)()
		for b.Loop() {
			h := sha256.New()
			err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				text, err := os.ReadFile(file)
				h.Write(text)
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			h.Sum(nil)
		}
	})
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
