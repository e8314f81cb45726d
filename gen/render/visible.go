package render

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks in a row are shown on one character;
// no script in use needs more, and thousands of them paint over the page.
const maxMarks = 8

// visible writes text that a program printed or a file holds. Markup becomes
// text, and what a reader could not see, or what would move the text around
// it, becomes a symbol: control characters, escape sequences, bidirectional
// controls, zero-width characters, bytes that are no UTF-8.
func (b *buffer) visible(s string) {
	if isPlain(s) {
		b.text(s)
		return
	}
	start, marks := 0, 0
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case marks > maxMarks:
			b.text(s[start:i])
			n, end := countMarks(s[i:])
			b.symbol(fmt.Sprintf("+%d", n), "combining marks")
			i += end
			start = i
			marks = 0
			continue
		case r == utf8.RuneError && size == 1:
			b.text(s[start:i])
			b.symbol(fmt.Sprintf(`\x%02x`, s[i]), "not UTF-8")
			start = i + size
		case !isVisible(r):
			b.text(s[start:i])
			b.symbol(picture(r), fmt.Sprintf("U+%04X", r))
			start = i + size
		}
		i += size
	}
	b.text(s[start:])
}

// isPlain reports whether s is nothing but printable ASCII and tabs, as most
// code and output is.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' || c >= 0x7F {
			return false
		}
	}
	return true
}

// countMarks counts the combining marks s begins with, and their bytes.
func countMarks(s string) (n, size int) {
	for _, r := range s {
		if !unicode.Is(unicode.M, r) {
			break
		}
		n++
		size += utf8.RuneLen(r)
	}
	return n, size
}

// isVisible reports whether r can be left to the browser.
func isVisible(r rune) bool {
	switch r {
	case '\t', ' ':
		return true
	case 0x115F, 0x1160, 0x3164, 0xFFA0: // fillers: letters without a shape
		return false
	}
	return unicode.IsPrint(r) || unicode.Is(unicode.Zs, r)
}

// picture returns a name that can be seen for a character that cannot.
func picture(r rune) string {
	switch {
	case r < 0x20:
		return string(0x2400 + r)
	case r == 0x7F:
		return "\u2421"
	}
	return fmt.Sprintf("U+%04X", r)
}

// symbol writes a stand-in that is told apart from text of the program.
func (b *buffer) symbol(s, title string) {
	b.raw(`<b class="ctl"`)
	b.attr("title", title)
	b.raw(`>`)
	b.text(s)
	b.raw(`</b>`)
}

// plainVisible is visible for places that hold no markup.
func plainVisible(s string) string {
	return strings.Map(func(r rune) rune {
		if isVisible(r) {
			return r
		}
		return utf8.RuneError
	}, s)
}
