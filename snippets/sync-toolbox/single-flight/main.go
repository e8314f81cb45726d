// Single-flight lets callers who want the same thing share one call.
package main

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// region group
// A group shares calls by key. The zero value is ready to use.
type group struct {
	mu    sync.Mutex
	calls map[string]*call
}

type call struct {
	done    chan struct{}
	waiting int // callers besides the first
	val     string
	err     error
}

// do calls f, or waits for a call with the same key that is under way.
func (g *group) do(key string, f func() (string, error)) (string, error) {
	g.mu.Lock()
	if c, ok := g.calls[key]; ok {
		c.waiting++
		g.mu.Unlock()
		<-c.done
		return c.val, c.err
	}
	c := &call{done: make(chan struct{}), err: errors.New("call did not return")}
	if g.calls == nil {
		g.calls = make(map[string]*call)
	}
	g.calls[key] = c
	g.mu.Unlock()

	defer func() {
		g.mu.Lock()
		delete(g.calls, key)
		g.mu.Unlock()
		close(c.done)
	}()
	c.val, c.err = f()
	return c.val, c.err
}

// endregion

// waiting returns how many callers wait for the call with the key.
func (g *group) waiting(key string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c, ok := g.calls[key]; ok {
		return c.waiting
	}
	return 0
}

// region main
func main() {
	var g group
	loadPage := func() (string, error) {
		fmt.Println("loading the page")
		for g.waiting("page") < 4 {
			time.Sleep(time.Millisecond)
		}
		return "42 lines", nil
	}
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			page, err := g.do("page", loadPage)
			fmt.Println("got", page, err)
		})
	}
	wg.Wait()
}

// endregion
