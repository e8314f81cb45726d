// One-at-a-time sends three goroutines through one critical section.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 3 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			fmt.Printf("goroutine %d enters\n", i)
			// zh: 代替真正的工作
			// en: stands for real work
			time.Sleep(2 * time.Millisecond)
			fmt.Printf("goroutine %d leaves\n", i)
		})
	}
	wg.Wait()
}
