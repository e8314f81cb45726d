// Torn-string has one goroutine change a string while another one reads it.
package main

import (
	"fmt"
	"sync"
)

const rounds = 1_000_000

var (
	names  = [2]string{"cat", "elephant"}
	animal = "cat"
)

func main() {
	var torn int
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range rounds {
			animal = names[i%2]
		}
	})
	wg.Go(func() {
		for range rounds {
			if s := animal; s != "cat" && s != "elephant" {
				torn++
			}
		}
	})
	wg.Wait()
	fmt.Printf("neither cat nor elephant: %d of %d\n", torn, rounds)
}
