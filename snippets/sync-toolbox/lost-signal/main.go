// Lost-signal changes a condition without the lock: its signal gets lost.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// region lost
func main() {
	var mu sync.Mutex
	changed := sync.NewCond(&mu)
	var ready atomic.Bool
	checked, signaled := make(chan struct{}), make(chan struct{})

	go func() {
		<-checked
		// zh: 错：没有拿锁，就钻进了检查与 Wait 之间
		// en: wrong: without the lock, this gets between the check and Wait
		ready.Store(true)
		changed.Signal()
		fmt.Println("ready, signal sent")
		close(signaled)
	}()

	mu.Lock()
	defer mu.Unlock()
	for !ready.Load() {
		fmt.Println("not ready, about to wait")
		// zh: 这两行把最坏的次序固定下来
		// en: these two lines force the worst order
		close(checked)
		<-signaled
		changed.Wait()
	}
	fmt.Println("never printed")
}

// endregion
