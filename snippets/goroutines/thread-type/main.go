// Thread-type builds Python's Thread on top of the go statement.
package main

import (
	"errors"
	"fmt"
	"sync/atomic"
)

// region thread
var (
	errStarted    = errors.New("thread already started")
	errNotStarted = errors.New("thread not started")
)

// Thread is a function that can be started once and waited for.
type Thread struct {
	Name    string
	target  func(t *Thread)
	started atomic.Bool
	done    chan struct{}
}

// NewThread returns a Thread that is not yet running.
func NewThread(name string, target func(t *Thread)) *Thread {
	return &Thread{Name: name, target: target, done: make(chan struct{})}
}

// Start runs the target in a new goroutine.
func (t *Thread) Start() error {
	if t.started.Swap(true) {
		return errStarted
	}
	go func() {
		defer close(t.done)
		t.target(t)
	}()
	return nil
}

// Join waits until the target has returned.
func (t *Thread) Join() error {
	if !t.started.Load() {
		return errNotStarted
	}
	<-t.done
	return nil
}

// endregion

// region main
func main() {
	t := NewThread("LoopThread", func(t *Thread) {
		fmt.Printf("thread %s is running...\n", t.Name)
	})
	fmt.Println("join:", t.Join())
	fmt.Println("start:", t.Start())
	fmt.Println("join:", t.Join())
	fmt.Println("join again:", t.Join())
	fmt.Println("start again:", t.Start())
}

// endregion
