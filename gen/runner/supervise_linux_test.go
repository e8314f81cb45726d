package runner

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
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
	if path := os.Getenv("RUNNER_TEST_NASTY"); path != "" {
		return &Binaries{paths: map[string]string{nastyProgram.Name: path}}, nil
	}
	dir, err := os.MkdirTemp("", "nasty-")
	if err != nil {
		return nil, err
	}
	nastyDir = dir
	b, problems, err := Build(bg, &book.Book{Dir: "testdata", Programs: []*book.Program{nastyProgram}}, dir, []*book.Program{nastyProgram}, 2)
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

// runOn runs the nasty program with the means m.
func runOn(t testing.TB, m sandbox.Means, args ...string) (*Result, error) {
	t.Helper()
	return runLike(t, m, func(c *sandbox.Command) { c.Args = args })
}

func runLike(t testing.TB, m sandbox.Means, set func(c *sandbox.Command)) (*Result, error) {
	t.Helper()
	c, err := nasty(t).command(&book.Run{Program: nastyProgram})
	if err != nil {
		t.Fatal(err)
	}
	set(c)
	return superviseBy(t.Context(), m, c)
}

// everyRung calls f for each rung that this machine has.
func everyRung(t *testing.T, f func(t *testing.T, m sandbox.Means)) {
	for _, m := range sandbox.Rungs {
		t.Run(m.String(), func(t *testing.T) {
			if m&sandbox.UserNS == 0 && m&sandbox.PIDNS != 0 && os.Geteuid() != 0 {
				t.Skip("needs root")
			}
			if err := m.Probe(); err != nil {
				t.Skip(err)
			}
			f(t, m)
		})
	}
}

// offered reports whether this machine has a rung.
func offered(m sandbox.Means) bool {
	return (m&sandbox.UserNS != 0 || m&sandbox.PIDNS == 0 || os.Geteuid() == 0) && m.Probe() == nil
}

// needs skips the test if the machine's rung lacks one of the means.
func needs(t *testing.T, m sandbox.Means) sandbox.Means {
	t.Helper()
	if got := strongest(); got&m != m {
		t.Skipf("isolated by %s only", got)
	}
	return strongest()
}

func texts(r *Result) []string {
	var all []string
	for _, l := range r.Output.Lines {
		all = append(all, l.Text)
	}
	return all
}

func TestStatus(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		for _, test := range []struct {
			act, arg string
			want     contract.Status
		}{
			{"exit", "0", contract.Status{}},
			{"exit", "3", contract.Status{Code: 3}},
			{"exit", "255", contract.Status{Code: 255}},
			{"signal", "9", contract.Status{Signal: "SIGKILL"}},
			{"signal", "15", contract.Status{Signal: "SIGTERM"}},
			{"panic", "", contract.Status{Code: 2}},
			{"deadlock", "", contract.Status{Code: 2}},
		} {
			res, err := runOn(t, m, test.act, test.arg)
			if err != nil {
				t.Fatal(err)
			}
			if got := res.Output.Status; got != test.want {
				t.Errorf("%s %s: got %+v, want %+v", test.act, test.arg, got, test.want)
			}
		}
	})
}

