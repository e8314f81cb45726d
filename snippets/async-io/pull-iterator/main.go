// Pull-iterator shows two sides that take turns in one order.
package main

import (
	"fmt"
	"iter"
)

// region steps
func steps(yield func(int) bool) {
	fmt.Println("steps: begin")
	defer fmt.Println("steps: end")
	for n := 1; ; n++ {
		fmt.Println("steps: yield", n)
		if !yield(n) {
			return
		}
		fmt.Println("steps: go on")
	}
}

// endregion

// region main
func main() {
	next, stop := iter.Pull(steps)
	for range 2 {
		fmt.Println("main: call next")
		n, ok := next()
		fmt.Println("main: got", n, ok)
	}
	fmt.Println("main: call stop")
	stop()
	n, ok := next()
	fmt.Println("main: got", n, ok)
}

// endregion
