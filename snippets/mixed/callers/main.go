// Callers lets three goroutines share one worker process, which answers them
// in the opposite order.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"slices"
	"sync"
)

type message struct{ ID, N int }

// region client
// A client shares one worker process among many callers.
type client struct {
	writing  sync.Mutex
	requests *json.Encoder // guarded by writing

	mu      sync.Mutex
	lastID  int              // guarded by mu
	pending map[int]chan int // guarded by mu
}

// call asks the worker, and waits for its answer to this request.
func (c *client) call(n int) int {
	// zh: 容量 1：送来回答的一方不必等
	// en: room for one: whoever brings the answer need not wait
	answer := make(chan int, 1)
	c.mu.Lock()
	c.lastID++
	id := c.lastID
	c.pending[id] = answer
	c.mu.Unlock()

	c.writing.Lock()
	check(c.requests.Encode(message{id, n}))
	c.writing.Unlock()
	return <-answer
}

// deliver brings each answer to the one who is waiting for it.
func (c *client) deliver(answers *json.Decoder) {
	for {
		var m message
		err := answers.Decode(&m)
		if err == io.EOF {
			return
		}
		check(err)
		c.mu.Lock()
		answer, ok := c.pending[m.ID]
		delete(c.pending, m.ID)
		c.mu.Unlock()
		if ok {
			answer <- m.N
		}
	}
}

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
	c := &client{requests: json.NewEncoder(stdin), pending: make(map[int]chan int)}
	var callers, delivery sync.WaitGroup
	delivery.Go(func() { c.deliver(json.NewDecoder(stdout)) })
	squares := make([]int, 3)
	for n := range squares {
		callers.Go(func() { squares[n] = c.call(n) })
	}
	callers.Wait()
	fmt.Println("squares:", squares)
	// endregion
	check(stdin.Close())
	delivery.Wait()
	check(cmd.Wait())
}

// work answers three requests, the last one first.
func work() {
	requests, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	held := make([]message, 3)
	for i := range held {
		check(requests.Decode(&held[i]))
	}
	for _, m := range slices.Backward(held) {
		check(answers.Encode(message{m.ID, m.N * m.N}))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
