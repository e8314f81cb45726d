package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/width"

	"huoye/gen/problem"
)

// printProblems prints every problem once, in order of position: where and
// what, the source line with a caret, then what more there is to say and where
// else to look. File names are relative to the book in dir.
func printProblems(w io.Writer, dir string, problems problem.List) {
	paint := paintFor(w)
	problems.Sort()
	root, err := os.OpenRoot(dir)
	if err == nil {
		defer root.Close()
	}
	sources := make(map[string][]byte)
	notices := 0
	for _, p := range problems {
		if p.Notice {
			notices++
		}
		file := filepath.FromSlash(p.Pos.Filename)
		shown := *p
		shown.Pos.Filename = below(dir, p.Pos.Filename)
		place := fmt.Sprintf("%s:%d:%d:", shown.Pos.Filename, shown.Pos.Line, shown.Pos.Column)
		fmt.Fprintln(w, paint.bold(place)+strings.TrimPrefix(shown.Head(), place))
		source, ok := sources[file]
		if !ok {
			source = readSource(root, file)
			sources[file] = source
		}
		printExcerpt(w, paint, source, p.Pos.Line, p.Pos.Column)
		if _, more := p.Split(); more != "" {
			fmt.Fprintln(w, more)
		}
		for _, r := range p.Related {
			fmt.Fprintf(w, "    %s:%d:%d: %s\n", below(dir, r.Pos.Filename), r.Pos.Line, r.Pos.Column, r.Msg)
		}
	}
	var counts []string
	if n := len(problems) - notices; n > 0 {
		counts = append(counts, count(n, "problem"))
	}
	if notices > 0 {
		counts = append(counts, count(notices, "notice"))
	}
	fmt.Fprintln(w, strings.Join(counts, ", "))
}

// below is the name of a file of the book in dir for whoever called us.
func below(dir, file string) string {
	return filepath.ToSlash(filepath.Join(dir, filepath.FromSlash(file)))
}

// readSource reads a file of the book for its excerpt; nil if that would be
// unwise: a link out of the book, something that is no regular file, a giant.
func readSource(root *os.Root, file string) []byte {
	if root == nil {
		return nil
	}
	info, err := root.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 1<<20 {
		return nil
	}
	data, err := root.ReadFile(file)
	if err != nil {
		return nil
	}
	return data
}

// printExcerpt prints a line of source with a caret under byte column col.
func printExcerpt(w io.Writer, paint paint, source []byte, line, col int) {
	lines := bytes.Split(source, []byte("\n"))
	if line < 1 || line > len(lines) || col < 1 {
		return
	}
	text := strings.ToValidUTF8(strings.TrimRight(string(lines[line-1]), "\r"), "?")
	if strings.TrimSpace(text) == "" || col > len(text)+1 {
		return
	}
	// A long line is shown around the column.
	const before, after = 60, 40
	text, head := shorten(text, col-1, before, after)
	var pad strings.Builder
	for _, r := range head {
		switch {
		case r == '\t':
			pad.WriteByte('\t')
		case isWide(r):
			pad.WriteString("  ")
		default:
			pad.WriteByte(' ')
		}
	}
	fmt.Fprintf(w, "\t%s\n\t%s%s\n", printable(text), pad.String(), paint.red("^"))
}

// shorten cuts text to at most before runes left and after runes right of
// byte offset at, and returns it with the part that lies before at.
func shorten(text string, at, before, after int) (short, head string) {
	left, right := []rune(text[:at]), []rune(text[at:])
	if len(left) > before {
		left = append([]rune("…"), left[len(left)-before:]...)
	}
	if len(right) > after {
		right = append(right[:after:after], '…')
	}
	return string(left) + string(right), string(left)
}

// isWide reports whether a terminal draws r two columns wide.
func isWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}

// printable replaces what a terminal would act on.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' {
			return '\ufffd'
		}
		return r
	}, s)
}
