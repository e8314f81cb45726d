package problem

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"
)

// writeText writes every problem: where and what, the source line with a
// caret, then what more there is to say and where else to look; and at last
// how many there are. It writes nothing if there are none.
func (r *Report) writeText(w io.Writer) error {
	if len(r.Problems) == 0 {
		return nil
	}
	var b bytes.Buffer
	files := sources{files: r.Files}
	for _, p := range r.Problems {
		shown := *p
		shown.Pos.Filename = r.file(p.Pos.Filename)
		place := r.place(p.Pos) + ":"
		fmt.Fprintln(&b, r.color(bold, Printable(place))+Printable(strings.TrimPrefix(shown.Head(), place)))
		r.writeExcerpt(&b, files.get(p.Pos.Filename), p.Pos.Line, p.Pos.Column)
		if _, more := p.Split(); more != "" {
			fmt.Fprintln(&b, Printable(more))
		}
		for _, other := range p.Related {
			fmt.Fprintf(&b, "    %s\n", Printable(r.place(other.Pos)+": "+other.Msg))
		}
	}
	fmt.Fprintln(&b, r.Problems.counts())
	_, err := w.Write(b.Bytes())
	return err
}

// What is done to text on a terminal, as parameters of an escape sequence.
const (
	bold    = "1"
	boldRed = "1;31"
)

// color is s in a colour, if the reader sees colours.
func (r *Report) color(how, s string) string {
	if !r.Colors {
		return s
	}
	return "\x1b[" + how + "m" + s + "\x1b[m"
}

// writeExcerpt writes a line of source with a caret under byte column col.
func (r *Report) writeExcerpt(w io.Writer, s *source, line, col int) {
	text, ok := s.line(line)
	text = strings.TrimRight(text, "\r")
	if !ok || strings.TrimSpace(text) == "" || col < 1 || col > len(text)+1 {
		return
	}
	// A long line is shown around the column.
	const before, after = 60, 40
	text, head := shorten(text, col-1, before, after)
	var pad strings.Builder
	for _, c := range head {
		switch {
		case c == '\t':
			pad.WriteByte('\t')
		case IsWide(c):
			pad.WriteString("  ")
		default:
			pad.WriteByte(' ')
		}
	}
	fmt.Fprintf(w, "\t%s\n\t%s%s\n", Printable(text), pad.String(), r.color(boldRed, "^"))
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

// IsWide reports whether a terminal draws r two columns wide.
func IsWide(r rune) bool {
	k := width.LookupRune(r).Kind()
	return k == width.EastAsianWide || k == width.EastAsianFullwidth
}
