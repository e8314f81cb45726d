package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Pages have two scripts, and need none: a tiny one before they are painted,
// so that a chosen theme does not flash, and one for comfort afterwards. The
// search and what outputs can do with their timelines only load when they are
// used.
type scripts struct {
	theme, page, lines string // paths in the site
}

// searchPath is the search's script. Its own name has no hash of its content:
// the pages that load it would all change with every word of the book. It asks
// for the index with one.
const searchPath = "assets/search.js"

// assets returns the style sheets, and the scripts that every page has.
func (s *site) assets() map[string][]byte {
	return map[string][]byte{
		s.style.path:    s.style.css,
		s.beside.path:   s.beside.css,
		s.scripts.theme: []byte(minifyScript(s.design.theme)),
		s.scripts.page:  []byte(s.design.pageText(s.scripts.lines)),
		s.scripts.lines: []byte(minifyScript(s.design.lines)),
	}
}

// searchScript is the search's script for an index of a version.
func (s *site) searchScript(version Key) string {
	n := (len(s.book.Chapters) + indexChapters - 1) / indexChapters
	files := fmt.Sprintf("var files = %d, version = %q;", n, hex.EncodeToString(version[:5]))
	script := strings.Replace(s.design.search, "// files, version: set by the generator", files, 1)
	return minifyScript(script)
}

func (d *Design) scriptPaths() scripts {
	lines := hashed("lines", ".js", []byte(minifyScript(d.lines)))
	return scripts{
		theme: hashed("theme", ".js", []byte(minifyScript(d.theme))),
		page:  hashed("page", ".js", []byte(d.pageText(lines))),
		lines: lines,
	}
}

// pageText is the page's script, which loads the one at path lines.
func (d *Design) pageText(lines string) string {
	return strings.Replace(minifyScript(d.page), "assets/lines.js", lines, 1)
}

// hashed is the path of an asset, which changes with its content.
func hashed(name, ext string, data []byte) string {
	sum := sha256.Sum256(data)
	return "assets/" + name + "." + hex.EncodeToString(sum[:5]) + ext
}

// minifyScript drops lines that are comments, the remarks at the ends of lines,
// and space that nobody needs. It does not know strings: none of ours holds
// " // ", ";}" or an operator between spaces.
func minifyScript(js string) string {
	var w strings.Builder
	for line := range strings.Lines(js) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "//") {
			continue
		}
		line, _, _ = strings.Cut(line, " // ")
		line = needless.Replace(line)
		if w.WriteString(line); line != "" && !strings.ContainsAny(line[len(line)-1:], "{;,") {
			w.WriteByte('\n')
		}
	}
	return strings.ReplaceAll(w.String(), ";}", "}")
}

// operators are written with spaces around them in our scripts.
var operators = []string{"=", "===", "!==", "+", "-", "*", "/", "+=", "<", ">", "<=", ">=", "&&", "||", "?", ":"}

var needless = func() *strings.Replacer {
	pairs := []string{") {", "){", "if (", "if(", "function (", "function("}
	for _, op := range operators {
		pairs = append(pairs, " "+op+" ", op)
	}
	return strings.NewReplacer(pairs...)
}()
