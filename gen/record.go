package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"huoye/gen/book"
	"huoye/gen/disk"
	"huoye/gen/golden"
	"huoye/gen/problem"
	"huoye/gen/runner"
)

// A new output is the one of several recordings whose run took the shortest
// time, and so was disturbed the least by what else the machine did; then it is
// tried again. So many runs find most outputs that are not the same each time.
const (
	recordings = 3
	rehearsals = 2
)

// record writes a golden for each run whose recorded output is missing or does
// not hold any longer. What is recorded is printed by runs of their own, in
// which the processes are followed more closely; the run before them and the
// rehearsals after them must be the same. Outputs that are not are reported with
// what differs.
func (b *build) record(ctx context.Context) (problem.List, error) {
	var stale []*book.Run
	for _, run := range b.selected {
		if got := b.results.output(run); got != nil && len(golden.Compare(run, b.recorded[run], got)) > 0 {
			stale = append(stale, run)
		}
	}
	fresh := make(map[*book.Run]*golden.Golden)
	rejected := make(map[*book.Run]bool)
	// again runs all that may still be recorded, and sees what of them is wrong.
	again := func(do runFunc, look func(*book.Run, results) problem.List) error {
		list := slices.DeleteFunc(slices.Clone(stale), func(run *book.Run) bool { return rejected[run] })
		b.progress.expect(len(list))
		got := runAll(ctx, b.progress.follow(do), list, b.jobs, io.Discard)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for _, run := range list {
			if found := look(run, got); len(found) > 0 {
				b.unfit = append(b.unfit, found...)
				b.failed[run], rejected[run] = true, true
			}
		}
		return nil
	}
	took := make(map[*book.Run]time.Duration)
	for range recordings {
		err := again(b.bins.Record, func(run *book.Run, followed results) problem.List {
			o := followed[run]
			if o.problem != nil {
				return problem.List{o.problem}
			}
			g := golden.New(run, runner.Isolation(), o.Output)
			if found := about(run, golden.Accept(run, g.Output)); len(found) > 0 {
				return found
			}
			if fresh[run] == nil || o.took < took[run] {
				fresh[run], took[run] = g, o.took
			}
			return disagree(run, g, b.results)
		})
		if err != nil {
			return nil, err
		}
	}
	for range rehearsals {
		err := again(b.bins.Run, func(run *book.Run, rehearsed results) problem.List {
			return disagree(run, fresh[run], rehearsed)
		})
		if err != nil {
			return nil, err
		}
	}
	for _, run := range stale {
		if rejected[run] {
			continue
		}
		g := fresh[run]
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
