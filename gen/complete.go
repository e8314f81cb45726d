package main

import (
	"context"
	"embed"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"huoye/gen/book"
	"huoye/gen/problem"
)

//go:embed completion
var completionScripts embed.FS

// shells are those that there is a completion script for, as in a usage.
const shells = "bash|zsh|fish"

// checkCompletion reports a shell that there is no script for.
func checkCompletion(o *options) error {
	if known := strings.Split(shells, "|"); !slices.Contains(known, o.args[0]) {
		return fmt.Errorf("there is no completion for %q%s", o.args[0],
			problem.Suggest(o.args[0], known, "the shells are "+list(known)))
	}
	return nil
}

// completion prints the script that completes what is typed in a shell. All it
// knows is to ask us, by the name that we were called by.
func completion(_ context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	script, err := completionScripts.ReadFile("completion/" + o.args[0] + ".sh")
	if err != nil {
		return nil, err
	}
	name := strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
	function := regexp.MustCompile(`\W`).ReplaceAllString(name, "_")
	_, err = strings.NewReplacer("NAME", name, "FUNC", function).WriteString(stdout, string(script))
	return nil, err
}

// complete prints what the last word of o.args, an unfinished command line,
// could become, a line each: the word, a tab, and what it means. The lines
// :dirs and :files stand for those that the shell finds.
func complete(_ context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	words := o.args
	if len(words) == 0 {
		words = []string{""}
	}
	// bash makes three words of -flag=value.
	if n := len(words); words[n-1] == "=" {
		words = append(words[:n-1:n-1], "")
	}
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "=" })
	last := words[len(words)-1]
	for _, line := range completions(words[:len(words)-1], last) {
		if strings.HasPrefix(line, ":") || strings.HasPrefix(line, last) {
			fmt.Fprintln(stdout, line)
		}
	}
	return nil, nil
}

// completions are the lines for a word after others.
func completions(before []string, word string) []string {
	isFlag := strings.HasPrefix(word, "-")
	if len(before) == 0 && !isFlag {
		return commandLines("")
	}
	c, rest, err := findCommand(before)
	if err != nil {
		if len(before) == 1 && !isFlag {
			return commandLines(before[0] + " ")
		}
		return nil
	}
	// What of the rest are flags, their values, and arguments?
	f := c.flagSet(new(options))
	dir, args, value := ".", []string(nil), ""
	for _, w := range rest {
		name, val, assigned := strings.Cut(strings.TrimLeft(w, "-"), "=")
		switch {
		case value != "":
			if value == "C" {
				dir = w
			}
			value = ""
		case !strings.HasPrefix(w, "-"):
			args = append(args, w)
		case assigned && name == "C":
			dir = val
		case !assigned && takesValue(f.Lookup(name)):
			value = name
		}
	}
	dir = unquote(dir)
	name, _, assigned := strings.Cut(strings.TrimLeft(word, "-"), "=")
	switch {
	case value != "":
		return valueLines(flagKind(f, value), dir)
	case isFlag && assigned:
		prefix, _, _ := strings.Cut(word, "=")
		var lines []string
		for _, line := range valueLines(flagKind(f, name), dir) {
			if !strings.HasPrefix(line, ":") { // a shell knows no files after a flag
				lines = append(lines, prefix+"="+line)
			}
		}
		return lines
	case isFlag:
		dashes := "-"
		if strings.HasPrefix(word, "--") {
			dashes = "--"
		}
		var lines []string
		f.VisitAll(func(f *flag.Flag) {
			_, usage := flag.UnquoteUsage(f)
			lines = append(lines, dashes+f.Name+"\t"+usage)
		})
		return lines
	}
	switch kinds := strings.Fields(c.args); {
	case c.name == "help":
		return commandLines(strings.Join(append(args, ""), " "))
	case len(args) < len(kinds):
		return valueLines(kinds[len(args)], dir)
	}
	return nil
}

// takesValue reports whether the word after flag f is its value.
func takesValue(f *flag.Flag) bool {
	if f == nil {
		return false
	}
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return !ok || !b.IsBoolFlag()
}

// flagKind is what the usage calls the value of a flag.
func flagKind(f *flag.FlagSet, name string) string {
	if f.Lookup(name) == nil {
		return ""
	}
	kind, _ := flag.UnquoteUsage(f.Lookup(name))
	return kind
}

// commandLines are the next words of the commands that begin with prefix.
func commandLines(prefix string) []string {
	var lines []string
	seen := make(map[string]bool)
	for _, c := range commands() {
		rest, ok := strings.CutPrefix(c.name, prefix)
		word, more, _ := strings.Cut(rest, " ")
		if !ok || c.hidden || seen[word] {
			continue
		}
		seen[word] = true
		about := c.summary
		if more != "" {
			about = strings.Join(visibleNames(prefix+word+" "), ", ")
		}
		lines = append(lines, word+"\t"+about)
	}
	return lines
}

// valueLines are the lines for a value that the usage calls kind, of the book
// in dir.
func valueLines(kind, dir string) []string {
	switch {
	case kind == "DIR":
		return []string{":dirs"}
	case kind == "FILE":
		return []string{":files"}
	case strings.ToLower(kind) == kind && strings.Contains(kind, "|"):
		return strings.Split(kind, "|")
	}
	b, _, err := book.Outline(dir)
	if err != nil {
		return nil // a shell is no place for complaints
	}
	var lines []string
	switch {
	case kind == "CHAPTER/PROGRAM[/RUN]":
		for _, p := range b.Programs {
			lines = append(lines, p.Name)
			if len(p.Runs) > 1 {
				lines = append(lines, runNames(p)...)
			}
		}
	case kind == "REGEXP":
		for _, p := range b.Programs {
			lines = append(lines, runNames(p)...)
		}
	case kind == "CHAPTER/NAME":
		for _, c := range b.Chapters {
			lines = append(lines, c.Slug+"/")
		}
	case strings.HasPrefix(kind, "CHAPTER"):
		for _, c := range b.Chapters {
			lines = append(lines, c.Slug)
		}
	}
	return lines
}

func runNames(p *book.Program) []string {
	var names []string
	for _, r := range p.Runs {
		names = append(names, r.ID())
	}
	return names
}

// unquote takes from a word what shells leave in it while it is being typed.
func unquote(word string) string {
	word = strings.NewReplacer(`\`, "", `'`, "", `"`, "").Replace(word)
	if home, err := os.UserHomeDir(); err == nil && (word == "~" || strings.HasPrefix(word, "~/")) {
		word = home + word[1:]
	}
	return word
}
