// Lock-timeout makes a lock of a channel, to stop waiting for it at a deadline.
package main

import (
	"context"
	"fmt"
	"time"
)

// region lock
type lock chan struct{}

func newLock() lock { return make(lock, 1) }

func (l lock) lock(ctx context.Context) error {
	select {
	case l <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l lock) unlock() { <-l }

// endregion

// region main
func main() {
	l := newLock()
	fmt.Println("first:", l.lock(context.Background()))
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	fmt.Println("second:", l.lock(ctx))
	l.unlock()
	fmt.Println("third:", l.lock(context.Background()))
}

// endregion
