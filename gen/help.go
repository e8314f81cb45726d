package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"huoye/gen/problem"
)

// help prints the usage of the commands whose names begin with o.args, of the
// whole generator without any.
func help(_ context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	if len(o.args) == 0 {
		printUsage(stdout)
		return nil, nil
	}
	prefix := strings.Join(o.args, " ")
	first := true
	for _, c := range commands() {
		if c.name != prefix && !strings.HasPrefix(c.name, prefix+" ") {
			continue
		}
		if !first {
			fmt.Fprintln(stdout)
		}
		first = false
		c.printUsage(stdout)
	}
	return nil, nil
}

// checkHelp reports that there is no such command.
func checkHelp(o *options) error {
	prefix := strings.Join(o.args, " ")
	if prefix == "" || len(visibleNames(prefix+" ")) > 0 {
		return nil
	}
	_, rest, err := findCommand(o.args)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("unexpected argument %q", rest[0])
	}
	return err
}

// printUsage prints what the generator can do.
func printUsage(w io.Writer) {
	fmt.Fprint(w, `Huoye builds a book from chapters and Go programs that are really run.

usage: gen [command] [arguments] [flags]

commands:
`)
	for _, c := range commands() {
		if !c.hidden {
			printEntry(w, strings.TrimSpace(c.name+" "+c.args), c.summary)
		}
	}
	standard := commands()[0]
	fmt.Fprintf(w, "\nWithout a command, %s is run. Its flags:\n", standard.name)
	standard.printFlags(w)
	fmt.Fprint(w, `
"gen help COMMAND" has the flags of another. The manual is gen/doc.go of the
generator: go doc ./gen
`)
}

// printUsage prints how c is called.
func (c *command) printUsage(w io.Writer) {
	fmt.Fprintf(w, "usage: gen %s", c.name)
	if c.args != "" {
		fmt.Fprintf(w, " %s", c.args)
	}
	if len(c.flags) > 0 {
		fmt.Fprint(w, " [flags]")
	}
	fmt.Fprintf(w, "\n\n%s\n", c.summary)
	if len(c.flags) > 0 {
		fmt.Fprint(w, "\nflags:\n")
		c.printFlags(w)
	}
}

func (c *command) printFlags(w io.Writer) {
	c.flagSet(new(options)).VisitAll(func(f *flag.Flag) {
		arg, usage := flag.UnquoteUsage(f)
		if f.DefValue != "" && f.DefValue != "false" {
			usage += fmt.Sprintf(" (default %s)", f.DefValue)
		}
		printEntry(w, strings.TrimSpace("-"+f.Name+" "+arg), usage)
	})
}

// printEntry prints a line of a list, two if the first column is too long.
func printEntry(w io.Writer, what, about string) {
	const width = 18
	if len(what) > width {
		fmt.Fprintf(w, "  %s\n  %*s  %s\n", what, width, "", about)
		return
	}
	fmt.Fprintf(w, "  %-*s  %s\n", width, what, about)
}
