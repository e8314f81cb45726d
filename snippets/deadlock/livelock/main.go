// Livelock has two goroutines that give way to one another in step.
package main

import (
	"fmt"
	"sync"
)

// region try
// try takes the first lock and then tries the second, up to a thousand times.
// It meets the other goroutine before and after each try. It returns how often
// it had both locks.
func try(first, second *sync.Mutex, meet func()) int {
	both := 0
	for range 1000 {
		first.Lock()
		meet()
		if second.TryLock() {
			both++
			second.Unlock()
		}
		meet()
		// zh: 拿不到第二把，就连第一把也让出来
		// en: without the second, give up the first as well
		first.Unlock()
	}
	return both
}

// endregion

func main() {
	// region main
	var a, b sync.Mutex
	// zh: 发送和接收互相等待，于是两边步调一致
	// en: a send and a receive wait for each other and so keep in step
	step := make(chan struct{})
	send := func() { step <- struct{}{} }
	receive := func() { <-step }

	var wg sync.WaitGroup
	var one, two int
	wg.Go(func() { one = try(&a, &b, send) })
	wg.Go(func() { two = try(&b, &a, receive) })
	wg.Wait()
	fmt.Printf("in 1000 rounds, had both locks %d and %d times\n", one, two)
	// endregion
}
