package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"huoye/gen/book"
	"huoye/gen/disk"
	"huoye/gen/golden"
	"huoye/gen/problem"
	"huoye/gen/runner"
)

// rehearsals is how often a new output is tried again before it is recorded:
// a few runs find most outputs that are not the same each time.
const rehearsals = 4

// record writes a golden for each run whose recorded output is missing or does
// not hold any longer. What is recorded is printed by a run of its own, in
// which the processes are followed more closely; the run before it and the
// rehearsals after it must be the same. Outputs that are not are reported with
// what differs.
func (b *build) record(ctx context.Context) (problem.List, error) {
	var stale []*book.Run
	for _, run := range b.selected {
		if got := b.results.output(run); got != nil && len(golden.Compare(run, b.recorded[run], got)) > 0 {
			stale = append(stale, run)
		}
	}
	b.progress.expect(len(stale))
	followed := runAll(ctx, b.progress.follow(b.bins.Record), stale, b.jobs, io.Discard)
	fresh := make(map[*book.Run]*golden.Golden)
	keep := func(run *book.Run, found problem.List) bool {
		b.unfit = append(b.unfit, found...)
		if len(found) > 0 {
			b.failed[run] = true
		}
		return len(found) == 0
	}
	for _, run := range stale {
		o := followed[run]
		if o.problem != nil {
			keep(run, problem.List{o.problem})
			continue
		}
		g := golden.New(run, runner.Isolation(), followed.output(run))
		if keep(run, about(run, golden.Accept(run, g.Output))) && keep(run, disagree(run, g, b.results)) {
			fresh[run] = g
		}
	}
	for range rehearsals {
		again := slices.DeleteFunc(slices.Clone(stale), func(run *book.Run) bool { return fresh[run] == nil })
		b.progress.expect(len(again))
		rehearsed := runAll(ctx, b.progress.follow(b.bins.Run), again, b.jobs, io.Discard)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, run := range again {
			if !keep(run, disagree(run, fresh[run], rehearsed)) {
				delete(fresh, run)
			}
		}
	}
	for _, run := range stale {
		g := fresh[run]
		if g == nil {
			continue
		}
		if err := disk.Replace(filepath.Join(b.dir, filepath.FromSlash(run.Golden)), g.Format(), 0o644); err != nil {
			return nil, err
		}
		// Pages show what is in the file, where times are rounded.
		var err error
		if b.recorded[run], _, err = golden.Load(b.book, run); err != nil {
			return nil, err
		}
		b.written++
		fmt.Fprintf(b.log, "recorded %s\n", run.Golden)
	}
	return nil, nil
}

// disagree reports that how run went in another round is not the same as g in
// the sense of its contract.
func disagree(run *book.Run, g *golden.Golden, others results) problem.List {
	problems := others.problems(run, g)
	for _, p := range problems {
		_, more := p.Split()
		if others.output(run) == nil {
			more = quoteProblem(p)
		}
		p.Rule = problem.RunUnstable
		p.Msg = fmt.Sprintf("run %s was not recorded: it is not the same each time; say in runs.yaml what may vary\n%s", run.ID(), more)
	}
	return problems
}
