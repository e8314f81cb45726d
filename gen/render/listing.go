package render

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"

	"huoye/gen/book"
)

// listing returns the lines of e's source to show in v: of the region or
// range, moved to the left together, without region markers and without
// comments for readers of the other edition.
func listing(v view, e *book.Embed) []codeLine {
	src := e.Source.Source
	lines := splitLines(goTokens(src))
	first, last := shownRange(e, len(lines))
	indent := commonIndent(src, first, last)
	markers := markerLines(e.Source)
	var shown []codeLine
	dropped := false
	for _, line := range lines[first-1 : last] {
		line, ok := forReaders(v, line)
		if !ok || markers[line.number] {
			dropped = true
			continue
		}
		if isBlank(line) && (len(shown) == 0 || dropped && isBlank(shown[len(shown)-1])) {
			continue // one blank line is enough where something was dropped
		}
		dropped = false
		line.tokens = dedent(line.tokens, indent)
		shown = append(shown, line)
	}
	for len(shown) > 0 && isBlank(shown[len(shown)-1]) {
		shown = shown[:len(shown)-1]
	}
	return shown
}

// shownRange returns the first and last line of e's source that are shown,
// both inside 1..n, last one less than first if there are none.
func shownRange(e *book.Embed, n int) (first, last int) {
	first, last = 1, n
	if e.Region != nil {
		first, last = e.Region.First, e.Region.Last
	}
	if e.First > 0 {
		first = max(first, e.First)
	}
	if e.Last > 0 {
		last = min(last, e.Last)
	}
	first = min(max(first, 1), n+1)
	return first, max(min(last, n), first-1)
}

// commonIndent returns how many tabs or spaces begin every line of src from
// first to last that is not blank.
func commonIndent(src []byte, first, last int) int {
	indent, number := -1, 0
	for line := range bytes.Lines(src) {
		number++
		if number < first || number > last {
			continue
		}
		line = bytes.TrimRight(line, "\r\n")
		rest := bytes.TrimLeft(line, " \t")
		if n := len(line) - len(rest); len(rest) > 0 && (indent < 0 || n < indent) {
			indent = n
		}
	}
	return max(indent, 0)
}

// dedent drops up to n bytes of white space from the start of a line.
func dedent(tokens []codeToken, n int) []codeToken {
	if n == 0 || len(tokens) == 0 {
		return tokens
	}
	text := tokens[0].text
	space := len(text) - len(strings.TrimLeft(text, " \t"))
	out := append([]codeToken(nil), tokens...)
	out[0].text = text[min(n, space):]
	return out
}

// markerLines returns the numbers of the lines that begin or end a region.
func markerLines(f *book.SourceFile) map[int]bool {
	lines := make(map[int]bool)
	for _, r := range f.Regions {
		lines[r.First-1] = true
		lines[r.Last+1] = true
	}
	return lines
}

func isComment(t codeToken) bool {
	return strings.HasPrefix(t.text, "//") &&
		(t.class == classes[chroma.CommentSingle] || t.class == classes[chroma.CommentPreproc])
}

var forLang = regexp.MustCompile(`^//\s*(zh|en):\s*`)

// forReaders returns line as it is shown in v: a comment for one edition
// becomes an ordinary comment where that edition is shown. It reports false
// if the line held nothing but a comment for another edition.
func forReaders(v view, line codeLine) (codeLine, bool) {
	for i, t := range line.tokens {
		m := forLang.FindStringSubmatch(t.text)
		if m == nil || !isComment(t) {
			continue
		}
		out := codeLine{number: line.number}
		out.tokens = append(out.tokens, line.tokens[:i]...)
		if v.shows(book.Lang(m[1])) {
			text := "// " + t.text[len(m[0]):]
			out.tokens = append(out.tokens, codeToken{t.class, text})
			return out, true
		}
		return out, !isBlank(out) // a line comment is the last token
	}
	return line, true
}

func isBlank(line codeLine) bool {
	for _, t := range line.tokens {
		if strings.TrimSpace(t.text) != "" {
			return false
		}
	}
	return true
}
