//go:build linux

// List-threads lists the threads of a process in which 1000 goroutines wait.
package main

import (
	"fmt"
	"log"
	"os"
	"strconv"
	"sync"
)

func main() {
	log.SetFlags(0)
	fmt.Printf("pid %d\n", os.Getpid())

	stop := make(chan struct{})
	var started, wg sync.WaitGroup
	started.Add(1000)
	for range 1000 {
		wg.Go(func() {
			started.Done()
			<-stop
		})
	}
	started.Wait()
	// zh: 此刻 1000 个 goroutine 都已开始，也都没有结束
	// en: now all 1000 goroutines have begun and none has ended

	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		log.Fatal(err)
	}
	for _, t := range threads {
		if t.Name() == strconv.Itoa(os.Getpid()) {
			fmt.Printf("main thread %s\n", t.Name())
		} else {
			fmt.Printf("other thread %s\n", t.Name())
		}
	}
	fmt.Printf("fewer threads than goroutines: %t\n", len(threads) < 1000)

	close(stop)
	wg.Wait()
}
