//go:build linux

// Capacity writes to pipes that nobody reads until they are full.
package main

import (
	"fmt"
	"log"
	"os"
	"syscall"
)

func main() {
	log.SetFlags(0)
	for _, size := range []int{4096, 1, 2049} {
		fmt.Printf("writes of %d bytes: full after %d\n", size, fill(size))
	}
}

// region fill
// fill writes size bytes at a time until a pipe is full, and returns the sum.
func fill(size int) int {
	r, w, err := os.Pipe()
	check(err)
	defer r.Close()
	defer w.Close()
	raw, err := w.SyscallConn()
	check(err)

	message, total := make([]byte, size), 0
	err = raw.Write(func(fd uintptr) bool {
		for {
			// zh: 描述符是非阻塞的：写不下就返回 EAGAIN，不会停住
			// en: the descriptor is non-blocking: without room, this is EAGAIN
			n, err := syscall.Write(int(fd), message)
			if err == syscall.EAGAIN {
				return true
			}
			check(err)
			total += n
		}
	})
	check(err)
	return total
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
