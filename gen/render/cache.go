package render

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/book"
)

// A cache keeps what the views of a chapter have in common. A nil cache keeps
// nothing. It is for one goroutine.
type cache struct {
	files  map[*book.SourceFile][]codeLine
	fences map[string]map[string][]byte // HTML by language and source
	blocks map[ast.Node]fragment
	kept   []byte // that fragments and fences are parts of

	pages [len(views)]buffer
	text  buffer // of the page that is being written
	code  buffer // of the fence that is
	// tokens of that fence
	tokens []codeToken
	found  []byte // what can be found of an edition
	block  []byte // the text of a block of it
}

func newCache() *cache {
	return &cache{
		files:  make(map[*book.SourceFile][]codeLine),
		fences: make(map[string]map[string][]byte),
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
	c.kept = c.kept[:0]
	caches.Put(c)
}

// A fragment is a block as HTML, before and after the place for its id.
type fragment struct{ before, after []byte }

// idHere stands for the id of a block until it is known. No text has the
// character.
const idHere = ` id="` + "\x00" + `"`

// keep keeps a block that was written with the id "\x00"; ok is false if it
// does not take any.
func (c *cache) keep(n ast.Node, html []byte) (f fragment, ok bool) {
	start := len(c.kept)
	c.kept = append(c.kept, html...)
	f.before, f.after, ok = bytes.Cut(c.kept[start:], []byte(idHere))
	if ok {
		c.blocks[n] = f
	}
	return f, ok
}

// lines returns the lines of a source file, which must not be changed.
func (c *cache) lines(f *book.SourceFile) []codeLine {
	if c == nil {
		return splitLines(goTokens(nil, f.Source))
	}
	lines, ok := c.files[f]
	if !ok {
		lines = splitLines(goTokens(nil, f.Source))
		c.files[f] = lines
	}
	return lines
}

// fence returns code that is not run, as HTML.
func (c *cache) fence(lang string, src []byte) ([]byte, error) {
	if html, ok := c.fences[lang][string(src)]; ok {
		return html, nil
	}
	code := string(src)
	tokens, err := highlight(c.tokens[:0], lang, code)
	c.tokens = tokens
	w := &c.code
	w.Reset()
	w.raw(`<pre class="chroma"><code>`)
	w.fenceLines(tokens)
	w.raw("</code></pre>")
	start := len(c.kept)
	c.kept = append(c.kept, w.Bytes()...)
	html := slices.Clip(c.kept[start:])
	if c.fences[lang] == nil {
		c.fences[lang] = make(map[string][]byte)
	}
	c.fences[lang][code] = html
	return html, err
}

// fenceLines writes lines, each with an end.
func (b *buffer) fenceLines(tokens []codeToken) {
	lines, some := 0, false // whether there is something in the last line
	for _, t := range tokens {
		for {
			text, rest, more := strings.Cut(t.text, "\n")
			if text = strings.TrimSuffix(text, "\r"); text != "" {
				b.token(codeToken{t.class, text})
				some = true
			}
			if !more {
				break
			}
			b.raw("\n")
			lines, some = lines+1, false
			t.text = rest
		}
	}
	if some || lines == 0 {
		b.raw("\n")
	}
}
