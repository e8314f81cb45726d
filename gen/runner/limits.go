package runner

import (
	"fmt"
	"time"
)

// limits bound what a run may use. Zero is no limit.
type limits struct {
	CPU    time.Duration // of each process
	Data   int64         // writable private memory of each process, in bytes
	Files  int           // open files of each process
	Tasks  int           // processes and threads of the run
	Disk   int64         // bytes written, in one file and in all
	Output int64         // bytes printed
	Head   int           // of what was printed, bytes kept of the beginning
	Tail   int           // and of the end
}

const (
	defaultTimeout = 10 * time.Second

	// grace is how long processes that outlive the main process may do
	// nothing before they are killed; lingering is how long they may live
	// at all. A child started just before its parent's end is lawful, and
	// needs more than the grace on a busy machine.
	grace     = 200 * time.Millisecond
	lingering = 2 * time.Second

	// dying is how long a program may take to print its stacks.
	dying = time.Second
)

var defaults = limits{
	CPU:   20 * time.Second,
	Data:  1 << 30, // not the address space: Go reserves far more than it uses
	Files: 256,
	Tasks: 1024, // a Go process has about five threads, and they count
	Disk:  64 << 20,

	Output: 16 << 20,
	Head:   192 << 10,
	Tail:   64 << 10,
}

// limit writes a limit of the command as people do.
func (c *command) limit(what string) string {
	switch what {
	case "time":
		return c.Timeout.String()
	case "CPU time":
		return c.Limits.CPU.String()
	}
	return size(c.Limits.Output)
}

// size writes n bytes as people do.
func size(n int64) string {
	for _, u := range []struct {
		n    int64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if n >= u.n && n%u.n == 0 {
			return fmt.Sprintf("%d %s", n/u.n, u.name)
		}
	}
	return fmt.Sprintf("%d bytes", n)
}
