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
	// barrier holds each write to standard output or error back until what
	// was written before has been read, so that the order of both is true.
	Barrier
)

const Namespaces = UserNS | PIDNS | MountNS | NetNS | IPCNS | UTSNS

// Rungs are the combinations that are tried, strongest first. A kernel may
// refuse user namespaces to anyone but root, new mounts inside a container,
// and all of it to an ordinary user.
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
	switch bits.OnesCount(uint(m & Namespaces)) {
	case 0:
		s = "subreaper (may leave processes)"
	case 1:
		s += " namespace"
	default:
		s += " namespaces"
	}
	if m&Barrier == 0 {
		s += "; streams not told apart"
	}
	return s
}
