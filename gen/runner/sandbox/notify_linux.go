package sandbox

import (
	"math"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The kernel interrupts writes to descriptors 1 and 2 and all execs, and asks
// us. We always say: go on; but not before we have read what was written until
// then. So all earlier writes are known to be earlier.
//
// A write to a copy of the descriptor with another number is not held back; it
// may be told later than it happened, never before something that it followed
// on the same stream.

// notification is the kernel's struct seccomp_notif.
type notification struct {
	id    uint64
	pid   uint32 // of the thread, in our namespace
	flags uint32
	nr    int32
	arch  uint32
	ip    uint64
	args  [6]uint64
}

func (n *notification) exec() bool {
	return n.nr == unix.SYS_EXECVE || n.nr == unix.SYS_EXECVEAT
}

// response is the kernel's struct seccomp_notif_resp.
type response struct {
	id    uint64
	value int64
	err   int32
	flags uint32
}

const (
	ioctlSetFlags = 0x40082104 // SECCOMP_IOCTL_NOTIF_SET_FLAGS
	syncWakeUp    = 1          // SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP
)

// receive takes the next notification; there is none if its thread has died.
func receive(listener int) (*notification, bool) {
	for {
		n := &notification{} // must be zero
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(listener),
			unix.SECCOMP_IOCTL_NOTIF_RECV, uintptr(unsafe.Pointer(n)))
		if errno != unix.EINTR {
			return n, errno == 0
		}
	}
}

// release lets the thread of a notification go on.
func release(listener int, n *notification) {
	r := &response{id: n.id, flags: unix.SECCOMP_USER_NOTIF_FLAG_CONTINUE}
	for {
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(listener),
			unix.SECCOMP_IOCTL_NOTIF_SEND, uintptr(unsafe.Pointer(r)))
		if errno != unix.EINTR {
			return // anything else: it has died
		}
	}
}

// install puts a filter before the system calls of this thread and of what it
// starts. With notifications it returns the descriptor to receive them from,
// otherwise -1; then a kernel that knows no filters will do, too.
func install(filter []unix.SockFilter, notifications bool) (int, error) {
	if auditArch == 0 {
		filter = nil
	}
	if len(filter) == 0 {
		if notifications {
			return -1, unix.ENOSYS
		}
		return -1, nil
	}
	program := &unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	set := func(flags uintptr) (uintptr, unix.Errno) {
		fd, _, errno := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
			flags, uintptr(unsafe.Pointer(program)))
		return fd, errno
	}
	if !notifications {
		_, _ = set(0)
		return -1, nil
	}
	// Killable: a signal must not interrupt a write that we have seen, or
	// we would see it twice. Not before Linux 5.19.
	fd, errno := set(unix.SECCOMP_FILTER_FLAG_NEW_LISTENER | unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV)
	if errno == unix.EINVAL {
		fd, errno = set(unix.SECCOMP_FILTER_FLAG_NEW_LISTENER)
	}
	if errno != 0 {
		return -1, errno
	}
	// Handing over to each other on one processor halves the cost of a
	// write. Not before Linux 6.6.
	_, _, _ = unix.RawSyscall(unix.SYS_IOCTL, fd, ioctlSetFlags, syncWakeUp)
	return int(fd), nil
}

// Offsets in the kernel's struct seccomp_data.
const (
	offsetNr   = 0
	offsetArch = 4
	offsetArgs = 16
)

// auditArch is the kernel's name of this architecture; 0 for one that we have
// not tried, such as those with big-endian arguments.
var auditArch = map[string]uint32{
	"amd64":   unix.AUDIT_ARCH_X86_64,
	"arm64":   unix.AUDIT_ARCH_AARCH64,
	"riscv64": unix.AUDIT_ARCH_RISCV64,
	"loong64": unix.AUDIT_ARCH_LOONGARCH64,
}[runtime.GOARCH]

// filter is the program that the kernel asks what to do with a system call. A
// run that is recorded also has its waits for other processes notified.
func filter(m Means, record bool) []unix.SockFilter {
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		ret   = unix.BPF_RET | unix.BPF_K

		allow  = unix.SECCOMP_RET_ALLOW
		ask    = unix.SECCOMP_RET_USER_NOTIF
		refuse = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
		deny   = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	)
	f := []unix.SockFilter{
		// System calls of another architecture have other numbers.
		{Code: load, K: offsetArch},
		{Code: equal, K: auditArch, Jt: 1},
		{Code: ret, K: allow},
		{Code: load, K: offsetNr},
	}
	// examine lets a call with one of two values in an argument be answered
	// in a way of its own.
	examine := func(nr, argument, a, b, answer uint32) {
		f = append(f, []unix.SockFilter{
			{Code: equal, K: nr, Jf: 5},
			{Code: load, K: offsetArgs + 8*argument}, // its lower half
			{Code: equal, K: a, Jt: 1},
			{Code: equal, K: b, Jf: 1},
			{Code: ret, K: answer},
			{Code: ret, K: allow},
		}...)
	}
	// The supervisor cannot be signalled, just as process 1 of a machine
	// cannot be by its users. It has the same user id, so the kernel would
	// not mind. Neither can all processes be, unless all are the run's.
	self := uint32(os.Getpid())
	all := self
	if m&PIDNS == 0 {
		all = math.MaxUint32 // -1
	}
	for _, nr := range []uint32{
		unix.SYS_KILL, unix.SYS_TKILL, unix.SYS_TGKILL,
		unix.SYS_RT_SIGQUEUEINFO, unix.SYS_RT_TGSIGQUEUEINFO, unix.SYS_PIDFD_OPEN,
	} {
		examine(nr, 0, self, all, refuse)
	}
	// A key would outlive its process, and the run. So there are none, as in
	// a kernel built without them.
	f = append(f, []unix.SockFilter{
		{Code: equal, K: unix.SYS_ADD_KEY, Jt: 2},
		{Code: equal, K: unix.SYS_REQUEST_KEY, Jt: 1},
		{Code: equal, K: unix.SYS_KEYCTL, Jf: 1},
		{Code: ret, K: deny},
	}...)
	if m&Barrier != 0 {
		f = append(f, []unix.SockFilter{
			{Code: equal, K: unix.SYS_EXECVE, Jt: 1},
			{Code: equal, K: unix.SYS_EXECVEAT, Jf: 1},
			{Code: ret, K: ask},
			// It would write without a system call.
			{Code: equal, K: unix.SYS_IO_URING_SETUP, Jf: 1},
			{Code: ret, K: deny},
		}...)
		for _, nr := range []uint32{
			unix.SYS_WRITE, unix.SYS_WRITEV, unix.SYS_SENDTO,
			unix.SYS_SENDMSG, unix.SYS_SENDMMSG, unix.SYS_SENDFILE,
		} {
			examine(nr, 0, 1, 2, ask)
		}
		examine(unix.SYS_SPLICE, 2, 1, 2, ask)
	}
	if record {
		f = append(f, []unix.SockFilter{
			{Code: equal, K: unix.SYS_WAIT4, Jt: 1},
			{Code: equal, K: unix.SYS_WAITID, Jf: 1},
			{Code: ret, K: ask},
		}...)
	}
	return append(f, unix.SockFilter{Code: ret, K: allow})
}
