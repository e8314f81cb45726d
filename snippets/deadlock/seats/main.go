// Seats lets at most four of five philosophers sit down at the same time.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	// region dine
	const n = 5
	seats := make(chan struct{}, n-1)
	var forks [n]sync.Mutex
	var meals [n]int
	var wg sync.WaitGroup
	for i := range n {
		left, right := &forks[i], &forks[(i+1)%n]
		wg.Go(func() {
			for range 2 {
				// zh: 五把椅子，先搬走一把
				// en: of five chairs, one is taken away
				seats <- struct{}{}
				left.Lock()
				right.Lock()
				time.Sleep(5 * time.Millisecond)
				meals[i]++
				right.Unlock()
				left.Unlock()
				<-seats
			}
		})
	}
	wg.Wait()
	fmt.Println("meals:", meals)
	// endregion
}
