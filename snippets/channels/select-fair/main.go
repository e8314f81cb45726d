// Select-fair selects a thousand times between two channels that are both
// ready, as closed channels are.
package main

import "fmt"

func main() {
	// region select
	a, b := make(chan struct{}), make(chan struct{})
	close(a)
	close(b)
	var fromA, fromB int
	for range 1000 {
		select {
		case <-a:
			fromA++
		case <-b:
			fromB++
		}
	}
	fmt.Printf("a %d, b %d\n", fromA, fromB)
	// endregion
}
