package problem

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf16"
)

// sources reads the files that problems are in. It keeps the last one only:
// problems come sorted by file.
type sources struct {
	files fs.FS
	name  string
	last  *source
}

// source is a file with its line ends as positions count them.
type source struct {
	text  []byte
	lines []int // where each line begins
	crs   []int // offsets in text of the line ends that are CR LF on disk
}

// maxSource is how large a file of a book may be.
const maxSource = 1 << 20

// get returns a file; nil if there is none, or if reading it would be unwise:
// something that is no regular file, or a giant.
func (s *sources) get(name string) *source {
	if s.last != nil && s.name == name {
		return s.last
	}
	if s.files == nil || !fs.ValidPath(name) {
		return nil
	}
	info, err := fs.Stat(s.files, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxSource {
		return nil
	}
	data, err := fs.ReadFile(s.files, name)
	if err != nil {
		return nil
	}
	s.name, s.last = name, newSource(data)
	return s.last
}

func newSource(data []byte) *source {
	s := &source{lines: []int{0}}
	for i, b := range data {
		if b == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			s.crs = append(s.crs, i-len(s.crs))
		}
		if b == '\n' {
			s.lines = append(s.lines, i+1-len(s.crs))
		}
	}
	s.text = data
	if len(s.crs) > 0 {
		s.text = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	return s
}

// line returns the text of line n, from 1; ok is false if there is none.
func (s *source) line(n int) (text string, ok bool) {
	if s == nil || n < 1 || n > len(s.lines) {
		return "", false
	}
	end := len(s.text)
	if n < len(s.lines) {
		end = s.lines[n] - 1
	}
	return string(s.text[s.lines[n-1]:end]), true
}

// position returns line and column of an offset, both from 1, the column in
// bytes.
func (s *source) position(offset int) (line, column int) {
	line = 1
	for line < len(s.lines) && s.lines[line] <= offset {
		line++
	}
	return line, offset - s.lines[line-1] + 1
}

// onDisk turns an offset into one in the file as it is.
func (s *source) onDisk(offset int) int {
	before, _ := slices.BinarySearch(s.crs, offset)
	return offset + before
}

// lineEnds writes the line ends of text as the file has them.
func (s *source) lineEnds(text string) string {
	if len(s.crs) == 0 {
		return text
	}
	return strings.ReplaceAll(text, "\n", "\r\n")
}

// holds reports whether fix lies within the file.
func (s *source) holds(fix *Fix) bool {
	return s != nil && 0 <= fix.Start && fix.Start <= fix.End && fix.End <= len(s.text)
}

// units turns a column in bytes into one in UTF-16 code units, as editors
// count. Without the text it is taken for ASCII.
func (s *source) units(line, column int) int {
	text, ok := s.line(line)
	if !ok || column < 1 {
		return max(column, 1)
	}
	n := 1
	for _, r := range text[:min(column-1, len(text))] {
		n += utf16.RuneLen(r)
	}
	return n
}

// Printable replaces what a terminal would act on: control characters, and
// those that change the direction of text. Line ends and tabs stay.
func Printable(s string) string { return strings.Map(visible, s) }

func visible(r rune) rune {
	if r < ' ' && r != '\t' && r != '\n' || 0x7f <= r && r < 0xa0 ||
		'\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069' {
		return '\ufffd'
	}
	return r
}
