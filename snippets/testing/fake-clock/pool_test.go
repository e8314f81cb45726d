package fakeclock

import (
	"testing"
	"testing/synctest"
	"time"
)

// region real
func TestRealClock(t *testing.T) {
	const unit = 100 * time.Millisecond
	start := time.Now()
	Run(3, 5, func() { time.Sleep(unit) })
	took := time.Since(start)
	t.Log("took", took)
	// zh: 能断言的只有下限
	// en: a lower bound is all we can assert
	if took < 2*unit {
		t.Errorf("took %v, want at least %v", took, 2*unit)
	}
}

// endregion

// region fake
func TestFakeClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		t.Log("it is", start.UTC().Format(time.DateTime))
		Run(3, 5, func() { time.Sleep(time.Second) })
		took := time.Since(start)
		t.Log("took", took)
		if took != 2*time.Second {
			t.Errorf("took %v, want 2s", took)
		}
	})
}

// endregion
