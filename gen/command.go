package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"huoye/gen/problem"
)

// A command is one thing that the generator can be asked to do. Parsing,
// usage, messages of wrong use and completion know nothing of a command but
// what its entry in the table says.
type command struct {
	name    string // one word or two, such as "new chapter"
	args    string // what follows the name, a word each; [in brackets] if it may be missing
	summary string // one line
	flags   []flagSetter
	// check completes options and reports what is wrong about arguments and
	// flags that are right one by one. It may be nil.
	check   func(*options) error
	do      doFunc
	endless bool // it goes on until it is interrupted, which is no failure
	hidden  bool // for scripts: not in the usage, takes all words as they are
}

// commands is the table of commands in the order of the usage; without a name
// the first is meant.
func commands() []*command {
	return []*command{
		{
			name:    "build",
			summary: "run the programs, compare, render, check, and write site/",
			flags:   []flagSetter{inBook, running, telling, hushing, selecting, isolating, mending, reporting, recording, archiving, sharding},
			check:   checkBuild,
			do:      makeBook,
		},
		{
			name:    "check",
			summary: "verify everything and write nothing",
			flags:   []flagSetter{inBook, running, telling, hushing, selecting, isolating, mending, reporting, repeating, judging, sharding},
			do:      makeBook,
		},
		{
			name:    "serve",
			summary: "show the book in a browser while it is being written",
			flags:   []flagSetter{inBook, running, telling, serving},
			check:   checkServe,
			do:      serve,
			endless: true,
		},
		{
			name:    "confirm",
			args:    "CHAPTER[#BLOCK]",
			summary: "record that both editions say the same, though one has changed",
			flags:   []flagSetter{inBook},
			do:      confirm,
		},
		{
			name:    "status",
			summary: "print a table of how far each chapter is, and of its programs",
			flags:   []flagSetter{inBook},
			do:      status,
		},
		{
			name:    "propose",
			args:    "CHAPTER/PROGRAM[/RUN]",
			summary: "run a program repeatedly and print a draft of its contract",
			flags:   []flagSetter{inBook, running, telling, proposing},
			do:      propose,
		},
		{
			name:    "doctor",
			summary: "say what this machine can do",
			flags:   []flagSetter{inBook},
			do:      doctor,
		},
		{
			name:    "new chapter",
			args:    "SLUG",
			summary: "begin a chapter, in both languages and with a program",
			flags:   []flagSetter{inBook, titling, placing},
			check:   checkNewChapter,
			do:      newChapter,
		},
		{
			name:    "new program",
			args:    "CHAPTER/NAME",
			summary: "begin a program, and the section that shows it",
			flags:   []flagSetter{inBook, titling},
			check:   checkNewProgram,
			do:      newProgram,
		},
		{
			name:    "new book",
			args:    "DIR",
			summary: "begin a book with one chapter, and a Go module for it",
			flags:   []flagSetter{titling},
			check:   checkNewBook,
			do:      newBook,
		},
		{
			name:    "completion",
			args:    shells,
			summary: "print a script that completes commands, flags and names in a shell",
			check:   checkCompletion,
			do:      completion,
		},
		{
			name:   "__complete",
			hidden: true,
			do:     complete,
		},
		{
			name:    "help",
			args:    "[COMMAND...]",
			summary: "say how to call a command, and its flags",
			check:   checkHelp,
			do:      help,
		},
	}
}

// parseArgs understands the command line; an error is wrong use. The command
// is nil if it is not known which is meant.
func parseArgs(args []string) (*command, options, error) {
	c, args, err := findCommand(args)
	if err != nil {
		return nil, options{}, err
	}
	o := options{command: c.name}
	if c.hidden {
		o.args = args
		return c, o, nil
	}
	f := c.flagSet(&o)
	// Flags may stand before and after arguments.
	for {
		if err := f.Parse(args); err != nil {
			return c, o, c.explain(err)
		}
		if f.NArg() == 0 {
			break
		}
		o.args = append(o.args, f.Arg(0))
		args = f.Args()[1:]
	}
	if err := c.checkArgs(o.args); err != nil {
		return c, o, err
	}
	o.dir = filepath.Clean(o.dir)
	if o.quiet && o.verbose {
		return c, o, errors.New("-q and -v contradict each other")
	}
	if c.check != nil {
		err = c.check(&o)
	}
	return c, o, err
}

// findCommand finds the command that args begin with, and what follows it.
func findCommand(args []string) (*command, []string, error) {
	all := commands()
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return all[0], args, nil
	}
	for n := min(2, len(args)); n > 0; n-- {
		name := strings.Join(args[:n], " ")
		if i := slices.IndexFunc(all, func(c *command) bool { return c.name == name }); i >= 0 {
			return all[i], args[n:], nil
		}
	}
	// The first word of a name by itself is no command, but a good beginning.
	name, known := args[0], visibleNames("")
	if among := visibleNames(args[0] + " "); len(among) > 0 {
		known = among
		if len(args) == 1 || strings.HasPrefix(args[1], "-") {
			return nil, nil, fmt.Errorf("%s is the beginning of a command: %s", name, strings.Join(known, ", "))
		}
		name += " " + args[1]
	}
	return nil, nil, fmt.Errorf("unknown command %q%s", name,
		problem.Suggest(name, known, "the commands are "+strings.Join(known, ", ")))
}

// visibleNames are the names of the commands that begin with prefix.
func visibleNames(prefix string) []string {
	var names []string
	for _, c := range commands() {
		if !c.hidden && strings.HasPrefix(c.name, prefix) {
			names = append(names, c.name)
		}
	}
	return names
}

// flagSet is the set of flags that c knows; parsing it sets o.
func (c *command) flagSet(o *options) *flag.FlagSet {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	for _, set := range c.flags {
		set(f, o)
	}
	return f
}

// explain makes a better message of what package flag says of a flag that c
// does not know: it may belong to other commands, or be misspelt.
func (c *command) explain(err error) error {
	name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !ok {
		return err
	}
	var owners []string
	for _, other := range commands() {
		if !other.hidden && other.flagSet(new(options)).Lookup(name) != nil {
			owners = append(owners, other.name)
		}
	}
	if len(owners) > 0 {
		return fmt.Errorf("-%s belongs to %s; %s has no such flag", name, list(owners), c.name)
	}
	var known []string
	c.flagSet(new(options)).VisitAll(func(f *flag.Flag) { known = append(known, "-"+f.Name) })
	if len(known) == 0 {
		return fmt.Errorf("%s has no flags; remove -%s", c.name, name)
	}
	return fmt.Errorf("%s has no flag -%s%s", c.name, name,
		problem.Suggest("-"+name, known, "its flags are "+strings.Join(known, ", ")))
}

// list joins words as a sentence does: a, b and c.
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// checkArgs reports arguments that are missing, or too many.
func (c *command) checkArgs(args []string) error {
	for i, want := range strings.Fields(c.args) {
		optional := strings.HasPrefix(want, "[")
		switch {
		case i >= len(args) && !optional:
			return fmt.Errorf("%s needs %s", c.name, want)
		case i >= len(args) || strings.HasSuffix(want, "...]"):
			return nil
		}
	}
	if most := len(strings.Fields(c.args)); len(args) > most {
		extra, remedy := args[most], ""
		if slices.ContainsFunc(commands(), func(c *command) bool { return strings.Fields(c.name)[0] == extra }) {
			remedy = "; the command comes first, then its flags"
		}
		return fmt.Errorf("unexpected argument %q%s", extra, remedy)
	}
	return nil
}
