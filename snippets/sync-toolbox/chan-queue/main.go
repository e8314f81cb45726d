// Chan-queue is the queue of cond-queue, with a channel in its place.
package main

import (
	"fmt"
	"sync"
)

// region main
func main() {
	items := make(chan int, 6)
	var wg sync.WaitGroup
	for _, name := range []string{"A", "B"} {
		wg.Go(func() {
			for n := range items {
				fmt.Printf("%s got %d\n", name, n)
			}
		})
	}
	for n := range 6 {
		items <- n
	}
	close(items)
	wg.Wait()
	fmt.Println("queue closed and empty")
}

// endregion
