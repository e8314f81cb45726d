// Goroutine-panic has one goroutine panic while main waits for it.
package main

import "fmt"

func main() {
	defer fmt.Println("main: deferred call")
	done := make(chan struct{})
	go func() {
		defer fmt.Println("worker: deferred call")
		work()
		close(done)
	}()
	<-done
	fmt.Println("main: done")
}

func work() {
	panic("boom")
}
