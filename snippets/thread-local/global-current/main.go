// Global-current keeps the current student in a global variable, and two
// goroutines that each set it before reading.
package main

import (
	"fmt"
	"sync"
)

// region global
var current string

func processStudent(where string) {
	fmt.Printf("Hello, %s (in %s)\n", current, where)
}

func main() {
	aliceSet := make(chan struct{})
	bobSet := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		current = "Alice"
		close(aliceSet)
		<-bobSet
		processStudent("goroutine A")
	})
	wg.Go(func() {
		<-aliceSet
		current = "Bob"
		close(bobSet)
		processStudent("goroutine B")
	})
	wg.Wait()
}

// endregion
