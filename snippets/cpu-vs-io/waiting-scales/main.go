// Waiting-scales lets a thousand goroutines wait at the same time, although
// only one of them can run at a time.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	start := time.Now()
	var wg sync.WaitGroup
	for range 1000 {
		wg.Go(func() { time.Sleep(10 * time.Millisecond) })
	}
	wg.Wait()
	fmt.Printf("1000 waits of 0.01s, 10s in all: %.2fs\n", time.Since(start).Seconds())
}
