// Package backoff tries again, less and less often.
package backoff

import (
	"context"
	"time"
)

// region retry
// Retry calls try until it succeeds, with pauses of 1 s, 2 s, 4 s, and so on.
func Retry(ctx context.Context, try func() error) error {
	for pause := time.Second; ; pause *= 2 {
		if try() == nil {
			return nil
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// endregion
