// Package contract says what must hold of a program's output in every run.
//
// It hides what "the same output" means: patterns with typed placeholders,
// freely interleaving groups, order rules. It knows nothing of files on disk
// or of processes; it reads YAML nodes and values of type [Output].
package contract

import (
	"strconv"
	"time"
)

// Output is what one run printed and how it ended.
type Output struct {
	Lines  []Line
	Status Status
	// Procs are the processes of the run known to the capture, in order of
	// appearance: Procs[0] is labelled p1. May be empty if the platform
	// cannot tell.
	Procs []Proc
}

// writer returns the id of the process that printed line i, "" if the capture
// does not know.
func (o *Output) writer(i int) string {
	p := o.Lines[i].Proc
	if p < 1 || p > len(o.Procs) || o.Procs[p-1].PID < 1 {
		return ""
	}
	return strconv.Itoa(o.Procs[p-1].PID)
}

// A Line is a piece of output by one process on one stream: a line, or a
// part of one if another writer came between.
type Line struct {
	At     time.Duration // since the start of the run
	Proc   int           // 1 for p1, and so on; 0 if unknown
	Stream Stream
	Text   string // the bytes as written, without the newline
	// Partial is set if no newline ends the text.
	Partial bool
	// Cut counts bytes of output dropped just before this line, because
	// the run printed more than may be kept.
	Cut int64
}

// Stream is where a line was printed. The zero Stream is unknown: the
// capture kept the order of both streams but could not tell them apart.
type Stream byte

const (
	Unknown Stream = iota
	Stdout
	Stderr
)

// Proc is one process of a run. Its times are offsets from the start of the
// run, as those of lines are.
type Proc struct {
	PID    int
	Parent int // label number of the process that started it, 0 if unknown

	Start time.Duration
	// Execs are when it became another program. That the main process
	// became the program it is at its very start does not count.
	Execs []time.Duration
	// End is when it ended; 0 if its life is not known, and then Start,
	// Execs, Waits and Status mean nothing.
	End    time.Duration
	Status Status // how it ended
	// Waits are when one of its threads waited for a child to end.
	Waits []Wait
	// Killed is set if the run was over and the process was still there,
	// so that it had to be killed.
	Killed bool
}

// Wait is a time in which a process waited for another to end.
type Wait struct {
	Proc     int // label number of the other
	From, To time.Duration
}

// Status is how the main process ended: by a signal if Signal is not empty
// ("SIGKILL"), by exiting with Code otherwise.
type Status struct {
	Code   int
	Signal string
}
