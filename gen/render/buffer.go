package render

import (
	"bytes"
	"sync"
)

// A buffer collects HTML. It is a goldmark BufWriter that never has anything
// to flush.
type buffer struct{ bytes.Buffer }

// buffers are used again, for the room they have.
var buffers = sync.Pool{New: func() any { return new(buffer) }}

func newBuffer() *buffer {
	b := buffers.Get().(*buffer)
	b.Reset()
	return b
}

// free gives the buffer up, with what it holds.
func (b *buffer) free() { buffers.Put(b) }

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
func (b *buffer) text(s string) { b.escaped(s, false) }

// escaped writes s with what has a meaning in HTML escaped; quotes, too, in
// the value of an attribute.
func (b *buffer) escaped(s string, quotes bool) {
	start := 0
	for i := range len(s) {
		var escaped string
		switch s[i] {
		case '<':
			escaped = "&lt;"
		case '>':
			escaped = "&gt;"
		case '&':
			escaped = "&amp;"
		case '"':
			if !quotes {
				continue
			}
			escaped = "&#34;"
		default:
			continue
		}
		b.WriteString(s[start:i])
		b.WriteString(escaped)
		start = i + 1
	}
	b.WriteString(s[start:])
}

// attr writes one attribute, led by a space; nothing if the value is empty.
func (b *buffer) attr(name, value string) {
	if value == "" {
		return
	}
	b.raw(" ", name, `="`)
	b.escaped(value, true)
	b.raw(`"`)
}
