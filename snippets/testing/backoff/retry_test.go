package backoff

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// region test
func TestRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var at []time.Duration
		err := Retry(t.Context(), func() error {
			if at = append(at, time.Since(start)); len(at) < 4 {
				return errors.New("not yet")
			}
			return nil
		})
		t.Log("tried at", at)
		if got := fmt.Sprint(at); err != nil || got != "[0s 1s 3s 7s]" {
			t.Errorf("tried at %v: %v", at, err)
		}
	})
}

func TestGiveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		err := Retry(ctx, func() error { return errors.New("never") })
		t.Log("gave up after", time.Since(start))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Hour {
			t.Errorf("gave up after %v: %v", time.Since(start), err)
		}
	})
}

// endregion
