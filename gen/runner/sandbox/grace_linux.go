package sandbox

import "time"

const (
	// grace is how long processes that outlive the main process may do
	// nothing before they are killed; lingering is how long they may live
	// at all. A child started just before its parent's end is lawful, and
	// needs more than the grace on a busy machine.
	grace     = 200 * time.Millisecond
	lingering = 2 * time.Second

	// dying is how long a program may take to print its stacks, and silence
	// how long it may do nothing the while. It begins within 10 ms, if it
	// gets a processor.
	dying   = 700 * time.Millisecond
	silence = 100 * time.Millisecond
)
