package sandbox

import (
	"slices"
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
	case quitting, outlived:
		if now.Before(s.last) && s.stacks <= MaxDump && s.busy() {
			s.due = now.Add(s.patience() / 4)
			return
		}
		s.kill()
	}
}

// busy reports whether processes that are about to end are seen to have something
// to do.
func (s *supervisor) busy() bool {
	switch {
	case !s.census.proc:
		return false
	case s.phase == quitting:
		return busy(s.pid) // the others have been stopped
	}
	return slices.ContainsFunc(s.census.living(), busy)
}

// patience is how long processes that are about to end may do nothing before they
// are killed: longer if it cannot be seen whether they do anything.
func (s *supervisor) patience() time.Duration {
	switch {
	case s.phase == quitting && s.census.proc:
		return silence
	case s.phase == quitting:
		return dying
	case s.census.proc:
		return grace
	}
	return lingering / 2
}

// active puts off the end of processes that are about to end.
func (s *supervisor) active() {
	if s.phase != quitting && s.phase != outlived {
		return
	}
	if s.due = time.Now().Add(s.patience()); s.due.After(s.last) {
		s.due = s.last
	}
}

// quit asks the main process for its stacks, and ends the run because of a limit.
func (s *supervisor) quit(limit string) {
	s.ending.Limit = limit
	s.phase, s.last = quitting, time.Now().Add(dying)
	s.active()
	if s.pid == 0 {
		return // it has not begun
	}
	if s.census.ignores(s.pid, unix.SIGQUIT) {
		s.kill()
		return
	}
	if s.census.crowded() {
		// The others stop, or they would take the time that the main
		// process needs to print. It must go on if it has stopped, too.
		s.signal(unix.SIGSTOP)
		defer unix.Kill(s.pid, unix.SIGCONT)
	}
	// The runtime does not show what is just running in other threads than
	// the one that gets the signal. It may just have ended.
	_ = unix.Tgkill(s.pid, s.census.active(s.pid), unix.SIGQUIT)
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
