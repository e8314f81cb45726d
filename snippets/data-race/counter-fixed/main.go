// Counter-fixed has two goroutines count together without a data race, in
// three ways.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

const rounds = 100_000

func main() {
	fmt.Println("mutex:", withMutex())
	fmt.Println("atomic:", withAtomic())
	fmt.Println("channel:", withChannel())
}

// region mutex
func withMutex() int {
	var mu sync.Mutex
	var n int
	both(func() {
		for range rounds {
			mu.Lock()
			n++
			mu.Unlock()
		}
	})
	return n
}

// endregion

// region atomic
func withAtomic() int64 {
	var n atomic.Int64
	both(func() {
		for range rounds {
			n.Add(1)
		}
	})
	return n.Load()
}

// endregion

// region channel
func withChannel() int {
	counts := make(chan int, 2)
	both(func() {
		own := 0
		for range rounds {
			own++
		}
		counts <- own
	})
	return <-counts + <-counts
}

// endregion

// region both
// both calls f in two goroutines and waits for them.
func both(f func()) {
	var wg sync.WaitGroup
	wg.Go(f)
	wg.Go(f)
	wg.Wait()
}

// endregion
