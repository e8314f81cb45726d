// Lost-update has two goroutines add 1 to a variable. Channels force an order
// in which one addition is lost.
package main

import "fmt"

func main() {
	n := 0
	aRead, bWrote, aWrote := make(chan struct{}), make(chan struct{}), make(chan struct{})
	// region add
	go func() { // A
		v := n
		fmt.Println("A reads", v)
		close(aRead)
		<-bWrote
		n = v + 1
		fmt.Println("A writes", v+1)
		close(aWrote)
	}()
	go func() { // B
		<-aRead
		v := n
		fmt.Println("B reads", v)
		n = v + 1
		fmt.Println("B writes", v+1)
		close(bWrote)
	}()
	<-aWrote
	fmt.Println("n =", n)
	// endregion
}
