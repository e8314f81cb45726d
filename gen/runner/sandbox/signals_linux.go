package sandbox

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// defaultActions undoes that signals are ignored, which programs inherit: under
// nohup, a program of the book would not die of SIGHUP. Signals that are handled
// are none of its business; exec makes them what they were.
func defaultActions() {
	const ignore = 1       // SIG_IGN; SIG_DFL is 0
	type action [8]uintptr // no smaller than the kernel's struct sigaction, which begins with the handler
	for sig := uintptr(1); sig <= 64; sig++ {
		var now, usual action
		_, _, errno := unix.RawSyscall6(unix.SYS_RT_SIGACTION, sig, 0, uintptr(unsafe.Pointer(&now)), 8, 0, 0)
		if errno == 0 && now[0] == ignore {
			_, _, _ = unix.RawSyscall6(unix.SYS_RT_SIGACTION, sig, uintptr(unsafe.Pointer(&usual)), 0, 8, 0, 0) // it was just there
		}
	}
}
