// With-rpc lets ten callers share a worker process by means of net/rpc.
package main

import (
	"fmt"
	"io"
	"log"
	"net/rpc"
	"os"
	"os/exec"
	"sync"
)

// Squares is what the worker offers.
type Squares struct{}

// Of is run in a goroutine for each request.
func (Squares) Of(n int, square *int) error {
	*square = n * n
	return nil
}

func work() {
	server := rpc.NewServer()
	check(server.Register(Squares{}))
	server.ServeConn(conn{os.Stdin, os.Stdout})
}

// region conn
// A conn makes one connection of two pipes.
type conn struct {
	io.ReadCloser
	w io.WriteCloser
}

func (c conn) Write(b []byte) (int, error) { return c.w.Write(b) }

// Close lets the other side read to the end.
func (c conn) Close() error { return c.w.Close() }

// endregion

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
		return
	}
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())

	// region main
	client := rpc.NewClient(conn{stdout, stdin})
	squares := make([]int, 10)
	var callers sync.WaitGroup
	for n := range squares {
		callers.Go(func() { check(client.Call("Squares.Of", n, &squares[n])) })
	}
	callers.Wait()
	fmt.Println(squares)
	// zh: 回答都到齐了，可以关闭
	// en: all answers have arrived, so it can be closed
	check(client.Close())
	check(cmd.Wait())
	fmt.Println("after the end:", client.Call("Squares.Of", 1, new(int)))
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
