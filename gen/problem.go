package main

import (
	"bytes"
	"fmt"
	"go/scanner"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/width"
)

// printProblems prints every problem once, in order of position: where and
// what, the source line with a caret, then what more there is to say. File
// names are relative to the book in dir.
func printProblems(w io.Writer, dir string, problems scanner.ErrorList) {
	problems.Sort()
	root, err := os.OpenRoot(dir)
	if err == nil {
		defer root.Close()
	}
	sources := make(map[string][]byte)
	var last scanner.Error
	n := 0
	for _, p := range problems {
		if *p == last {
			continue
		}
		last = *p
		n++
		what, more, _ := strings.Cut(p.Msg, "\n")
		file := filepath.FromSlash(p.Pos.Filename)
		fmt.Fprintf(w, "%s:%d:%d: %s\n", filepath.ToSlash(filepath.Join(dir, file)), p.Pos.Line, p.Pos.Column, what)
		source, ok := sources[file]
		if !ok {
			source = readSource(root, file)
			sources[file] = source
		}
		printExcerpt(w, source, p.Pos.Line, p.Pos.Column)
		if more != "" {
			fmt.Fprintln(w, strings.TrimRight(more, "\n"))
		}
	}
	s := "s"
	if n == 1 {
		s = ""
	}
	fmt.Fprintf(w, "%d problem%s\n", n, s)
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
func printExcerpt(w io.Writer, source []byte, line, col int) {
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
	fmt.Fprintf(w, "\t%s\n\t%s^\n", printable(text), pad.String())
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
