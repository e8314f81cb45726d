package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/problem"
	"huoye/gen/runner"
)

// verification is what is known of runs before they are run.
type verification struct {
	verified *golden.Verified
	history  *golden.History
	machine  []golden.Input
	sources  *runner.Sources // nil: ask the go command
	inputs   map[*book.Run]golden.Inputs
	needed   []*book.Run // of the selected runs, those that must be run
}

// verify finds out which of the selected runs are needed. For build, those are
// not that were verified on this machine with the inputs they have now.
func (b *build) verify(context.Context) (_ problem.List, err error) {
	if b.machine, err = machineInputs(); err != nil {
		return nil, err
	}
	if b.sources, err = runner.ReadSources(b.dir); err != nil {
		fmt.Fprintf(b.log, "asking the go command what has changed: %v\n", err)
	}
	b.verified = golden.OpenVerified(cacheFile(b.dir, "verified"))
	b.history = openHistory(b.dir)
	b.inputs = make(map[*book.Run]golden.Inputs)
	for _, run := range b.selected {
		in := golden.Inputs{
			Program: programInputs(b.sources, run),
			Run:     slices.Concat(golden.InputsOf(run, b.recorded[run]), b.machine),
		}
		b.inputs[run] = in
		if b.command == "check" || b.verified.Why(run.ID(), in) != "" {
			b.needed = append(b.needed, run)
		} else {
			fmt.Fprintf(b.log, "keep %s: nothing has changed since it was verified\n", run.ID())
		}
	}
	if b.command == "check" {
		fmt.Fprintln(b.log, "check runs everything")
	}
	return nil, nil
}

// settle looks again at the runs that are needed, now that their binaries are
// known: another source may have become the same program.
func (b *build) settle() {
	b.needed = slices.DeleteFunc(b.needed, func(run *book.Run) bool {
		in := b.inputs[run]
		in.Binary = b.bins.ID(run)
		b.inputs[run] = in
		if b.command == "check" {
			return false
		}
		why := b.verified.Why(run.ID(), in)
		if why != "" {
			fmt.Fprintf(b.log, "run %s: %s\n", run.ID(), why)
		} else {
			fmt.Fprintf(b.log, "keep %s: its binary is the same as when it was verified\n", run.ID())
		}
		return why == ""
	})
}

// openHistory reads how the runs of the book in dir have gone.
func openHistory(dir string) *golden.History { return golden.OpenHistory(cacheFile(dir, "history")) }

// tally counts that run was run; found is what was wrong. What is wrong with
// its recorded output, whatever it prints, says nothing of the run.
func (b *build) tally(run *book.Run, found problem.List) {
	if _, ran := b.results[run]; !ran || len(golden.Compare(run, b.recorded[run], nil)) > 0 {
		return
	}
	wrong := ""
	if len(found) > 0 {
		wrong, _ = found[0].Split()
	}
	b.history.Add(run, b.recorded[run], wrong)
}

// remember keeps how the runs went for the next time. That it cannot be kept
// only means that more is run then.
func (b *build) remember() {
	if len(b.selected) == 0 {
		return
	}
	// A source that was edited after it was looked at may be in the binary
	// or not.
	now, _ := runner.ReadSources(b.dir) // nil: not known
	for _, run := range b.selected {
		in := b.inputs[run]
		if !slices.Equal(in.Program, programInputs(now, run)) {
			in.Program = nil
		}
		_, ran := b.results[run]
		switch {
		case b.failed[run]:
			b.verified.Forget(run.ID(), in)
		case ran:
			in.Run = slices.Concat(golden.InputsOf(run, b.recorded[run]), b.machine)
			b.verified.Note(run.ID(), in)
		case in.Binary != "":
			b.verified.Note(run.ID(), in) // the same program from other sources
		}
	}
	err := errors.Join(b.verified.Save(b.book), b.history.Save(b.book))
	if len(b.failed) > 0 {
		err = errors.Join(err, golden.Whole{}.Save(cacheFile(b.dir, "whole")))
	}
	if err != nil {
		fmt.Fprintf(b.log, "what was verified is not remembered: %v\n", err)
	}
}

// machineInputs are what all runs depend on besides the go command.
func machineInputs() ([]golden.Input, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	id, err := runner.BinaryID(self)
	if err != nil {
		return nil, err
	}
	host, _ := os.Hostname() // the cache directory may be shared by machines
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return []golden.Input{
		{Name: "the machine", Sum: fmt.Sprintf("%s/%s, %d, %s, %s",
			runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), host, strings.TrimSpace(string(kernel)))},
		{Name: "the isolation", Sum: runner.Isolation()},
		{Name: "the generator", Sum: id},
	}, nil
}

// programInputs are what the program of run is made of, nil if only the go
// command can tell.
func programInputs(s *runner.Sources, run *book.Run) []golden.Input {
	if s == nil || run.Race && s.Compiler == "" {
		return nil
	}
	sources, err := s.Program(run.Program.Dir, run.Program.Tests)
	if err != nil {
		return nil
	}
	inputs := []golden.Input{
		{Name: "its sources", Sum: sources},
		{Name: "go.mod or go.sum", Sum: s.Modules},
		{Name: "the toolchain", Sum: s.Toolchain},
		{Name: "the setup of the go command", Sum: s.Settings},
	}
	if run.Race {
		inputs = append(inputs, golden.Input{Name: "the C compiler", Sum: s.Compiler})
	}
	return inputs
}
