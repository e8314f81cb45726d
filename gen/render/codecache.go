package render

import "huoye/gen/book"

// A codeCache keeps what was read of code that is shown again: the views of a
// chapter show the same. A nil cache keeps nothing. It is for one goroutine.
type codeCache struct {
	files  map[*book.SourceFile][]codeLine
	fences map[[2]string]string // HTML by language and source
}

func newCodeCache() *codeCache {
	return &codeCache{make(map[*book.SourceFile][]codeLine), make(map[[2]string]string)}
}

// lines returns the lines of a source file, which must not be changed.
func (c *codeCache) lines(f *book.SourceFile) []codeLine {
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
func (c *codeCache) fence(lang, src string) (string, error) {
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
