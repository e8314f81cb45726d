package sandbox

import "time"

// Event is what the supervisor tells of a run while it goes on. Times are since
// its start.
type Event struct {
	Kind   Kind
	Stream Stream
	PID    int
	Parent int
	Status uint32 // raw, as wait4 gave it
	Killed bool   // by the supervisor
	At     time.Duration
	Text   []byte // the receiver's own
}

// Kind says what an event tells.
type Kind byte

const (
	Chunk   Kind = 'c' // PID wrote Text to Stream
	Started Kind = 'p' // PID, started by Parent, is known from now on
	Execed  Kind = 'x' // PID has become another program
	Waits   Kind = 'w' // PID waits for its child Parent to end, for any if that is 0
	Exited  Kind = 'q' // PID has ended with Status
	Stack   Kind = 's' // PID wrote Text after it was asked for its stacks
	Extra   Kind = 't' // Text was written to the extra pipe

	endFrame    Kind = 'e' // an Ending in other words; nothing follows
	brokenFrame Kind = 'b' // Text says why the program was not started
)

// Stream is what was written to. The zero Stream is unknown.
type Stream byte

const (
	Unknown Stream = iota
	Stdout
	Stderr

	extraStream // of Command.Extra
)

// Ending is how a run ended.
type Ending struct {
	Status   uint32        // raw, as wait4 gave it
	Elapsed  time.Duration // from the start to the end of the main process
	Outlived int           // processes that ended by themselves, but later
	Killed   int           // processes that had to be killed
	Limit    string        // the limit that it ran over: one of Limits, or ""
	Traced   bool          // the lives of all processes were told

	again bool // the supervisor waits for another order
}

// event puts an ending into the fields of an event.
func (e *Ending) event() *Event {
	f := &Event{
		Kind:   endFrame,
		Status: e.Status,
		At:     e.Elapsed,
		PID:    e.Outlived,
		Parent: e.Killed,
		Text:   []byte(e.Limit),
		Killed: e.Traced,
	}
	if e.again {
		f.Stream = 1
	}
	return f
}

func (f *Event) ending() *Ending {
	return &Ending{f.Status, f.At, f.PID, f.Parent, string(f.Text), f.Killed, f.Stream == 1}
}
