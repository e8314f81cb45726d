package sandbox

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// tracer follows every process of a run from its start to its end: the kernel
// stops a process that has started another one, the new one, and one that has
// become another program, until the tracer lets it go on; and nobody else is
// told of an end before the tracer is. So no process is missed, however short
// its life, and all that others print after its end is later than that.
//
// A traced run is slower, so this is for recording, and for machines on which
// nothing else holds the processes together.
type tracer struct {
	wake   int
	proc   bool // /proc shows the processes by the ids that we use
	seized chan error
	lethal atomic.Bool // a process that stops is killed: no new one gets away

	// Only the tracing thread uses these.
	owners map[int]int  // the process of each thread; -1 if it is not known
	early  map[int]bool // new ones that wait until we know whose they are

	mu     sync.Mutex
	events []lifeEvent
}

// lifeEvent is the start or end of a process, or that it has become another
// program.
type lifeEvent struct {
	kind   Kind // Started, Execed or Exited
	pid    int
	parent int
	at     time.Time
	status unix.WaitStatus
	vfork  bool // it has only borrowed the memory of its parent
}

func newTracer(wake int, proc bool) *tracer {
	return &tracer{
		wake:   wake,
		proc:   proc,
		seized: make(chan error),
		owners: map[int]int{},
		early:  map[int]bool{},
	}
}

// traceOptions have a new process or thread traced as its parent is, and all
// killed with the tracer.
const traceOptions = unix.PTRACE_O_TRACEFORK | unix.PTRACE_O_TRACEVFORK |
	unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_TRACEEXEC | unix.PTRACE_O_EXITKILL

// seize begins to trace pid, which waits in its first exec, and all it will
// start. From then on the tracer's thread is the one that waits for the end of
// processes: only it can let them go on.
func (t *tracer) seize(pid int, d *deaths) error {
	go func() {
		runtime.LockOSThread()
		err := ptrace(unix.PTRACE_SEIZE, pid, traceOptions)
		if err == nil {
			t.owners[pid] = pid
			d.tracer = t
		}
		t.seized <- err
		d.reap(pid)
	}()
	return <-t.seized
}

func ptrace(request, pid int, data uintptr) error {
	_, _, errno := unix.Syscall6(unix.SYS_PTRACE, uintptr(request), uintptr(pid), 0, data, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// resume lets a stopped thread go on, and gives it a signal unless that is 0.
// If it fails, the thread has been killed meanwhile.
func resume(tid int, sig unix.Signal) { _ = ptrace(unix.PTRACE_CONT, tid, uintptr(sig)) }

// follow deals with what wait4 tells of a thread, and reports whether that is
// the end of a process.
func (t *tracer) follow(tid int, status unix.WaitStatus) bool {
	if !status.Stopped() {
		return t.ended(tid, status)
	}
	if t.lethal.Load() {
		_ = unix.Kill(tid, unix.SIGKILL) // it may have been, already
	}
	switch event := int(status) >> 16; event {
	case 0:
		resume(tid, status.StopSignal())
	case unix.PTRACE_EVENT_FORK, unix.PTRACE_EVENT_VFORK, unix.PTRACE_EVENT_CLONE:
		if child, err := unix.PtraceGetEventMsg(tid); err == nil {
			t.started(int(child), t.owners[tid], event == unix.PTRACE_EVENT_VFORK)
		}
		resume(tid, 0)
	case unix.PTRACE_EVENT_EXEC:
		// The thread has taken over the id of its process.
		if former, err := unix.PtraceGetEventMsg(tid); err == nil && int(former) != tid {
			delete(t.owners, int(former))
		}
		t.put(lifeEvent{kind: Execed, pid: tid})
		resume(tid, 0)
	case unix.PTRACE_EVENT_STOP:
		switch status.StopSignal() {
		case unix.SIGSTOP, unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU:
			if t.owners[tid] != 0 {
				// It stays stopped, until somebody continues it.
				_ = ptrace(unix.PTRACE_LISTEN, tid, 0)
				return false
			}
		}
		if t.owners[tid] == 0 {
			t.early[tid] = true
			return false
		}
		resume(tid, 0)
	default:
		resume(tid, 0)
	}
	return false
}

// started learns a new process or thread, started by the process parent.
func (t *tracer) started(tid, parent int, vfork bool) {
	if t.owners[tid] != 0 {
		return // adopted
	}
	t.owners[tid] = parent
	if parent == 0 {
		t.owners[tid] = -1
	}
	// A process is the one that leads its threads.
	if unix.Tgkill(tid, tid, 0) != unix.ESRCH {
		t.owners[tid] = tid
		t.put(lifeEvent{kind: Started, pid: tid, parent: max(parent, 0), vfork: vfork})
	}
	if t.early[tid] {
		delete(t.early, tid)
		resume(tid, 0)
	}
}

// ended learns the end of a thread. It reports whether it was a process; that
// is told once, though a process whose parent did not wait for it ends once
// more when it has become the supervisor's.
func (t *tracer) ended(tid int, status unix.WaitStatus) bool {
	delete(t.early, tid)
	// It may have been killed before it could say what it had started.
	// Where nobody else can tell, those are not asked too early.
	if t.proc || status.Signal() == unix.SIGKILL {
		for tid := range t.early {
			t.adopt(tid)
		}
	}
	pid := t.owners[tid]
	delete(t.owners, tid)
	if pid != tid {
		return false
	}
	t.put(lifeEvent{kind: Exited, pid: pid, status: status})
	return true
}

// adopt finds out who has started a thread, if that can be seen.
func (t *tracer) adopt(tid int) {
	pid, parent := tid, 0
	if t.proc {
		pid, parent, _ = identify(tid)
	}
	if pid != tid {
		parent = pid
	}
	t.started(tid, t.owners[parent], false)
}

func (t *tracer) put(e lifeEvent) {
	e.at = time.Now()
	t.mu.Lock()
	t.events = append(t.events, e)
	t.mu.Unlock()
	notify(t.wake)
}

// take returns the events since the last call.
func (t *tracer) take() []lifeEvent {
	t.mu.Lock()
	defer t.mu.Unlock()
	events := t.events
	t.events = nil
	return events
}

// trace begins to follow the processes of the run, if it is to be traced. If
// that is refused, less is known of them.
func (s *supervisor) trace() error {
	if s.tracer == nil {
		return nil
	}
	err := s.tracer.seize(s.pid, s.deaths)
	s.ending.Traced = err == nil
	return err
}

// lives tells what has become of the processes. It is called before anything
// else is told of them.
func (s *supervisor) lives() {
	if !s.ending.Traced {
		return
	}
	for _, e := range s.tracer.take() {
		s.active()
		at := e.at.Sub(s.start)
		switch {
		case e.kind == Started && e.vfork:
			s.census.unborn[e.pid] = birth{e.parent, at}
		case e.kind == Started:
			s.census.started(e.pid, e.parent, at)
		case e.kind == Execed && e.pid == s.pid && !s.begun:
			s.begun = true // its very first program
		default:
			if e.kind == Execed {
				s.census.process(e.pid, e.parent)
			}
			delete(s.census.unborn, e.pid)
			s.tell(&Event{
				Kind:   e.kind,
				PID:    e.pid,
				At:     at,
				Status: uint32(e.status),
				Killed: !s.killed.IsZero() && !e.at.Before(s.killed),
			})
		}
	}
}
