package runner

import (
	"context"
	"math/bits"
	"os"
	"strings"
	"sync"
)

// means are the ways in which a run is isolated and watched.
type means uint

const (
	userNS means = 1 << iota
	pidNS
	mountNS
	netNS
	ipcNS
	utsNS
	// barrier holds each write to standard output or error back until what
	// was written before has been read, so that the order of both is true.
	barrier
)

const namespaces = userNS | pidNS | mountNS | netNS | ipcNS | utsNS

// rungs are the combinations that are tried, strongest first. A kernel may
// refuse user namespaces to anyone but root, new mounts inside a container,
// and all of it to an ordinary user.
var rungs = []means{
	userNS | pidNS | mountNS | netNS | ipcNS | utsNS | barrier,
	pidNS | mountNS | netNS | ipcNS | utsNS | barrier,
	userNS | pidNS | mountNS | netNS | ipcNS | utsNS,
	pidNS | mountNS | netNS | ipcNS | utsNS,
	userNS | pidNS | netNS | ipcNS | utsNS | barrier,
	userNS | pidNS | netNS | ipcNS | utsNS,
	userNS | pidNS | barrier,
	userNS | pidNS,
	pidNS | barrier,
	pidNS,
	barrier,
	0,
}

// strongest finds the first rung that works here, once.
var strongest = sync.OnceValue(func() means {
	for _, m := range rungs {
		if m&userNS == 0 && m&pidNS != 0 && os.Geteuid() != 0 {
			continue
		}
		if m.probe() == nil {
			return m
		}
	}
	return 0
})

// probe reports why m does not work here.
func (m means) probe() error {
	_, err := m.supervise(context.Background(), nil)
	return err
}

// String names the means as [Isolation] does.
func (m means) String() string {
	var names []string
	for i, name := range []string{"user", "pid", "mount", "net", "ipc", "uts"} {
		if m&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	s := strings.Join(names, ", ")
	switch bits.OnesCount(uint(m & namespaces)) {
	case 0:
		s = "subreaper (may leave processes)"
	case 1:
		s += " namespace"
	default:
		s += " namespaces"
	}
	if m&barrier == 0 {
		s += "; streams not told apart"
	}
	return s
}

// Isolation says by which means runs on this machine are isolated, strongest
// first, in a few words for people: "user, pid, mount, net, ipc, uts
// namespaces". It is found by a probe, once.
func Isolation() string { return strongest().String() }
