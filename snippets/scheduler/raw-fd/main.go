//go:build linux

// Raw-fd gives 100 descriptors that came from elsewhere to os.NewFile, and
// counts the threads that reading from them takes.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/metrics"
	"sync"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	const n = 100
	runtime.GOMAXPROCS(4)
	var writers []int
	var wg sync.WaitGroup
	for range n {
		p := make([]int, 2)
		if err := syscall.Pipe(p); err != nil {
			log.Fatal(err)
		}
		writers = append(writers, p[1])
		// region file
		fd := p[0]
		if err := syscall.SetNonblock(fd, true); err != nil {
			log.Fatal(err)
		}
		r := os.NewFile(uintptr(fd), "pipe")
		// endregion
		wg.Go(func() {
			defer r.Close()
			if _, err := r.Read(make([]byte, 1)); err != io.EOF {
				log.Fatal("read: ", err)
			}
		})
	}
	for metric("/sched/goroutines/waiting:goroutines") < n {
		time.Sleep(time.Millisecond)
	}
	fmt.Printf("%d goroutines in Read, %d threads\n", n, metric("/sched/threads/total:threads"))

	for _, w := range writers {
		if err := syscall.Close(w); err != nil {
			log.Fatal(err)
		}
	}
	wg.Wait()
}

func metric(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
