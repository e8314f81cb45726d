package contract

import (
	"go/scanner"

	"github.com/goccy/go-yaml/ast"
)

// Contract is what must hold of every run of a program. Make one with
// [Parse] or [Recorded].
type Contract struct {
	status Status
}

// Recorded is the contract of a run that declares no output of its own: the
// lines as recorded, in that order, the ids of its processes excepted.
func Recorded(status Status) *Contract { return &Contract{status: status} }

// Parse reads a contract from the values of output and rules in src, the text
// of runs.yaml; either may be nil. It reports every problem it finds, at its
// position in file; the contract is nil if there are any.
func Parse(file string, src []byte, output, rules ast.Node, status Status) (*Contract, scanner.ErrorList) {
	return Recorded(status), nil
}

// Status is how a run must end.
func (c *Contract) Status() Status { return c.status }

// NeedsRecording reports whether the contract refers to recorded lines, so
// that it cannot be matched without a recorded output.
func (c *Contract) NeedsRecording() bool { return true }

// Match reports whether got satisfies c. recorded is the recorded output, nil
// if there is none yet; a contract that needs it is then satisfied by any
// lines (their status still counts). It returns a [*Mismatch] as error if got
// breaks the contract.
func (c *Contract) Match(recorded, got *Output) (*Match, error) { return &Match{}, nil }

// Match says how an output satisfied its contract.
type Match struct {
	Notes []Note // one for each line of the output
}

// Note is what a contract says of one line of an output.
type Note struct {
	Spans []Span // the parts of the text that may vary, in order
	// Free lists the groups of freely ordered lines that hold this one,
	// outermost first, by numbers from 1 that are unique in the output.
	Free []int
}

// Span is a part of a line's text that may be different in another run.
type Span struct {
	Start, End int    // byte offsets into Line.Text
	Type       string // the placeholder's type, such as pid
	Name       string // equal names stand for equal values; "" if it has none
}

// Mismatch says why an output breaks its contract.
type Mismatch struct {
	File         string // of the rule or pattern that was broken; "" if it was recorded
	Line, Column int
	// Rule is the broken rule or pattern in the author's words, or the
	// name of what was broken: "exit status", "recorded output".
	Rule string
	// Detail explains it in plain text of one or more lines: the lines of
	// the run that are concerned, what was expected, a diff.
	Detail string
}

func (m *Mismatch) Error() string { return m.Rule + ": " + m.Detail }

// Description is a contract in sentences, in one language. Code in a sentence
// stands between backquotes.
type Description struct {
	Always []string // what holds in every run
	Varies []string // what was only so in this run
}

// Describe says the contract in lang, "zh" or "en", from its structure.
// recorded is the recorded output.
func (c *Contract) Describe(lang string, recorded *Output) Description { return Description{} }
