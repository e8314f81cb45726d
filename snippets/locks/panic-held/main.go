// Panic-held recovers from a panic in a critical section and looks whether the
// mutex is still locked.
package main

import (
	"fmt"
	"sync"
)

// region register
type register struct {
	mu     sync.Mutex
	visits map[string]int // guarded by mu
}

func (r *register) plain(name string) {
	r.mu.Lock()
	r.visits[name]++
	r.mu.Unlock()
}

func (r *register) deferred(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.visits[name]++
}

// endregion

// region main
func main() {
	// zh: map 没有初始化，写入就会 panic
	// en: the map was never made; writing to it panics
	var a, b register
	survive(func() { a.plain("Ann") })
	fmt.Println("plain: still locked:", !a.mu.TryLock())
	survive(func() { b.deferred("Ann") })
	fmt.Println("deferred: still locked:", !b.mu.TryLock())
}

func survive(f func()) {
	defer func() { fmt.Println("recovered:", recover()) }()
	f()
}

// endregion