// A Go program turns SIGABRT into a crash of its own, so a shell takes its
// place.
func TestStatusAbort(t *testing.T) {
	res, err := runLike(t, strongest(), func(c *sandbox.Command) { c.Args = []string{"abort"} })
	if err != nil {
		t.Fatal(err)
	}
	if got, want := res.Output.Status, (contract.Status{Signal: "SIGABRT"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestNotStarted(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		name := filepath.Join(t.TempDir(), "text")
		if err := os.WriteFile(name, []byte("no program"), 0o755); err != nil {
			t.Fatal(err)
		}
		_, err := runLike(t, m, func(c *sandbox.Command) { c.Path = name })
		if err == nil || !strings.Contains(err.Error(), "exec format error") {
			t.Errorf("got %v", err)
		}
		_, err = runLike(t, m, func(c *sandbox.Command) { c.Path = name + "-not-there" })
		if err == nil || !strings.Contains(err.Error(), "no such file or directory") {
			t.Errorf("got %v", err)
		}
	})
}

func TestSurroundings(t *testing.T) {
	t.Setenv("LEAK", "1")
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		res, err := runLike(t, m, func(c *sandbox.Command) {
			c.Args = []string{"show", "a b", ""}
			c.Stdin = "line\n"
			c.Env = []string{"A=1", "LC_ALL=de"}
		})
		if err != nil {
			t.Fatal(err)
		}
		got := texts(res)
		work := ""
		for _, l := range got {
			if w, ok := strings.CutPrefix(l, "work "); ok {
				work = w
			}
		}
		want := []string{
			`args ["nasty" "show" "a b" ""]`,
			"env PATH=/usr/local/bin:/usr/bin:/bin",
			"env HOME=" + work,
			"env TMPDIR=" + filepath.Dir(work),
			"env LC_ALL=de",
			"env TZ=UTC",
			"env GOTRACEBACK=none",
			"env A=1",
			"entries 0",
			"work " + work,
			`stdin "line\n"`,
			"files 0 1 2",
			"process 1: false",
			"CapInh:\t0000000000000000",
			"CapPrm:\t0000000000000000",
			"CapEff:\t0000000000000000",
		}
		if len(got) < len(want) || !slices.Equal(got[:len(want)], want) {
			t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := got[len(got)-1]; got != "NoNewPrivs:\t1" {
			t.Errorf("got %q", got)
		}
		if _, err := os.Lstat(work); m&sandbox.MountNS == 0 && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is left", work)
		}
	})
}

func TestOrder(t *testing.T) {
	m := needs(t, sandbox.Barrier)
	const n = 10_000
	res, err := runLike(t, m, func(c *sandbox.Command) {
		c.Args = []string{"alternate", strconv.Itoa(n)}
		c.Limits.Head = 1 << 20
		c.Timeout = time.Minute
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(res.Output.Lines); got != 2*n {
		t.Fatalf("got %d lines, want %d", got, 2*n)
	}
	for i, l := range res.Output.Lines {
		want := contract.Line{Proc: 1, Stream: contract.Stdout, Text: fmt.Sprintf("out %d", i/2), At: l.At}
		if i%2 == 1 {
			want.Stream, want.Text = contract.Stderr, fmt.Sprintf("err %d", i/2)
		}
		if l != want {
			t.Fatalf("line %d: got %+v, want %+v", i, l, want)
		}
		if i > 0 && l.At < res.Output.Lines[i-1].At {
			t.Fatalf("line %d: time goes backwards", i)
		}
	}
}

// Without the barrier, both streams still are in order.
func TestOrderMerged(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		res, err := runOn(t, m, "alternate", "200")
		if err != nil {
			t.Fatal(err)
		}
		for i, l := range res.Output.Lines {
			want := fmt.Sprintf("out %d", i/2)
			if i%2 == 1 {
				want = fmt.Sprintf("err %d", i/2)
			}
			if l.Text != want {
				t.Fatalf("line %d: got %q, want %q", i, l.Text, want)
			}
			if m&sandbox.Barrier == 0 && l.Stream != contract.Unknown {
				t.Fatalf("line %d: a stream is invented", i)
			}
		}
	})
}

func TestWriters(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		const writers, lines = 12, 200
		res, err := runLike(t, m, func(c *sandbox.Command) {
			c.Args = []string{"writers", strconv.Itoa(writers), strconv.Itoa(lines)}
			c.Timeout = time.Minute
			c.Limits.Head = 4 << 20
		})
		if err != nil {
			t.Fatal(err)
		}
		out := res.Output
		if got, want := len(out.Procs), writers+1; got != want {
			t.Fatalf("got %d processes, want %d", got, want)
		}
		// Lines of several writers may be cut into parts by each other,
		// but not into parts of other processes.
		text := map[int]*bytes.Buffer{}
		for _, l := range out.Lines {
			b := text[l.Proc]
			if b == nil {
				b = &bytes.Buffer{}
				text[l.Proc] = b
			}
			b.WriteString(l.Text)
			if !l.Partial {
				b.WriteByte('\n')
			}
		}
		for proc, b := range text {
			pid := out.Procs[proc-1].PID
			var want bytes.Buffer
			for i := range lines {
				fmt.Fprintf(&want, "%d %d %s\n", pid, i, strings.Repeat("x", i%300))
			}
			if got := b.String(); got != want.String() {
				t.Errorf("p%d (%d) did not write its own lines: %.200q", proc, pid, got)
			}
		}
		if got, want := len(text), writers; got != want {
			t.Errorf("got %d writers, want %d", got, want)
		}
	})
}

