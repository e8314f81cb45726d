package sandbox

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strconv"
	"syscall"
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
	s := &supervisor{frames: bufio.NewWriterSize(os.NewFile(connFD, "frames"), 64<<10)}
	if err := s.main(args); err != nil {
		s.tell(&Event{Kind: brokenFrame, Text: []byte(err.Error())})
	}
	_ = s.frames.Flush() // nobody to tell
}

// supervisor starts one program, watches it, and ends all that it started. In
// a PID namespace it is process 1, elsewhere a subreaper: in both, processes
// whose parent ends become its children.
type supervisor struct {
	means   Means
	command *Command
	place   place
	root    *rootBuilder // nil without a root of its own
	frames  *bufio.Writer

	streams  []*stream
	slave    int // the end of a terminal that programs have; 0 without
	listener int // notifications of writes and execs; -1 without
	wake     int // an eventfd: there is something in launched or deaths
	launched chan launch
	deaths   *deaths
	census   *census
	tracer   *tracer // nil unless the run is traced
	cgroup   *cgroup // nil without one

	start  time.Time
	pid    int       // of the main process; 0 until it is known
	forked bool      // launch has done its work
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

// launch is what became of starting the program.
type launch struct {
	pid int
	err error
}

func (s *supervisor) main(args []string) error {
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
	s.means = Means(means)
	if err := s.settle(); err != nil {
		return err
	}
	if s.cgroup != nil {
		defer s.cgroup.remove()
	}
	o, mount, err := readOrder(connFD)
	if err == io.EOF {
		return nil // it was a spare one
	}
	if err != nil {
		return fmt.Errorf("reading the order: %w", err)
	}
	s.command, s.place = o.Command, o.Place
	if s.root != nil {
		if s.place, err = s.root.finish(s.command, mount); err != nil {
			return err
		}
	}
	if s.command == nil {
		return s.rehearse()
	}
	if err := s.watch(); err != nil {
		return err
	}
	s.tell(s.ending.event())
	return nil
}

// tell sends a frame. If the runner is gone, the supervisor is about to go.
func (s *supervisor) tell(f *Event) { _ = writeFrame(s.frames, f) }

// settle makes the surroundings of the program, as far as they are the same for
// all programs.
func (s *supervisor) settle() error {
	unix.Umask(0o022)
	// A program may ask for the name of its parent. This is the first
	// thread, whose name is that of the process.
	name := [16]byte{'i', 'n', 'i', 't'}
	_ = unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&name)), 0, 0, 0) // it is called exe otherwise
	if s.means&PIDNS == 0 {
		if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
			return fmt.Errorf("becoming a subreaper: %w", err)
		}
	}
	if s.means&NetNS != 0 {
		if err := loopbackUp(); err != nil {
			return fmt.Errorf("loopback: %w", err)
		}
	}
	if s.means&UTSNS != 0 {
		if err := unix.Sethostname([]byte("huoye")); err != nil {
			return fmt.Errorf("host name: %w", err)
		}
	}
	if s.means&PIDNS != 0 {
		scatterPIDs() // before the old /proc is gone
	}
	if s.means&MountNS != 0 {
		if s.root = newRoot(); s.root.err != nil {
			return s.root.err
		}
	}
	if s.means&Cgroup != 0 {
		var err error
		if s.cgroup, err = newCgroup(); err != nil {
			return fmt.Errorf("control group: %w", err)
		}
	}
	return nil
}

// watch runs the program to its end and that of all it started.
func (s *supervisor) watch() error {
	if err := s.begin(); err != nil {
		return err
	}
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

// begin opens the capture and starts the program.
func (s *supervisor) begin() (err error) {
	if s.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		return err
	}
	files, err := s.capture()
	if err != nil {
		return fmt.Errorf("capturing: %w", err)
	}
	s.deaths = &deaths{wake: s.wake}
	s.census = newCensus(s)
	if s.command.Record && s.means&Barrier != 0 || s.means&Tracing != 0 {
		s.tracer = newTracer(s.wake, s.census.proc)
	}
	s.launched = make(chan launch, 1)
	ready := make(chan launch)
	go s.launch(files, ready)
	if l := <-ready; l.err != nil {
		return l.err
	} else {
		s.listener = l.pid
	}
	s.start = time.Now()
	s.due = s.start.Add(s.command.Timeout)
	s.look = s.start.Add(lookEvery)
	ready <- launch{}
	return nil
}

// launch starts the program on a thread that has lost all privileges: what a
// thread has lost, the processes it starts do not have. The thread is not used
// for anything else, and ends with the goroutine.
//
// The thread waits in exec until watch has served the notification of it. It
// keeps one of Go's processors the while, and does not stop for a garbage
// collection; so there must be more processors, and no collection before.
func (s *supervisor) launch(files []uintptr, ready chan launch) {
	runtime.LockOSThread()
	setSlack(usual)
	listener, err := s.confine()
	ready <- launch{pid: listener, err: err}
	if err != nil {
		return
	}
	<-ready
	attr := &syscall.SysProcAttr{Setsid: true}
	if s.cgroup != nil {
		attr.UseCgroupFD, attr.CgroupFD = true, s.cgroup.fd
	}
	pid, err := syscall.ForkExec(s.place.Binary, s.command.Argv(), &syscall.ProcAttr{
		Dir:   s.place.Work,
		Env:   s.command.Environ(s.place.Work, s.place.Tmp),
		Files: files,
		Sys:   attr,
	})
	s.launched <- launch{pid, err}
	notify(s.wake)
	if err == nil && s.tracer == nil {
		s.deaths.reap(pid)
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
		s.listener = -1 // all that could notify have ended
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

// active puts off the end of processes that outlived the main one.
func (s *supervisor) active() {
	if s.phase == outlived {
		if s.due = time.Now().Add(s.census.grace()); s.due.After(s.last) {
			s.due = s.last
		}
	}
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
			s.phase = outlived
			s.due = d.at.Add(s.census.grace())
			s.last = d.at.Add(lingering)
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
