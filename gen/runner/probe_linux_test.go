package runner

import "testing"

func TestRungs(t *testing.T) {
	for _, m := range rungs {
		t.Logf("%s: %v", m, m.probe())
	}
	t.Log(Isolation())
}
