// Package gotrace reads the execution traces of Go programs. It hides the
// format that the Go runtime writes, and keeps of it what a person can look at:
// what each goroutine of the program did when, and which threads there were.
package gotrace

import (
	"slices"
	"strconv"
	"time"
)

// Timeline is what the goroutines of a program did, from the moment when its
// packages are initialised. The runtime's own goroutines are left out.
type Timeline struct {
	Total time.Duration // how long it reaches
	// Whole is set if the trace reaches the end of the program. It does not
	// if the program was ended abruptly, by a panic or a signal.
	Whole      bool
	Goroutines []Goroutine // in the order of their starts, main first
	Threads    int         // how many of them ran on
	Changes    []Change    // by time

	MoreGoroutines int // left out because there are so many
	MoreChanges    int // came after Total and are left out
}

// Goroutine is one of a timeline's. The first is G1.
type Goroutine struct {
	Func string // main.main.func1
}

// Change is when a goroutine began to do something else. Its first one is its
// start.
type Change struct {
	At        time.Duration
	Goroutine int // 1 for G1
	State     State
	Thread    int // 1 for T1; 0 in states without one
	By        int // the goroutine that started it or let it go on; 0 if none
}

// State is what a goroutine is doing.
type State byte

const (
	Running  State = iota
	Syscall        // in a system call
	Runnable       // could run, and waits for its turn
	// The rest waits for something.
	Send
	Receive
	Select
	Mutex
	WaitGroup
	Cond
	Sleep
	Network
	Blocked // by something else
	Ended
)

var states = [...]string{
	Running: "running", Syscall: "syscall", Runnable: "runnable",
	Send: "send", Receive: "receive", Select: "select", Mutex: "mutex",
	WaitGroup: "waitgroup", Cond: "cond", Sleep: "sleep", Network: "network",
	Blocked: "blocked", Ended: "ended",
}

// String is the state in a word: "chan send" is "send".
func (s State) String() string { return states[s] }

// ParseState undoes String.
func ParseState(word string) (State, bool) {
	i := slices.Index(states[:], word)
	return State(max(i, 0)), i >= 0
}

// Threaded reports whether a goroutine in this state has a thread.
func (s State) Threaded() bool { return s == Running || s == Syscall }

// Resolution is to what times are rounded.
const Resolution = 100 * time.Nanosecond

// FormatTime writes a time in microseconds: 62.8.
func FormatTime(d time.Duration) string {
	return strconv.FormatFloat(float64(d)/float64(time.Microsecond), 'f', 1, 64)
}

// ParseTime undoes FormatTime.
func ParseTime(s string) (time.Duration, bool) {
	us, err := strconv.ParseFloat(s, 64)
	if err != nil || !(us >= 0 && us <= 1e10) {
		return 0, false
	}
	return time.Duration(us * float64(time.Microsecond)).Round(Resolution), true
}
