// Recover-rules tries several places for recover.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

// region main
func main() {
	try("in a deferred function", func() {
		defer stop()
		panic("boom")
	})
	try("one call deeper", func() {
		defer func() { stop() }()
		panic("boom")
	})
	try("before the panic", func() {
		stop()
		panic("boom")
	})
	try("recover itself deferred", func() {
		defer recover()
		panic("boom")
	})
	try("panic(nil)", func() {
		panic(nil)
	})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer func() { fmt.Println("Goexit: recover returns", recover()) }()
		runtime.Goexit()
	})
	wg.Wait()
}

func stop() {
	recover()
}

// endregion

// try calls f and says whether its panic was stopped.
func try(place string, f func()) {
	defer func() {
		if v := recover(); v != nil {
			fmt.Printf("%s: not stopped: %v\n", place, v)
		}
	}()
	f()
	fmt.Printf("%s: stopped\n", place)
}
