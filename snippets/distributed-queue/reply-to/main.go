// Reply-to lets several clients share a queue, and gives each its own results.
package main

import (
	"fmt"
	"log"
	"net"
	"net/rpc"
	"sync"
)

func main() {
	log.SetFlags(0)
	// region main
	server := rpc.NewServer()
	check(server.Register(NewQueue()))
	for range 2 {
		go work(connect(server))
	}
	var a, b []int
	var clients sync.WaitGroup
	clients.Go(func() { a = squares(connect(server), 1, 2, 3) })
	clients.Go(func() { b = squares(connect(server), 10, 20, 30) })
	clients.Wait()
	fmt.Println("a:", a)
	fmt.Println("b:", b)
	// endregion
}

// region sides
// squares has the queue square the numbers.
func squares(queue *rpc.Client, numbers ...int) []int {
	defer queue.Close()
	var results []int
	for _, n := range numbers {
		var square int
		check(queue.Call("Queue.Square", n, &square))
		results = append(results, square)
	}
	return results
}

// work does tasks, no matter whose.
func work(queue *rpc.Client) {
	for {
		var t Task
		check(queue.Call("Queue.Get", struct{}{}, &t))
		check(queue.Call("Queue.Put", Task{t.ID, t.N * t.N}, &struct{}{}))
	}
}

// endregion

// connect returns a client at the other end of a connection in memory.
func connect(server *rpc.Server) *rpc.Client {
	a, b := net.Pipe()
	go server.ServeConn(a)
	return rpc.NewClient(b)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
