package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/rpc"
	"os"
	"time"
)

// worker connects to the master and does tasks until the queue is closed.
func worker(addr string) {
	// region connect
	key, err := io.ReadAll(os.Stdin)
	check(err)
	c, err := net.Dial("tcp", addr)
	check(err)
	if err := introduce(c, key, handshakeLimit); err != nil {
		log.Fatal("worker: ", err)
	}
	queue := rpc.NewClient(c)
	defer queue.Close()
	// endregion

	// region work
	for {
		var n int
		err := queue.Call("Queue.Get", time.Second, &n)
		if errors.Is(err, errEmpty) {
			continue
		}
		if errors.Is(err, errClosed) {
			fmt.Println("worker exit:", err)
			return
		}
		check(err)
		fmt.Printf("run task %d * %d... (%d)\n", n, n, os.Getpid())
		check(queue.Call("Queue.Put", n*n, &struct{}{}))
	}
	// endregion
}
