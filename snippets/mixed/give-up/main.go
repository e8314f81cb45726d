// Give-up has a caller that does not wait for its answer to the end.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"sync"
	"time"
)

type message struct{ ID, N int }

type client struct {
	writing  sync.Mutex
	requests *json.Encoder // guarded by writing

	mu      sync.Mutex
	lastID  int              // guarded by mu
	pending map[int]chan int // guarded by mu
	late    int              // guarded by mu; answers that nobody wanted anymore
}

// region call
func (c *client) call(ctx context.Context, n int) (int, error) {
	answer := make(chan int, 1)
	c.mu.Lock()
	c.lastID++
	id := c.lastID
	c.pending[id] = answer
	c.mu.Unlock()

	c.writing.Lock()
	check(c.requests.Encode(message{id, n}))
	c.writing.Unlock()
	select {
	case n := <-answer:
		return n, nil
	case <-ctx.Done():
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.pending, id)
		return 0, ctx.Err()
	}
}

// endregion

func (c *client) deliver(answers *json.Decoder) {
	for {
		var m message
		err := answers.Decode(&m)
		if err == io.EOF {
			return
		}
		check(err)
		c.mu.Lock()
		if answer, ok := c.pending[m.ID]; ok {
			answer <- m.N
			delete(c.pending, m.ID)
		} else {
			c.late++
		}
		c.mu.Unlock()
	}
}

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

	c := &client{requests: json.NewEncoder(stdin), pending: make(map[int]chan int)}
	var delivery sync.WaitGroup
	delivery.Go(func() { c.deliver(json.NewDecoder(stdout)) })
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err = c.call(ctx, 3)
	fmt.Println("first call:", err)
	n, err := c.call(context.Background(), 4)
	fmt.Println("second call:", n, err)
	check(stdin.Close())
	delivery.Wait()
	fmt.Println("late answers:", c.late)
	check(cmd.Wait())
}

// work answers the first request only when the second has come.
func work() {
	requests, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	var first, second message
	check(requests.Decode(&first))
	check(requests.Decode(&second))
	check(answers.Encode(message{first.ID, first.N * first.N}))
	check(answers.Encode(message{second.ID, second.N * second.N}))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
