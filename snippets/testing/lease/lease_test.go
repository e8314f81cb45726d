package lease

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// region test
func TestRenew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var expired atomic.Bool
		l := New(time.Hour, func() { expired.Store(true) })
		check := func(want bool) {
			t.Helper()
			// zh: 等别的 goroutine 都停下来
			// en: until all other goroutines have come to rest
			synctest.Wait()
			if got := expired.Load(); got != want {
				t.Errorf("at %s: expired is %v", time.Now().UTC().Format(time.StampNano), got)
			}
		}

		time.Sleep(time.Hour - time.Nanosecond)
		check(false)
		l.Renew()
		time.Sleep(time.Hour - time.Nanosecond)
		check(false)
		time.Sleep(time.Nanosecond)
		check(true)
		t.Log("expired at", time.Now().UTC().Format(time.StampNano))
	})
}

// endregion
