package render

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"huoye/gen/book"
)

// The kinds of text in the index, in the order of what a hit is worth; see
// search.js.
const (
	foundInCode = iota
	foundInText
	foundInHeading
)

// searchIndex returns the scripts that hand the texts of one language to the
// search: for each chapter its slug, number, title and blocks, each with its
// id, kind and text; the first also has the terms of the glossary. A long book
// has several.
func (s *site) searchIndex(l book.Lang) [][]byte {
	x := indexer{site: s, lang: l}
	var scripts [][]byte
	next := indexData{Chapters: []any{}, Terms: s.searchTerms()}
	size := 0
	for _, c := range s.book.Chapters {
		blocks, n := x.chapter(c)
		if size > 0 && size+n > maxIndex {
			scripts = append(scripts, next.script(l))
			next, size = indexData{Chapters: []any{}, Terms: []any{}}, 0
		}
		next.Chapters = append(next.Chapters, []any{c.Slug, c.Number, c.In(l).Title, blocks})
		size += n
	}
	return append(scripts, next.script(l))
}

// maxIndex is how many bytes of text go into one script; compressed, it is
// less than half of that.
const maxIndex = 240 << 10

// indexData is what a script of the index hands to the search.
type indexData struct {
	Chapters []any `json:"chapters"`
	Terms    []any `json:"terms"`
}

func (d indexData) script(l book.Lang) []byte {
	var w bytes.Buffer
	w.WriteString(`huoye.add("` + string(l) + `",`)
	_ = json.NewEncoder(&w).Encode(d) // strings and numbers only: it cannot fail
	return append(bytes.TrimSuffix(w.Bytes(), []byte("\n")), ");\n"...)
}

func (s *site) searchTerms() []any {
	terms := []any{}
	for _, t := range s.book.Glossary {
		forms := append(t.Forms(book.ZH), t.Forms(book.EN)...)
		terms = append(terms, []any{t.ID, t.ZH, t.EN, t.Pinyin, forms, append([]string{}, t.Not...)})
	}
	return terms
}

// An indexer collects the texts of one language.
type indexer struct {
	site    *site
	lang    book.Lang
	edition *book.Edition
	blocks  []any
	size    int // of the texts in blocks, in bytes
}

// chapter returns the blocks of c and the size of their texts.
func (x *indexer) chapter(c *book.Chapter) (blocks []any, size int) {
	x.edition = c.In(x.lang)
	x.blocks, x.size = []any{}, 0
	x.add("top", foundInText, x.edition.Description)
	x.walk(c.Blocks)
	if x.edition.Footnotes != nil {
		for n := x.edition.Footnotes.FirstChild(); n != nil; n = n.NextSibling() {
			if f, ok := n.(*extast.Footnote); ok {
				x.add("fn:"+strconv.Itoa(f.Index), foundInText, book.PlainText(x.edition.Source, f))
			}
		}
	}
	return x.blocks, x.size
}

func (x *indexer) add(id string, kind int, text string) {
	if text = strings.TrimSpace(indexText(text)); text == "" {
		return
	}
	if id == "top" {
		id = "" // the description stands above the first block
	}
	x.blocks = append(x.blocks, []any{id, kind, text})
	x.size += len(text)
}

func (x *indexer) walk(blocks []book.Block) {
	for _, b := range blocks {
		switch n := b.In(x.lang).(type) {
		case *ast.Heading:
			x.add(b.ID, foundInHeading, book.PlainText(x.edition.Source, n))
		case *book.Embed:
			x.add(b.ID, foundInText, n.Caption)
			x.add(b.ID, foundInCode, x.shown(n))
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			x.add(b.ID, foundInCode, book.PlainText(x.edition.Source, n))
		default:
			if b.Children == nil {
				x.add(b.ID, foundInText, book.PlainText(x.edition.Source, n))
				continue
			}
			if c, ok := n.(*book.Callout); ok && c.Title() != nil {
				x.add(b.ID, foundInText, book.PlainText(x.edition.Source, c.Title()))
			}
			x.walk(b.Children)
		}
	}
}

// shown returns what can be found of an embed.
func (x *indexer) shown(e *book.Embed) string {
	if e.Run == nil {
		return codeWords(listing(viewOf(x.lang), e))
	}
	r := x.site.recorded[e.Run]
	if r == nil {
		return ""
	}
	var w strings.Builder
	w.WriteString(r.Command)
	for i, line := range r.Output.Lines {
		if i == maxIndexedLines {
			break
		}
		w.WriteString("\n" + cutText(withoutEscapes(line.Text), maxIndexedLine))
	}
	return w.String()
}

const (
	maxIndexedLines = 20  // of one output
	maxIndexedLine  = 200 // bytes of one line of output
)

// cutText cuts s to at most n bytes, between characters.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

var nameInCode = regexp.MustCompile(`[\pL_][\pL\pN_]*(\.[\pL_][\pL\pN_]*)*`)

// codeWords returns what a reader may remember of code, each once: names with
// what they are selected from, strings, and comments. The rest of the code
// would only make the index larger.
func codeWords(lines []codeLine) string {
	var words []string
	seen := make(map[string]bool)
	add := func(s string) {
		if !seen[s] {
			seen[s] = true
			words = append(words, s)
		}
	}
	for _, line := range lines {
		var names strings.Builder
		for _, t := range line.tokens {
			switch {
			case isComment(t):
				add(strings.TrimSpace(strings.TrimLeft(t.text, "/")))
			case isString(t):
				add(strings.Trim(t.text, "\"`"))
				names.WriteByte(' ')
			default:
				names.WriteString(t.text)
			}
		}
		for _, name := range nameInCode.FindAllString(names.String(), -1) {
			add(name)
		}
	}
	return strings.Join(words, " ")
}

func isString(t codeToken) bool {
	return strings.HasPrefix(t.text, `"`) || strings.HasPrefix(t.text, "`")
}

// indexText replaces what cannot be seen, line ends excepted.
func indexText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || isVisible(r) {
			return r
		}
		return utf8.RuneError
	}, s)
}
