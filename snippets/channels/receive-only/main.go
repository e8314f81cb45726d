//go:build ignore

// Receive-only does not compile: a consumer cannot close its channel.
package main

import "fmt"

func main() {
	items := make(chan int, 1)
	items <- 1
	consume(items)
}

// region consume
func consume(in <-chan int) {
	fmt.Println(<-in)
	close(in)
}

// endregion
