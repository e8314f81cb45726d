// Ways-to-end shows what Goexit and os.Exit end: one goroutine or everything.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"sync"
)

func main() {
	log.SetFlags(0)
	modes := map[string]func(){
		"goexit":      goexit,
		"os-exit":     osExit,
		"main-goexit": mainGoexit,
	}
	if len(os.Args) != 2 || modes[os.Args[1]] == nil {
		log.Fatal("usage: ways-to-end goexit|os-exit|main-goexit")
	}
	modes[os.Args[1]]()
}

// region goexit
func goexit() {
	var wg sync.WaitGroup
	wg.Go(func() {
		defer fmt.Println("deferred call ran")
		inner()
		fmt.Println("never printed")
	})
	wg.Wait()
	fmt.Println("main goes on")
}

// zh: 不论在第几层调用，结束的都是整个 goroutine
// en: however deep the call, it ends the whole goroutine
func inner() {
	runtime.Goexit()
}

// endregion

// region os-exit
func osExit() {
	defer fmt.Println("never printed")
	var wg sync.WaitGroup
	wg.Go(func() {
		defer fmt.Println("never printed either")
		fmt.Println("a goroutine calls os.Exit(3)")
		os.Exit(3)
	})
	wg.Wait()
}

// endregion

// region main-goexit
func mainGoexit() {
	leaving := make(chan struct{})
	go func() {
		<-leaving
		fmt.Println("another goroutine still works")
	}()
	fmt.Println("main calls Goexit")
	close(leaving)
	runtime.Goexit()
}

// endregion
