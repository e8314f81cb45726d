// Philosophers lets five philosophers eat with five forks, each of which two
// of them share.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	// region dine
	const n = 5
	var forks [n]sync.Mutex
	var meals [n]int
	var wg sync.WaitGroup
	for i := range n {
		left, right := i, (i+1)%n
		first, second := &forks[min(left, right)], &forks[max(left, right)]
		wg.Go(func() {
			for range 2 {
				first.Lock()
				second.Lock()
				time.Sleep(5 * time.Millisecond)
				meals[i]++
				second.Unlock()
				first.Unlock()
			}
		})
	}
	wg.Wait()
	fmt.Println("meals:", meals)
	// endregion
}
