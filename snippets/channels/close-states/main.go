// Close-states receives from a closed channel, and then misuses channels in
// the three ways that panic.
package main

import "fmt"

func main() {
	// region states
	c := make(chan int, 2)
	c <- 1
	c <- 2
	close(c)
	for range 4 {
		v, ok := <-c
		fmt.Println(v, ok)
	}

	var none chan int
	try("send", func() { c <- 3 })
	try("close again", func() { close(c) })
	try("close nil", func() { close(none) })
	// endregion
}

// region try
// try prints the panic of f.
func try(name string, f func()) {
	defer func() {
		fmt.Printf("%s: %v\n", name, recover())
	}()
	f()
}

// endregion
