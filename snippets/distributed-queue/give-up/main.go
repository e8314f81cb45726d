// Give-up has the wrong side stop waiting, so that a task gets lost.
package main

import (
	"errors"
	"fmt"
	"log"
	"net"
	"net/rpc"
	"time"
)

const errClosed = rpc.ServerError("queue closed")

// region queue
// Queue is what a worker can call.
type Queue struct{ tasks <-chan int }

// Get waits for a task for as long as it takes.
func (q *Queue) Get(_ struct{}, task *int) error {
	n, ok := <-q.tasks
	if !ok {
		return errClosed
	}
	*task = n
	return nil
}

// endregion

func main() {
	log.SetFlags(0)
	tasks := make(chan int)
	queue := connect(&Queue{tasks})
	// region worker
	call := queue.Go("Queue.Get", struct{}{}, new(int), make(chan *rpc.Call, 1))
	select {
	case <-call.Done:
		log.Fatal("a task out of nowhere: ", call.Error)
	case <-time.After(50 * time.Millisecond):
		fmt.Println("worker: no task, giving up")
	}
	// endregion

	// region master
	// zh: 收下它的，是那个没有人再等的调用
	// en: the call that nobody waits for anymore takes it
	tasks <- 1
	go func() {
		tasks <- 2
		close(tasks)
	}()
	for {
		var n int
		err := queue.Call("Queue.Get", struct{}{}, &n)
		if errors.Is(err, errClosed) {
			fmt.Println("worker exit:", err)
			break
		}
		check(err)
		fmt.Println("worker: task", n)
	}
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
