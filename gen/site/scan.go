package site

import (
	"bytes"
	"html"
	"strings"
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

// tag is a start tag, or the end tag if End.
type tag struct {
	Name   string
	End    bool
	Offset int
}

type attr struct{ Key, Val string }

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
	s.tag.Name = strings.ToLower(s.word())
	for s.attr() {
	}
	if !s.tag.End && (s.tag.Name == "script" || s.tag.Name == "style") {
		if i := bytes.Index(s.data[s.at:], []byte("</"+s.tag.Name)); i >= 0 {
			s.at += i
		}
	}
}

// word reads up to white space or a character with a meaning in tags.
func (s *tagReader) word() string {
	start := s.at
	for s.at < len(s.data) && !isTagSpace(s.data[s.at]) && strings.IndexByte("=>/", s.data[s.at]) < 0 {
		s.at++
	}
	return string(s.data[start:s.at])
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
	a := attr{Key: strings.ToLower(s.word())}
	if s.space(); s.at < len(s.data) && s.data[s.at] == '=' {
		s.at++
		s.space()
		a.Val = s.value()
	}
	s.attrs = append(s.attrs, a)
	return true
}

// value reads the value of an attribute.
func (s *tagReader) value() string {
	if s.at >= len(s.data) {
		return ""
	}
	var raw []byte
	if q := s.data[s.at]; q == '"' || q == '\'' {
		s.at++
		i := bytes.IndexByte(s.data[s.at:], q)
		if i < 0 {
			i = len(s.data) - s.at
		}
		raw = s.data[s.at : s.at+i]
		s.at = min(s.at+i+1, len(s.data))
	} else {
		start := s.at
		for s.at < len(s.data) && !isTagSpace(s.data[s.at]) && s.data[s.at] != '>' {
			s.at++
		}
		raw = s.data[start:s.at]
	}
	if bytes.IndexByte(raw, '&') >= 0 {
		return html.UnescapeString(string(raw))
	}
	return string(raw)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isTagSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }
