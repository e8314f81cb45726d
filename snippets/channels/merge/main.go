// Merge receives from two producers until both have closed their channels.
package main

import (
	"fmt"
	"math/rand/v2"
	"time"
)

func main() {
	// region merge
	a, b := make(chan int), make(chan int)
	go produce(a)
	go produce(b)
	for a != nil || b != nil {
		select {
		case n, ok := <-a:
			if !ok {
				// zh: 这一支从此不再就绪
				// en: this case is never ready again
				a = nil
				continue
			}
			fmt.Println("a", n)
		case n, ok := <-b:
			if !ok {
				b = nil
				continue
			}
			fmt.Println("b", n)
		}
	}
	fmt.Println("both closed")
	// endregion
}

// produce sends three numbers at its own pace.
func produce(out chan<- int) {
	defer close(out)
	for n := 1; n <= 3; n++ {
		time.Sleep(rand.N(10 * time.Millisecond))
		out <- n
	}
}
