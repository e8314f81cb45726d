// Package rules tells lawful transcripts of a pool from others.
package rules

import (
	"regexp"
	"slices"
	"strconv"
)

const (
	waiting = "Waiting for all subprocess done..."
	end     = "All subprocess done."
)

var (
	run  = regexp.MustCompile(`^Run task (\d+) \((\d+)\)\.\.\.$`)
	task = regexp.MustCompile(`^Task (\d+) run \d+\.\d\d seconds\.$`)
)

// region check
// Check returns the rules that lines, printed by a pool, break.
func Check(lines []string, tasks, workers int) []string {
	var broken []string
	rule := func(name string, kept bool) {
		if !kept && !slices.Contains(broken, name) {
			broken = append(broken, name)
		}
	}
	seen := map[int]bool{}    // by task
	busy := map[string]bool{} // by worker
	waits, done := 0, 0
	for i, line := range lines {
		if m := run.FindStringSubmatch(line); m != nil {
			n, err := strconv.Atoi(m[1])
			rule("each task once", err == nil && n < tasks && !seen[n])
			rule("one at a time", !busy[m[2]])
			rule("backpressure", done >= n-(workers-1))
			seen[n], busy[m[2]] = true, true
		} else if m := task.FindStringSubmatch(line); m != nil {
			rule("one at a time", busy[m[1]])
			busy[m[1]] = false
			done++
		} else if line == waiting {
			waits++
		} else {
			rule("end is last", line == end && i == len(lines)-1)
		}
	}
	rule("each task once", len(seen) == tasks)
	rule("every task ends", done == tasks)
	rule("few workers", len(busy) <= workers)
	rule("waiting once", waits == 1)
	rule("end is last", slices.Contains(lines, end))
	return broken
}

// endregion
