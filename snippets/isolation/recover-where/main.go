// Recover-where recovers from a panic in another goroutine, or in its own.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "outside" {
		outside()
	} else {
		inside()
	}
	fmt.Println("main survives")
}

// region outside
func outside() {
	defer func() { fmt.Println("recovered:", recover()) }()
	done := make(chan struct{})
	go func() {
		work()
		close(done)
	}()
	<-done
}

// endregion

// region inside
func inside() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { fmt.Println("recovered:", recover()) }()
		work()
	}()
	<-done
}

// endregion

func work() {
	panic("boom")
}
