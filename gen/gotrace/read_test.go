package gotrace

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/trace"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// record traces program, as a traced run of a book does.
func record(t testing.TB, program func()) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := trace.Start(&b); err != nil {
		t.Skip("the test itself is traced: ", err)
	}
	time.Sleep(time.Millisecond) // until the tracing's own goroutines wait
	trace.Log(context.Background(), category, start)
	program()
	trace.Log(context.Background(), category, end)
	trace.Stop()
	return b.Bytes()
}

// waits has a goroutine wait for everything there is, each time until another
// one has seen it wait.
func waits() {
	var group sync.WaitGroup
	var mu, condMu sync.Mutex
	cond := sync.NewCond(&condMu)
	sends, receives, selects := make(chan int), make(chan int), make(chan int)

	mu.Lock()
	group.Go(func() {
		sends <- 1
		<-receives
		select {
		case <-selects:
		case <-sends:
		}
		mu.Lock()
		defer mu.Unlock()
		condMu.Lock()
		cond.Wait()
		condMu.Unlock()
	})
	await("chan send")
	<-sends
	await("chan receive")
	receives <- 1
	await("select")
	selects <- 1
	await("sync.Mutex.Lock")
	mu.Unlock()
	await("sync.Cond.Wait")
	cond.Signal() // without the lock, or who is woken may wait for that
	group.Wait()
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	group.Go(func() {
		_, _ = r.Read(make([]byte, 1)) // the end
		_ = r.Close()
		await("sync.WaitGroup.Wait")
	})
	await("IO wait")
	_ = w.Close()
	group.Wait()
}

// await sleeps until a goroutine of this file's is in that state, as stacks
// call it.
func await(state string) {
	stacks := make([]byte, 1<<20)
	for {
		time.Sleep(time.Millisecond)
		for stack := range strings.SplitSeq(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
			head, frames, _ := strings.Cut(stack, "\n")
			if strings.Contains(head, "["+state) && strings.Contains(frames, "gotrace.waits") {
				return
			}
		}
	}
}

func TestRead(t *testing.T) {
	tl, err := Read(bytes.NewReader(record(t, waits)))
	if err != nil {
		t.Fatal(err)
	}
	if !tl.Whole || len(tl.Goroutines) != 3 || tl.Threads == 0 || tl.MoreGoroutines+tl.MoreChanges > 0 {
		t.Errorf("got %+v", tl)
	}
	var of [4][]string
	last := time.Duration(0)
	for _, c := range tl.Changes {
		of[c.Goroutine] = append(of[c.Goroutine], c.State.String())
		if c.At < last || c.At > tl.Total || c.State.Threaded() != (c.Thread > 0) {
			t.Errorf("wrong: %+v", c)
		}
		last = c.At
	}
	for _, state := range []State{Running, Sleep, WaitGroup} {
		if !slices.Contains(of[1], state.String()) {
			t.Errorf("main is never %v: %q", state, of[1])
		}
	}
	// Waits by themselves, in order. Whoever waits is ready before it runs
	// again; the runtime may stop it for itself at any time.
	turns := strings.NewReplacer(" runnable running", "", " running", "").Replace(" " + strings.Join(of[2], " "))
	turns = strings.NewReplacer(" syscall", "", " blocked", "").Replace(turns)
	if want := " send receive select mutex cond ended"; turns != want {
		t.Errorf("G2 is%s, want%s", turns, want)
	}
	if !slices.Contains(of[3], "network") { // as the runtime calls it for all that is polled
		t.Errorf("G3 never waits for the pipe: %q", of[3])
	}
	if c := tl.Changes[1]; c.Goroutine == 2 && (c.State != Runnable || c.By != 1) {
		t.Errorf("G2 begins with %+v, want to be started by G1", c)
	}
	for _, g := range tl.Goroutines[1:] {
		if g.Func == "" || strings.HasPrefix(g.Func, "runtime") {
			t.Errorf("goroutine of %q", g.Func)
		}
	}
}

// TestReadTorn cuts a trace wherever that may be: what is read is never more
// than there is, and nothing breaks.
func TestReadTorn(t *testing.T) {
	data := record(t, waits)
	whole, err := Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(data)-1; n += 1 + len(data)/200 {
		tl, err := Read(bytes.NewReader(data[:n]))
		if err == nil && (tl.Whole || len(tl.Changes) > len(whole.Changes)) {
			t.Errorf("of %d of %d bytes: %d changes, whole: %t", n, len(data), len(tl.Changes), tl.Whole)
		}
	}
}

// TestReadDamaged changes bytes of a trace: a program can write to the pipe, too.
func TestReadDamaged(t *testing.T) {
	data := record(t, waits)
	for i := range 500 {
		r := rand.New(rand.NewPCG(1, uint64(i)))
		damaged := slices.Clone(data)
		for range 1 + r.IntN(3) {
			damaged[r.IntN(len(damaged))] = byte(r.Uint32())
		}
		if tl, err := Read(bytes.NewReader(damaged)); err == nil && len(tl.Changes) > maxChanges {
			t.Errorf("%d: %d changes", i, len(tl.Changes))
		}
	}
}

// Many goroutines are counted, and so is what comes late.
func TestReadMany(t *testing.T) {
	const n = 1000
	tl, err := Read(bytes.NewReader(record(t, func() {
		var group sync.WaitGroup
		turn := make(chan int)
		for range n {
			group.Go(func() {
				for range turn {
				}
			})
		}
		for range 10 * n {
			turn <- 0
		}
		close(turn)
		group.Wait()
	})))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(tl.Goroutines) + tl.MoreGoroutines; got != n+1 || len(tl.Goroutines) != maxGoroutines {
		t.Errorf("%d goroutines and %d more, want %d", len(tl.Goroutines), tl.MoreGoroutines, n+1)
	}
	if len(tl.Changes) != maxChanges || tl.MoreChanges == 0 {
		t.Errorf("%d changes and %d more", len(tl.Changes), tl.MoreChanges)
	}
	if last := tl.Changes[len(tl.Changes)-1]; tl.Total != last.At {
		t.Errorf("the timeline reaches %v, its last change is at %v", tl.Total, last.At)
	}
}

func TestReadNothing(t *testing.T) {
	for _, tt := range []struct{ data, want string }{
		{"", "there is no trace"},
		{"hello", "there is no trace"},
		{"go 1.26 trace\x00\x00\x00", "the trace ends before it shows anything"},
	} {
		if tl, err := Read(strings.NewReader(tt.data)); err == nil || err.Error() != tt.want {
			t.Errorf("%q: got %v, %v, want %s", tt.data, tl, err, tt.want)
		}
	}
}

func TestStates(t *testing.T) {
	for s := Running; s <= Ended; s++ {
		if got, ok := ParseState(s.String()); !ok || got != s {
			t.Errorf("%v came back as %v, %t", s, got, ok)
		}
	}
	if s, ok := ParseState("dreaming"); ok {
		t.Errorf("dreaming is %v", s)
	}
}

func TestTimes(t *testing.T) {
	for _, d := range []time.Duration{0, 100 * time.Nanosecond, 62800 * time.Nanosecond, 3 * time.Second} {
		if got, ok := ParseTime(FormatTime(d)); !ok || got != d {
			t.Errorf("%v came back as %v, %t", d, got, ok)
		}
	}
	for _, s := range []string{"", "x", "-1", "1e11", "NaN"} {
		if d, ok := ParseTime(s); ok {
			t.Errorf("%q is %v", s, d)
		}
	}
}
