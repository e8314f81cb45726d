// Package runner builds the programs of a book and runs them. It hides the
// go command, processes, the sandbox around them, and the capture of what
// they print.
package runner

import (
	"context"
	"fmt"
	"path"
	"time"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

// Binaries are built programs.
type Binaries struct {
	dir   string            // of the book
	paths map[string]string // program name to the absolute path of its binary
	race  map[string]string // the same, with the race detector
}

// ID tells the binary of run from all others; see [BinaryID]. It is "" if the
// run has none.
func (b *Binaries) ID(run *book.Run) string {
	path := b.path(run)
	if path == "" {
		return ""
	}
	id, err := BinaryID(path)
	if err != nil {
		return "" // then it will not start either, which is reported
	}
	return id
}

// Lacks reports whether run is left out because there is no race detector here.
func (b *Binaries) Lacks(run *book.Run) bool { return run.Race && b.path(run) == "" }

// path is where the binary of run is, "" if it has none.
func (b *Binaries) path(run *book.Run) string {
	if run.Race {
		return b.race[run.Program.Name]
	}
	return b.paths[run.Program.Name]
}

// Broken is the error of a run that is against what runs.yaml says of the
// program: a sentence about it.
type Broken string

func (b Broken) Error() string { return string(b) }

// Result is an output with what else is known of the run. It is apart from
// [contract.Output] because none of it takes part in a comparison.
type Result struct {
	Output  *contract.Output
	Elapsed time.Duration // from the start to the end of the main process
	// Outlived counts the processes that were still there when the main
	// process had ended, but ended by themselves within the grace.
	Outlived int
	// Killed counts the processes that had to be killed at the end.
	Killed int
	// Notes say what the author should know of how the run was captured,
	// in sentences without a final stop.
	Notes []string
	// Trace is what a run by [Trace] did, as the Go runtime tells it.
	Trace []byte

	refused []*Limit // at which it was not ended
}

// Run runs run once. A program that exits with any status has a result; the
// error is a [*Limit], the context's, or says why the program could not be
// started.
func (b *Binaries) Run(ctx context.Context, run *book.Run) (*Result, error) {
	return b.do(ctx, run, false)
}

// Record is like [Binaries.Run], and finds out how long each process of the run
// lived, also of those that print nothing, where the platform can tell. That
// makes the run slower.
func (b *Binaries) Record(ctx context.Context, run *book.Run) (*Result, error) {
	return b.do(ctx, run, true)
}

func (b *Binaries) do(ctx context.Context, run *book.Run, record bool) (*Result, error) {
	if run.Fails {
		return b.compile(ctx, run)
	}
	c, err := b.command(run)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	c.Record = record
	return carryOut(ctx, run, c)
}

// carryOut has c of run done.
func carryOut(ctx context.Context, run *book.Run, c *sandbox.Command) (*Result, error) {
	res, err := supervise(ctx, c)
	if err != nil {
		return nil, err
	}
	for _, l := range res.refused {
		if !l.chosen(run.Limits) {
			return nil, l
		}
		res.Notes = append(res.Notes, fmt.Sprintf("it %v (%s)", l, l.Key()))
	}
	return res, nil
}

// captures are the values of capture in runs.yaml.
var captures = map[string]sandbox.Capture{
	"":         sandbox.Socket,
	"pipe":     sandbox.Pipe,
	"terminal": sandbox.Terminal,
}

func (b *Binaries) command(run *book.Run) (*sandbox.Command, error) {
	binary := b.path(run)
	if binary == "" {
		return nil, fmt.Errorf("%s has not been built", run.Program.Name)
	}
	c := &sandbox.Command{
		Path:    binary,
		Program: path.Join(run.Program.Chapter, run.Program.Binary()),
		Args:    run.Args,
		Stdin:   run.Stdin,
		Env:     run.Env,
		Timeout: run.Timeout,
		Capture: captures[run.Capture],
		Limits:  limitsOf(run.Limits),
	}
	if run.Race {
		c.Limits.Memory = 0 // the detector takes much for itself
	}
	if c.Timeout <= 0 {
		c.Timeout = book.DefaultTimeout
	}
	return c, nil
}
