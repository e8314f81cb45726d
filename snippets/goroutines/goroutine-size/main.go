// Goroutine-size estimates how much memory a waiting goroutine takes.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	const n = 100000
	release := make(chan struct{})
	before := inUse()
	var started, wg sync.WaitGroup
	started.Add(n)
	for range n {
		wg.Go(func() {
			started.Done()
			<-release
		})
	}
	started.Wait()
	fmt.Printf("%d goroutines, about %d bytes each\n", n, (inUse()-before)/n)
	close(release)
	wg.Wait()
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
