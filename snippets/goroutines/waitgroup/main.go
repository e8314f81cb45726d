// Waitgroup starts five goroutines and waits for all of them.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			fmt.Printf("goroutine %d\n", i)
		})
	}
	wg.Wait()
	fmt.Println("all done")
}
