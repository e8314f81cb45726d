// Counter has two goroutines add to one variable, a million times each.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"sync"
)

const rounds = 1_000_000

var n int

func main() {
	log.SetFlags(0)
	modes := map[string]func(){"plain": plain, "yield": yield}
	if len(os.Args) != 2 || modes[os.Args[1]] == nil {
		log.Fatal("usage: counter plain|yield")
	}
	// region main
	add := modes[os.Args[1]]
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range rounds {
				add()
			}
		})
	}
	wg.Wait()
	fmt.Println("n =", n)
	// endregion
}

// region add
func plain() {
	n++
}

func yield() {
	v := n
	runtime.Gosched()
	n = v + 1
}

// endregion
