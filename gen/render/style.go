package render

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/styles"
)

//go:embed style.css
var styleSource string

// The two styles are counterparts made for contrast: at least 7:1 on the
// grounds that style.css puts behind code.
var (
	lightStyle = styles.Get("modus-operandi")
	darkStyle  = styles.Get("modus-vivendi")
)

// classes maps each kind of token to its class in chroma's markup, or to ""
// if it looks like plain text: then it needs no markup.
var classes = func() map[chroma.TokenType]string {
	m := make(map[chroma.TokenType]string)
	for _, t := range chroma.TokenTypeValues() {
		if t < chroma.Keyword || tokenColour(t) == "" {
			continue // lines and the like, which are marked up here
		}
		for up := t; up != 0; up = up.Parent() {
			if class := chroma.StandardTypes[up]; class != "" {
				m[t] = class
				break
			}
		}
	}
	return m
}()

// tokenColour returns the colour of tokens of type t in CSS, in light and in
// dark, or "" if it is that of plain text in both.
func tokenColour(t chroma.TokenType) string {
	light, dark := lightStyle.Get(t).Colour, darkStyle.Get(t).Colour
	if light == lightStyle.Get(chroma.Background).Colour && dark == darkStyle.Get(chroma.Background).Colour {
		return ""
	}
	return fmt.Sprintf("light-dark(%s,%s)", light, dark)
}

// styleSheet returns the style sheet of all pages, and its path in the site,
// which changes with its content.
func styleSheet() (path string, css []byte) {
	css = []byte(minify(styleSource + codeColours()))
	return hashed("style", ".css", css), css
}

// codeColours returns the rules that colour code, those of equal colours as
// one.
func codeColours() string {
	selectors := make(map[string][]string)
	for t, class := range classes {
		if chroma.StandardTypes[t] == class {
			selectors[tokenColour(t)] = append(selectors[tokenColour(t)], ".chroma ."+class)
		}
	}
	var rules []string
	for colour, s := range selectors {
		slices.Sort(s)
		rules = append(rules, strings.Join(s, ",")+"{color:"+colour+"}\n")
	}
	slices.Sort(rules)
	return strings.Join(rules, "")
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
