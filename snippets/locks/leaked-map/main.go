// Leaked-map returns a map from under a lock, and a copy of it.
package main

import (
	"fmt"
	"maps"
	"sync"
)

type register struct {
	mu     sync.Mutex
	visits map[string]int // guarded by mu
}

func (r *register) visit(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.visits[name]++
}

// region all
func (r *register) all() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.visits
}

// endregion

// region snapshot
func (r *register) snapshot() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.visits)
}

// endregion

func main() {
	r := register{visits: make(map[string]int)}
	r.visit("Ann")
	all, snapshot := r.all(), r.snapshot()
	r.visit("Ann")
	fmt.Println("all:", all)
	fmt.Println("snapshot:", snapshot)
}
