package sandbox

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A process that was started as a supervisor does that work here, and does not
// get any further: the rest of the generator takes ten times as long to
// initialise as a supervisor takes to start. Packages are initialised in the
// order of their paths, as soon as those that they import are; so this one must
// not import what initialises late. A test holds that.
func init() {
	if len(os.Args) == 0 {
		return
	}
	switch os.Args[0] {
	case starterName:
		serveStarts()
	case supervisorName:
		supervise(os.Args[1:])
	default:
		return
	}
	os.Exit(0)
}

// connFD is the supervisor's connection to the runner.
const connFD = 3

// supervise is the supervisor's process.
func supervise(args []string) {
	x := &surroundings{
		orders: newOrderReader(connFD),
		frames: bufio.NewWriterSize(os.NewFile(connFD, "frames"), 64<<10),
		buf:    make([]byte, 64<<10),
	}
	if err := x.serve(args); err != nil {
		x.tell(&Event{Kind: brokenFrame, Text: []byte(err.Error())})
	}
	_ = x.frames.Flush() // nobody to tell
}

// surroundings are what the runs of one supervisor have in common.
type surroundings struct {
	means  Means
	orders *orderReader
	frames *bufio.Writer
	cgroup *cgroup // nil without one
	pids   int     // where the next process id is set; -1 if it cannot be
	wake   int     // an eventfd: some thread has news for the one that waits
	buf    []byte  // for what is being read
}

// supervisor starts one program, watches it, and ends all that it started. In
// a PID namespace it is process 1, elsewhere a subreaper: in both, processes
// whose parent ends become its children.
type supervisor struct {
	*surroundings
	command *Command
	place   place
	trial   bool // of the means only

	ordered  chan int    // once: a mount of the program, or -1
	ready    chan error  // once: nil if the program is being started
	launched chan launch // what came of it

	streams  []*stream
	files    []uintptr // of the program
	slave    int       // the end of a terminal that programs have; 0 without
	listener int       // notifications of writes and execs; -1 without
	deaths   *deaths
	census   *census
	tracer   *tracer // nil unless the run is traced

	start  time.Time
	pid    int       // of the main process; 0 until it is known
	forked bool      // the program was started, or could not be
	begun  bool      // the main process has become the program
	killed time.Time // when all were killed; zero until then
	phase  phase
	due    time.Time     // when the phase is over
	last   time.Time     // when lingering is over, whatever happens
	look   time.Time     // when to look at the processes again
	cpu    time.Duration // of processes that have ended
	total  int64         // bytes printed
	stacks int           // bytes of stacks
	alone  bool          // all processes are gone
	broken error         // why the run was given up
	ending Ending
}

// serve serves one run after the other, as long as each ends by itself and
// leaves nothing.
func (x *surroundings) serve(args []string) error {
	// Not before Linux 5.11: what the runner's own parent left open to all
	// its children, too.
	_ = unix.CloseRange(connFD, math.MaxInt32, unix.CLOSE_RANGE_CLOEXEC)
	unix.CloseOnExec(connFD)
	if len(args) != 1 {
		return errors.New("a supervisor is started by the generator only")
	}
	means, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	x.means = Means(means)
	if err := x.settle(); err != nil {
		return err
	}
	if x.cgroup != nil {
		defer x.cgroup.remove()
	}
	for {
		again, err := x.serveOne()
		if err != nil || !again {
			return err
		}
		collect()
	}
}

// serveOne serves one run, and reports whether there may be another. That is told
// to the runner before the run is cleared away, which takes some time.
func (x *surroundings) serveOne() (again bool, err error) {
	s := newSupervisor(x)
	defer s.close()
	go s.launch()
	o, mount, err := s.orders.next()
	if err == io.EOF {
		return false, nil // it was a spare one
	}
	if err != nil {
		return false, fmt.Errorf("reading the order: %w", err)
	}
	if err := s.take(o, mount); err != nil {
		return false, err
	}
	if s.starts() {
		if err := s.watch(); err != nil {
			return false, err
		}
	}
	s.ending.again = s.killed.IsZero()
	s.tell(s.ending.event())
	return s.ending.again, s.frames.Flush()
}

