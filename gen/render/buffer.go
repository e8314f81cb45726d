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

// text writes s as text.
func (b *buffer) text(s string) {
	if strings.ContainsAny(s, "<>&") {
		_, _ = textEscaper.WriteString(b, s) // a buffer does not fail
		return
	}
	b.WriteString(s)
}

var textEscaper = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;")

// attr writes one attribute, led by a space; nothing if the value is empty.
func (b *buffer) attr(name, value string) {
	if value == "" {
		return
	}
	b.raw(" ", name, `="`, html.EscapeString(value), `"`)
}
