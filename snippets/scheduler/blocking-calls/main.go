//go:build linux

// Blocking-calls counts the threads of a process in which 100 goroutines wait
// to read from pipes, which is the runtime's work or that of blocked threads.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	// region count
	blocking := len(os.Args) > 1 && os.Args[1] == "blocking"
	const n = 100
	runtime.GOMAXPROCS(4)
	var writers []*os.File
	var wg sync.WaitGroup
	for range n {
		r, w, err := os.Pipe()
		if err != nil {
			log.Fatal(err)
		}
		writers = append(writers, w)
		if blocking {
			// zh: Fd 把描述符改回阻塞模式
			// en: Fd returns the descriptor to blocking mode
			r.Fd()
		}
		wg.Go(func() {
			defer r.Close()
			// zh: 没有数据，要等到写端关闭
			// en: there is no data: wait until the write end is closed
			if _, err := r.Read(make([]byte, 1)); err != io.EOF {
				log.Fatal("read: ", err)
			}
		})
	}

	state := "/sched/goroutines/waiting:goroutines"
	if blocking {
		state = "/sched/goroutines/not-in-go:goroutines"
	}
	for metric(state) < n {
		time.Sleep(time.Millisecond)
	}
	fmt.Printf("%d goroutines in Read, %d threads\n", n, metric("/sched/threads/total:threads"))
	// endregion

	for _, w := range writers {
		if err := w.Close(); err != nil {
			log.Fatal(err)
		}
	}
	wg.Wait()
}

// region metric
func metric(name string) uint64 {
	sample := []metrics.Sample{{Name: name}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// endregion
