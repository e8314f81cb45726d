// Empty-queue lets a worker wait for a task only so long, and shows which
// errors it recognizes on its side of the network.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/rpc"
	"time"
)

// region queue
const errEmpty = rpc.ServerError("queue empty")

// Queue is what a worker can call.
type Queue struct{ tasks <-chan int }

// Get takes a task, or waits for one, but not for longer than wait.
func (q *Queue) Get(wait time.Duration, task *int) error {
	select {
	case n, ok := <-q.tasks:
		if !ok {
			return io.EOF
		}
		*task = n
		return nil
	case <-time.After(wait):
		return errEmpty
	}
}

// endregion

func main() {
	log.SetFlags(0)
	tasks := make(chan int)
	queue := connect(&Queue{tasks})
	// region worker
	var n int
	err := queue.Call("Queue.Get", 50*time.Millisecond, &n)
	fmt.Printf("%v (%T)\n", err, err)
	fmt.Println("is errEmpty:", errors.Is(err, errEmpty))

	go func() { tasks <- 7 }()
	check(queue.Call("Queue.Get", time.Minute, &n))
	fmt.Println("task", n)

	close(tasks)
	err = queue.Call("Queue.Get", time.Minute, &n)
	fmt.Printf("%v (%T)\n", err, err)
	fmt.Println("is io.EOF:", errors.Is(err, io.EOF))
	// endregion
	check(queue.Close())
}

// connect serves q at one end of a connection in memory.
func connect(q *Queue) *rpc.Client {
	server := rpc.NewServer()
	check(server.Register(q))
	a, b := net.Pipe()
	go server.ServeConn(a)
	return rpc.NewClient(b)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
