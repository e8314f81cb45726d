// Barrier lets three goroutines begin each round together.
package main

import (
	"fmt"
	"sync"
)

// region barrier
// A barrier makes goroutines wait until size of them have called wait.
type barrier struct {
	mu      sync.Mutex
	opened  *sync.Cond // round has changed
	size    int
	arrived int
	round   int
}

func newBarrier(size int) *barrier {
	b := &barrier{size: size}
	b.opened = sync.NewCond(&b.mu)
	return b
}

func (b *barrier) wait() {
	b.mu.Lock()
	defer b.mu.Unlock()
	round := b.round
	b.arrived++
	if b.arrived == b.size {
		// zh: 最后一个到：清零，开始下一轮，叫醒所有人
		// en: the last to arrive: reset, begin the next round, wake everybody
		b.arrived = 0
		b.round++
		b.opened.Broadcast()
		return
	}
	// zh: 等的是“我这一轮过去了”，不是“人数够了”
	// en: wait for my round to be over, not for the count to be full
	for b.round == round {
		b.opened.Wait()
	}
}

// endregion

// region main
func main() {
	b := newBarrier(3)
	var wg sync.WaitGroup
	for _, name := range []string{"A", "B", "C"} {
		wg.Go(func() {
			for round := 1; round <= 3; round++ {
				fmt.Printf("round %d: %s arrived\n", round, name)
				b.wait()
				fmt.Printf("round %d: %s passed\n", round, name)
			}
		})
	}
	wg.Wait()
}

// endregion
