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
	log      io.Writer
	written  int
}

// rehearsals is how often a new output is tried again before it is recorded:
// a few runs find most outputs that are not the same each time.
const rehearsals = 4

// record writes a golden for each of runs whose recorded output is missing or
// does not hold any longer. It reports outputs that must not be recorded.
func (v *recorder) record(ctx context.Context, runs []*book.Run, outputs map[*book.Run]*contract.Output) (scanner.ErrorList, error) {
	var problems scanner.ErrorList
	for _, run := range runs {
		got := outputs[run]
		if got == nil || len(golden.Compare(run, v.recorded[run], got)) == 0 {
			continue
		}
		if found := golden.Accept(run, got); len(found) > 0 {
			problems = append(problems, found...)
			continue
		}
		g := golden.New(run, runner.Isolation(), got)
		found, err := v.rehearse(ctx, run, g)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			problems = append(problems, found...)
			continue
		}
		if err := writeFile(filepath.Join(v.b.Dir, filepath.FromSlash(run.Golden)), g.Format()); err != nil {
			return nil, err
		}
		v.recorded[run] = g
		v.written++
		fmt.Fprintf(v.log, "recorded %s\n", run.Golden)
	}
	return problems, nil
}

// rehearse runs run again and reports that g is not what it prints each time.
func (v *recorder) rehearse(ctx context.Context, run *book.Run, g *golden.Golden) (scanner.ErrorList, error) {
	var problems scanner.ErrorList
	for range rehearsals {
		got, err := v.bins.Run(ctx, run)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			problems.Add(position(run), explainRun(run, err))
			return problems, nil
		}
		if found := golden.Compare(run, g, got); len(found) > 0 {
			problems.Add(position(run), fmt.Sprintf("run %s was not recorded: it prints something else in another run; say in runs.yaml what may vary\n%s", run.ID(), found[0].Msg))
			return problems, nil
		}
	}
	return problems, nil
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
