package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"huoye/gen/runner"
)

// Exit statuses, as the manual has them.
const (
	exitOK          = 0
	exitProblems    = 1
	exitUsage       = 2
	exitFailed      = 3
	exitInterrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

const usage = `Huoye builds a book from chapters and Go programs that are really run.

usage: go run ./gen [command] [flags]

commands:
  build            run the programs, compare, render, check, and write site/ (default)
  check            verify everything and write nothing
  propose PROGRAM  run a program repeatedly and print a draft of its contract;
                   PROGRAM is chapter/program or chapter/program/run
  doctor           say what this machine can do
  help             print this text

flags:
`

const usageEnd = `
The manual is in gen/doc.go: go doc ./gen
`

var commands = []string{"build", "check", "propose", "doctor"}

// options are what the command line asks for.
type options struct {
	command string // one of commands
	dir     string // the book's root
	jobs    int
	count   int            // check: how often each run is run
	run     *regexp.Regexp // nil: all runs
	verbose bool
	quiet   bool
	update  bool
	// isolated demands the strongest isolation of runs there is.
	isolated bool
	judge    bool   // check: print what each contract was put to
	archive  string // build: the file for a copy of the site; "" for none
	program  string // propose: chapter/program or chapter/program/run
	runs     int    // propose: how often each run is run
	shard    shard  // check, build -update: the share of the runs
}

// run is the whole command; it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseArgs(args, stdout)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "huoye: %v\nRun \"go run ./gen help\" for usage.\n", err)
		return exitUsage
	}
	do := makeBook
	switch o.command {
	case "propose":
		do = propose
	case "doctor":
		do = doctor
	}
	if o.isolated && !runner.Isolated() {
		fmt.Fprintf(stderr, "huoye: -require-isolation: runs on this machine are isolated by less than all means: %s\n"+
			"Run \"go run ./gen doctor\" to see what is refused, and the remedy.\n", runner.Isolation())
		return exitProblems
	}
	problems, err := do(ctx, o, stdout, stderr)
	switch {
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "huoye: interrupted; nothing was changed by halves")
		return exitInterrupted
	case err != nil:
		fmt.Fprintf(stderr, "huoye: %v\n", err)
		return exitFailed
	case len(problems) > 0:
		printProblems(stderr, o.dir, problems)
		if problems.Failing() {
			return exitProblems
		}
	}
	return exitOK
}

// parseArgs reads the command line. It prints the usage to stdout and returns
// flag.ErrHelp if that is what was asked for.
func parseArgs(args []string, stdout io.Writer) (options, error) {
	o := options{command: "build"}
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		o.command, args = args[0], args[1:]
	}
	flags := flag.NewFlagSet(o.command, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.dir, "C", ".", "the book's root, the `directory` that holds content/")
	flags.IntVar(&o.jobs, "j", 2*runtime.NumCPU(), "how many programs run at once")
	flags.IntVar(&o.count, "count", 1, "check only: how often each program is run")
	flags.BoolVar(&o.verbose, "v", false, "say what is done, run by run")
	flags.BoolVar(&o.quiet, "q", false, "print problems only")
	flags.BoolVar(&o.update, "update", false, "build only: record new and changed outputs")
	flags.StringVar(&o.archive, "archive", "", "build only: also write the whole site into `file`, a zip file")
	flags.BoolVar(&o.judge, "judge", false, "check only: print how each contract was judged")
	flags.BoolVar(&o.isolated, "require-isolation", false, "fail unless runs are isolated by all means")
	flags.IntVar(&o.runs, "runs", 20, "propose only: how often the program is run")
	flags.Func("run", "only the runs matching `regexp`: chapter/program/run", func(s string) (err error) {
		o.run, err = regexp.Compile(s)
		return err
	})
	flags.Func("shard", "check and build -update only: only the `I/N`th share of the runs", func(s string) (err error) {
		o.shard, err = parseShard(s)
		return err
	})
	err := flags.Parse(args)
	if o.command == "propose" && err == nil && flags.NArg() > 0 {
		o.program = flags.Arg(0) // flags may stand before it and after it
		err = flags.Parse(flags.Args()[1:])
	}
	switch {
	case errors.Is(err, flag.ErrHelp), err == nil && o.command == "help":
		fmt.Fprint(stdout, usage)
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		fmt.Fprint(stdout, usageEnd)
		return o, flag.ErrHelp
	case err != nil:
		return o, err
	case !slices.Contains(commands, o.command):
		return o, fmt.Errorf("unknown command %q (want %s)", o.command, strings.Join(commands, ", "))
	case flags.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case o.update && o.command != "build":
		return o, fmt.Errorf("-update belongs to build; %s writes nothing", o.command)
	case o.archive != "" && o.command != "build":
		return o, fmt.Errorf("-archive belongs to build; %s makes no site", o.command)
	case o.count != 1 && o.command != "check":
		return o, fmt.Errorf("-count belongs to check; %s runs each program as often as it must", o.command)
	case o.isolated && o.command != "build" && o.command != "check":
		return o, fmt.Errorf("-require-isolation belongs to build and check; %s proves nothing", o.command)
	case o.judge && o.command != "check":
		return o, fmt.Errorf("-judge belongs to check; %s does not judge contracts", o.command)
	case o.command == "propose" && o.program == "":
		return o, errors.New("propose needs a program: chapter/program or chapter/program/run")
	case o.command == "propose" && o.run != nil:
		return o, errors.New("-run belongs to build and check; propose takes chapter/program/run")
	case o.runs != 20 && o.command != "propose":
		return o, fmt.Errorf("-runs belongs to propose; %s runs each program as often as it must", o.command)
	case o.shard.n > 0 && o.command != "check" && !o.update:
		return o, errors.New("-shard belongs to check and build -update; the site is of the whole book")
	case o.shard.n > 0 && o.archive != "":
		return o, errors.New("-archive and -shard contradict each other: a share makes no site")
	case o.runs < 2:
		return o, fmt.Errorf("-runs %d: what varies shows only in several runs", o.runs)
	case o.count < 1:
		return o, fmt.Errorf("-count %d: each program must run at least once", o.count)
	case o.jobs < 1:
		return o, fmt.Errorf("-j %d: at least one program must run", o.jobs)
	case o.quiet && o.verbose:
		return o, errors.New("-q and -v contradict each other")
	}
	o.dir = filepath.Clean(o.dir)
	if o.archive != "" {
		err = checkArchive(o.archive, filepath.Join(o.dir, "site"))
	}
	return o, err
}

// checkArchive reports as error that an archive cannot be written to file.
func checkArchive(file, siteDir string) error {
	if filepath.Ext(file) != ".zip" || filepath.Base(file) == ".zip" {
		return fmt.Errorf("-archive %s: the archive is a zip file; name it so, such as book.zip", file)
	}
	dir, err := realDir(filepath.Dir(file))
	if err != nil {
		return fmt.Errorf("-archive %s: %w", file, err)
	}
	// A site that is not there yet is where its parent is.
	root, err := realDir(filepath.Dir(siteDir))
	if err != nil {
		return nil // the book is missing, which the next stage says better
	}
	inSite := []string{filepath.Join(root, filepath.Base(siteDir))}
	if to, err := realDir(siteDir); err == nil {
		inSite = append(inSite, to)
	}
	for _, s := range inSite {
		if rel, err := filepath.Rel(s, dir); err == nil && filepath.IsLocal(rel) {
			return fmt.Errorf("-archive %s: an archive inside the site would be part of it; write it elsewhere", file)
		}
	}
	return nil
}

// realDir is the absolute path of a directory that exists, without symbolic
// links.
func realDir(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(dir)
}
