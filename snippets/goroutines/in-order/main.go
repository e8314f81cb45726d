// In-order starts five goroutines at once and lets them print in turn.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	first := make(chan struct{})
	before := first
	for i := range 5 {
		mine, next := before, make(chan struct{})
		wg.Go(func() {
			<-mine
			fmt.Printf("goroutine %d\n", i)
			close(next)
		})
		before = next
	}
	close(first)
	wg.Wait()
	fmt.Println("all done")
}
