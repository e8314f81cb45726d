//go:build linux

// Many-goroutines counts the threads of a process in which 10000 goroutines
// wait.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"sync"
)

func main() {
	log.SetFlags(0)
	// zh: 不论机器有多少核，同一时刻最多 4 个线程执行 Go 代码
	// en: however many cores there are, at most 4 threads execute Go code at once
	runtime.GOMAXPROCS(4)
	const n = 10000
	release := make(chan struct{})
	var started, wg sync.WaitGroup
	started.Add(n)
	for range n {
		wg.Go(func() {
			started.Done()
			<-release
		})
	}
	started.Wait()
	// zh: 现在每个 goroutine 都已开始，也都没有结束
	// en: now each goroutine has begun and none has ended
	fmt.Printf("goroutines at least %d: %t\n", n, runtime.NumGoroutine() >= n)
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("threads below 50: %t\n", len(threads) < 50)

	close(release)
	wg.Wait()
}
