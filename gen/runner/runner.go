// Package runner builds the programs of a book and runs them. It hides the
// go command, processes, the sandbox around them, and the capture of what
// they print.
package runner

import (
	"context"
	"fmt"
	"time"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

// Binaries are built programs.
type Binaries struct {
	paths map[string]string // program name to the absolute path of its binary
}

// Limit is the error of a run that was ended because it ran over one of its
// limits.
type Limit struct {
	What   string           // "time", "output"
	Value  string           // the limit: "10s", "16 MiB"
	Output *contract.Output // what it printed until then
	Stacks string           // goroutine stacks, folded; "" if there are none
}

func (l *Limit) Error() string { return "ran over its " + l.What + " limit of " + l.Value }

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
}

// Run runs run once and returns what it printed and how it ended. A program
// that exits with any status has an output; the error is a [*Limit], the
// context's, or says why the program could not be started.
func (b *Binaries) Run(ctx context.Context, run *book.Run) (*contract.Output, error) {
	r, err := b.Result(ctx, run)
	if err != nil {
		return nil, err
	}
	return r.Output, nil
}

// Record is like [Binaries.Run], and finds out how long each process of the run
// lived, also of those that print nothing, where the platform can tell. That
// makes the run slower.
func (b *Binaries) Record(ctx context.Context, run *book.Run) (*contract.Output, error) {
	c, err := b.command(run)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	c.Record = true
	r, err := supervise(ctx, c)
	if err != nil {
		return nil, err
	}
	return r.Output, nil
}

// Result is like [Binaries.Run], and returns all that is known of the run.
// With a [*Limit] the result is not nil either.
func (b *Binaries) Result(ctx context.Context, run *book.Run) (*Result, error) {
	c, err := b.command(run)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return supervise(ctx, c)
}

func (b *Binaries) command(run *book.Run) (*sandbox.Command, error) {
	path, ok := b.paths[run.Program.Name]
	if !ok {
		return nil, fmt.Errorf("%s has not been built", run.Program.Name)
	}
	c := &sandbox.Command{
		Path:    path,
		Program: run.Program.Name,
		Args:    run.Args,
		Stdin:   run.Stdin,
		Env:     run.Env,
		Timeout: run.Timeout,
		Limits:  defaults,
	}
	if c.Timeout <= 0 {
		c.Timeout = defaultTimeout
	}
	return c, nil
}