func TestParts(t *testing.T) {
	res, err := runOn(t, needs(t, sandbox.Barrier), "parts")
	if err != nil {
		t.Fatal(err)
	}
	got := res.Output.Lines
	for i := range got {
		got[i].At = 0
	}
	want := []contract.Line{
		{Proc: 1, Stream: contract.Stdout, Text: "one line"},
		{Proc: 1, Stream: contract.Stdout, Text: "parent ", Partial: true},
		{Proc: 2, Stream: contract.Stdout, Text: "child", Partial: true},
		{Proc: 1, Stream: contract.Stdout, Text: " parent"},
		{Proc: 1, Stream: contract.Stderr, Text: "no end", Partial: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

// The processes between the first and the one that prints are known, too.
func TestTree(t *testing.T) {
	res, err := runOn(t, needs(t, sandbox.Barrier|sandbox.MountNS), "tree", "3")
	if err != nil {
		t.Fatal(err)
	}
	procs := res.Output.Procs
	if len(procs) != 4 {
		t.Fatalf("got %d processes, want 4", len(procs))
	}
	for i, p := range procs {
		if p.Parent != i {
			t.Errorf("parent of p%d: got p%d, want p%d", i+1, p.Parent, i)
		}
	}
	want := fmt.Sprintf("%d %d", procs[3].PID, procs[2].PID)
	if l := res.Output.Lines[0]; l.Text != want || l.Proc != 4 {
		t.Errorf("got %q by p%d, want %q by p4", l.Text, l.Proc, want)
	}
}

// The ids of processes have five digits and begin at another number each time.
func TestPIDs(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		if m&sandbox.PIDNS == 0 {
			t.Skip("ids are the machine's")
		}
		seen := map[int]bool{}
		for range 5 {
			res, err := runOn(t, m, "exit", "0")
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Output.Procs) == 0 {
				t.Skip("processes that print nothing are not known")
			}
			pid := res.Output.Procs[0].PID
			if pid < 10_000 || pid > 29_100 {
				t.Errorf("got the id %d", pid)
			}
			seen[pid] = true
		}
		if len(seen) < 3 {
			t.Errorf("got the ids %v in 5 runs", seen)
		}
	})
}

func TestShell(t *testing.T) {
	res, err := runOn(t, needs(t, sandbox.Barrier), "shell")
	if err != nil {
		t.Fatal(err)
	}
	var got []contract.Line
	for _, l := range res.Output.Lines {
		got = append(got, contract.Line{Stream: l.Stream, Text: l.Text})
	}
	const out, err2 = contract.Stdout, contract.Stderr
	want := []contract.Line{
		{Stream: out, Text: "a"}, {Stream: err2, Text: "b"}, {Stream: out, Text: "c"},
		{Stream: err2, Text: "d"}, {Stream: out, Text: "e"}, {Stream: err2, Text: "f"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestReopen(t *testing.T) {
	res, err := runOn(t, strongest(), "reopen")
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Notes) != 1 || !strings.Contains(res.Notes[0], "/dev/stdout") {
		t.Errorf("got notes %q and output %q", res.Notes, texts(res))
	}
}

func TestPipe(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		like := func(args ...string) *Result {
			res, err := runLike(t, m, func(c *sandbox.Command) {
				c.Args, c.Capture = args, sandbox.Pipe
			})
			if err != nil {
				t.Fatal(err)
			}
			return res
		}
		if got := texts(like("reopen")); !slices.Equal(got, []string{"<nil>"}) {
			t.Errorf("opened /dev/stdout: %q", got)
		}
		for i, l := range like("alternate", "500").Output.Lines {
			want := fmt.Sprintf("out %d", i/2)
			if i%2 == 1 {
				want = fmt.Sprintf("err %d", i/2)
			}
			if l.Text != want || m&sandbox.Barrier != 0 && l.Proc != 1 {
				t.Fatalf("line %d: got %q by p%d", i, l.Text, l.Proc)
			}
		}
		for _, l := range like("writers", "3", "20").Output.Lines {
			if l.Proc > 1 {
				t.Fatalf("%q is said to be by p%d", l.Text, l.Proc)
			}
		}
		like("big")
	})
}

