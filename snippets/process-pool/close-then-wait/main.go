// Close-then-wait shows what happens when a task channel is closed and
// waited for in the wrong order.
package main

import (
	"fmt"
	"log"
	"os"
	"sync"
)

func main() {
	log.SetFlags(0)
	modes := map[string]func(){
		"send-after-close":  sendAfterClose,
		"double-close":      doubleClose,
		"wait-before-close": waitBeforeClose,
		"drain":             drain,
	}
	if len(os.Args) != 2 || modes[os.Args[1]] == nil {
		log.Fatal("usage: close-then-wait send-after-close|double-close|wait-before-close|drain")
	}
	modes[os.Args[1]]()
}

// region send-after-close
func sendAfterClose() {
	tasks := make(chan int, 1)
	close(tasks)
	tasks <- 1
}

// endregion

// region double-close
func doubleClose() {
	tasks := make(chan int)
	close(tasks)
	close(tasks)
}

// endregion

// region wait-before-close
func waitBeforeClose() {
	tasks := make(chan int)
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for n := range tasks {
				fmt.Printf("task %d\n", n)
			}
		})
	}
	for n := range 5 {
		tasks <- n
	}
	// zh: 三个 goroutine 还在等下一个任务，没有一个会结束
	// en: the three goroutines wait for another task: none of them ends
	workers.Wait()
	close(tasks)
}

// endregion

// region drain
func drain() {
	tasks := make(chan int, 2)
	tasks <- 1
	tasks <- 2
	close(tasks)
	fmt.Printf("got %d\n", <-tasks)
	fmt.Printf("got %d\n", <-tasks)
	n, ok := <-tasks
	fmt.Println(n, ok)
}

// endregion
