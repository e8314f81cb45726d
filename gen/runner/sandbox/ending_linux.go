package sandbox

import (
	"time"

	"golang.org/x/sys/unix"
)

// phase is how far a run has got.
type phase int

const (
	running     phase = iota
	quitting          // the main process was asked for its stacks
	outlived          // the main process has ended, others have not
	exterminate       // all are being killed
)

// step goes to the next phase when it is time.
func (s *supervisor) step(now time.Time) {
	if s.phase == exterminate && s.means&PIDNS == 0 {
		s.kill() // again: some may have been started meanwhile
	}
	if !now.Before(s.look) {
		s.lookAround(now)
	}
	if now.Before(s.due) && s.stacks <= MaxDump {
		return
	}
	switch s.phase {
	case running:
		s.quit("time")
	case quitting:
		s.kill()
	case outlived:
		if now.Before(s.last) && s.census.busy() {
			s.due = now.Add(grace / 4)
			return
		}
		s.kill()
	}
}

// quit asks the main process for its stacks, and ends the run because of a limit.
func (s *supervisor) quit(limit string) {
	s.ending.Limit = limit
	s.phase, s.due = quitting, time.Now().Add(dying)
	if s.pid == 0 {
		return // it has not begun
	}
	if s.census.crowded() {
		// The others stop, or they would take the time that the main
		// process needs to print. It must go on if it has stopped, too.
		s.signal(unix.SIGSTOP)
		defer unix.Kill(s.pid, unix.SIGCONT)
	}
	_ = unix.Kill(s.pid, unix.SIGQUIT) // it may just have ended
}

// signal sends a signal to all processes of the run. In a PID namespace none is
// left out, whatever is being started.
func (s *supervisor) signal(sig unix.Signal) {
	if s.means&PIDNS != 0 {
		_ = unix.Kill(-1, sig) // there may be none
		return
	}
	for _, pid := range descendants(s.census.self) {
		_ = unix.Kill(pid, sig) // it may have ended
	}
}

// over ends the run because of a limit.
func (s *supervisor) over(limit string) {
	if s.ending.Limit == "" && s.phase != exterminate {
		s.ending.Limit = limit
		s.kill()
	}
}

// kill kills all processes of the run.
func (s *supervisor) kill() {
	s.phase, s.due = exterminate, time.Now().Add(time.Hour)
	if s.killed.IsZero() {
		s.killed = time.Now()
	}
	if s.tracer != nil {
		s.tracer.lethal.Store(true)
	}
	if s.cgroup != nil {
		_ = s.cgroup.kill() // as well: some may have left it
	}
	s.signal(unix.SIGKILL)
	if s.means&PIDNS == 0 {
		s.due = time.Now().Add(5 * time.Millisecond)
	}
}