func TestTerminal(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		res, err := runLike(t, m, func(c *sandbox.Command) {
			c.Args, c.Capture = []string{"terminal"}, sandbox.Terminal
		})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"stdin false", "stdout true", "stderr true", "TERM xterm-256color", "columns 80"}
		if got := texts(res); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		res, err = runLike(t, m, func(c *sandbox.Command) {
			c.Args, c.Capture = []string{"alternate", "2000"}, sandbox.Terminal
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(res.Output.Lines); n != 4000 {
			t.Errorf("got %d lines, want 4000", n)
		}
		for i, l := range res.Output.Lines {
			if want := fmt.Sprintf("%s %d", []string{"out", "err"}[i%2], i/2); l.Text != want {
				t.Fatalf("line %d: got %q, want %q", i, l.Text, want)
			}
		}
	})
}

func TestBigWrite(t *testing.T) {
	res, err := runOn(t, strongest(), "big")
	if err != nil {
		t.Fatal(err)
	}
	var kept, cut int64
	for _, l := range res.Output.Lines {
		cut += l.Cut
		kept += int64(strings.Count(l.Text, "y"))
	}
	if kept+cut != 3_000_000 || kept < 250_000 {
		t.Errorf("kept %d, cut %d", kept, cut)
	}
	if got := res.Output.Lines[len(res.Output.Lines)-1].Text; got != "wrote 3000000" {
		t.Errorf("got %q", got)
	}
}

func TestFlood(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		res, err := runLike(t, m, func(c *sandbox.Command) {
			c.Args = []string{"flood"}
			c.Timeout = time.Minute
		})
		l := wantLimit(t, err, "output", "16 MiB")
		if l.Output != res.Output {
			t.Errorf("two outputs")
		}
		var kept int
		var cut int64
		for _, l := range l.Output.Lines {
			kept += len(l.Text) + 1
			cut += l.Cut
		}
		if most := defaults.Head + defaults.Tail + 100; kept > most {
			t.Errorf("kept %d bytes, want at most %d", kept, most)
		}
		if cut < 15<<20 || cut > 18<<20 {
			t.Errorf("cut %d bytes", cut)
		}
	})
}

func TestTimeout(t *testing.T) {
	for _, test := range []struct{ args, stack string }{
		{"spin", "main.main()"},
		{"sleep", "time.Sleep"},
		{"crowd 10000", " goroutines [chan receive]:\nmain.crowd.func1"},
	} {
		t.Run(test.args, func(t *testing.T) {
			mark := marker(t)
			_, err := runLike(t, strongest(), func(c *sandbox.Command) {
				c.Args = append(strings.Fields(test.args), mark)
				c.Timeout = time.Second
			})
			l := wantLimit(t, err, "time", "1s")
			if !strings.Contains(l.Stacks, test.stack) {
				t.Errorf("no %q in the stacks:\n%s", test.stack, l.Stacks)
			}
			if len(l.Stacks) > 2*maxStacks {
				t.Errorf("%d bytes of stacks", len(l.Stacks))
			}
			wantGone(t, mark)
		})
	}
}

func TestDeaf(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		t.Parallel()
		mark := marker(t)
		_, err := runLike(t, m, func(c *sandbox.Command) {
			c.Args = []string{"deaf", mark}
			c.Timeout = 300 * time.Millisecond
		})
		wantLimit(t, err, "time", "300ms")
		wantGone(t, mark)
	})
}

func TestLeft(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		t.Parallel()
		for _, act := range []string{"daemon first", "hold"} {
			t.Run(act, func(t *testing.T) { wantKilled(t, m, act) })
		}
	})
}

// What starts itself anew for ever cannot get away, though its parents are gone.
func TestRespawn(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		t.Parallel()
		if m == 0 {
			t.Skip("nothing holds the processes of a run together")
		}
		start := time.Now()
		wantKilled(t, m, "respawn")
		// It lives as long as children may that do something.
		if took, most := time.Since(start), 2*time.Second+1500*time.Millisecond; took > most {
			t.Errorf("took %v, want at most %v", took, most)
		}
	})
}

