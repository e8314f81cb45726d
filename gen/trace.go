package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"huoye/gen/book"
	"huoye/gen/disk"
	"huoye/gen/golden"
	"huoye/gen/gotrace"
	"huoye/gen/problem"
	"huoye/gen/runner"
)

// trace records what the goroutines of traced runs did, where no trace is
// recorded or an old one. One run is traced at a time: a figure should not
// show what others did to the machine.
func (b *build) trace(ctx context.Context) (problem.List, error) {
	for _, run := range b.selected {
		stale := golden.CompareTrace(run, b.recorded[run])
		if len(stale) == 0 {
			continue
		}
		if !runner.Traces() {
			b.unfit = append(b.unfit, stale...)
			continue
		}
		t, p := traceRun(ctx, b.dir, run, b.recorded[run])
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if p != nil {
			b.unfit = append(b.unfit, p)
			continue
		}
		err := disk.Replace(filepath.Join(b.dir, filepath.FromSlash(run.Trace)), t.Format(), 0o644)
		if err != nil {
			return nil, err
		}
		with := *b.recorded[run]
		if with.Trace, err = golden.LoadTrace(b.book, run); err != nil {
			return nil, err
		}
		b.recorded[run] = &with
		b.written++
		fmt.Fprintf(b.log, "recorded %s\n", run.Trace)
	}
	return nil, nil
}

// traceRun traces run, or says why that cannot be done. What the traced run
// prints must be as good as what is recorded.
func traceRun(ctx context.Context, dir string, run *book.Run, recorded *golden.Golden) (*golden.Trace, *problem.Problem) {
	res, err := runner.Trace(ctx, dir, run)
	if err != nil {
		return nil, runProblem(run, problem.RunTrace, explainTrace(run, err))
	}
	if broken := golden.Compare(run, recorded, res.Output); len(broken) > 0 {
		_, more := broken[0].Split()
		return nil, runProblem(run, problem.RunTrace, fmt.Sprintf("run %s breaks its contract when it is traced; let the contract allow it, or remove \"trace: true\"\n%s", run.ID(), more))
	}
	t, err := gotrace.Read(bytes.NewReader(res.Trace))
	if err != nil {
		return nil, runProblem(run, problem.RunTrace, fmt.Sprintf("run %s cannot be traced: %v, because the program is ended abruptly, by a panic or a signal; "+
			"let it live for some 20ms, or remove \"trace: true\"", run.ID(), err))
	}
	return golden.NewTrace(run, runner.Isolation(), t), nil
}

// explainTrace says why run could not be traced.
func explainTrace(run *book.Run, err error) string {
	var limit *runner.Limit
	switch {
	case !errors.As(err, &limit):
		return fmt.Sprintf("run %s cannot be traced: %v", run.ID(), err)
	case limit.What == "time":
		return fmt.Sprintf("run %s, traced, %v; a program that deadlocks hangs while it is traced, because the tracing never sleeps: "+
			"remove \"trace: true\", or raise the limit in runs.yaml (%s)", run.ID(), err, limit.Key())
	}
	return explainRun(run, fmt.Errorf("when it is traced: %w", err))
}
