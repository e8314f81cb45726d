// Schedtrace keeps eight goroutines busy for a while, for GODEBUG=schedtrace.
package main

import (
	"sync"
	"time"
)

func main() {
	end := time.Now().Add(200 * time.Millisecond)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for time.Now().Before(end) {
			}
		})
	}
	wg.Wait()
}