func wantKilled(t *testing.T, m sandbox.Means, act string) {
	t.Helper()
	mark := marker(t)
	res, err := runOn(t, m, append(strings.Fields(act), mark)...)
	if err != nil {
		t.Fatal(err)
	}
	if res.Killed == 0 {
		t.Errorf("nothing was killed")
	}
	wantGone(t, mark)
}

func TestBomb(t *testing.T) {
	m := needs(t, sandbox.UserNS|sandbox.PIDNS)
	mark := marker(t)
	_, err := runLike(t, m, func(c *sandbox.Command) {
		c.Args = []string{"bomb", mark}
		c.Timeout = 500 * time.Millisecond
		c.Limits.Processes = 100
	})
	var l *Limit
	if err != nil && !errors.As(err, &l) {
		t.Error(err)
	}
	wantGone(t, mark)
}

func TestMemory(t *testing.T) {
	res, err := runLike(t, strongest(), func(c *sandbox.Command) {
		c.Args = []string{"hog"}
		c.Limits.Memory = 256 << 20
		c.Timeout = time.Minute
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(texts(res), "\n"); res.Output.Status.Code != 2 || !strings.Contains(got, "out of memory") {
		t.Errorf("got %+v and %q", res.Output.Status, got)
	}
	if len(res.refused) != 1 || res.refused[0].Error() != "ran over its memory limit of 256 MiB" {
		t.Errorf("got the limits %v", res.refused)
	}
}

// Each of the processes is allowed what it takes, but not all together.
func TestMemoryTogether(t *testing.T) {
	m := needs(t, sandbox.PIDNS|sandbox.MountNS)
	mark := marker(t)
	_, err := runLike(t, m, func(c *sandbox.Command) {
		c.Args = []string{"hogs", "5", "60", mark}
		c.Limits.Memory = 200 << 20
		c.Timeout = time.Minute
	})
	wantLimit(t, err, "memory", "200 MiB")
	wantGone(t, mark)
}

// A limit that the program comes to know of, but not the supervisor, is found
// in what it prints.
func TestRefused(t *testing.T) {
	for _, test := range []struct {
		args string
		set  func(l *sandbox.Limits)
		want string
	}{
		{"open 100", func(l *sandbox.Limits) { l.Files = 32 }, "reached its limit of 32 open files"},
		{"fill", func(l *sandbox.Limits) { l.Disk = 1 << 20 }, "ran over its disk limit of 1 MiB"},
		{"fork 20", func(l *sandbox.Limits) { l.Processes = 40 }, "reached its limit of 40 processes and threads"},
	} {
		t.Run(test.args, func(t *testing.T) {
			res, err := runLike(t, needs(t, sandbox.UserNS|sandbox.MountNS), func(c *sandbox.Command) {
				c.Args = strings.Fields(test.args)
				test.set(&c.Limits)
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(res.refused) != 1 || res.refused[0].Error() != test.want {
				t.Errorf("got the limits %v, want %q; it printed %q", res.refused, test.want, texts(res))
			}
		})
	}
}

// The time of children counts, also if they have ended.
func TestCPUTogether(t *testing.T) {
	_, err := runLike(t, needs(t, sandbox.MountNS), func(c *sandbox.Command) {
		c.Args = []string{"spins", "100"}
		c.Limits.CPU = 600 * time.Millisecond
		c.Timeout = time.Minute
	})
	wantLimit(t, err, "CPU time", "600ms")
}

func TestCPU(t *testing.T) {
	_, err := runLike(t, strongest(), func(c *sandbox.Command) {
		c.Args = []string{"spin"}
		c.Limits.CPU = time.Second
		c.Timeout = time.Minute
	})
	wantLimit(t, err, "CPU time", "1s")
}

func TestLawful(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		res, err := runOn(t, m, "lawful")
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(res); !slices.Equal(got, []string{"late", "late", "late", "late", "late"}) {
			t.Errorf("got %q", got)
		}
		if res.Outlived != 1 || res.Killed != 0 {
			t.Errorf("outlived %d, killed %d; want 1, 0", res.Outlived, res.Killed)
		}
	})
}

func TestZombies(t *testing.T) {
	res, err := runOn(t, strongest(), "zombie")
	if err != nil {
		t.Fatal(err)
	}
	if res.Outlived != 0 || res.Killed != 0 {
		t.Errorf("outlived %d, killed %d; want 0, 0", res.Outlived, res.Killed)
	}
}

func TestAttack(t *testing.T) {
	res, err := runOn(t, needs(t, sandbox.PIDNS|sandbox.Barrier), "attack")
	if err != nil {
		t.Fatal(err)
	}
	if got := texts(res); !slices.Equal(got, []string{"still here"}) {
		t.Errorf("got %q", got)
	}
}

func TestFiles(t *testing.T) {
	m := needs(t, sandbox.MountNS)
	home, err := os.UserHomeDir()
	if err != nil {
		home = "/root"
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	// Nor do files of the supervisor lead anywhere.
	res, err := runOn(t, m, "files", home, here, "/proc/1/root", "/proc/1/cwd")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range texts(res) {
		if strings.HasPrefix(l, "wrote") || strings.HasPrefix(l, "read") || strings.HasSuffix(l, "<nil>") {
			t.Error(l)
		}
	}
}

func TestFill(t *testing.T) {
	res, err := runOn(t, needs(t, sandbox.MountNS), "fill")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := texts(res)[0], "64 MiB "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNetwork(t *testing.T) {
	res, err := runOn(t, needs(t, sandbox.NetNS), "network")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := texts(res), []string{"interface lo true", "true", "hello"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Four runs that want the same port do not meet.
func TestParallel(t *testing.T) {
	m := needs(t, sandbox.NetNS)
	nasty(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			res, err := runOn(t, m, "listen")
			if err != nil {
				t.Error(err)
			} else if got := texts(res); !slices.Equal(got, []string{"listened"}) {
				t.Errorf("got %q", got)
			}
		})
	}
	wg.Wait()
}

func TestCancelled(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		t.Parallel()
		mark := marker(t)
		c, err := nasty(t).command(&book.Run{Program: nastyProgram, Args: []string{"daemon", "third", mark}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, cancel)
		if _, err := superviseBy(ctx, m, c); err != context.Canceled {
			t.Errorf("got %v, want %v", err, context.Canceled)
		}
		wantGone(t, mark)
	})
}

// The runs of a generator that is killed end, too.
func TestRunnerKilled(t *testing.T) {
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		mark := marker(t)
		bin := nasty(t).paths["chaos/nasty"]
		exe, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(exe)
		// Killed, it cannot clean up after itself.
		cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir(), "RUNNER_TEST_RUN="+fmt.Sprintf("%d %s %s", m, bin, mark))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "the program to start", func() bool { return len(marked(t, mark)) > 0 })
		// The starter, the supervisor and the next one, at least.
		var below []int
		waitFor(t, "a spare supervisor", func() bool {
			below = descendants(t, cmd.Process.Pid)
			return len(below) >= 3
		})
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // killed
		waitFor(t, "the program to end", func() bool { return len(marked(t, mark)) == 0 })
		waitFor(t, "the supervisors to end", func() bool {
			return !slices.ContainsFunc(below, func(pid int) bool {
				stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
				return err == nil && !bytes.Contains(stat, []byte(") Z ")) // init may be slow to wait
			})
		})
	})
}

