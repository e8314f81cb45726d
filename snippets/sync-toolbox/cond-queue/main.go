// Cond-queue is a queue whose consumers wait on a condition variable.
package main

import (
	"fmt"
	"sync"
)

// region queue
// A queue passes numbers between goroutines and never makes put wait.
type queue struct {
	mu      sync.Mutex
	changed *sync.Cond // items or closed has changed
	items   []int
	closed  bool
}

func newQueue() *queue {
	q := new(queue)
	q.changed = sync.NewCond(&q.mu)
	return q
}

func (q *queue) put(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.items = append(q.items, n)
	// zh: 多了一个，叫醒一个
	// en: one item more: wake one consumer
	q.changed.Signal()
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	// zh: 再也不会有了，叫醒所有等着的
	// en: there will be no more: wake everybody
	q.changed.Broadcast()
}

// get waits for the next item; it reports false if there will be none.
func (q *queue) get() (n int, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed {
		// zh: 放开锁去等；返回时又拿着锁
		// en: lets go of the lock to wait, and holds it again on return
		q.changed.Wait()
	}
	if len(q.items) == 0 {
		return 0, false
	}
	n, q.items = q.items[0], q.items[1:]
	return n, true
}

// endregion

// region main
func main() {
	q := newQueue()
	var wg sync.WaitGroup
	for _, name := range []string{"A", "B"} {
		wg.Go(func() {
			for n, ok := q.get(); ok; n, ok = q.get() {
				fmt.Printf("%s got %d\n", name, n)
			}
		})
	}
	for n := range 6 {
		q.put(n)
	}
	q.close()
	wg.Wait()
	fmt.Println("queue closed and empty")
}

// endregion
