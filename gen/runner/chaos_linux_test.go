package runner

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

// The campaign lets nasty programs loose, each alone and four at once, round by
// round, and proves that nothing is left of them. Without the flag it is one
// round of each; go test ./gen/runner -run Chaos -chaos 1000 -timeout 1h -v also
// prints what the runner is measured by.
var chaosRuns = flag.Int("chaos", 0, "how many chaos runs; then figures are measured, too")

// chaos are the programs of the campaign. Their limits are low, to save time.
var chaos = []string{
	"exit 3", "signal 9", "signal 15", "abort", "panic", "deadlock", "partial",
	"spin", "sleep", "deaf x", "crowd 10000",
	"daemon first x", "respawn x", "bomb x", "hold x", "lawful", "zombie",
	"attack", "killall", "killparent", "killgroup",
	"files", "fill", "inodes", "open 1000", "hog", "hogs 4 100 x", "fork 100",
	"flood", "line 104857600", "big", "writers 26 20", "alternate 200", "parts", "binary",
	"tree 4", "shell", "reopen", "network", "listen", "terminal",
}

// tellsStacks are programs of which the stacks are known at their time limit: one
// process each, that lets the runtime have its way.
const tellsStacks = "partial spin sleep crowd"

func TestChaos(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	nasty(t)
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	c := &campaign{t: t, tmp: tmp, timeout: time.Second}
	if *chaosRuns == 0 {
		c.timeout /= 2
	}
	strongest() // opens what is opened once and for all
	waitFor(t, "supervisors to end", gone(t))
	before := descriptors(t)
	for c.runs < *chaosRuns {
		c.round(1)
		c.round(4)
	}
	if *chaosRuns == 0 {
		c.round(4)
	}
	// Supervisors that were prepared in vain go soon.
	waitFor(t, "descriptors to be closed", func() bool { return descriptors(t) <= before })
	t.Logf("%d runs by %s: %d survivors, %d temporary files, %d failed, %d without stacks; the last end came %v after its limit (%s)",
		c.runs, strongest(), c.survivors, c.files, c.failed, c.stackless, c.late.Round(time.Millisecond), c.latest)
}

// campaign counts what went wrong.
type campaign struct {
	t       *testing.T
	tmp     string
	timeout time.Duration

	runs      int
	survivors int
	files     int

	mu     sync.Mutex
	failed int
	late   time.Duration // the longest time that a run took beyond its limit
	latest string        // and its program

	stackless int // runs that should have shown their stacks
}

// round runs each program n times at once.
func (c *campaign) round(n int) {
	for _, act := range chaos {
		var wg sync.WaitGroup
		mark := marker(c.t)
		for range n {
			wg.Go(func() { c.run(act, mark) })
		}
		wg.Wait()
		c.runs += n
		if left := environs(c.t, "CHAOS="+mark); len(left) > 0 {
			c.survivors += len(left)
			c.t.Errorf("%s: %s is left", act, left)
		}
		entries, err := os.ReadDir(c.tmp)
		if err != nil {
			c.t.Fatal(err)
		}
		if c.files += len(entries); len(entries) > 0 {
			c.t.Errorf("%s: %v is left", act, entries)
		}
	}
}

func (c *campaign) run(act, mark string) {
	start := time.Now()
	_, err := runLike(c.t, strongest(), func(cmd *sandbox.Command) {
		cmd.Args = strings.Fields(act)
		cmd.Env = []string{"CHAOS=" + mark}
		cmd.Timeout = c.timeout
		cmd.Limits.CPU = 3 * time.Second
		cmd.Limits.Memory = 256 << 20
		cmd.Limits.Processes = 300
		cmd.Limits.Disk = 8 << 20
		cmd.Limits.Output = 4 << 20
	})
	late := time.Since(start) - c.timeout
	c.mu.Lock()
	defer c.mu.Unlock()
	var limit *Limit
	switch {
	case errors.As(err, &limit) && limit.What == "time":
		if late > c.late {
			c.late, c.latest = late, act
		}
		if strings.Contains(tellsStacks, strings.Fields(act)[0]) && limit.Stacks == "" {
			c.stackless++ // on a busy machine, it takes too long to print them
		}
	case err != nil && limit == nil:
		c.failed++
		c.t.Errorf("%s: %v", act, err)
	}
}

