package sandbox

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// launch is what became of starting a program.
type launch struct {
	pid int
	err error
}

// launch starts the program of the next order, on a thread that makes the
// namespaces which belong to one run alone, before there is an order, and then
// loses all privileges: what a thread has lost, the processes it starts do not
// have. The thread is not used for anything else, and ends with the goroutine.
//
// It waits in exec until watch has served the notification of it. It keeps one of
// Go's processors the while, and does not stop for a garbage collection; so there
// must be more processors, and no collection before.
func (s *supervisor) launch() {
	runtime.LockOSThread()
	err := s.prepare()
	s.ready <- err
	notify(s.wake)
	if err != nil || !s.starts() {
		return
	}
	attr := &syscall.SysProcAttr{Setsid: true}
	if s.cgroup != nil {
		attr.UseCgroupFD, attr.CgroupFD = true, s.cgroup.fd
	}
	pid, err := syscall.ForkExec(s.place.Binary, s.command.Argv(), &syscall.ProcAttr{
		Dir:   s.place.Work,
		Env:   s.command.Environ(s.place.Work, s.place.Tmp),
		Files: s.files,
		Sys:   attr,
	})
	s.launched <- launch{pid, err}
	notify(s.wake)
	if err == nil && s.tracer == nil {
		s.deaths.reap(pid)
	}
}

// prepare does all that comes before the start, as much as possible of it before
// there is an order.
func (s *supervisor) prepare() error {
	err := s.isolate()
	mount := <-s.ordered
	if err != nil {
		return err
	}
	if s.means&MountNS != 0 {
		if s.place, err = settleIn(s.command, mount); err != nil {
			return err
		}
	}
	if err := s.capture(); err != nil {
		return fmt.Errorf("capturing: %w", err)
	}
	scatterPIDs(s.pids)
	if s.listener, err = s.confine(); err != nil {
		return err
	}
	setSlack(usual)
	s.start = time.Now()
	s.due = s.start.Add(s.command.Timeout)
	s.look = s.start.Add(lookEvery)
	return nil
}

// trial stands for the command when it is only tried whether the means work.
// Started, it is this binary, which ends at once without arguments.
var trial = &Command{
	Path:    os.DevNull,
	Program: supervisorName,
	Timeout: time.Second,
	Limits:  Limits{Disk: 1 << 20},
}

// starts reports whether a program is started: for a trial, only tracing needs it.
func (s *supervisor) starts() bool { return !s.trial || s.means&Tracing != 0 }

// isolate makes what is the same for all runs and yet each one's own.
func (s *supervisor) isolate() error {
	flags := 0
	for bit, flag := range map[Means]int{
		MountNS: unix.CLONE_NEWNS, NetNS: unix.CLONE_NEWNET,
		IPCNS: unix.CLONE_NEWIPC, UTSNS: unix.CLONE_NEWUTS,
	} {
		if s.means&bit != 0 {
			flags |= flag
		}
	}
	if flags == 0 {
		return nil
	}
	if err := unix.Unshare(flags); err != nil {
		return fmt.Errorf("new namespaces: %w", err)
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
	if s.means&MountNS != 0 {
		return clearRoot()
	}
	return nil
}
