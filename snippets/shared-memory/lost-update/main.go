//go:build linux || darwin

// Lost-update has two processes add to a counter at the same time, so that
// one of the additions is lost. Pipes force the order.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"syscall"
	"unsafe"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "B" {
		b()
		return
	}
	a()
}

func a() {
	f, err := os.CreateTemp("", "counter-*")
	check(err)
	check(os.Remove(f.Name()))
	check(f.Truncate(int64(os.Getpagesize())))
	n := counter(f)

	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "B")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	toB, err := cmd.StdinPipe()
	check(err)
	fromB, w, err := os.Pipe()
	check(err)
	cmd.ExtraFiles = []*os.File{f, w}
	check(cmd.Start())
	check(w.Close())

	// region a
	old := *n
	fmt.Println("A reads", old)
	pass(toB)
	wait(fromB)
	fmt.Println("A writes", old+1)
	*n = old + 1
	check(cmd.Wait())
	fmt.Println("n =", *n)
	// endregion
}

// region b
func b() {
	n := counter(os.NewFile(3, "counter"))
	toA := os.NewFile(4, "to A")
	wait(os.Stdin)
	old := *n
	fmt.Println("B reads", old)
	fmt.Println("B writes", old+1)
	*n = old + 1
	pass(toA)
}

// endregion

// region counter
// counter maps f and returns the integer at its beginning.
func counter(f *os.File) *int64 {
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	check(err)
	return (*int64)(unsafe.Pointer(&page[0]))
}

// endregion

// pass lets the process at the other end of the pipe go on.
func pass(w io.Writer) {
	_, err := w.Write([]byte{1})
	check(err)
}

// wait waits for pass.
func wait(r io.Reader) {
	_, err := io.ReadFull(r, make([]byte, 1))
	check(err)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