// environs returns the processes of this machine with a variable.
func environs(t *testing.T, variable string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err == nil && bytes.Contains(text, []byte(variable)) {
			found = append(found, f)
		}
	}
	return found
}

func descriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

func needsChaos(t *testing.T) {
	t.Helper()
	if *chaosRuns == 0 {
		t.Skip("measured with -chaos only")
	}
}

func TestChaosOrder(t *testing.T) {
	needsChaos(t)
	const n = 50_000
	res, err := runLike(t, needs(t, sandbox.Barrier), func(c *sandbox.Command) {
		c.Args = []string{"alternate", strconv.Itoa(n)}
		c.Limits = sandbox.Limits{Output: 1 << 30, Head: 1 << 30}
		c.Timeout = 5 * time.Minute
	})
	if err != nil {
		t.Fatal(err)
	}
	wrong := 0
	for i, l := range res.Output.Lines {
		want := contract.Line{Stream: contract.Stdout, Text: fmt.Sprintf("out %d", i/2)}
		if i%2 == 1 {
			want = contract.Line{Stream: contract.Stderr, Text: fmt.Sprintf("err %d", i/2)}
		}
		if l.Stream != want.Stream || l.Text != want.Text {
			wrong++
		}
	}
	t.Logf("%d of %d alternating lines in a wrong place", wrong, len(res.Output.Lines))
	if wrong > 0 || len(res.Output.Lines) != 2*n {
		t.Fail()
	}
}

func TestChaosWriters(t *testing.T) {
	needsChaos(t)
	const writers, lines = 26, 2400
	res, err := runLike(t, needs(t, sandbox.Barrier), func(c *sandbox.Command) {
		c.Args = []string{"writers", strconv.Itoa(writers), strconv.Itoa(lines)}
		c.Limits = sandbox.Limits{Output: 1 << 30, Head: 1 << 30}
		c.Timeout = 5 * time.Minute
	})
	if err != nil {
		t.Fatal(err)
	}
	text := make([]bytes.Buffer, len(res.Output.Procs)+1)
	total, wrong := 0, 0
	for _, l := range res.Output.Lines {
		b := &text[l.Proc]
		b.WriteString(l.Text)
		if !l.Partial {
			b.WriteByte('\n')
		}
	}
	for proc := range text {
		got := text[proc].Bytes()
		total += len(got)
		if len(got) == 0 {
			continue
		}
		var want bytes.Buffer
		for i := range lines {
			pid := 0
			if proc > 0 {
				pid = res.Output.Procs[proc-1].PID
			}
			fmt.Fprintf(&want, "%d %d %s\n", pid, i, strings.Repeat("x", i%300))
		}
		for i := range max(len(got), want.Len()) {
			if i >= len(got) || i >= want.Len() || got[i] != want.Bytes()[i] {
				wrong++
			}
		}
	}
	t.Logf("%d of %d bytes by %d writers given to a wrong process", wrong, total, writers)
	if wrong > 0 || total < 10_000_000 {
		t.Fail()
	}
}

func TestChaosMemory(t *testing.T) {
	needsChaos(t)
	nasty(t)
	strongest()
	for _, test := range []struct {
		name  string
		args  []string
		bytes int64
	}{
		{"flood", []string{"flood", strconv.Itoa(1 << 30)}, 1 << 30},
		{"line", []string{"line", "104857600"}, 100 << 20},
	} {
		// The peak begins anew.
		if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
			t.Skip(err)
		}
		before := peak(t)
		res, err := runLike(t, strongest(), func(c *sandbox.Command) {
			c.Args = test.args
			c.Limits.Output = 2 << 30
			c.Limits.CPU = 0
			c.Timeout = 5 * time.Minute
		})
		if err != nil {
			t.Fatal(err)
		}
		var total int64
		for _, l := range res.Output.Lines {
			total += int64(len(l.Text)) + l.Cut
			if !l.Partial {
				total++
			}
		}
		more := peak(t) - before
		t.Logf("%s of %d bytes: %d MiB more memory at the peak, %v", test.name, total, more>>20, res.Elapsed.Round(time.Millisecond))
		if total != test.bytes || more > 64<<20 {
			t.Errorf("%s: want %d bytes and 64 MiB at most", test.name, test.bytes)
		}
	}
}

// peak is the most memory that this process has had.
func peak(t *testing.T) int64 {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "\nVmHWM:")
	kib, err := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return kib << 10
}
