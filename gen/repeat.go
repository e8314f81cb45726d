package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"huoye/gen/problem"
)

// repeat runs every run until each has run b.count times, and reports those
// that failed: now and then, with how often and the first failure; each time,
// as if they had been run once. Nothing that failed is tried until it passes.
func (b *build) repeat(ctx context.Context) (problem.List, error) {
	failed := make([]int, len(b.selected))
	first := make([]problem.List, len(b.selected))
	for round := range b.count {
		if round > 0 {
			b.progress.begin("repeat", fmt.Sprintf("round %d of %d", round+1, b.count))
			b.progress.expect(len(b.selected))
			b.results = runAll(ctx, b.progress.follow(b.bins.Run), b.selected, b.jobs, io.Discard)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for i, run := range b.selected {
			found := b.results.problems(run, b.recorded[run])
			b.tally(run, found)
			if len(found) == 0 {
				continue
			}
			failed[i]++
			if first[i] == nil {
				first[i] = found
			}
		}
	}
	var problems problem.List
	for i, run := range b.selected {
		switch failed[i] {
		case 0:
			continue
		case b.count:
			problems = append(problems, first[i]...)
		default:
			p := runProblem(run, problem.RunUnstable, fmt.Sprintf("run %s is unstable: it failed in %d of %d runs; "+
				"mend the program, or say in runs.yaml what may vary\n    the first failure:\n%s",
				run.ID(), failed[i], b.count, quoteProblem(first[i][0])))
			p.Pos = first[i][0].Pos
			problems = append(problems, p)
		}
		b.failed[run] = true
	}
	if len(problems) > 0 {
		b.remember()
	}
	return problems, nil
}

// quoteProblem is p as part of the explanation of another problem.
func quoteProblem(p *problem.Problem) string {
	what, more := p.Split()
	return strings.TrimRight(fmt.Sprintf("    %s [%s]\n%s", what, p.Rule, more), "\n")
}
