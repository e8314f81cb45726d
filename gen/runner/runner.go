// Package runner builds the programs of a book and runs them. It hides the
// go command, processes, the sandbox around them, and the capture of what
// they print.
package runner

import (
	"context"
	"errors"
	"go/scanner"

	"huoye/gen/book"
	"huoye/gen/contract"
)

// Main must be the first call of main (and of TestMain): if this process was
// started by the runner as a supervisor, it does that work and does not
// return. Otherwise it returns at once.
func Main() {}

// Binaries are built programs.
type Binaries struct{}

// Build builds programs with as few calls of the go command as it can and
// keeps the binaries in cache, a directory, for the next time. What does not
// compile is a problem at the compiler's position; the error is for failures
// of the toolchain itself. j bounds parallelism.
func Build(ctx context.Context, dir, cache string, programs []*book.Program, j int) (*Binaries, scanner.ErrorList, error) {
	return nil, nil, errors.New("not built yet")
}

// Isolation says by which means runs on this machine are isolated, strongest
// first, in a few words for people: "user, pid, mount, net, ipc, uts
// namespaces". It is found by a probe, once.
func Isolation() string { return "" }

// Limit is the error of a run that was ended because it ran over one of its
// limits.
type Limit struct {
	What   string           // "time", "output"
	Value  string           // the limit: "10s", "16 MiB"
	Output *contract.Output // what it printed until then
	Stacks string           // goroutine stacks, folded; "" if there are none
}

func (l *Limit) Error() string { return "ran over its " + l.What + " limit of " + l.Value }

// Run runs run once and returns what it printed and how it ended. A program
// that exits with any status has an output; the error is a [*Limit], the
// context's, or says why the program could not be started.
func (b *Binaries) Run(ctx context.Context, run *book.Run) (*contract.Output, error) {
	return nil, errors.New("not built yet")
}

// Supported reports whether run can run on this platform.
func Supported(run *book.Run) bool { return false }
