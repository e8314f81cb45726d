//go:build linux || darwin

// Atomic-counter has two processes add to one counter atomically.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"unsafe"
)

const adds = 2_000_000

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		worker()
		return
	}
	parent()
}

func parent() {
	f, err := os.CreateTemp("", "counter-*")
	check(err)
	check(os.Remove(f.Name()))
	check(f.Truncate(int64(os.Getpagesize())))
	n := counter(f)

	exe, err := os.Executable()
	check(err)
	var workers []*exec.Cmd
	for range 2 {
		cmd := exec.Command(exe, "worker")
		cmd.Stderr = os.Stderr
		cmd.ExtraFiles = []*os.File{f}
		check(cmd.Start())
		workers = append(workers, cmd)
	}
	for _, cmd := range workers {
		check(cmd.Wait())
	}
	fmt.Printf("n = %d of %d\n", n.Load(), 2*adds)
}

// region add
func worker() {
	n := counter(os.NewFile(3, "counter"))
	for range adds {
		n.Add(1)
	}
}

// counter maps f and returns the integer at its beginning.
func counter(f *os.File) *atomic.Int64 {
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	check(err)
	return (*atomic.Int64)(unsafe.Pointer(&page[0]))
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
