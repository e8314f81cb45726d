// Watch waits for a condition with channels, and so can give up waiting.
package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// region watch
// A watched is a number whose changes can be waited for.
type watched struct {
	mu      sync.Mutex
	n       int
	changed chan struct{} // closed at the next change
}

func newWatched() *watched {
	return &watched{changed: make(chan struct{})}
}

func (w *watched) set(n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n = n
	close(w.changed)
	w.changed = make(chan struct{})
}

// wait returns the number once it is at least low, or the cause of ctx.
func (w *watched) wait(ctx context.Context, low int) (int, error) {
	for {
		// zh: 值和通道要一起拿，中间不能有 set
		// en: take both at once, with no set in between
		w.mu.Lock()
		n, changed := w.n, w.changed
		w.mu.Unlock()
		if n >= low {
			return n, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return n, context.Cause(ctx)
		}
	}
}

// endregion

// region main
func main() {
	w := newWatched()
	ctx := context.Background()
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			n, err := w.wait(ctx, 3)
			fmt.Println("waited for 3:", n, err)
		})
	}
	for n := range 4 {
		w.set(n)
	}
	wg.Wait()

	ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	n, err := w.wait(ctx, 4)
	fmt.Println("waited for 4:", n, err)
}

// endregion
