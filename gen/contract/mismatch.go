package contract

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"
)

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

// mismatch makes a Mismatch about what stands at pos.
func (c *Contract) mismatch(pos token.Position, rule, detail string) *Mismatch {
	m := &Mismatch{Rule: rule, Detail: detail}
	if pos.IsValid() {
		m.File, m.Line, m.Column = c.file, pos.Line, pos.Column
	}
	return m
}

func (c *Contract) statusMismatch(got *Output) *Mismatch {
	return c.mismatch(token.Position{}, "exit status", fmt.Sprintf(
		"the run ended with %s, but it must end with %s.", got.Status, c.status))
}

func (c *Contract) cutMismatch(recorded, got *Output, i int) *Mismatch {
	m := c.mismatch(c.pos, "output limit", "")
	if i < len(got.Lines) && got.Lines[i].Cut > 0 {
		m.Detail = fmt.Sprintf("the run printed more than may be kept: %d bytes before line %d were dropped, so that nobody can tell what they said.", got.Lines[i].Cut, i+1)
		if recorded != nil && anyCut(recorded) {
			m.Detail += " In the recorded output the dropped part is at another line."
		}
		return m
	}
	m.Detail = fmt.Sprintf("in the recorded output a part before line %d was dropped, in this run it was at another place.", i+1)
	return m
}

// show names line i of an output: its number, process, stream and text.
func show(o *Output, i int) string {
	l := &o.Lines[i]
	var about []string
	if l.Proc > 0 {
		about = append(about, "p"+strconv.Itoa(l.Proc))
	}
	switch l.Stream {
	case Stdout:
		about = append(about, "stdout")
	case Stderr:
		about = append(about, "stderr")
	}
	if l.Partial {
		about = append(about, "no newline")
	}
	s := "line " + strconv.Itoa(i+1)
	if len(about) > 0 {
		s += " (" + strings.Join(about, ", ") + ")"
	}
	return s + ": " + l.Text
}
