package render

import (
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// classes maps each kind of token to its class in chroma's markup. A kind that
// looks like plain text has none: it needs no markup.
var classes = func() map[chroma.TokenType]string {
	coloured := make(map[string]bool)
	for _, m := range regexp.MustCompile(`\.chroma \.(\w+)`).FindAllStringSubmatch(embedded.colours, -1) {
		coloured[m[1]] = true
	}
	m := make(map[chroma.TokenType]string)
	for _, t := range chroma.TokenTypeValues() {
		if t < chroma.Keyword {
			continue // lines and the like, which are marked up here
		}
		if class := tokenClass(t); coloured[class] {
			m[t] = class
		}
	}
	return m
}()

// tokenClass is the class of tokens of type t, or of the next type above that
// has one.
func tokenClass(t chroma.TokenType) string {
	for ; t != 0; t = t.Parent() {
		if class := chroma.StandardTypes[t]; class != "" {
			return class
		}
	}
	return ""
}

// A sheet is a style sheet. Its path in the site changes with its content.
type sheet struct {
	path string
	css  []byte
}

// styleSheets returns the style sheet of all pages, and the one that all but the
// chapters have besides.
func (d *Design) styleSheets() (style, beside sheet) {
	style.css, beside.css = d.minified()
	style.path = hashed("style", ".css", style.css)
	beside.path = hashed("beside", ".css", beside.css)
	return style, beside
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	cssAround  = regexp.MustCompile(`\s*([{};,>])\s*`)
)

// minify drops comments and needless white space. It does not know strings
// that hold either: ours have none.
func minify(css string) string {
	css = cssComment.ReplaceAllString(css, "")
	css = cssSpace.ReplaceAllString(css, " ")
	css = cssAround.ReplaceAllString(css, "$1")
	css = strings.ReplaceAll(css, ": ", ":")
	return strings.ReplaceAll(css, ";}", "}")
}
