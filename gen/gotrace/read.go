package gotrace

import (
	"errors"
	"io"
	"strings"
	"time"

	"golang.org/x/exp/trace"
)

// What a timeline holds at most: more can neither be drawn nor be read.
const (
	maxGoroutines = 32
	maxChanges    = 400
)

// The traced program logs messages of this category: start, when tracing has
// begun and the program begins, and end.
const (
	category = "huoye"
	start    = "start"
	end      = "end"
)

// Read makes the timeline of a trace. A trace that ends in the middle gives a
// timeline that does; the error says that nothing of a trace could be used.
func Read(r io.Reader) (*Timeline, error) {
	events, err := trace.NewReader(r)
	if err != nil {
		return nil, errors.New("there is no trace")
	}
	b := &builder{t: &Timeline{}, labels: map[trace.GoID]int{}, named: map[int]bool{}, threads: map[trace.ThreadID]int{}}
	for !b.t.Whole {
		e, err := events.ReadEvent()
		if err != nil {
			// The end, or a generation of events that is not whole.
			break
		}
		b.event(e)
	}
	if !b.begun || len(b.t.Changes) == 0 {
		return nil, errors.New("the trace ends before it shows anything")
	}
	for _, c := range b.t.Changes {
		b.t.Threads = max(b.t.Threads, c.Thread)
	}
	return b.t, nil
}

// builder makes a timeline of events.
type builder struct {
	t       *Timeline
	begun   bool
	origin  trace.Time
	labels  map[trace.GoID]int // 0: not shown
	named   map[int]bool       // the function is the program's, not a library's
	threads map[trace.ThreadID]int
}

func (b *builder) event(e trace.Event) {
	switch e.Kind() {
	case trace.EventLog:
		if l := e.Log(); l.Category == category {
			b.mark(e, l.Message)
		}
	case trace.EventStateTransition:
		if st := e.StateTransition(); st.Resource.Kind == trace.ResourceGoroutine {
			b.transition(e, st)
		}
	}
}

// mark notes that the program begins, or is about to end.
func (b *builder) mark(e trace.Event, message string) {
	switch message {
	case start:
		b.begun, b.origin = true, e.Time()
		// Main is always the first goroutine, and it runs this.
		b.labels[e.Goroutine()] = 1
		b.t.Goroutines = []Goroutine{{"main.main"}}
		b.named[1] = true
		b.change(Change{Goroutine: 1, State: Running, Thread: b.thread(e.Thread())}, 0)
	case end:
		b.t.Whole = true
		if b.t.MoreChanges == 0 {
			b.t.Total = b.since(e.Time())
		}
	}
}

func (b *builder) transition(e trace.Event, st trace.StateTransition) {
	from, to := st.Goroutine()
	id := st.Resource.Goroutine()
	if !b.begun || from == trace.GoUndetermined || from == to {
		return // a goroutine that was there before the program
	}
	if from == trace.GoNotExist {
		b.created(id, st.Stack)
	}
	label := b.labels[id]
	if label == 0 {
		return
	}
	b.name(label, st.Stack)
	if actor := b.labels[e.Goroutine()]; actor > 0 {
		b.name(actor, e.Stack())
	}
	c := Change{Goroutine: label, State: state(to, st)}
	if c.State.Threaded() {
		c.Thread = b.thread(e.Thread())
	}
	if c.State == Runnable && (from == trace.GoNotExist || from == trace.GoWaiting) {
		c.By = b.labels[e.Goroutine()]
	}
	b.change(c, b.since(e.Time()))
}

// created notes a new goroutine, unless it is the runtime's own or one too many.
func (b *builder) created(id trace.GoID, stack trace.Stack) {
	entry := "?"
	for f := range stack.Frames() {
		entry = f.Func
	}
	switch {
	case strings.HasPrefix(entry, "runtime.") || strings.HasPrefix(entry, "runtime/"):
	case len(b.t.Goroutines) == maxGoroutines:
		b.t.MoreGoroutines++
	default:
		b.t.Goroutines = append(b.t.Goroutines, Goroutine{entry})
		b.labels[id] = len(b.t.Goroutines)
	}
}

// name finds out what a goroutine runs: the outermost function of the program.
// A library may have started it, as WaitGroup.Go does.
func (b *builder) name(label int, stack trace.Stack) {
	if b.named[label] {
		return
	}
	for f := range stack.Frames() {
		if strings.HasPrefix(f.Func, "main.") {
			b.t.Goroutines[label-1].Func = f.Func
			b.named[label] = true
		}
	}
}

// since is the time since the program began.
func (b *builder) since(t trace.Time) time.Duration {
	return time.Duration(t - b.origin).Round(Resolution)
}

func (b *builder) change(c Change, at time.Duration) {
	if len(b.t.Changes) == maxChanges {
		b.t.MoreChanges++
		return
	}
	c.At = at
	b.t.Changes = append(b.t.Changes, c)
	b.t.Total = at
}

func (b *builder) thread(id trace.ThreadID) int {
	if b.threads[id] == 0 {
		b.threads[id] = len(b.threads) + 1
	}
	return b.threads[id]
}

// state is what the goroutine of a transition goes over to.
func state(to trace.GoState, st trace.StateTransition) State {
	switch to {
	case trace.GoRunning:
		return Running
	case trace.GoSyscall:
		return Syscall
	case trace.GoRunnable:
		return Runnable
	case trace.GoNotExist:
		return Ended
	}
	switch st.Reason {
	case "chan send":
		return Send
	case "chan receive":
		return Receive
	case "select":
		return Select
	case "sleep":
		return Sleep
	case "network":
		return Network
	case "sync", "sync.(*Cond).Wait":
		return lock(st.Stack)
	}
	return Blocked
}

// lock tells the waits for things of package sync apart, by who waits.
func lock(stack trace.Stack) State {
	for f := range stack.Frames() {
		switch {
		case strings.Contains(f.Func, "sync.(*WaitGroup)."):
			return WaitGroup
		case strings.Contains(f.Func, "sync.(*Cond)."):
			return Cond
		case strings.Contains(f.Func, "Mutex)."):
			return Mutex
		}
	}
	return Blocked
}
