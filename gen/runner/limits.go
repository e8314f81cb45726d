package runner

import (
	"fmt"
	"time"

	"huoye/gen/runner/sandbox"
)

const defaultTimeout = 10 * time.Second

var defaults = sandbox.Limits{
	CPU:   20 * time.Second,
	Data:  1 << 30, // not the address space: Go reserves far more than it uses
	Files: 256,
	Tasks: 1024, // a Go process has about five threads, and they count
	Disk:  64 << 20,

	Output: 16 << 20,
	Head:   192 << 10,
	Tail:   64 << 10,
}

// limitValue writes a limit of c as people do.
func limitValue(c *sandbox.Command, what string) string {
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
