package main

import (
	"net/rpc"
	"time"
)

// region queue
// zh: ServerError 是字符串，到了网络另一头仍然相等
// en: a ServerError is a string, so it is equal to itself across the network
const (
	errEmpty  = rpc.ServerError("queue empty")
	errClosed = rpc.ServerError("queue closed")
)

// Queue is what workers can call.
type Queue struct {
	tasks   <-chan int
	results chan<- int
}

// Get takes a task, or waits for one, but not for longer than wait.
func (q *Queue) Get(wait time.Duration, task *int) error {
	select {
	case n, ok := <-q.tasks:
		if !ok {
			return errClosed
		}
		*task = n
		return nil
	case <-time.After(wait):
		return errEmpty
	}
}

// Put hands in a result, and returns once the master has taken it.
func (q *Queue) Put(result int, _ *struct{}) error {
	q.results <- result
	return nil
}

// endregion
