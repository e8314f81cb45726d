package render

import (
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/book"
)

// A cache keeps what the views of a chapter have in common. A nil cache keeps
// nothing. It is for one goroutine.
type cache struct {
	files  map[*book.SourceFile][]codeLine
	fences map[[2]string]string // HTML by language and source
	blocks map[ast.Node]fragment

	pages [len(views)]buffer
	text  buffer // of the page that is being written
	code  buffer // of the fence that is
}

func newCache() *cache {
	return &cache{
		files:  make(map[*book.SourceFile][]codeLine),
		fences: make(map[[2]string]string),
		blocks: make(map[ast.Node]fragment),
	}
}

// caches are used again, for the room they have.
var caches = sync.Pool{New: func() any { return newCache() }}

// free gives the cache up.
func (c *cache) free() {
	clear(c.files)
	clear(c.fences)
	clear(c.blocks)
	caches.Put(c)
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
	w := &c.code
	w.Reset()
	w.raw(`<pre class="chroma"><code>`)
	for _, line := range splitLines(tokens) {
		w.tokens(line.tokens)
		w.raw("\n")
	}
	w.raw("</code></pre>")
	html := w.String()
	c.fences[key] = html
	return html, err
}
