// Package problem holds what is reported to those who write a book: what is
// wrong, where, by which rule, and what to do. Every package may import it; it
// knows nothing of what the problems are about.
package problem

import (
	"cmp"
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strings"
)

// A Problem is something that an author can mend.
type Problem struct {
	// Pos is where it is. The file name is slash-separated and relative to
	// the book; line and column count from 1, the column in bytes.
	Pos  token.Position
	Rule Rule
	// Notice is set if it is worth knowing but fails nothing.
	Notice bool
	// Msg says on its first line what is wrong and what to do. Further lines
	// explain it; they are indented already.
	Msg string
	// Related are other positions that it concerns.
	Related []Related
	// Fix mends it; nil if that takes thought.
	Fix *Fix

	// Stage and Run say who found it and which run it is about, if it is
	// about one: chapter/program/run. Those who find it need not set them.
	Stage, Run string
}

// Related is another position that a problem concerns.
type Related struct {
	Pos token.Position // as in a Problem
	Msg string         // what is there, in a few words
}

// A Fix replaces the bytes from Start up to End of the file that the problem
// is in by Text. They are counted as in Pos.Offset: CR LF is one byte, in Text
// too.
type Fix struct {
	Start, End int
	Text       string
}

// Split returns the first line of the message and the explanation below it,
// which may be empty.
func (p *Problem) Split() (what, more string) {
	what, more, _ = strings.Cut(p.Msg, "\n")
	return what, strings.TrimRight(more, "\n")
}

// Head is the problem in one line: file:line:col: message [rule].
func (p *Problem) Head() string {
	kind := ""
	if p.Notice {
		kind = "notice: "
	}
	what, _ := p.Split()
	return fmt.Sprintf("%s:%d:%d: %s%s [%s]", p.Pos.Filename, p.Pos.Line, p.Pos.Column, kind, what, p.Rule)
}

// String is the head with the explanation below it.
func (p *Problem) String() string {
	if _, more := p.Split(); more != "" {
		return p.Head() + "\n" + more
	}
	return p.Head()
}

// level is how bad it is: "problem" or "notice".
func (p *Problem) level() string {
	if p.Notice {
		return "notice"
	}
	return "problem"
}

// List is what was found wrong. Its zero value is empty and ready to use.
type List []*Problem

// Add adds a problem that has no more to it than a message.
func (l *List) Add(pos token.Position, rule Rule, msg string) {
	*l = append(*l, &Problem{Pos: pos, Rule: rule, Msg: msg})
}

// String is the problems, each on lines of its own.
func (l List) String() string {
	var b strings.Builder
	for _, p := range l {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

// Err is l for those who want to go no further, nil if it holds no more than
// notices.
func (l List) Err() error {
	if !l.Failing() {
		return nil
	}
	return errors.New(strings.TrimSuffix(l.String(), "\n"))
}

// Failing reports whether l holds more than notices.
func (l List) Failing() bool {
	return slices.ContainsFunc(l, func(p *Problem) bool { return !p.Notice })
}

// counts says how many problems and notices there are: 2 problems, 1 notice.
func (l List) counts() string {
	var notices int
	for _, p := range l {
		if p.Notice {
			notices++
		}
	}
	var counts []string
	if n := len(l) - notices; n > 0 || notices == 0 {
		counts = append(counts, count(n, "problem"))
	}
	if notices > 0 {
		counts = append(counts, count(notices, "notice"))
	}
	return strings.Join(counts, ", ")
}

// count is a number with its noun: "1 run", "2 runs".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Sort orders the problems by position and message and drops those that say
// the same again.
func (l *List) Sort() {
	slices.SortStableFunc(*l, compare)
	*l = slices.CompactFunc(*l, func(a, b *Problem) bool { return compare(a, b) == 0 })
}

func compare(a, b *Problem) int {
	return cmp.Or(
		cmp.Compare(a.Pos.Filename, b.Pos.Filename),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Column, b.Pos.Column),
		cmp.Compare(a.Msg, b.Msg),
		cmp.Compare(a.Rule, b.Rule),
	)
}
