package sandbox

import (
	"math/bits"
	"strings"
)

// Means are the ways in which a run is isolated and watched.
type Means uint

const (
	UserNS Means = 1 << iota
	PIDNS
	MountNS
	NetNS
	IPCNS
	UTSNS
	// Cgroup puts the run into a control group, of which the kernel kills
	// all processes at once.
	Cgroup
	// Tracing has each new process stop until the supervisor lets it go on:
	// so none can get away. It needs Barrier.
	Tracing
	// Barrier holds each write to standard output or error back until what
	// was written before has been read, so that the order of both is true.
	Barrier
)

const Namespaces = UserNS | PIDNS | MountNS | NetNS | IPCNS | UTSNS

// Rungs are the combinations that are tried, strongest first. A kernel may
// refuse user namespaces to anyone but root, new mounts inside a container,
// and all of it to an ordinary user, to whom it may have delegated a control
// group. The last two do not end what keeps starting itself anew for sure.
var Rungs = []Means{
	UserNS | PIDNS | MountNS | NetNS | IPCNS | UTSNS | Barrier,
	PIDNS | MountNS | NetNS | IPCNS | UTSNS | Barrier,
	UserNS | PIDNS | MountNS | NetNS | IPCNS | UTSNS,
	PIDNS | MountNS | NetNS | IPCNS | UTSNS,
	UserNS | PIDNS | NetNS | IPCNS | UTSNS | Barrier,
	UserNS | PIDNS | NetNS | IPCNS | UTSNS,
	UserNS | PIDNS | Barrier,
	UserNS | PIDNS,
	PIDNS | Barrier,
	PIDNS,
	Cgroup | Barrier,
	Cgroup,
	Tracing | Barrier,
	Barrier,
	0,
}

// String names the means in a few words for people.
func (m Means) String() string {
	var names []string
	for i, name := range []string{"user", "pid", "mount", "net", "ipc", "uts"} {
		if m&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	s := strings.Join(names, ", ")
	switch n := bits.OnesCount(uint(m & Namespaces)); {
	case n > 1:
		s += " namespaces"
	case n == 1:
		s += " namespace"
	case m&Cgroup != 0:
		s = "cgroup"
	case m&Tracing != 0:
		s = "ptrace"
	default:
		s = "subreaper (may leave processes)"
	}
	if m&Barrier == 0 {
		s += "; streams not told apart"
	}
	return s
}
