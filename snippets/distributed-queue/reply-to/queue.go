package main

import (
	"net/rpc"
	"sync"
)

// Task is a number to be squared or, on the way back, its square.
type Task struct{ ID, N int }

const errUnknown = rpc.ServerError("unknown task")

// region queue
// Queue is called by clients (Square) and by workers (Get, Put).
type Queue struct {
	tasks   chan Task
	mu      sync.Mutex
	last    int
	waiting map[int]chan<- int // by ID
}

// NewQueue returns an empty queue.
func NewQueue() *Queue {
	return &Queue{tasks: make(chan Task), waiting: make(map[int]chan<- int)}
}

// Square returns the square of n, which a worker works out.
func (q *Queue) Square(n int, square *int) error {
	reply := make(chan int, 1)
	q.mu.Lock()
	q.last++
	id := q.last
	q.waiting[id] = reply
	q.mu.Unlock()
	q.tasks <- Task{id, n}
	*square = <-reply
	return nil
}

// Get takes a task.
func (q *Queue) Get(_ struct{}, t *Task) error {
	*t = <-q.tasks
	return nil
}

// Put brings back a task with its result.
func (q *Queue) Put(t Task, _ *struct{}) error {
	q.mu.Lock()
	reply, ok := q.waiting[t.ID]
	delete(q.waiting, t.ID)
	q.mu.Unlock()
	if !ok {
		return errUnknown
	}
	reply <- t.N
	return nil
}

// endregion
