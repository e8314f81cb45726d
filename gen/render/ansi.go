package render

import (
	"strconv"
	"strings"
)

// A pen is how a program that knows terminals wants its text to look. Of the
// colours of a terminal the reader gets those that can be read on the page's
// own ground: black and white are ink.
type pen struct {
	colour, ground        colour
	bold, underline, swap bool
}

// A colour is one of the classes a1 to a7 of style.css; 0 is that of the page.
type colour uint8

const (
	ink colour = iota
	red
	green
	yellow
	blue
	magenta
	cyan
	grey
	paper // as a ground: ink turned around
)

// basic are the colours of a terminal, 0 to 7: red counts 1, green 2, blue 4.
var basic = [8]colour{ink, red, green, yellow, blue, magenta, cyan, ink}

// class returns the classes of p's text, "" for plain text.
func (p pen) class() string {
	var classes []string
	shown := p.colour
	if p.ground != ink && p.ground != paper {
		shown = p.ground // the text is cut out of it
	}
	if shown != ink && shown != paper {
		classes = append(classes, "a"+strconv.Itoa(int(shown)))
	}
	if p.swap || p.ground != ink {
		classes = append(classes, "ar")
	}
	if p.bold {
		classes = append(classes, "ab")
	}
	if p.underline {
		classes = append(classes, "au")
	}
	return strings.Join(classes, " ")
}

// text writes what a program printed, coloured as it asked for. Its other
// escape sequences, which move the cursor and the like, are counted.
func (o *outputWriter) text(s string) {
	start := 0
	for i := 0; i < len(s); {
		n := 0
		if s[i] == '\x1b' {
			n = escapeLength(s[i:])
		}
		if n == 0 {
			i++
			continue
		}
		o.chunk(s[start:i])
		if !o.pen.set(s[i : i+n]) {
			o.dropped++
		}
		i += n
		start = i
	}
	o.chunk(s[start:])
}

// chunk writes text without escape sequences.
func (o *outputWriter) chunk(s string) {
	if s == "" {
		return
	}
	class := o.pen.class()
	if class == "" {
		o.visible(s)
		return
	}
	o.raw(`<span class="`, class, `">`)
	o.visible(s)
	o.raw(`</span>`)
}

// escapeLength returns the length of the escape sequence s begins with, 0 if
// it is none or has no end.
func escapeLength(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch c := s[1]; {
	case c == '[': // parameters, intermediates, a final letter
		i := 2
		for i < len(s) && 0x30 <= s[i] && s[i] <= 0x3F {
			i++
		}
		return finalAt(s, i, 0x40)
	case c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_': // a string
		end := strings.Index(s, "\x1b\\")
		if bell := strings.IndexByte(s, '\a'); bell > 0 && (end < 0 || bell < end) {
			return bell + 1
		}
		if end < 0 {
			return 0
		}
		return end + len("\x1b\\")
	}
	return finalAt(s, 1, 0x30)
}

// finalAt returns the length of a sequence that ends, after intermediates
// from i on, in a character from least to ~; 0 if it does not.
func finalAt(s string, i int, least byte) int {
	for i < len(s) && 0x20 <= s[i] && s[i] <= 0x2F {
		i++
	}
	if i < len(s) && least <= s[i] && s[i] <= 0x7E {
		return i + 1
	}
	return 0
}

// set changes p as an escape sequence says; it reports false if the sequence
// is about something else than looks.
func (p *pen) set(sequence string) bool {
	body, ok := strings.CutPrefix(sequence, "\x1b[")
	if !ok {
		return false
	}
	body, ok = strings.CutSuffix(body, "m")
	if !ok || strings.Trim(body, "0123456789;:") != "" {
		return false
	}
	var codes []int
	for f := range strings.FieldsFuncSeq(body+";", func(r rune) bool { return r == ';' || r == ':' }) {
		n, _ := strconv.Atoi(f) // a number that is too large is no code
		codes = append(codes, n)
	}
	if len(codes) == 0 {
		codes = []int{0}
	}
	for len(codes) > 0 {
		codes = p.code(codes)
	}
	return true
}

// code obeys the first of codes and returns the others.
func (p *pen) code(codes []int) []int {
	n, rest := codes[0], codes[1:]
	switch {
	case n == 0:
		*p = pen{}
	case n == 1:
		p.bold = true
	case n == 4:
		p.underline = true
	case n == 7:
		p.swap = true
	case n == 22:
		p.bold = false
	case n == 24:
		p.underline = false
	case n == 27:
		p.swap = false
	case 30 <= n && n <= 37:
		p.colour = basic[n-30]
	case n == 38:
		p.colour, rest = extended(rest)
	case n == 39:
		p.colour = ink
	case 40 <= n && n <= 47:
		p.ground = orPaper(basic[n-40])
	case n == 48:
		p.ground, rest = extended(rest)
		p.ground = orPaper(p.ground)
	case n == 49:
		p.ground = ink
	case n == 90:
		p.colour = grey
	case 91 <= n && n <= 97:
		p.colour = basic[n-90]
	case 100 <= n && n <= 107:
		p.ground = orPaper(basic[n-100])
	}
	return rest
}

// orPaper is a colour as a ground.
func orPaper(c colour) colour {
	if c == ink {
		return paper
	}
	return c
}

// extended reads a colour given by number or by red, green and blue.
func extended(codes []int) (colour, []int) {
	switch {
	case len(codes) >= 2 && codes[0] == 5:
		return byNumber(codes[1]), codes[2:]
	case len(codes) >= 4 && codes[0] == 2:
		return nearest(codes[1], codes[2], codes[3]), codes[4:]
	}
	return ink, nil
}

// byNumber is a colour of the 256 that terminals have.
func byNumber(n int) colour {
	switch {
	case n == 8:
		return grey
	case n < 16:
		return basic[n%8]
	case n < 232:
		n -= 16
		return nearest(n/36*51, n/6%6*51, n%6*51)
	}
	return grey
}

// nearest is the colour that a reader would call r, g, b.
func nearest(r, g, b int) colour {
	most, least := max(r, g, b), min(r, g, b)
	if most-least < 48 {
		return ink
	}
	middle := (most + least) / 2
	return basic[bit(r > middle)|bit(g > middle)<<1|bit(b > middle)<<2]
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// withoutEscapes returns s as text alone.
func withoutEscapes(s string) string {
	if !strings.Contains(s, "\x1b") {
		return s
	}
	var w strings.Builder
	for i := 0; i < len(s); {
		if n := escapeLength(s[i:]); s[i] == '\x1b' && n > 0 {
			i += n
			continue
		}
		w.WriteByte(s[i])
		i++
	}
	return w.String()
}
