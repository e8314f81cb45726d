// Ping-pong lets two goroutines take turns, although only one of them can run
// at a time.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(1)
	ping, pong := make(chan int), make(chan int)

	var wg sync.WaitGroup
	// region players
	wg.Go(func() {
		for n := 1; n <= 3; n++ {
			// zh: 发送之前打印，接收之后打印：先后由此确定
			// en: print before a send and after a receive: that fixes the order
			fmt.Printf("ping %d\n", n)
			ping <- n
			<-pong
		}
		close(ping)
	})
	wg.Go(func() {
		for n := range ping {
			fmt.Printf("pong %d\n", n)
			pong <- n
		}
	})
	// endregion
	wg.Wait()
}
