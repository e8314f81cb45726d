// First-error runs five tasks and stops the others when one fails.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// region run
// run calls task with the numbers below n, all at once, and waits for all to
// return. The first error cancels the others and is what run returns; if ctx is
// canceled, run returns the cause of that.
func run(ctx context.Context, n int, task func(context.Context, int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := task(ctx, i); err != nil {
				// zh: 只有第一次算数，后来的错误不会盖掉它
				// en: only the first call counts; later errors do not replace it
				cancel(err)
			}
		})
	}
	wg.Wait()
	return context.Cause(ctx)
}

// endregion

// region task
var errFull = errors.New("task 2: disk full")

func task(ctx context.Context, i int) error {
	if i == 2 {
		return errFull
	}
	select {
	case <-time.After(time.Minute):
		return nil
	case <-ctx.Done():
		fmt.Printf("task %d stopped: %v\n", i, context.Cause(ctx))
		return ctx.Err()
	}
}

func main() {
	err := run(context.Background(), 5, task)
	fmt.Println("run:", err)
}

// endregion
