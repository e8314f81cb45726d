// Package leakcheck counts the goroutines that a test leaves behind.
package leakcheck

import (
	"flag"
	"runtime"
	"testing"
	"time"
)

var capacity = flag.Int("capacity", 2, "of the channel of answers")

// region check
// noLeaks makes t fail if it ends with more goroutines than there are now.
func noLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		// zh: 正在结束的 goroutine 还算在内，所以数几次
		// en: those about to end are still counted, so count several times
		for pause := time.Millisecond; ; pause *= 2 {
			left := runtime.NumGoroutine() - before
			if left <= 0 {
				return
			}
			if pause > 2*time.Second {
				t.Errorf("%d goroutines left", left)
				return
			}
			time.Sleep(pause)
		}
	})
}

// endregion

// region first
// first asks three servers and takes the first answer.
func first(capacity int) string {
	answers := make(chan string, capacity)
	for _, server := range []string{"a", "b", "c"} {
		go func() { answers <- "hello from " + server }()
	}
	return <-answers
}

func TestFirst(t *testing.T) {
	noLeaks(t)
	if first(*capacity) == "" {
		t.Error("no answer")
	}
}

// endregion
