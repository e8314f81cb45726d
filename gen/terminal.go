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

// colors reports whether what is written to w may have colours. A terminal has
// them unless its user wants none (no-color.org).
func colors(w io.Writer) bool {
	return terminal(w) != nil && os.Getenv("NO_COLOR") == ""
}
