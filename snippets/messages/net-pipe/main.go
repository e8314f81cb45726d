// Net-pipe connects two goroutines with a connection that holds nothing.
package main

import (
	"fmt"
	"io"
	"log"
	"net"
)

func main() {
	log.SetFlags(0)
	// region pipe
	a, b := net.Pipe()
	wrote := make(chan int)
	go func() {
		n, err := io.WriteString(a, "hello")
		check(err)
		wrote <- n
	}()

	buf := make([]byte, 3)
	n, err := b.Read(buf)
	check(err)
	fmt.Printf("read %q\n", buf[:n])
	select {
	case n := <-wrote:
		fmt.Printf("Write returned %d too early\n", n)
	default:
		fmt.Println("Write has not returned")
	}
	n, err = b.Read(buf)
	check(err)
	fmt.Printf("read %q\n", buf[:n])
	fmt.Println("Write returned", <-wrote)
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
