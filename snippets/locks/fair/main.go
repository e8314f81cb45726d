// Fair has a greedy goroutine and a polite one share a mutex.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	const hold = 200 * time.Microsecond
	var mu sync.Mutex
	var done atomic.Bool
	greedy := 0 // guarded by mu

	// region fair
	var wg sync.WaitGroup
	started := make(chan struct{})
	wg.Go(func() {
		for !done.Load() {
			mu.Lock()
			if greedy == 0 {
				close(started)
			}
			greedy++
			work(hold)
			// zh: 放开，马上再要
			// en: let go, and want it again at once
			mu.Unlock()
		}
	})
	<-started
	for range 10 {
		mu.Lock()
		work(hold)
		mu.Unlock()
	}
	done.Store(true)
	wg.Wait()
	fmt.Println("polite: 10 turns")
	fmt.Printf("greedy: %d turns\n", greedy)
	// endregion
}

func work(d time.Duration) {
	for start := time.Now(); time.Since(start) < d; {
	}
}
