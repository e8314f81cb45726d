//go:build linux && amd64

// Fork-buffer forks while a line is still in a buffer. A lab, not for use.
package main

import (
	"bufio"
	"log"
	"os"
	"syscall"
)

func main() {
	log.SetFlags(0)
	// region fork
	out := bufio.NewWriter(os.Stdout)
	out.WriteString("before fork\n")

	pid, _, errno := syscall.RawSyscall(syscall.SYS_FORK, 0, 0, 0)
	if errno != 0 {
		log.Fatal(errno)
	}
	if pid != 0 {
		if _, err := syscall.Wait4(int(pid), nil, 0, nil); err != nil {
			log.Fatal(err)
		}
	}
	// zh: 父子两边都走到这里，各自写出自己那一份缓冲区
	// en: parent and child both get here, and each flushes its own buffer
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
	// endregion
}
