package main

import (
	"io"
	"os"
	"runtime"

	"golang.org/x/term"
)

// terminal returns the terminal that w is, nil if it is none that understands
// escape sequences. Windows is left out: its consoles must be asked first.
func terminal(w io.Writer) *os.File {
	f, ok := w.(*os.File)
	if !ok || runtime.GOOS == "windows" || !term.IsTerminal(int(f.Fd())) {
		return nil
	}
	if t := os.Getenv("TERM"); t == "" || t == "dumb" {
		return nil
	}
	return f
}

// A paint puts colours into text, or not.
type paint bool

// paintFor is the paint for what is written to w. A terminal has colours unless
// its user wants none (no-color.org).
func paintFor(w io.Writer) paint {
	return paint(terminal(w) != nil && os.Getenv("NO_COLOR") == "")
}

func (p paint) bold(s string) string { return p.in("1", s) }
func (p paint) red(s string) string  { return p.in("1;31", s) }

func (p paint) in(code, s string) string {
	if !p {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[m"
}
