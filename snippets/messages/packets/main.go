//go:build linux

// Packets sends messages through a socket that keeps their boundaries.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"syscall"
)

func main() {
	log.SetFlags(0)
	r, w := packetPair()
	// region packets
	for _, text := range []string{"one", "two", "three", "four"} {
		_, err := io.WriteString(w, text)
		check(err)
	}
	read(r, 64)
	read(r, 64)
	// zh: 缓冲区只有 2 个字节，装不下的就丢了
	// en: a buffer of two bytes: what does not fit is gone
	read(r, 2)
	read(r, 64)

	_, err := w.Write(make([]byte, 64<<20))
	fmt.Println("64 MiB:", err)

	// zh: 空消息，看上去就是文件结束
	// en: an empty message looks like the end of the file
	_, err = w.Write(nil)
	check(err)
	read(r, 64)
	_, err = io.WriteString(w, "five")
	check(err)
	read(r, 64)
	// endregion
}

func read(r *os.File, size int) {
	buf := make([]byte, size)
	n, err := r.Read(buf)
	fmt.Printf("read up to %d: %q %v\n", size, buf[:n], err)
}

// region pair
// packetPair returns the two ends of a connection that carries packets.
func packetPair() (r, w *os.File) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET|syscall.SOCK_CLOEXEC, 0)
	check(err)
	return os.NewFile(uintptr(fds[0]), "packets"), os.NewFile(uintptr(fds[1]), "packets")
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
