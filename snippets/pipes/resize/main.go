//go:build linux

// Resize asks the kernel for pipes of other sizes.
package main

import (
	"fmt"
	"log"
	"os"
	"syscall"
)

func main() {
	log.SetFlags(0)
	// region resize
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	defer w.Close()
	size, err := fcntl(w, getPipeSize, 0)
	fmt.Println("at first:", size, err)
	size, err = fcntl(w, setPipeSize, 100_000)
	fmt.Println("asked for 100000:", size, err)
	size, err = fcntl(w, setPipeSize, 1<<20)
	fmt.Println("asked for 1048576:", size, err)

	// zh: 一次写 1 MiB，没有人读也不会停住
	// en: a write of 1 MiB does not wait, although nobody reads
	n, err := w.Write(make([]byte, 1<<20))
	fmt.Println("wrote:", n, err)
	_, err = fcntl(w, setPipeSize, 64<<10)
	fmt.Println("asked for 65536:", err)
	// endregion
}

// region fcntl
const (
	setPipeSize = 1031 // F_SETPIPE_SZ
	getPipeSize = 1032 // F_GETPIPE_SZ
)

func fcntl(f *os.File, command, argument int) (int, error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return 0, err
	}
	var result uintptr
	var errno syscall.Errno
	err = raw.Control(func(fd uintptr) {
		result, _, errno = syscall.Syscall(syscall.SYS_FCNTL, fd, uintptr(command), uintptr(argument))
	})
	if err == nil && errno != 0 {
		err = errno
	}
	return int(result), err
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
