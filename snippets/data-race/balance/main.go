// Balance has two goroutines put money into one account and take it out
// again. They do nothing to keep out of each other's way.
package main

import (
	"fmt"
	"sync"
)

var balance int

// change leaves the balance as it was.
func change(n int) {
	balance += n
	balance -= n
}

func main() {
	var wg sync.WaitGroup
	for _, n := range []int{5, 8} {
		wg.Go(func() {
			for range 1_000_000 {
				change(n)
			}
		})
	}
	wg.Wait()
	fmt.Println("balance =", balance)
}
