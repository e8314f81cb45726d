package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/scanner"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
	"huoye/gen/runner"
)

// recorder writes goldens.
type recorder struct {
	b        *book.Book
	bins     *runner.Binaries
	recorded map[*book.Run]*golden.Golden // updated by record
	jobs     int
	log      io.Writer
	written  int
}

// rehearsals is how often a new output is tried again before it is recorded:
// a few runs find most outputs that are not the same each time.
const rehearsals = 4

// record writes a golden for each of runs whose recorded output is missing or
// does not hold any longer. It reports outputs that must not be recorded. What
// is recorded is printed by a run of its own, in which the processes are
// followed more closely; outputs and the rehearsals must be the same.
func (r *recorder) record(ctx context.Context, runs []*book.Run, outputs results) (scanner.ErrorList, error) {
	var stale []*book.Run
	for _, run := range runs {
		if got := outputs.output(run); got != nil && len(golden.Compare(run, r.recorded[run], got)) > 0 {
			stale = append(stale, run)
		}
	}
	followed, problems := runAll(ctx, r.bins.Record, stale, r.jobs, io.Discard)
	fresh := make(map[*book.Run]*golden.Golden)
	var again []*book.Run
	for _, run := range stale {
		got := followed.output(run)
		if got == nil {
			continue
		}
		if found := golden.Accept(run, got); len(found) > 0 {
			problems = append(problems, found...)
			continue
		}
		g := golden.New(run, runner.Isolation(), got)
		if found := r.disagree(run, g, outputs.output(run)); len(found) > 0 {
			problems = append(problems, found...)
			continue
		}
		fresh[run] = g
		again = append(again, run)
	}
	for range rehearsals {
		outputs, found := runAll(ctx, r.bins.Run, again, r.jobs, io.Discard)
		problems = append(problems, found...)
		for run, g := range fresh {
			if found := r.disagree(run, g, outputs.output(run)); len(found) > 0 {
				problems = append(problems, found...)
				delete(fresh, run)
			}
		}
		again = slices.DeleteFunc(again, func(run *book.Run) bool { return fresh[run] == nil })
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for _, run := range again {
		if err := writeFile(filepath.Join(r.b.Dir, filepath.FromSlash(run.Golden)), fresh[run].Format()); err != nil {
			return nil, err
		}
		r.recorded[run] = fresh[run]
		r.written++
		fmt.Fprintf(r.log, "recorded %s\n", run.Golden)
	}
	return problems, nil
}

// disagree reports that another output of run, nil if it had none, is not the
// same as g in the sense of its contract.
func (r *recorder) disagree(run *book.Run, g *golden.Golden, got *contract.Output) scanner.ErrorList {
	var problems scanner.ErrorList
	if got == nil {
		problems.Add(position(run), fmt.Sprintf("run %s was not recorded: it does not end well each time", run.ID()))
		return problems
	}
	for _, p := range golden.Compare(run, g, got) {
		_, more, _ := strings.Cut(p.Msg, "\n")
		problems.Add(p.Pos, fmt.Sprintf("run %s was not recorded: it prints something else in another run; say in runs.yaml what may vary\n%s", run.ID(), more))
	}
	return problems
}

// writeFile replaces file by data in one step.
func writeFile(file string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".new-")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	err = cmp.Or(err, tmp.Chmod(0o644), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}
