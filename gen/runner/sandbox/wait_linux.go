package sandbox

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"
)

// waits reports whether the notified call waits for a child to end, and for
// which; 0 for the first of some.
func (n *notification) waits() (child int, ok bool) {
	const idPID, idPIDFD = 1, 3
	var options uint64
	switch n.nr {
	case unix.SYS_WAIT4:
		child, options = max(int(int32(n.args[0])), 0), n.args[2]
	case unix.SYS_WAITID:
		options = n.args[3]
		if options&unix.WEXITED == 0 {
			return 0, false
		}
		switch n.args[0] {
		case idPID:
			child = int(int32(n.args[1]))
		case idPIDFD:
			text, _ := readFile(fmt.Sprintf("/proc/%d/fdinfo/%d", n.pid, int32(n.args[1])))
			if child = field(text, "\nPid:\t"); child <= 0 {
				return 0, false // it has ended
			}
		}
	default:
		return 0, false
	}
	return child, options&unix.WNOHANG == 0
}

// waiting tells that a process is going to wait for a child, if n says so.
func (s *supervisor) waiting(n *notification) {
	if !s.ending.Traced || !s.census.proc {
		return
	}
	child, ok := n.waits()
	if !ok {
		return
	}
	if pid, _, ok := identify(int(n.pid)); ok {
		s.tell(&Event{Kind: Waits, PID: pid, Parent: child, At: time.Since(s.start)})
	}
}
