package render

import (
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"

	"huoye/gen/book"
)

// listing returns the lines of e's source to show in v: of the region or
// range, moved to the left together, without region markers and without
// comments for readers of the other edition.
func (c *cache) listing(v view, e *book.Embed) []codeLine {
	lines := c.lines(e.Source)
	first, last := shownRange(e, len(lines))
	lines = lines[first-1 : last]
	common := commonIndent(lines)
	markers := markerLines(e.Source)
	var shown []codeLine
	dropped := false
	for _, line := range lines {
		line, ok := forReaders(v, line)
		if !ok || markers[line.number] {
			dropped = true
			continue
		}
		if isBlank(line) && (len(shown) == 0 || dropped && isBlank(shown[len(shown)-1])) {
			continue // one blank line is enough where something was dropped
		}
		dropped = false
		shown = append(shown, dedent(line, common))
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

// commonIndent returns how many tabs or spaces begin every line that is not
// blank. What lies inside a token, such as a raw string, does not count: it is
// not to be moved.
func commonIndent(lines []codeLine) int {
	common := -1
	for _, line := range lines {
		if line.inside || isBlank(line) {
			continue
		}
		if n := len(indent(line)); common < 0 || n < common {
			common = n
		}
	}
	return max(common, 0)
}

// indent returns the white space that line begins with.
func indent(line codeLine) string {
	text := line.tokens[0].text
	return text[:len(text)-len(strings.TrimLeft(text, " \t"))]
}

// dedent drops n bytes of white space from the start of a line.
func dedent(line codeLine, n int) codeLine {
	if n == 0 || line.inside || isBlank(line) {
		return line
	}
	line.tokens = slices.Clone(line.tokens)
	line.tokens[0].text = line.tokens[0].text[n:]
	return line
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

// forReaders returns line as it is shown in v: a comment for one edition, on a
// line of its own, becomes an ordinary comment. It reports false if the
// comment is for another edition.
func forReaders(v view, line codeLine) (codeLine, bool) {
	n := len(line.tokens)
	if n == 0 || !isComment(line.tokens[n-1]) {
		return line, true
	}
	comment := line.tokens[n-1]
	m := forLang.FindStringSubmatch(comment.text)
	if m == nil {
		return line, true
	}
	comment.text = "// " + comment.text[len(m[0]):]
	line.tokens = slices.Clone(line.tokens)
	line.tokens[n-1] = comment
	return line, v.shows(book.Lang(m[1]))
}

func isBlank(line codeLine) bool {
	for _, t := range line.tokens {
		if strings.TrimSpace(t.text) != "" {
			return false
		}
	}
	return true
}
