// Requeue-deadlock has its only worker put a failed task back into the channel
// on which the master is sending.
package main

import (
	"fmt"
	"sync"
)

func main() {
	// region requeue
	tasks := make(chan int)
	var workers sync.WaitGroup
	workers.Go(func() {
		for n := range tasks {
			if n == 2 {
				fmt.Printf("task %d failed, back to the queue\n", n)
				tasks <- n
				continue
			}
			fmt.Printf("task %d done\n", n)
		}
	})
	for n := 1; n <= 5; n++ {
		tasks <- n
	}
	close(tasks)
	workers.Wait()
	// endregion
}
