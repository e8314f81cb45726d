// Not-ready selects where nobody is on the other side of the channel.
package main

import (
	"fmt"
	"time"
)

func main() {
	// region select
	answers := make(chan int)
	select {
	case v := <-answers:
		fmt.Println("answer", v)
	case <-time.After(20 * time.Millisecond):
		fmt.Println("timeout")
	}

	select {
	case answers <- compute():
		fmt.Println("sent")
	default:
		fmt.Println("would block")
	}
	// endregion
}

// region compute
func compute() int {
	fmt.Println("computing")
	return 42
}

// endregion
