package pairs

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences returns the sentences of a text, as ranges of bytes without the
// white space around them; the lines, if it is code.
func Sentences(text []byte, code bool) [][2]int {
	var list [][2]int
	add := func(start, end int) {
		s := bytes.TrimSpace(text[start:end])
		if len(s) > 0 {
			start += bytes.Index(text[start:end], s)
			list = append(list, [2]int{start, start + len(s)})
		}
	}
	start := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		end := i + size
		switch {
		case r == '\n':
		case code:
			i = end
			continue
		case r == '`':
			i = afterCode(text, i)
			continue
		case strings.ContainsRune("。！？", r), strings.ContainsRune(".!?", r):
			end = afterClosers(text, end)
			if r < utf8.RuneSelf && !beginsSentence(text[end:]) {
				i = end
				continue
			}
		default:
			i = end
			continue
		}
		add(start, end)
		start, i = end, end
	}
	add(start, len(text))
	return list
}

// afterCode is where the code span that begins at i ends, or the backquotes
// there if it has no end.
func afterCode(text []byte, i int) int {
	n := 1
	for i+n < len(text) && text[i+n] == '`' {
		n++
	}
	fence := text[i : i+n]
	for j := i + n; ; {
		k := bytes.Index(text[j:], fence)
		if k < 0 {
			return i + n
		}
		j += k + n
		if j == len(text) || text[j] != '`' {
			return j
		}
		for j < len(text) && text[j] == '`' {
			j++
		}
	}
}

// afterClosers skips what closes a quotation, a parenthesis or emphasis, and
// more full stops.
func afterClosers(text []byte, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRune(text[i:])
		if !strings.ContainsRune("”’」』）》】)]\"'*_~.!?。！？…", r) {
			break
		}
		i += size
	}
	return i
}

// beginsSentence reports whether a sentence may begin with rest, after a full
// stop that may also be part of an abbreviation or a number.
func beginsSentence(rest []byte) bool {
	after := bytes.TrimLeft(rest, " ")
	if len(after) == len(rest) {
		return len(rest) == 0 || rest[0] == '\n'
	}
	r, _ := utf8.DecodeRune(bytes.TrimLeft(after, "*_\"'(“‘[`"))
	return !unicode.IsLower(r)
}
