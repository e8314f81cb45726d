package runner

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

var defaults = sandbox.Limits{
	CPU:       20 * time.Second,
	Memory:    1 << 30,
	Files:     256,
	Processes: 1024, // a Go process has about five threads, and they count
	Disk:      64 << 20,

	Output: 16 << 20,
	Head:   192 << 10,
	Tail:   64 << 10,
}

// DefaultLimits says what a run may use unless runs.yaml sets other limits: the
// keys there and their values.
func DefaultLimits() []string {
	d := defaults
	return []string{
		"timeout " + book.DefaultTimeout.String(),
		"cpu " + d.CPU.String(),
		"memory " + size(d.Memory),
		"processes " + fmt.Sprint(d.Processes),
		"files " + fmt.Sprint(d.Files),
		"disk " + size(d.Disk),
		"output " + size(d.Output),
	}
}

// limitsOf returns the limits of a run whose runs.yaml asks for l.
func limitsOf(l book.Limits) sandbox.Limits {
	d := defaults
	d.CPU = cmp.Or(l.CPU, d.CPU)
	d.Memory = cmp.Or(l.Memory, d.Memory)
	d.Processes = cmp.Or(l.Processes, d.Processes)
	d.Files = cmp.Or(l.Files, d.Files)
	d.Disk = cmp.Or(l.Disk, d.Disk)
	d.Output = cmp.Or(l.Output, d.Output)
	return d
}

// Limit is the error of a run that was ended because it ran over one of its
// limits, or that could not do what it wanted because of one.
type Limit struct {
	What   string           // "time", "CPU time", "memory", "processes", "files", "disk", "output"
	Value  string           // the limit: "10s", "16 MiB"
	Output *contract.Output // what it printed until then
	Stacks string           // goroutine stacks, folded; "" if there are none
}

func (l *Limit) Error() string {
	switch l.What {
	case "files":
		return "reached its limit of " + l.Value + " open files"
	case "processes":
		return "reached its limit of " + l.Value + " processes and threads"
	}
	return "ran over its " + l.What + " limit of " + l.Value
}

// Key is where the limit is set in runs.yaml, below the run.
func (l *Limit) Key() string {
	switch l.What {
	case "time":
		return "timeout"
	case "CPU time":
		return "limits: cpu"
	}
	return "limits: " + l.What
}

// newLimit returns the limit called what of c.
func newLimit(c *sandbox.Command, what string, out *contract.Output) *Limit {
	l := &Limit{What: what, Output: out}
	switch what {
	case "time":
		l.Value = c.Timeout.String()
	case "CPU time":
		l.Value = c.Limits.CPU.String()
	case "memory":
		l.Value = size(c.Limits.Memory)
	case "processes":
		l.Value = fmt.Sprint(c.Limits.Processes)
	case "files":
		l.Value = fmt.Sprint(c.Limits.Files)
	case "disk":
		l.Value = size(c.Limits.Disk)
	case "output":
		l.Value = size(c.Limits.Output)
	}
	return l
}

// errorTexts are what programs print when the kernel refuses them something
// because of a limit. The kernel itself tells nobody.
var errorTexts = sync.OnceValue(func() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		"memory": regexp.MustCompile(`runtime: (?:out of memory|cannot allocate memory)|^fatal error: out of memory|` +
			`fork/exec .*: cannot allocate memory|: Cannot allocate memory$|^MemoryError$`),
		"processes": regexp.MustCompile(`fork/exec .*: resource temporarily unavailable|` +
			`failed to create new OS thread|[Cc]annot fork|fork: .*Resource temporarily unavailable|can't start new thread`),
		"files": regexp.MustCompile(`(?i)too many open files`),
		"disk":  regexp.MustCompile(`(?i)no space left on device|file too large|file size limit exceeded`),
	}
})

// refused finds in an output that the kernel refused something because of a
// limit of c, and returns these limits.
func refused(c *sandbox.Command, out *contract.Output) []*Limit {
	var limits []*Limit
	for _, what := range []string{"memory", "processes", "files", "disk"} {
		for _, l := range out.Lines {
			// There a program can have this error without a limit.
			if errorTexts()[what].MatchString(l.Text) && !strings.Contains(l.Text, "/dev/full") {
				limits = append(limits, newLimit(c, what, out))
				break
			}
		}
	}
	return limits
}

// chosen reports whether runs.yaml sets the limit itself: the program may want
// to show what happens at it.
func (l *Limit) chosen(by book.Limits) bool {
	switch l.What {
	case "memory":
		return by.Memory > 0
	case "processes":
		return by.Processes > 0
	case "files":
		return by.Files > 0
	case "disk":
		return by.Disk > 0
	}
	return false
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
