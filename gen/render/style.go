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

// styleSheet returns the style sheet of all pages, and its path in the site,
// which changes with its content.
func (d *Design) styleSheet() (path string, css []byte) {
	css = d.minified()
	return hashed("style", ".css", css), css
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	cssAround  = regexp.MustCompile(`\s*([{};,>])\s*`)
)

// minify drops comments and needless white space. It does not know strings
// that hold either: style.css has none.
func minify(css string) string {
	css = cssComment.ReplaceAllString(css, "")
	css = cssSpace.ReplaceAllString(css, " ")
	css = cssAround.ReplaceAllString(css, "$1")
	css = strings.ReplaceAll(css, ": ", ":")
	return strings.ReplaceAll(css, ";}", "}")
}
