package contract

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestBounded matches contracts that are too ambiguous to be decided, which
// must be said soon.
func TestBounded(t *testing.T) {
	// Sixteen named numbers in any order, each to be printed once more.
	var once, again, got []string
	for i := range 16 {
		once = append(once, fmt.Sprintf("        - 'value {v%d:int}'", i))
		again = append(again, fmt.Sprintf("        - 'again {v%d} %d'", i, i))
		got = append(got, fmt.Sprintf("value %d", i))
	}
	for i := range 15 {
		got = append(got, fmt.Sprintf("again %d %d", (i*7)%16, i))
	}
	got = append(got, "again 99 15")
	c := mustParse(t, "output:\n    - unordered:\n"+strings.Join(once, "\n")+"\n    - unordered:\n"+strings.Join(again, "\n")+"\n")
	start := time.Now()
	_, err := c.Match(nil, stdout(got...))
	if err == nil {
		t.Fatal("accepted")
	}
	t.Logf("%v\n%v", time.Since(start), explained(err))
	if !strings.Contains(err.Error(), "too ambiguous") || !strings.Contains(err.Error(), "value ‹v") {
		t.Errorf("got %v", err)
	}

	// One line that can be read in too many ways.
	c = mustParse(t, "output:\n    - one: '{a:text} {b:text} {c:text} {d:text}'\n    - two: '{a} {d}'\n")
	_, err = c.Match(nil, stdout(strings.Repeat("x ", 60), "y y"))
	if err == nil || !strings.Contains(err.Error(), "too many ways") {
		t.Errorf("got %v", err)
	}
}

// TestNotes checks spans and free groups.
func TestNotes(t *testing.T) {
	c := poolContract(t, 2, 3)
	m, err := c.Match(nil, stdout("Run task 1 (101)...", "Waiting for all subprocess done...",
		"Run task 0 (7)...", "Task 101 run 0.10 seconds.", "Task 7 run 0.20 seconds.", "All subprocess done."))
	if err != nil {
		t.Fatal(err)
	}
	want := `[{[{12 15 pid worker}] [1 2]} {[] [1]} {[{12 13 pid worker}] [1 2]} ` +
		`{[{5 8 pid worker} {13 17 seconds s}] [1 2]} {[{5 6 pid worker} {11 15 seconds s}] [1 2]} {[] []}]`
	if got := fmt.Sprint(m.Notes); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWithoutRecording: before the first recording any lines will do, but the
// status counts.
func TestWithoutRecording(t *testing.T) {
	c := Recorded(Status{})
	if _, err := c.Match(nil, stdout("anything")); err != nil {
		t.Error(err)
	}
	if _, err := c.Match(nil, &Output{Status: Status{Code: 3}}); err == nil {
		t.Error("accepted another status")
	}
}

// TestManyAlike breaks contracts of many interchangeable lines, of which no
// arrangement can help; that must be found out without trying them all.
func TestManyAlike(t *testing.T) {
	const n = 4000
	c := mustParse(t, fmt.Sprintf("output:\n  - each: n in 1..%d\n    do: ['start {n}', done]\n  - end\n", n))
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprint("start ", i+1))
		if i >= 40 {
			lines = append(lines, "done")
		}
	}
	for len(lines) < 2*n {
		lines = append(lines, "done")
	}
	for name, tail := range map[string][]string{
		"foreign line":  {"what is this", "end"},
		"line too many": {"done", "end"},
		"no end":        {},
		"other end":     {"start 1"},
	} {
		start := time.Now()
		_, err := c.Match(nil, stdout(append(lines[:2*n:2*n], tail...)...))
		if err == nil || strings.Contains(err.Error(), "ambiguous") {
			t.Errorf("%s: got %v", name, err)
		}
		t.Logf("%s: %v\n%v", name, time.Since(start), err)
	}
}