// collect collects garbage if there is much, now that no program is being started;
// see launch.
func collect() {
	const much = 4 << 20
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc > much {
		runtime.GC()
	}
}

// take has the program of an order started.
func (s *supervisor) take(o *order, mount int) (err error) {
	if s.command, s.place, s.trial = o.Command, o.Place, o.Command == nil; s.trial {
		s.command, s.place = trial, place{Binary: "/proc/self/exe"}
	}
	if s.command.Record && s.means&Barrier != 0 || s.means&Tracing != 0 {
		s.tracer = newTracer(s.wake, s.census.proc)
	}
	if s.means&MountNS != 0 && mount < 0 {
		// In the namespace of the run, what is outside is gone.
		if mount, err = outside(s.command.Path); err != nil {
			return err
		}
	}
	s.ordered <- mount
	return s.prepared()
}

// prepared waits until the program is being started, in the kernel: the launching
// thread keeps its Go processor from now on, and to find another one for a
// goroutine that waited for the channel took longer than the rest of the start.
func (s *supervisor) prepared() error {
	for {
		select {
		case err := <-s.ready:
			notify(s.wake) // there may be more news, of which we have been told
			return err
		default:
		}
		_, _ = unix.Poll([]unix.PollFd{{Fd: int32(s.wake), Events: unix.POLLIN}}, -1) // interrupted: again
		var b [8]byte
		_, _ = unix.Read(s.wake, b[:])
	}
}

func newSupervisor(x *surroundings) *supervisor {
	s := &supervisor{
		surroundings: x,
		ordered:      make(chan int, 1),
		ready:        make(chan error, 1),
		launched:     make(chan launch, 1),
		listener:     -1,
		deaths:       &deaths{wake: x.wake},
	}
	s.census = newCensus(s)
	return s
}

// tell sends a frame. If the runner is gone, the supervisor is about to go.
func (x *surroundings) tell(f *Event) { _ = writeFrame(x.frames, f) }

// settle makes the surroundings of programs, as far as they are the same for
// all.
func (x *surroundings) settle() (err error) {
	unix.Umask(0o022)
	defaultActions()
	// A program may ask for the name of its parent. This is the first
	// thread, whose name is that of the process.
	name := [16]byte{'i', 'n', 'i', 't'}
	_ = unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&name)), 0, 0, 0) // it is called exe otherwise
	if x.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		return err
	}
	if x.means&PIDNS == 0 {
		if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
			return fmt.Errorf("becoming a subreaper: %w", err)
		}
	}
	if x.pids = -1; x.means&PIDNS != 0 {
		x.pids = openPIDs()
	}
	if x.means&MountNS != 0 {
		if err := enterRoot(); err != nil {
			return err
		}
	}
	if x.means&Cgroup != 0 {
		if x.cgroup, err = newCgroup(); err != nil {
			return fmt.Errorf("control group: %w", err)
		}
	}
	return nil
}

// watch watches the program to its end and that of all it started.
func (s *supervisor) watch() error {
	for !s.alone || !s.forked {
		s.wait()
		if err := s.news(); err != nil {
			return err
		}
		s.step(time.Now())
	}
	s.drain()
	if s.slave > 0 {
		s.lastWords()
	}
	return s.broken
}

// close closes what was opened for the run. All of its processes are gone.
func (s *supervisor) close() {
	for _, st := range s.streams {
		_ = unix.Close(st.fd) // nothing is written
	}
	for _, fd := range slices.Compact(s.files) { // output may be one file
		_ = unix.Close(int(fd)) // it was the program's
	}
	s.deafen()
}

// deafen gives up the notifications.
func (s *supervisor) deafen() {
	if s.listener >= 0 {
		_ = unix.Close(s.listener) // nobody waits for an answer
		s.listener = -1
	}
}

