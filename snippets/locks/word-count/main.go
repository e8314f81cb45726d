// Word-count counts words from several goroutines, with a mutex and a map and
// with a sync.Map.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// region locked
type locked struct {
	mu sync.Mutex
	n  map[string]int64 // guarded by mu
}

func (c *locked) add(word string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[word]++
}

// endregion

// region shared
type shared struct {
	n sync.Map // from string to *atomic.Int64
}

func (c *shared) add(word string) {
	n, _ := c.n.LoadOrStore(word, new(atomic.Int64))
	n.(*atomic.Int64).Add(1)
}

// endregion

func main() {
	l := locked{n: make(map[string]int64)}
	var s shared
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 1000 {
				l.add("go")
				s.add("go")
			}
		})
	}
	wg.Wait()
	fmt.Println("locked:", l.n["go"])
	n, _ := s.n.Load("go")
	fmt.Println("shared:", n.(*atomic.Int64).Load())
}
