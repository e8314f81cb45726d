package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// cgroup is a control group for the program and all it starts, below the one
// that the supervisor is in. The kernel kills all of a group at once, and what
// they are just starting.
//
// A program that knows where it is can move itself to another group, as its
// user may; the supervisor finds those as its own descendants.
type cgroup struct {
	dir string
	fd  int
}

// newCgroup makes a group, which the kernel allows whoever the group that we
// are in has been delegated to.
func newCgroup() (*cgroup, error) {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	groups, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil, err
	}
	own, err := ownCgroup(string(mounts), string(groups))
	if err != nil {
		return nil, err
	}
	// Whoever may not write here may not start processes in other groups.
	procs, err := os.OpenFile(filepath.Join(own, "cgroup.procs"), os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	_ = procs.Close() // nothing was written
	g := &cgroup{}
	if g.dir, err = os.MkdirTemp(own, "huoye-"); err != nil {
		return nil, err
	}
	if g.fd, err = unix.Open(g.dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0); err == nil {
		// Not before Linux 5.14. And not to be tried: the kernel would
		// kill who is started in the group later, too.
		_, err = os.Stat(g.switchName())
	}
	if err != nil {
		g.remove()
		return nil, err
	}
	return g, nil
}

// ownCgroup finds the directory of the group that this process is in, from the
// texts of its mountinfo and cgroup files.
func ownCgroup(mounts, groups string) (string, error) {
	for line := range strings.Lines(mounts) {
		before, after, _ := strings.Cut(line, " - ")
		fields := strings.Fields(before)
		if !strings.HasPrefix(after, "cgroup2 ") || len(fields) < 5 {
			continue
		}
		root, target := fields[3], fields[4]
		for line := range strings.Lines(groups) {
			own, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "0::")
			if !ok {
				continue
			}
			// From inside a namespace of groups, those outside begin with "/..".
			below, err := filepath.Rel(root, own)
			if err == nil && filepath.IsLocal(below) && !strings.HasPrefix(own, "/..") {
				return filepath.Join(target, below), nil
			}
		}
	}
	return "", errors.New("there is no control group of version 2")
}

// kill kills all in the group, and what they are starting.
func (g *cgroup) kill() error { return writeFile(g.switchName(), "1") }

func (g *cgroup) switchName() string { return filepath.Join(g.dir, "cgroup.kill") }

// remove removes the group when all in it have ended.
func (g *cgroup) remove() { _ = unix.Rmdir(g.dir) }
