// Only-what-ran has a data race that it meets only if asked to be verbose.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	verbose := len(os.Args) == 2 && os.Args[1] == "verbose"
	size := 0
	done := make(chan struct{})
	go func() {
		size = download()
		close(done)
	}()
	if verbose {
		fmt.Println("size so far:", size)
	}
	<-done
	fmt.Println("size:", size)
}

// download pretends to download something, and returns its size.
func download() int {
	time.Sleep(50 * time.Millisecond)
	return 42
}
