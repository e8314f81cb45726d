// Package fakeclock measures how long a pool takes, by two clocks.
package fakeclock

import "sync"

// region run
// Run calls task n times, at most so many at once as there are workers.
func Run(workers, n int, task func()) {
	tasks := make(chan struct{})
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range tasks {
				task()
			}
		})
	}
	for range n {
		tasks <- struct{}{}
	}
	close(tasks)
	wg.Wait()
}

// endregion
