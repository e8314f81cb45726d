// Semaphore lets at most three of ten goroutines in at a time.
package main

import (
	"fmt"
	"sync"
)

// region semaphore
func main() {
	const tasks, limit = 10, 3
	sem := make(chan struct{}, limit)
	full := make(chan struct{})
	closeFull := sync.OnceFunc(func() { close(full) })

	var mu sync.Mutex
	inside, most := 0, 0
	var wg sync.WaitGroup
	for range tasks {
		wg.Go(func() {
			// zh: 占一个位置，满了就等；做完再让出来
			// en: take a place, or wait for one; give it back at the end
			sem <- struct{}{}
			defer func() { <-sem }()

			mu.Lock()
			inside++
			most = max(most, inside)
			if inside == limit {
				closeFull()
			}
			mu.Unlock()

			// zh: 最先进来的三个在这里互相等，所以一定同时在里面
			// en: the first three wait for one another: all are inside at once
			<-full

			mu.Lock()
			inside--
			mu.Unlock()
		})
	}
	wg.Wait()
	fmt.Printf("most inside: %d of %d\n", most, tasks)
}

// endregion
