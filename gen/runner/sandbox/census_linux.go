package sandbox

import (
	"bytes"
	"iter"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// maxProcs is how many processes of a run are told apart.
const maxProcs = 1000

// census knows the processes of a run.
type census struct {
	s       *supervisor
	self    int  // the supervisor
	proc    bool // /proc shows the processes by the ids that we use
	known   map[int]bool
	threads map[int]bool // threads whose process is known

	// unborn are children that borrow the memory of their parents, which
	// wait for them. They count when they become other programs, or print
	// something. Some end before that: Go tries so, in each process that
	// starts others, how the kernel starts processes.
	unborn map[int]birth
}

// birth is when and by whom a process was started.
type birth struct {
	parent int
	at     time.Duration
}

func newCensus(s *supervisor) *census {
	return &census{
		s:       s,
		self:    os.Getpid(),
		proc:    s.means&PIDNS == 0 || s.means&MountNS != 0,
		known:   map[int]bool{},
		threads: map[int]bool{},
		unborn:  map[int]birth{},
	}
}

// thread learns a thread that waits for us, so that it can be looked at. exec
// says that it is about to execute a program, most likely just forked: then
// its parent lives, too.
func (c *census) thread(tid int, exec bool) {
	if c.threads[tid] || exec && c.s.ending.Traced {
		return // known, or known better if the exec succeeds
	}
	if !c.proc {
		if exec { // a process with one thread, usually
			c.process(tid, 0)
		}
		return
	}
	if pid, parent, ok := identify(tid); ok {
		c.threads[tid] = true
		c.process(pid, parent)
	}
}

// writer learns the writer of some output. It may be dead by now.
func (c *census) writer(pid int) {
	if c.known[pid] || pid == 0 {
		return
	}
	parent := 0
	if c.proc {
		_, parent, _ = identify(pid)
	}
	c.process(pid, parent)
}

// only returns the one process of the run, if there has been no other: then it
// wrote whatever was written. Otherwise 0.
func (c *census) only() int {
	if len(c.known) == 1 && c.s.means&Barrier != 0 {
		return c.s.pid
	}
	return 0
}

// process learns a process, its ancestors first.
func (c *census) process(pid, parent int) {
	if c.known[pid] || pid == 0 || pid == c.self || len(c.known) == maxProcs {
		return
	}
	if b, ok := c.unborn[pid]; ok {
		c.started(pid, b.parent, b.at)
		return
	}
	if parent == 1 || parent == c.self {
		parent = 0 // ours, or an orphan that has become ours
	}
	if parent != 0 && !c.known[parent] {
		_, grand, _ := identify(parent)
		c.process(parent, grand)
	}
	c.started(pid, parent, time.Since(c.s.start))
}

// started learns a process whose parent is known, or unknown for good.
func (c *census) started(pid, parent int, at time.Duration) {
	if c.known[pid] || len(c.known) == maxProcs {
		return
	}
	c.known[pid] = true
	c.s.tell(&Event{Kind: Started, PID: pid, Parent: parent, At: at})
}

// identify returns the process of a thread, and its parent.
func identify(tid int) (pid, parent int, ok bool) {
	text, err := readFile("/proc/" + strconv.Itoa(tid) + "/status")
	if err != nil {
		return 0, 0, false
	}
	pid, parent = field(text, "\nTgid:\t"), field(text, "\nPPid:\t")
	return pid, parent, pid != 0
}

func field(text []byte, name string) int {
	_, after, _ := bytes.Cut(text, []byte(name))
	value, _, _ := bytes.Cut(after, []byte("\n"))
	n, _ := strconv.Atoi(string(value)) // 0 if it is not there
	return n
}

// busy reports whether a process has something to do just now.
func busy(pid int) bool {
	for _, stat := range threads(pid) {
		if state := stat[1]; state == 'R' || state == 'D' || state == 't' {
			return true
		}
	}
	return false
}

// crowded reports whether the main process is known not to be the only one.
func (c *census) crowded() bool { return c.proc && len(c.living()) > 1 }

// active returns the thread of a process that runs most, of those that are running
// or about to; the process's own id if there is none, or it cannot be seen.
func (c *census) active(pid int) (tid int) {
	if !c.proc {
		return pid
	}
	tid, most := pid, int64(-1)
	for id, stat := range threads(pid) {
		if ticks := number(stat, 14-3) + number(stat, 15-3); stat[1] == 'R' && ticks > most {
			tid, most = id, ticks
		}
	}
	return tid
}

// ignores reports whether a process is known to ignore a signal.
func (c *census) ignores(pid int, sig unix.Signal) bool {
	if !c.proc {
		return false
	}
	text, _ := readFile("/proc/" + strconv.Itoa(pid) + "/status") // empty if it has ended
	_, after, _ := bytes.Cut(text, []byte("\nSigIgn:\t"))
	line, _, _ := bytes.Cut(after, []byte("\n"))
	mask, _ := strconv.ParseUint(string(line), 16, 64) // none, if there is no such line
	return mask>>(sig-1)&1 != 0
}

// descendants returns the ids of all processes below pid.
func descendants(pid int) []int {
	var all []int
	dir := "/proc/" + strconv.Itoa(pid) + "/task/"
	for _, tid := range list(dir) {
		text, err := readFile(dir + tid + "/children")
		if err != nil {
			continue // it has just ended
		}
		for _, word := range strings.Fields(string(text)) {
			child, err := strconv.Atoi(word)
			if err != nil {
				continue
			}
			all = append(all, child)
			all = append(all, descendants(child)...)
		}
	}
	return all
}

// threads yields the threads of a process and what the kernel says of each: a
// space, its state, and more fields, of which the first is the third in proc(5).
func threads(pid int) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		dir := "/proc/" + strconv.Itoa(pid) + "/task/"
		for _, name := range list(dir) {
			text, err := readFile(dir + name + "/stat")
			tid, _ := strconv.Atoi(name) // it is a number
			// The name before it may hold anything, parentheses too.
			i := bytes.LastIndexByte(text, ')')
			if err == nil && i >= 0 && i+2 < len(text) && !yield(tid, text[i+1:]) {
				return
			}
		}
	}
}

// readFile reads a file as [os.ReadFile] does, without trying to poll it.
func readFile(name string) ([]byte, error) {
	fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(fd)
	text := make([]byte, 0, 2<<10)
	for {
		n, err := unix.Read(fd, text[len(text):cap(text)])
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return text, nil
		}
		if text = text[:len(text)+n]; len(text) == cap(text) {
			text = append(text, 0)[:len(text)]
		}
	}
}

// list returns the names in a directory, none if it is not there.
func list(dir string) []string {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	names, _ := d.Readdirnames(-1) // of a process that has just ended
	return names
}
