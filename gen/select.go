package main

import (
	"cmp"
	"maps"
	"slices"
	"time"

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

// selectRuns picks the runs that o asks for and this platform supports.
// skipped are those it asks for in vain.
func selectRuns(b *book.Book, o options) (selected, skipped []*book.Run) {
	for run := range allRuns(b) {
		switch {
		case o.run != nil && !o.run.MatchString(run.ID()):
		case !runner.Supported(run):
			skipped = append(skipped, run)
		default:
			selected = append(selected, run)
		}
	}
	return selected, skipped
}

// judged are the runs whose contracts o asks to judge: unlike running, judging
// works on every platform.
func judged(b *book.Book, recorded map[*book.Run]*golden.Golden, o options) []*book.Run {
	var runs []*book.Run
	for run := range allRuns(b) {
		if recorded[run] != nil && (o.run == nil || o.run.MatchString(run.ID())) {
			runs = append(runs, run)
		}
	}
	return runs
}

// longestFirst orders runs by how long they took when they were recorded, so
// that a long one does not begin when all others are done.
func longestFirst(runs []*book.Run, recorded map[*book.Run]*golden.Golden) {
	took := func(run *book.Run) time.Duration {
		g := recorded[run]
		if g == nil || len(g.Output.Lines) == 0 {
			return 0
		}
		return g.Output.Lines[len(g.Output.Lines)-1].At
	}
	slices.SortStableFunc(runs, func(a, b *book.Run) int { return cmp.Compare(took(b), took(a)) })
}

// programs are the programs of runs, each once, by name.
func programs(runs []*book.Run) []*book.Program {
	seen := make(map[*book.Program]bool)
	for _, r := range runs {
		seen[r.Program] = true
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b *book.Program) int { return cmp.Compare(a.Name, b.Name) })
}
