package render

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/book"
)

// A cache keeps what the views of a chapter have in common. A nil cache keeps
// nothing. It is for one goroutine.
type cache struct {
	files  map[*book.SourceFile][]codeLine
	fences map[[2]string]string // HTML by language and source
	blocks map[ast.Node]fragment
}

func newCache() *cache {
	return &cache{make(map[*book.SourceFile][]codeLine), make(map[[2]string]string), make(map[ast.Node]fragment)}
}

// A fragment is a block as HTML, before and after the place for its id.
type fragment struct{ before, after string }

// idHere stands for the id of a block until it is known. No text has the
// character.
const idHere = ` id="` + "\x00" + `"`

// keep keeps a block that was written with the id "\x00"; ok is false if it
// does not take any.
func (c *cache) keep(n ast.Node, html string) (f fragment, ok bool) {
	f.before, f.after, ok = strings.Cut(html, idHere)
	if ok {
		c.blocks[n] = f
	}
	return f, ok
}

// lines returns the lines of a source file, which must not be changed.
func (c *cache) lines(f *book.SourceFile) []codeLine {
	if c == nil {
		return splitLines(goTokens(f.Source))
	}
	lines, ok := c.files[f]
	if !ok {
		lines = splitLines(goTokens(f.Source))
		c.files[f] = lines
	}
	return lines
}

// fence returns code that is not run, as HTML.
func (c *cache) fence(lang, src string) (string, error) {
	key := [2]string{lang, src}
	if html, ok := c.fences[key]; ok {
		return html, nil
	}
	tokens, err := highlight(lang, src)
	var w buffer
	w.raw(`<pre class="chroma"><code>`)
	for _, line := range splitLines(tokens) {
		w.tokens(line.tokens)
		w.raw("\n")
	}
	w.raw("</code></pre>")
	c.fences[key] = w.String()
	return w.String(), err
}
