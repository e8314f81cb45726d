//go:build linux

// Handoff lets one goroutine block a thread in a system call, while another
// goes on with the only P there is.
package main

import (
	"fmt"
	"log"
	"runtime"
	"sync"
	"syscall"
)

func main() {
	log.SetFlags(0)
	p := make([]int, 2)
	if err := syscall.Pipe(p); err != nil {
		log.Fatal(err)
	}
	// region handoff
	// zh: 只有一个 P
	// en: there is only one P
	runtime.GOMAXPROCS(1)
	reading := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		close(reading)
		// zh: 直接调用 read，运行时不知道它要等多久
		// en: read itself: the runtime cannot know how long it will wait
		buf := make([]byte, 1)
		if _, err := syscall.Read(p[0], buf); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("reader: got %q\n", buf)
	})
	<-reading
	fmt.Println("main: goes on")
	if _, err := syscall.Write(p[1], []byte("x")); err != nil {
		log.Fatal(err)
	}
	wg.Wait()
	// endregion
}
