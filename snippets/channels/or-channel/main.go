// Or-channel waits for the first of several channels to be closed.
package main

import (
	"fmt"
	"sync"
)

func main() {
	a, b, c := make(chan struct{}), make(chan struct{}), make(chan struct{})
	close(b)
	<-or(a, b, c)
	fmt.Println("one of them is closed")
}

// region or
// or returns a channel that is closed as soon as one of the others is.
func or(others ...<-chan struct{}) <-chan struct{} {
	done := make(chan struct{})
	closeDone := sync.OnceFunc(func() { close(done) })
	for _, other := range others {
		go func() {
			select {
			case <-other:
				closeDone()
			case <-done:
			}
		}()
	}
	return done
}

// endregion