// wait waits until there is something to do.
func (s *supervisor) wait() {
	fds := [6]unix.PollFd{
		// The listener must come first: the kernel looks at one after
		// the other, and what was written before the listener became
		// ready must be seen.
		{Fd: int32(s.listener), Events: unix.POLLIN},
		{Fd: int32(s.wake), Events: unix.POLLIN},
		{Fd: connFD, Events: unix.POLLRDHUP},
	}
	n := 3
	for _, st := range s.streams {
		fds[n] = unix.PollFd{Fd: int32(st.fd), Events: unix.POLLIN}
		n++
	}
	due := s.due
	if s.look.Before(due) {
		due = s.look
	}
	timeout := max(0, time.Until(due)) / time.Millisecond
	if _, err := unix.Poll(fds[:n], int(timeout)+1); err != nil {
		return // interrupted
	}
	if fds[1].Revents != 0 {
		var b [8]byte
		_, _ = unix.Read(s.wake, b[:]) // what it counts does not matter
	}
	if fds[2].Revents != 0 {
		s.kill() // the runner is gone
	}
	asked := fds[0].Revents&unix.POLLIN != 0
	for i, st := range s.streams {
		if fds[3+i].Revents == 0 {
			continue
		}
		if asked {
			st.drain(s.printed)
		} else {
			st.read(s.printed)
		}
	}
	switch {
	case asked:
		s.serve()
	case fds[0].Revents != 0:
		s.deafen() // all that could notify have ended
	}
}

// serve lets one process go on that is about to write or to exec. What others
// had written before has been read.
func (s *supervisor) serve() {
	n, ok := receive(s.listener)
	if !ok {
		return // killed meanwhile
	}
	if s.phase == exterminate {
		// It has been started after all were killed.
		_ = unix.Kill(int(n.pid), unix.SIGKILL)
		return
	}
	if s.pid == 0 {
		s.meet(int(n.pid))
	}
	s.lives()
	s.census.thread(int(n.pid), n.exec())
	s.waiting(n)
	release(s.listener, n)
	s.active()
}

// meet learns the main process, before its first instruction if possible.
func (s *supervisor) meet(pid int) {
	s.pid = pid
	bound(pid, s.means, s.command.Limits)
	s.census.started(pid, 0, 0)
	if err := s.trace(); err != nil && s.means&Tracing != 0 {
		s.broken = fmt.Errorf("tracing the program: %w", err)
		s.kill()
	}
}

// drain reads what was printed. What is in the sockets when it is called is
// read; what comes meanwhile may be.
func (s *supervisor) drain() {
	for _, st := range s.streams {
		st.drain(s.printed)
	}
}

// printed takes over a piece of output.
func (s *supervisor) printed(pid int, stream Stream, text []byte) {
	s.lives()
	if stream == extraStream {
		s.tell(&Event{Kind: Extra, Text: text})
		return
	}
	if pid == 0 {
		pid = s.census.only()
	}
	s.census.writer(pid)
	f := &Event{Kind: Chunk, PID: pid, Stream: stream, At: time.Since(s.start), Text: text}
	if s.phase == quitting && pid == s.pid {
		f.Kind = Stack
		if s.stacks += len(text); s.stacks > MaxDump {
			return
		}
	}
	if s.total += int64(len(text)); s.total > s.command.Limits.Output {
		s.over("output")
		if s.total > s.command.Limits.Output+MaxDump {
			return // what the dying still had in the sockets
		}
	}
	s.tell(f)
	s.active()
}

// news takes over what other threads have left.
func (s *supervisor) news() error {
	select {
	case l := <-s.launched:
		s.forked = true
		if l.err != nil {
			return fmt.Errorf("starting the program: %w", l.err)
		}
		if s.pid == 0 {
			s.meet(l.pid)
		}
	default:
	}
	dead := s.deaths.take()
	s.lives() // all that was told before of them
	for _, d := range dead {
		s.died(d)
	}
	return nil
}

func (s *supervisor) died(d death) {
	s.drain()
	s.active()
	switch {
	case d.pid == 0:
		s.alone = true
	case d.pid == s.pid:
		s.ending.Status = uint32(d.status)
		s.ending.Elapsed = d.at.Sub(s.start)
		if s.phase == running {
			s.phase, s.last = outlived, d.at.Add(lingering)
			s.active()
		} else if s.phase == quitting {
			s.kill()
		}
	case s.phase == exterminate:
		if d.status.Signaled() && d.status.Signal() == unix.SIGKILL {
			s.ending.Killed++
		}
	case d.outlived:
		s.ending.Outlived++
	}
	s.cpu += d.cpu
	if limit := s.command.Limits.CPU; limit > 0 && s.cpu >= limit {
		s.over("CPU time")
	}
}
