package render

import (
	"bytes"
	"html"
	"strings"
)

// A buffer collects HTML. It is a goldmark BufWriter that never has anything
// to flush.
type buffer struct{ bytes.Buffer }

// Buffered implements util.BufWriter.
func (b *buffer) Buffered() int { return 0 }

// Flush implements util.BufWriter.
func (b *buffer) Flush() error { return nil }

// raw writes markup as it is.
func (b *buffer) raw(parts ...string) {
	for _, s := range parts {
		b.WriteString(s)
	}
}

// text writes s as text, or as the value of an attribute in double quotes.
func (b *buffer) text(s string) {
	if strings.ContainsAny(s, `<>&'"`) {
		s = html.EscapeString(s)
	}
	b.WriteString(s)
}

// attr writes one attribute, led by a space; nothing if the value is empty.
func (b *buffer) attr(name, value string) {
	if value == "" {
		return
	}
	b.raw(" ", name, `="`)
	b.text(value)
	b.WriteByte('"')
}
