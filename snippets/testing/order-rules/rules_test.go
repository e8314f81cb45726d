package rules

import (
	"slices"
	"strings"
	"testing"
)

// region good
var good = strings.Split(`Run task 0 (301)...
Waiting for all subprocess done...
Run task 2 (303)...
Run task 1 (302)...
Task 303 run 0.02 seconds.
Run task 3 (303)...
Task 303 run 0.02 seconds.
Run task 4 (303)...
Task 303 run 0.01 seconds.
Task 302 run 0.16 seconds.
Task 301 run 0.28 seconds.
All subprocess done.`, "\n")

// endregion

// region doctored
// These doctor a good transcript.
func lost(i int) []string    { return slices.Delete(slices.Clone(good), i, i+1) }
func doubled(i int) []string { return slices.Insert(slices.Clone(good), i, good[i]) }
func swapped(i int) []string {
	lines := slices.Clone(good)
	lines[i], lines[i+1] = lines[i+1], lines[i]
	return lines
}
func replaced(pairs ...string) []string {
	all := strings.Join(good, "\n")
	return strings.Split(strings.NewReplacer(pairs...).Replace(all), "\n")
}

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"as recorded", good, ""},
		{"early end", swapped(10), "end is last"},
		{"lost task", lost(9), "every task ends"},
		{"too eager", swapped(4), "one at a time, backpressure"},
		{"fourth worker", replaced("4 (303)", "4 (304)", "303 run 0.01", "304 run 0.01"), "few workers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(Check(tt.lines, 5, 3), ", "); got != tt.want {
				t.Errorf("broken: %q, want %q", got, tt.want)
			}
		})
	}
}

// endregion

// region mutants
func TestMutants(t *testing.T) {
	sorted := func(lines []string) []string { return slices.Sorted(slices.Values(lines)) }
	for _, tt := range []struct {
		name    string
		accepts func(lines []string) bool
	}{
		{"equal", func(l []string) bool { return slices.Equal(l, good) }},
		{"sorted", func(l []string) bool { return slices.Equal(sorted(l), sorted(good)) }},
		{"rules", func(l []string) bool { return len(Check(l, 5, 3)) == 0 }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			exchanged := []int{} // with the next line
			for i := range good {
				if tt.accepts(lost(i)) || tt.accepts(doubled(i)) {
					t.Errorf("line %d may be lost or doubled", i)
				}
				if i+1 < len(good) && tt.accepts(swapped(i)) {
					exchanged = append(exchanged, i)
				}
			}
			t.Log("accepts exchanges of", exchanged)
			if tt.name == "rules" && !slices.Equal(exchanged, []int{0, 1, 2, 3, 8, 9}) {
				t.Error("want those of lines without a reason for their order")
			}
		})
	}
}

// endregion