// A supervisor is prepared while a run goes on; if there is no other run, it
// goes soon.
func TestSpares(t *testing.T) {
	waitFor(t, "other supervisors to end", gone(t))
	if _, err := runOn(t, strongest(), "exit", "0"); err != nil {
		t.Fatal(err)
	}
	if gone(t)() {
		t.Error("no supervisor is ready for the next run")
	}
	waitFor(t, "the spare supervisor to end", gone(t))
}

// TestSpareKilled kills the supervisors that wait: the next run has another.
func TestSpareKilled(t *testing.T) {
	for range 5 {
		if _, err := runOn(t, strongest(), "exit", "0"); err != nil {
			t.Fatal(err)
		}
		var killed []int
		for _, pid := range descendants(t, os.Getpid()) {
			stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
			if err != nil {
				continue // it has just ended
			}
			_, rest, _ := strings.Cut(string(stat), ") ")
			if fields := strings.Fields(rest); fields[1] != strconv.Itoa(os.Getpid()) { // not the starter
				if err := syscall.Kill(pid, syscall.SIGKILL); err == nil {
					killed = append(killed, pid)
				}
			}
		}
		if len(killed) == 0 {
			t.Error("no supervisor was waiting")
		}
		waitFor(t, "them to end", func() bool {
			return !slices.ContainsFunc(killed, func(pid int) bool {
				threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
				stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
				return err == nil && (len(threads) > 1 || !bytes.Contains(stat, []byte(") Z ")))
			})
		})
	}
}

