package sandbox

import (
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// confine takes all privileges from the calling thread, and so from what it
// will start, and has writes and execs notified. The listener is -1 without
// notifications.
func (s *supervisor) confine() (listener int, err error) {
	if err := dropUser(s.means); err != nil {
		return -1, fmt.Errorf("leaving root: %w", err)
	}
	if err := dropCapabilities(); err != nil {
		return -1, fmt.Errorf("dropping capabilities: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return -1, fmt.Errorf("no_new_privs: %w", err)
	}
	if listener, err = install(filter(s.means, s.tracer != nil), s.means&Barrier != 0); err != nil {
		return -1, fmt.Errorf("seccomp filter: %w", err)
	}
	return listener, nil
}

// dropUser makes root nobody where there is no user namespace to do that. The
// calls are raw ones: the package's would change all threads. Without a root
// of its own, the run stays what it was: nobody might not reach the binary.
func dropUser(m Means) error {
	if m&UserNS != 0 || m&MountNS == 0 || os.Geteuid() != 0 {
		return nil
	}
	// The bounding set can only be changed before.
	if err := dropBounding(); err != nil {
		return err
	}
	for _, call := range [][4]uintptr{
		{unix.SYS_SETGROUPS, 0, 0, 0},
		{unix.SYS_SETRESGID, nobody, nobody, nobody},
		{unix.SYS_SETRESUID, nobody, nobody, nobody},
	} {
		if _, _, errno := unix.RawSyscall(call[0], call[1], call[2], call[3]); errno != 0 {
			return errno
		}
	}
	return nil
}

func dropCapabilities() error {
	if err := dropBounding(); err != nil && err != unix.EPERM {
		return err // EPERM: there is nothing to drop from
	}
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	return unix.Capset(&header, &none[0])
}

func dropBounding() error {
	for capability := uintptr(0); ; capability++ {
		err := unix.Prctl(unix.PR_CAPBSET_DROP, capability, 0, 0, 0)
		if err == unix.EINVAL {
			return nil // past the last one
		}
		if err != nil {
			return err
		}
	}
}

// bound sets the limits of a process, and of those it starts.
func bound(pid int, m Means, l Limits) {
	processes := uint64(0)
	if m&UserNS != 0 {
		// Outside of a user namespace, all that the user runs counts.
		processes = uint64(l.Processes)
	}
	seconds := uint64((l.CPU + time.Second - 1) / time.Second)
	for _, r := range []struct {
		resource  int
		soft, top uint64
	}{
		{unix.RLIMIT_CPU, seconds, seconds + 1},
		{unix.RLIMIT_DATA, uint64(l.Memory), uint64(l.Memory)},
		{unix.RLIMIT_NOFILE, uint64(l.Files), uint64(l.Files)},
		{unix.RLIMIT_NPROC, processes, processes},
		{unix.RLIMIT_FSIZE, uint64(l.Disk), uint64(l.Disk)},
	} {
		if r.soft > 0 {
			lower(pid, r.resource, r.soft, r.top)
		}
	}
	lower(pid, unix.RLIMIT_CORE, 0, 0)
}

// lower sets a limit unless the machine's own is lower.
func lower(pid, resource int, soft, top uint64) {
	var old unix.Rlimit
	if unix.Prlimit(pid, resource, nil, &old) != nil {
		return // it has ended
	}
	top = min(top, old.Max)
	_ = unix.Prlimit(pid, resource, &unix.Rlimit{Cur: min(soft, top), Max: top}, nil) // the same
}

// loopbackUp starts the only network there is.
func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	lo, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	lo.SetUint16(unix.IFF_UP | unix.IFF_RUNNING)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, lo)
}

// openPIDs opens the file by which a privileged process sets the next process
// id; -1 if there is none.
func openPIDs() int {
	fd, err := unix.Open("/proc/sys/kernel/ns_last_pid", unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1
	}
	return fd
}

// scatterPIDs lets the process ids of a run begin at a number of five digits,
// another one each time: so they cannot be taken for the small numbers of an
// output, and where somebody takes one for a constant, the next run shows it. No
// run gets near the highest id there is, 32768 on most machines.
func scatterPIDs(fd int) {
	const first, last = 10_000, 29_000
	var b [4]byte
	_, _ = unix.Getrandom(b[:], unix.GRND_INSECURE) // zeros would do
	pid := first + binary.NativeEndian.Uint32(b[:])%(last-first)
	// Without it they begin at a few, which is a nuisance, no more.
	_, _ = unix.Pwrite(fd, []byte(strconv.Itoa(int(pid-1))), 0)
}
