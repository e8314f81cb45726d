// Package sandbox runs one program under a supervisor. It hides the kernel's
// ways to isolate a process, to limit it, to see what it prints in true order,
// and to end all that it started.
package sandbox

import (
	"path/filepath"
	"time"
)

// Command is all a supervisor must know of one run.
type Command struct {
	Path    string // of the binary
	Program string // chapter/binary
	Args    []string
	Stdin   string
	Env     []string // beside the fixed environment
	Timeout time.Duration
	Limits  Limits
	Capture Capture
	Record  bool // follow the lives of all processes
	Extra   bool // tell what the program writes to ExtraFD, a pipe
}

// Capture is what standard output and error are connected to.
type Capture int

const (
	Socket   Capture = iota // tells who wrote what
	Pipe                    // can be opened anew, as /dev/stdout
	Terminal                // one for both
)

// ExtraFD is the program's descriptor of the pipe of [Command.Extra].
const ExtraFD = 3

// MaxDump is how much a program may print of its stacks, in bytes.
const MaxDump = 256 << 10

// Limits bound what a run may use. Zero is no limit.
type Limits struct {
	CPU time.Duration // of all processes
	// Memory is writable private memory, in bytes: of each process, which
	// then gets no more, and of all together, which are killed then.
	Memory int64
	// Processes counts threads, too. The next one cannot be started.
	Processes int
	Files     int   // open files of each process
	Disk      int64 // bytes written, in one file and in all
	Output    int64 // bytes printed
	Head      int   // of what was printed, bytes kept of the beginning
	Tail      int   // and of the end
}

// Argv is the argument list. A program sees its base name first, as if it had
// been found by a search path, so that no path of this machine gets into its
// usage message.
func (c *Command) Argv() []string {
	return append([]string{filepath.Base(c.Program)}, c.Args...)
}

// Environ is the whole environment of the program. Nothing is taken over from
// the generator's own.
func (c *Command) Environ(work, tmp string) []string {
	env := []string{
		"PATH=/usr/local/bin:/usr/bin:/bin",
		"HOME=" + work,
		"TMPDIR=" + tmp,
		"LC_ALL=C",
		"TZ=UTC",
		"GOTRACEBACK=none",
	}
	if c.Capture == Terminal {
		env = append(env, "TERM=xterm-256color")
	}
	for _, kv := range c.Env {
		env = setenv(env, kv)
	}
	return env
}

// setenv sets a KEY=VALUE. The C library takes the first of two equal keys and
// Go the last, so there must be only one.
func setenv(env []string, kv string) []string {
	for i, old := range env {
		if key(old) == key(kv) {
			env[i] = kv
			return env
		}
	}
	return append(env, kv)
}

func key(kv string) string {
	for i := range len(kv) {
		if kv[i] == '=' {
			return kv[:i]
		}
	}
	return kv
}
