package main

import (
	"errors"
	"flag"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"unicode"

	"huoye/gen/book"
	"huoye/gen/problem"
)

// options are what the command line asks for. A command reads those that its
// flags set.
type options struct {
	command string   // its name
	args    []string // as many as the command takes
	dir     string   // the book's root
	jobs    int
	run     *regexp.Regexp // nil: all runs
	verbose bool
	quiet   bool
	update  bool
	// isolated demands the strongest isolation of runs there is.
	isolated bool
	count    int       // check: how often each run is run
	judge    bool      // check: print what each contract was put to
	archive  string    // build: the file for a copy of the site; "" for none
	runs     int       // propose: how often each run is run
	title    book.Text // new: of what is begun; may be empty
	port     int       // serve
	open     bool      // serve: in a browser
	part     int       // new chapter: the part it joins; 0: the last
	shard    shard     // check, build -update: the share of the runs
	fix      bool      // mend what can be mended
	format   problem.Format
	// report is what a command tells of its work besides problems.
	report *problem.Report
}

// A flagSetter adds flags that set o to f. Each stands for what a command can
// do; commands that can do the same share it.
type flagSetter func(f *flag.FlagSet, o *options)

func inBook(f *flag.FlagSet, o *options) {
	f.StringVar(&o.dir, "C", ".", "the book's root, the `DIR` that holds content/")
}

func running(f *flag.FlagSet, o *options) {
	atLeast(f, &o.jobs, "j", 2*runtime.NumCPU(), 1, "at least one program must run",
		"how many programs run at once, `N`")
}

func telling(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.verbose, "v", false, "say what is done, run by run")
}

func hushing(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.quiet, "q", false, "print problems only")
}

func selecting(f *flag.FlagSet, o *options) {
	f.Func("run", "only the runs whose chapter/program/run `REGEXP` matches", func(s string) (err error) {
		o.run, err = regexp.Compile(s)
		return err
	})
}

func isolating(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.isolated, "require-isolation", false, "fail unless runs are isolated by all means")
}

func mending(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.fix, "fix", false, "mend in the sources what takes no thought")
}

func reporting(f *flag.FlagSet, o *options) {
	o.format = defaultFormat()
	f.Func("format", "report as `FORMAT`: text, json, github, junit or sarif", func(s string) (err error) {
		o.format, err = parseFormat(s)
		return err
	})
}

func recording(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.update, "update", false, "record new and changed outputs")
}

func archiving(f *flag.FlagSet, o *options) {
	f.StringVar(&o.archive, "archive", "", "also write the whole site into `FILE`, a zip file")
}

func repeating(f *flag.FlagSet, o *options) {
	atLeast(f, &o.count, "count", 1, 1, "each program must run at least once",
		"run each program `N` times")
}

func sharding(f *flag.FlagSet, o *options) {
	f.Func("shard", "only the `I/N`th share of the runs", func(s string) (err error) {
		o.shard, err = parseShard(s)
		return err
	})
}

func judging(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.judge, "judge", false, "print how each contract was judged")
}

func proposing(f *flag.FlagSet, o *options) {
	atLeast(f, &o.runs, "runs", 20, 2, "what varies shows only in several runs",
		"run the program `N` times")
	f.BoolVar(&o.quiet, "q", false, "print the draft without the comments above it")
}

func serving(f *flag.FlagSet, o *options) {
	atLeast(f, &o.port, "port", 8080, 0, "ports are numbers from 0",
		"listen at port `N` or, if it is taken, at one of the next; 0: at any")
	f.BoolVar(&o.open, "open", false, "open the book in the browser")
}

func titling(f *flag.FlagSet, o *options) {
	for _, l := range []struct {
		name, usage string
		p           *string
	}{{"zh", "the Chinese `TITLE`", &o.title.ZH}, {"en", "the English `TITLE`", &o.title.EN}} {
		f.Func(l.name, l.usage, func(s string) error {
			*l.p = strings.TrimSpace(s)
			if *l.p == "" || strings.ContainsFunc(s, unicode.IsControl) {
				return errors.New("a title is one line of text")
			}
			return nil
		})
	}
}

func placing(f *flag.FlagSet, o *options) {
	atLeast(f, &o.part, "part", 0, 0, "parts are numbered from 1", "at the end of part `N` of the book; 0: the last")
}

// atLeast adds a flag for a number that must not be less than least, which
// why gives the reason for.
func atLeast(f *flag.FlagSet, p *int, name string, value, least int, why, usage string) {
	*p = value
	f.Var(&boundedInt{p, least, why}, name, usage)
}

// boundedInt is the [flag.Value] of atLeast.
type boundedInt struct {
	n     *int
	least int
	why   string
}

func (b *boundedInt) String() string {
	if b.n == nil {
		return "" // a zero value, made by package flag to compare with
	}
	return strconv.Itoa(*b.n)
}

func (b *boundedInt) Set(s string) error {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil:
		return errors.New("not a whole number")
	case n < b.least:
		return errors.New(b.why)
	}
	*b.n = n
	return nil
}
