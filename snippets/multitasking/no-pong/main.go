// No-pong is ping-pong without the way back: the first goroutine no longer
// waits for an answer.
package main

import (
	"fmt"
	"sync"
)

func main() {
	ping := make(chan int)

	var wg sync.WaitGroup
	wg.Go(func() {
		for n := 1; n <= 3; n++ {
			fmt.Printf("ping %d\n", n)
			ping <- n
		}
		close(ping)
	})
	wg.Go(func() {
		for n := range ping {
			fmt.Printf("pong %d\n", n)
		}
	})
	wg.Wait()
}
