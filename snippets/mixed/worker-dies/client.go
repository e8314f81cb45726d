package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"sync"
)

// A result is the answer of the worker, or why there is none.
type result struct {
	text string
	err  error
}

type client struct {
	cmd     *exec.Cmd
	writing sync.Mutex
	stdin   io.WriteCloser // written to with writing locked
	ended   chan struct{}  // closed when the worker has ended

	mu      sync.Mutex
	lastID  int                 // guarded by mu
	pending map[int]chan result // guarded by mu
	err     error               // guarded by mu; set when the worker has ended
}

// region call
func (c *client) call(text string) (string, error) {
	answer := make(chan result, 1)
	c.mu.Lock()
	if c.err != nil {
		defer c.mu.Unlock()
		return "", c.err
	}
	c.lastID++
	id := c.lastID
	c.pending[id] = answer
	c.mu.Unlock()

	c.writing.Lock()
	err := json.NewEncoder(c.stdin).Encode(message{id, text})
	c.writing.Unlock()
	if err != nil {
		// zh: 写不进去，它就没用了；deliver 会告诉大家
		// en: it is of no use anymore, and deliver will tell everybody
		_ = c.cmd.Process.Kill()
	}
	r := <-answer
	return r.text, r.err
}

// endregion

// region deliver
func (c *client) deliver(answers *json.Decoder) {
	defer close(c.ended)
	var err error
	for err == nil {
		var m message
		if err = answers.Decode(&m); err == nil {
			c.finish(m.ID, result{text: m.Text})
		}
	}
	if err != io.EOF {
		// zh: 它的话读不懂，也当它死了
		// en: it talks nonsense, and is as good as dead
		_ = c.cmd.Process.Kill()
	}
	_ = c.cmd.Wait() // ProcessState tells more

	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = fmt.Errorf("worker ended: %v", c.cmd.ProcessState)
	for _, answer := range c.pending {
		answer <- result{err: c.err}
	}
	clear(c.pending)
}

// endregion

// finish gives the call with this ID its result, if it is waiting.
func (c *client) finish(id int, r result) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if answer, ok := c.pending[id]; ok {
		answer <- r
		delete(c.pending, id)
	}
}
