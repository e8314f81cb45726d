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

	tag   tag
	attrs []attr
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
				s.tag, s.attrs = tag{Offset: s.at}, s.attrs[:0]
				return text, true
			}
			start = s.at
		case c == '/' || isLetter(c):
			text = s.data[start:s.at]
			s.readTag()
			return text, true
		default:
			s.at++ // a < that is text
		}
	}
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

// readTag reads the tag that begins at s.at, and passes over what a script or
// a style sheet holds.
func (s *tagReader) readTag() {
	s.tag = tag{Offset: s.at}
	s.attrs = s.attrs[:0]
	s.at++
	if s.data[s.at] == '/' {
		s.tag.End = true
		s.at++
	}
	s.tag.Name = s.word()
	for s.attr() {
	}
	if name := string(s.tag.Name); !s.tag.End && (name == "script" || name == "style") {
		if i := bytes.Index(s.data[s.at:], []byte("</"+name)); i >= 0 {
			s.at += i
		}
	}
}

// word reads up to white space or a character with a meaning in tags.
func (s *tagReader) word() []byte {
	start := s.at
	upper := false
	for s.at < len(s.data) {
		c := s.data[s.at]
		if isTagSpace(c) || c == '=' || c == '>' || c == '/' {
			break
		}
		upper = upper || 'A' <= c && c <= 'Z'
		s.at++
	}
	if upper {
		return bytes.ToLower(s.data[start:s.at])
	}
	return s.data[start:s.at]
}

func (s *tagReader) space() {
	for s.at < len(s.data) && isTagSpace(s.data[s.at]) {
		s.at++
	}
}

// attr reads an attribute; it returns false at the end of the tag, which it
// passes over.
func (s *tagReader) attr() bool {
	for s.space(); s.at < len(s.data) && s.data[s.at] == '/'; s.space() {
		s.at++
	}
	if s.at >= len(s.data) {
		return false
	}
	if s.data[s.at] == '>' {
		s.at++
		return false
	}
	a := attr{Key: s.word()}
	if s.space(); s.at < len(s.data) && s.data[s.at] == '=' {
		s.at++
		s.space()
		a.raw = s.value()
	}
	s.attrs = append(s.attrs, a)
	return true
}

// value reads the value of an attribute.
func (s *tagReader) value() []byte {
	if s.at >= len(s.data) {
		return nil
	}
	start := s.at
	if q := s.data[s.at]; q == '"' || q == '\'' {
		start++
		i := bytes.IndexByte(s.data[start:], q)
		if i < 0 {
			s.at = len(s.data)
			return s.data[start:]
		}
		s.at = start + i + 1
		return s.data[start : start+i]
	}
	for s.at < len(s.data) && !isTagSpace(s.data[s.at]) && s.data[s.at] != '>' {
		s.at++
	}
	return s.data[start:s.at]
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isTagSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }
