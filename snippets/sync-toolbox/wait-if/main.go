// Wait-if checks its condition with if, not for, and wakes up to no items.
package main

import (
	"fmt"
	"sync"
)

// region wait
func main() {
	var mu sync.Mutex
	changed := sync.NewCond(&mu)
	items := 0
	var waiting, wg sync.WaitGroup
	waiting.Add(2)
	for range 2 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			waiting.Done()
			// zh: 错：这里应该用 for
			// en: wrong: this must be for
			if items == 0 {
				changed.Wait()
			}
			fmt.Println("woken, items:", items)
			items--
		})
	}

	// zh: 两个都是拿着锁报到的，到 Wait 里才放开；
	// zh: 这里拿得到锁，就是两个都等着了
	// en: both report with the lock held and release it in Wait: with the lock
	// en: in our hands, both are waiting
	waiting.Wait()
	mu.Lock()
	items++
	changed.Broadcast()
	mu.Unlock()
	wg.Wait()
	fmt.Println("items at the end:", items)
}

// endregion
