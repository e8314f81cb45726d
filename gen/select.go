package main

import (
	"cmp"
	"maps"
	"slices"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/runner"
)

// allRuns yields the runs of all programs in order.
func allRuns(b *book.Book) func(yield func(*book.Run) bool) {
	return func(yield func(*book.Run) bool) {
		for _, p := range b.Programs {
			for _, r := range p.Runs {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// A skippedRun was asked for, and cannot be run here.
type skippedRun struct {
	*book.Run
	why string
}

// selectRuns picks the runs of a share that o asks for and this platform
// supports. skipped are those it asks for in vain.
func selectRuns(b *book.Book, share map[*book.Run]bool, o options) (selected []*book.Run, skipped []skippedRun) {
	for run := range allRuns(b) {
		switch {
		case !share[run], o.run != nil && !o.run.MatchString(run.ID()):
		case !runner.Supported(run):
			skipped = append(skipped, skippedRun{run, runner.Unsupported(run)})
		default:
			selected = append(selected, run)
		}
	}
	return selected, skipped
}

// judged are the runs of a share whose contracts o asks to judge: unlike
// running, judging works on every platform.
func judged(b *book.Book, share map[*book.Run]bool, recorded map[*book.Run]*golden.Golden, o options) []*book.Run {
	var runs []*book.Run
	for run := range allRuns(b) {
		if share[run] && recorded[run] != nil && (o.run == nil || o.run.MatchString(run.ID())) {
			runs = append(runs, run)
		}
	}
	return runs
}

// programs are the programs of runs, each once, by name.
func programs(runs []*book.Run) []*book.Program {
	seen := make(map[*book.Program]bool)
	for _, r := range runs {
		seen[r.Program] = true
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b *book.Program) int { return cmp.Compare(a.Name, b.Name) })
}
