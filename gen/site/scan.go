package site

import (
	"bytes"
	"html"
)

// A tagReader goes through the tags of a page. It is for the pages of this
// generator, which are well formed, and takes a small part of the time of a
// parser that has to understand any page of the web; a test compares it with one.
type tagReader struct {
	data []byte
	at   int // of what is read next

	// With brief, end tags and start tags that have no attribute but a class
	// are passed over if that can be done quickly. The text before a tag is
	// then what is before it and after another, any other.
	brief bool

	tag  tag
	body []byte // of a start tag: what follows its name
	list []attr
}

// tag is a start tag, or the end tag if End. Text before a declaration comes
// with a tag without name.
type tag struct {
	Name   []byte // in lower case
	End    bool
	Offset int
}

// attr is an attribute as it is written.
type attr struct{ Key, raw []byte }

// Val is the value, with its entities resolved.
func (a attr) Val() string {
	if bytes.IndexByte(a.raw, '&') >= 0 {
		return html.UnescapeString(string(a.raw))
	}
	return string(a.raw)
}

// next moves to the next tag and returns the text before it; ok is false at
// the end of the page.
func (s *tagReader) next() (text []byte, ok bool) {
	start := s.at
	for {
		i := bytes.IndexByte(s.data[s.at:], '<')
		if i < 0 || s.at+i+1 >= len(s.data) {
			s.at = len(s.data)
			return s.data[start:], false
		}
		s.at += i
		switch c := s.data[s.at+1]; {
		case c == '!' || c == '?':
			text = s.data[start:s.at]
			s.declaration()
			if len(text) > 0 {
				s.tag, s.body = tag{Offset: s.at}, nil
				return text, true
			}
			start = s.at
		case s.brief && s.passOver(c):
		case c == '/' || isLetter(c):
			text = s.data[start:s.at]
			s.readTag()
			return text, true
		default:
			s.at++ // a < that is text
		}
	}
}

// passOver passes over the beginning of a tag that is not needed, c being the
// character after its <. Most tags are spans that colour code.
func (s *tagReader) passOver(c byte) bool {
	if c == '/' {
		s.at += 2
		return true
	}
	const span = `<span class="`
	if c != 's' || !bytes.HasPrefix(s.data[s.at:], []byte(span)) {
		return false
	}
	from := s.at + len(span)
	n := bytes.IndexByte(s.data[from:], '"')
	if n < 0 || !bytes.HasPrefix(s.data[from+n:], []byte(`">`)) {
		return false
	}
	s.at = from + n + 2
	return true
}

// declaration passes over <!DOCTYPE …>, a comment, or <?…>.
func (s *tagReader) declaration() {
	end := ">"
	if bytes.HasPrefix(s.data[s.at:], []byte("<!--")) {
		end = "-->"
	}
	i := bytes.Index(s.data[s.at:], []byte(end))
	if i < 0 {
		s.at = len(s.data)
		return
	}
	s.at += i + len(end)
}

// readTag reads the tag that begins at s.at, but for its attributes, and passes
// over what a script or a style sheet holds. No attribute of ours has a > in its
// value: it is escaped.
func (s *tagReader) readTag() {
	s.tag = tag{Offset: s.at}
	end := bytes.IndexByte(s.data[s.at:], '>')
	if end < 0 {
		end = len(s.data) - s.at
	}
	body := s.data[s.at+1 : s.at+end]
	s.at = min(s.at+end+1, len(s.data))
	if len(body) > 0 && body[0] == '/' {
		s.tag.End = true
		body = body[1:]
	}
	s.tag.Name, s.body = word(body)
	if name := string(s.tag.Name); !s.tag.End && (name == "script" || name == "style") {
		if i := bytes.Index(s.data[s.at:], []byte("</"+name)); i >= 0 {
			s.at += i
		}
	}
}

// word cuts off what is before white space or a character with a meaning in
// tags, in lower case.
func word(b []byte) (word, rest []byte) {
	upper := false
	for i, c := range b {
		if isTagSpace(c) || c == '=' || c == '/' {
			b, rest = b[:i], b[i:]
			break
		}
		upper = upper || 'A' <= c && c <= 'Z'
	}
	if upper {
		b = bytes.ToLower(b)
	}
	return b, rest
}

// attrs returns the attributes of the start tag. They hold until it is called
// again.
func (s *tagReader) attrs() []attr {
	s.list = s.list[:0]
	for b := s.body; ; {
		b = bytes.TrimLeft(b, " \n\t\r\f/")
		if len(b) == 0 {
			return s.list
		}
		var a attr
		a.Key, b = word(b)
		if len(a.Key) == 0 {
			b = b[1:] // a = that belongs to nothing
			continue
		}
		if rest := bytes.TrimLeft(b, " \n\t\r\f"); len(rest) > 0 && rest[0] == '=' {
			a.raw, b = value(bytes.TrimLeft(rest[1:], " \n\t\r\f"))
		}
		s.list = append(s.list, a)
	}
}

// value cuts off the value of an attribute.
func value(b []byte) (value, rest []byte) {
	if len(b) == 0 {
		return nil, nil
	}
	if q := b[0]; q == '"' || q == '\'' {
		value, rest, _ = bytes.Cut(b[1:], b[:1])
		return value, rest
	}
	if i := bytes.IndexAny(b, " \n\t\r\f"); i >= 0 {
		return b[:i], b[i:]
	}
	return b, nil
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isTagSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }
