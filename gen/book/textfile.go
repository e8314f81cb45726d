package book

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/token"
	"slices"
	"unicode"
	"unicode/utf8"

	"huoye/gen/problem"
)

// textFile is a file an author wrote, with the means to report problems by
// byte offset.
type textFile struct {
	name  string // slash-separated, relative to the book
	src   []byte
	raw   []byte // src as it is on disk
	lines []int  // offset of each line's first byte
	probs *problems
}

// newTextFile indexes the lines of src. Line ends become "\n", which moves no
// line and no column.
func newTextFile(name string, src []byte, probs *problems) *textFile {
	raw := src
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	}
	lines := make([]int, 1, 1+bytes.Count(src, []byte{'\n'}))
	for i := bytes.IndexByte(src, '\n'); i >= 0; {
		start := i + 1
		lines = append(lines, start)
		if i = bytes.IndexByte(src[start:], '\n'); i >= 0 {
			i += start
		}
	}
	return &textFile{name: name, src: src, raw: raw, lines: lines, probs: probs}
}

// sum is the SHA-256 of the file.
func (f *textFile) sum() [sha256.Size]byte { return sha256.Sum256(f.raw) }

// position says where the byte at offset stands.
func (f *textFile) position(offset int) token.Position {
	offset = min(max(offset, 0), len(f.src))
	line, found := slices.BinarySearch(f.lines, offset)
	if !found {
		line--
	}
	return token.Position{
		Filename: f.name,
		Offset:   offset,
		Line:     line + 1,
		Column:   offset - f.lines[line] + 1,
	}
}

// offset is the inverse of position for a column that counts characters, as
// the YAML parser's do. What lies outside the file is moved to its border.
func (f *textFile) offset(line, runes int) int {
	if line > len(f.lines) {
		return len(f.src)
	}
	at := f.lines[max(line, 1)-1]
	for ; runes > 1 && at < len(f.src) && f.src[at] != '\n'; runes-- {
		_, size := utf8.DecodeRune(f.src[at:])
		at += size
	}
	return at
}

// problem reports what is wrong at offset.
func (f *textFile) problem(offset int, rule problem.Rule, format string, args ...any) {
	f.probs.add(f.position(offset), rule, format, args...)
}

// fixable reports what is wrong at offset, and that text instead of the bytes
// from start up to end mends it.
func (f *textFile) fixable(offset, start, end int, text string, rule problem.Rule, format string, args ...any) {
	f.probs.addProblem(&problem.Problem{Pos: f.position(offset), Rule: rule, Msg: fmt.Sprintf(format, args...),
		Fix: &problem.Fix{Start: start, End: end, Text: text}})
}

// maxMarks is how many combining marks one character may have: no script
// needs more, and hundreds of them paint over the page.
const maxMarks = 8

// checkText reports bytes that no text of ours may hold: invalid UTF-8,
// control characters, and those that make text read otherwise than it is.
// It reports the first of each file and whether the file is sound.
func (f *textFile) checkText() bool {
	marks := 0
	for i := 0; i < len(f.src); {
		if b := f.src[i]; b < utf8.RuneSelf {
			if b >= ' ' && b != 0x7F || b == '\n' || b == '\t' {
				i++
				marks = 0
				continue
			}
			f.problem(i, problem.TextBytes, "control character U+%04X; remove it", b)
			return false
		}
		r, size := utf8.DecodeRune(f.src[i:])
		if '一' <= r && r <= '\u9fff' { // most of a Chinese text, which is sound
			i += size
			marks = 0
			continue
		}
		if unicode.Is(unicode.M, r) {
			marks++
		} else {
			marks = 0
		}
		switch {
		case marks > maxMarks:
			f.problem(i, problem.TextBytes, "more than %d combining marks on one character; remove them", maxMarks)
		case r == utf8.RuneError && size == 1:
			f.problem(i, problem.TextBytes, "byte %#02x is not valid UTF-8; save the file as UTF-8", f.src[i])
		case r == '\uFEFF' && i == 0:
			f.fixable(i, i, i+size, "", problem.TextBytes, "the file begins with a byte order mark; save it without")
		case isInvisible(r):
			f.problem(i, problem.TextBytes, "invisible control character U+%04X; remove it", r)
		default:
			i += size
			continue
		}
		return false
	}
	return true
}

// isInvisible reports whether r is a character that changes how its
// neighbours are shown and is itself not seen.
func isInvisible(r rune) bool {
	switch {
	case r >= 0x80 && r < 0xA0, // C1 controls
		r >= 0x202A && r <= 0x202E, // embeddings and overrides
		r >= 0x2066 && r <= 0x2069, // isolates
		r == 0x2028, r == 0x2029,   // line and paragraph separators
		r == 0xFEFF:
		return true
	}
	return false
}
