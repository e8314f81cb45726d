// Pool-api wraps a task channel so that wrong use is an error and not a panic.
package main

import (
	"errors"
	"fmt"
	"log"
	"sync"
	"sync/atomic"
)

// region pool

var (
	errClosed = errors.New("pool: closed")
	errOpen   = errors.New("pool: still open")
)

// Pool hands tasks to a fixed number of workers.
type Pool struct {
	tasks   chan int
	workers sync.WaitGroup

	mu     sync.Mutex // held while sending on tasks, too
	closed bool
}

// New starts a pool in which each worker runs serve until tasks is closed.
func New(workers int, serve func(tasks <-chan int)) *Pool {
	p := &Pool{tasks: make(chan int)}
	for range workers {
		p.workers.Go(func() { serve(p.tasks) })
	}
	return p
}

// Submit waits until a worker takes task n.
func (p *Pool) Submit(n int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return errClosed
	}
	// zh: 持锁发送：另一个 goroutine 调用的 Close 要等这次发送完成
	// en: sent under the lock: a Close elsewhere waits until this is through
	p.tasks <- n
	return nil
}

// Close says that no task will follow. It may be called again.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.closed = true
		close(p.tasks)
	}
}

// Join waits for the workers of a closed pool.
func (p *Pool) Join() error {
	p.mu.Lock()
	closed := p.closed
	p.mu.Unlock()
	if !closed {
		return errOpen
	}
	p.workers.Wait()
	return nil
}

// endregion

// region main
func main() {
	log.SetFlags(0)
	var run atomic.Int64
	p := New(3, func(tasks <-chan int) {
		for range tasks {
			run.Add(1)
		}
	})
	for n := range 5 {
		if err := p.Submit(n); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println("join before close:", p.Join())
	p.Close()
	fmt.Println("submit after close:", p.Submit(5))
	err := p.Join()
	fmt.Printf("join: %v, tasks run: %d\n", err, run.Load())
}

// endregion
