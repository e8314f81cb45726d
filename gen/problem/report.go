package problem

import (
	"fmt"
	"go/token"
	"io"
	"io/fs"
	"path"
	"time"
)

// A Report is what a command did and what it found, to be written in one of
// several formats.
type Report struct {
	Command  string // such as "check"
	Dir      string // of the book, as the reader of the report calls it; slash-separated
	Files    fs.FS  // the book's files, for excerpts and columns; nil: without
	Colors   bool   // text is for a terminal that shows colours
	Problems List   // sorted
	Fixed    List   // what -fix has mended
	Err      error  // why the command did not come to its end; nil if it did

	Chapters, Programs int
	Runs               []Run   // by ID
	Stages             []Stage // in order
	Elapsed            time.Duration
}

// A Stage is a step of the command.
type Stage struct {
	Name    string
	Elapsed time.Duration
	Skipped bool // a stage before it had problems
}

// A Run is one run of a program.
type Run struct {
	ID      string         // chapter/program/run
	Pos     token.Position // where it is declared
	Elapsed time.Duration
	Skipped string // why it was not run; "" if it was
}

// A Format is a form in which a report can be written.
type Format string

// The formats.
const (
	FormatText   Format = "text"   // for people: problems with excerpts
	FormatJSON   Format = "json"   // one object, for programs
	FormatGitHub Format = "github" // text, and annotations for GitHub Actions
	FormatJUnit  Format = "junit"  // test results, for CI systems
	FormatSARIF  Format = "sarif"  // SARIF 2.1.0, for code scanning
)

// Formats are all formats, in the order of the manual.
var Formats = []Format{FormatText, FormatJSON, FormatGitHub, FormatJUnit, FormatSARIF}

// IsDocument reports whether a report in format f is a document, which must
// not be mixed with anything else, and says so when all is well.
func (f Format) IsDocument() bool {
	return f == FormatJSON || f == FormatJUnit || f == FormatSARIF
}

// Write writes r to w. Text and GitHub's format are empty if there are no
// problems, but for an error in the latter.
func (r *Report) Write(w io.Writer, f Format) error {
	write := map[Format]func(*Report, io.Writer) error{
		FormatText:   (*Report).writeText,
		FormatJSON:   (*Report).writeJSON,
		FormatGitHub: (*Report).writeGitHub,
		FormatJUnit:  (*Report).writeJUnit,
		FormatSARIF:  (*Report).writeSARIF,
	}[f]
	if write == nil {
		return fmt.Errorf("unknown format %q", f)
	}
	return write(r, w)
}

// file is the name of a file of the book for the reader of the report.
func (r *Report) file(name string) string {
	return path.Join(r.Dir, name)
}

// place is pos for the reader of the report: file:line:col.
func (r *Report) place(pos token.Position) string {
	return fmt.Sprintf("%s:%d:%d", r.file(pos.Filename), pos.Line, pos.Column)
}

// status says in one word how it went.
func (r *Report) status() string {
	switch {
	case r.Err != nil:
		return "failed"
	case r.Problems.Failing():
		return "problems"
	}
	return "ok"
}