// gone reports whether there are no supervisors.
func gone(t *testing.T) func() bool {
	return func() bool { return len(descendants(t, os.Getpid())) <= 1 } // but the starter
}

// A supervisor serves another run if nothing had to be killed, and the next run
// finds nothing of the one before.
func TestAgain(t *testing.T) {
	m := needs(t, sandbox.Namespaces)
	waitFor(t, "other supervisors to end", gone(t))
	supervisors := map[int]bool{}
	const runs = 10
	for range runs {
		res, err := runOn(t, m, "leave")
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(res); !slices.Equal(got, []string{"end"}) {
			t.Errorf("got %q", got)
		}
		for _, pid := range descendants(t, os.Getpid()) {
			supervisors[pid] = true
		}
	}
	if n := len(supervisors); n > runs/2 {
		t.Errorf("%d runs took %d processes", runs, n)
	}
	before := descendants(t, os.Getpid())
	wantKilled(t, m, "daemon first")
	waitFor(t, "the supervisor that had to kill to end", func() bool {
		now := descendants(t, os.Getpid())
		return slices.ContainsFunc(before, func(pid int) bool { return !slices.Contains(now, pid) })
	})
}

// descendants returns the processes below one.
func descendants(t testing.TB, pid int) []int {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		t.Fatal(err)
	}
	var all []int
	for _, f := range files {
		text, _ := os.ReadFile(f) // the thread may have ended
		for word := range strings.FieldsSeq(string(text)) {
			child, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			all = append(append(all, child), descendants(t, child)...)
		}
	}
	return all
}

// wantLimit checks that err is the limit.
func wantLimit(t *testing.T, err error, what, value string) *Limit {
	t.Helper()
	var l *Limit
	if !errors.As(err, &l) {
		t.Fatalf("got %v, want a limit", err)
	}
	if l.What != what || l.Value != value {
		t.Errorf("got limit %s %s, want %s %s", l.What, l.Value, what, value)
	}
	return l
}

// marker returns an argument by which processes are found.
func marker(t *testing.T) string {
	return fmt.Sprintf("marker-%d-%d", os.Getpid(), time.Now().UnixNano())
}

// marked returns the processes of this machine with an argument mark.
func marked(t *testing.T, mark string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err == nil && bytes.Contains(text, []byte("\x00"+mark+"\x00")) {
			found = append(found, f)
		}
	}
	return found
}

func wantGone(t *testing.T, mark string) {
	t.Helper()
	if left := marked(t, mark); len(left) > 0 {
		t.Errorf("%s is left", left)
	}
}

func waitFor(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited too long for %s", what)
		}
	}
}

// runAlone is the process that TestRunnerKilled kills.
func runAlone(order string) {
	var m sandbox.Means
	c := &sandbox.Command{Program: "chaos/nasty", Timeout: time.Minute, Limits: defaults}
	var mark string
	if _, err := fmt.Sscan(order, &m, &c.Path, &mark); err != nil {
		panic(err)
	}
	c.Args = []string{"daemon", "third", mark}
	_, err := superviseBy(bg, m, c)
	panic(err)
}

// TestIgnored runs a program though this process ignores signals, as it does
// under nohup: the program must not.
func TestIgnored(t *testing.T) {
	const again = "RUNNER_TEST_IGNORED"
	if os.Getenv(again) == "" {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("sh", "-c", `trap "" HUP INT TSTP; exec "$0" -test.run='^TestIgnored$' -test.v`, self)
		cmd.Env = append(os.Environ(), again+"=yes", "RUNNER_TEST_NASTY="+nasty(t).paths[nastyProgram.Name])
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil || bytes.Contains(status, []byte("SigIgn:\t0000000000000000")) {
		t.Fatalf("nothing is ignored here: %v\n%s", err, status)
	}
	everyRung(t, func(t *testing.T, m sandbox.Means) {
		res, err := runOn(t, m, "ignored")
		if err != nil {
			t.Fatal(err)
		}
		if got, want := res.Output.Lines[0].Text, "SigIgn:\t0000000000000000"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
