//go:build linux || darwin

// Ring passes numbers from a child to its parent through shared memory.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
)

const count = 1000

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "producer" {
		r := mapRing(os.NewFile(3, "ring"))
		for v := range int64(count) {
			r.put(v)
		}
		return
	}
	consume()
}

// region ring
type ring struct {
	puts, gets atomic.Uint64
	slots      [8]int64
}

// put is called by one goroutine of one process only.
func (r *ring) put(v int64) {
	n := r.puts.Load()
	for n-r.gets.Load() == uint64(len(r.slots)) {
		pause()
	}
	r.slots[n%uint64(len(r.slots))] = v
	// zh: 先放好值，再宣布它在
	// en: put the value in its place, then announce it
	r.puts.Store(n + 1)
}

// get is called by one goroutine of one process only.
func (r *ring) get() int64 {
	n := r.gets.Load()
	for r.puts.Load() == n {
		pause()
	}
	v := r.slots[n%uint64(len(r.slots))]
	r.gets.Store(n + 1)
	return v
}

// zh: 没有谁会来叫醒，只能隔一会儿看一眼
// en: nobody is going to wake us: look again after a while
func pause() { time.Sleep(10 * time.Microsecond) }

// endregion

func consume() {
	f, err := os.CreateTemp("", "ring-*")
	check(err)
	check(os.Remove(f.Name()))
	check(f.Truncate(int64(os.Getpagesize())))
	r := mapRing(f)
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "producer")
	cmd.Stderr = os.Stderr
	cmd.ExtraFiles = []*os.File{f}
	check(cmd.Start())
	// region consume
	inOrder := true
	for want := range int64(count) {
		if r.get() != want {
			inOrder = false
		}
	}
	check(cmd.Wait())
	fmt.Printf("got %d numbers, in order: %t\n", r.gets.Load(), inOrder)
	// endregion
}

func mapRing(f *os.File) *ring {
	page, err := syscall.Mmap(int(f.Fd()), 0, os.Getpagesize(),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	check(err)
	return (*ring)(unsafe.Pointer(&page[0]))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
