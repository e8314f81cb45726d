package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
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

// The index is made of scripts that hand the texts of some chapters in one
// language to the search: for each chapter its slug, number, title and blocks,
// each with its id, kind and text; the first also has the terms of the glossary.

const (
	// indexChapters is how many chapters are in one script. A change of one
	// must not mean to read many others again.
	indexChapters = 8

	// indexFormat changes when the scripts do: browsers keep those they have.
	indexFormat = 1
)

// indexPath is where the n-th script of the index in l is.
func indexPath(l book.Lang, n int) string {
	return "assets/search-" + string(l) + "-" + strconv.Itoa(n) + ".js"
}

// indexScripts are scripts in the making, used again for the room they have.
var indexScripts = sync.Pool{New: func() any { return new(indexTexts) }}

// searchIndex makes the n-th script of the index in each language and has them
// used. Nil texts are to be found.
func (s *site) searchIndex(n int, chapters []*book.Chapter, texts []indexTexts, use func(map[string][]byte) error) error {
	scripts := indexScripts.Get().(*indexTexts)
	defer indexScripts.Put(scripts)
	for j, l := range book.Langs {
		scripts[j] = append(scripts[j][:0], `huoye.add("`+string(l)+`",{"chapters":[`...)
	}
	for i, c := range chapters {
		var text indexTexts
		if texts != nil {
			text = texts[i]
		} else {
			var err error
			if text, err = s.indexTexts(c); err != nil {
				return err
			}
		}
		for j := range scripts {
			if i > 0 {
				scripts[j] = append(scripts[j], ',')
			}
			scripts[j] = append(scripts[j], text[j]...)
		}
	}
	terms := []byte("[]")
	if n == 0 {
		terms, _ = json.Marshal(s.searchTerms()) // strings only: it cannot fail
	}
	files := make(map[string][]byte)
	for j, l := range book.Langs {
		scripts[j] = append(append(append(scripts[j], `],"terms":`...), terms...), "});\n"...)
		files[indexPath(l, n)] = scripts[j]
	}
	return use(files)
}

// indexTexts are what can be found of a chapter, by language.
type indexTexts [len(book.Langs)][]byte

func (s *site) indexTexts(c *book.Chapter) (texts indexTexts, err error) {
	content, err := s.book.Content(c)
	if err != nil {
		return texts, err
	}
	shared := caches.Get().(*cache)
	defer shared.free()
	for j, l := range book.Langs {
		shared.found = s.appendChapter(shared.found[:0], content, l, shared)
		texts[j] = bytes.Clone(shared.found)
	}
	return texts, nil
}

func (s *site) searchTerms() []any {
	terms := []any{}
	for _, t := range s.book.Glossary {
		forms := append(t.Forms(book.ZH), t.Forms(book.EN)...)
		terms = append(terms, []any{t.ID, t.ZH, t.EN, t.Pinyin, forms, append([]string{}, t.Not...)})
	}
	return terms
}

// An indexer collects the texts of one edition.
type indexer struct {
	site   *site
	lang   book.Lang
	body   *book.Body
	shared *cache
	json   []byte
	text   []byte // of one block
	some   bool   // whether there is a block in it
}

// appendChapter appends what can be found of c in language l.
func (s *site) appendChapter(to []byte, c *book.Content, l book.Lang, shared *cache) []byte {
	x := &indexer{site: s, lang: l, body: c.In(l), shared: shared, json: to, text: shared.block}
	defer func() { shared.block = x.text }()
	x.json = appendJSON(append(x.json, '['), c.Slug)
	x.json = append(strconv.AppendInt(append(x.json, ','), int64(c.Number), 10), ',')
	x.json = append(appendJSON(x.json, x.body.Title), ",["...)
	x.add("top", foundInText, x.body.Description)
	x.walk(c.Blocks)
	if x.body.Footnotes != nil {
		for n := x.body.Footnotes.FirstChild(); n != nil; n = n.NextSibling() {
			if f, ok := n.(*extast.Footnote); ok {
				x.node("fn:"+strconv.Itoa(f.Index), foundInText, f)
			}
		}
	}
	return append(x.json, "]]"...)
}

// node adds what a reader sees in n.
func (x *indexer) node(id string, kind int, n ast.Node) {
	x.text = book.AppendPlainText(x.text[:0], x.body.Source, n)
	x.addText(id, kind)
}

func (x *indexer) add(id string, kind int, text string) {
	x.text = append(x.text[:0], text...)
	x.addText(id, kind)
}

// addText adds x.text.
func (x *indexer) addText(id string, kind int) {
	text := bytes.TrimSpace(indexText(x.text))
	if len(text) == 0 {
		return
	}
	if id == "top" {
		id = "" // the description stands above the first block
	}
	if x.some {
		x.json = append(x.json, ',')
	}
	x.some = true
	x.json = appendJSON(append(x.json, '['), id)
	x.json = strconv.AppendInt(append(x.json, ','), int64(kind), 10)
	x.json = append(appendJSON(append(x.json, ','), text), ']')
}

func (x *indexer) walk(blocks []book.Block) {
	for _, b := range blocks {
		switch n := b.In(x.lang).(type) {
		case *ast.Heading:
			x.node(b.ID, foundInHeading, n)
		case *book.Embed:
			x.add(b.ID, foundInText, n.Caption)
			x.add(b.ID, foundInCode, x.shown(n))
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			x.node(b.ID, foundInCode, n)
		default:
			if b.Children == nil {
				x.node(b.ID, foundInText, n)
				continue
			}
			if c, ok := n.(*book.Callout); ok && c.Title() != nil {
				x.node(b.ID, foundInText, c.Title())
			}
			x.walk(b.Children)
		}
	}
}

// shown returns what can be found of an embed.
func (x *indexer) shown(e *book.Embed) string {
	if e.Run == nil {
		return codeWords(x.shared.listing(viewOf(x.lang), e))
	}
	r := x.site.recording(e.Run)
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
	maxIndexedLines = 60  // of one output
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
func indexText(s []byte) []byte {
	seen := func(r rune) bool {
		return ' ' <= r && r <= '~' || '一' <= r && r <= '\u9fff' || r == '\n' || isVisible(r)
	}
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRune(s[i:])
		if !seen(r) || r == utf8.RuneError { // which may stand for an invalid byte
			return bytes.Map(func(r rune) rune {
				if seen(r) {
					return r
				}
				return utf8.RuneError
			}, s)
		}
	}
	return s
}

// inJSON are the bytes with which something begins that JSON in a page escapes.
var inJSON = func() (is [256]bool) {
	for c := range byte(' ') {
		is[c] = true
	}
	for _, c := range []byte("\"\\<>&\xe2") {
		is[c] = true
	}
	return is
}()

// appendJSON appends s as a string in JSON that may stand in a page.
func appendJSON[T string | []byte](b []byte, s T) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		if !inJSON[s[i]] {
			i++
			continue
		}
		escaped, size := "", 1
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(append(b, s[start:i]...), '\\', c)
			i++
			start = i
			continue
		case c == '\n':
			escaped = `\n`
		case c == '\t':
			escaped = `\t`
		case c < ' ' || c == '<' || c == '>' || c == '&':
			escaped = fmt.Sprintf(`\u%04x`, c)
		case i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0xa8 || s[i+2] == 0xa9): // U+2028 and U+2029
			escaped, size = fmt.Sprintf(`\u20%02x`, s[i+2]-0x80), 3
		default:
			i++
			continue
		}
		b = append(append(b, s[start:i]...), escaped...)
		i += size
		start = i
	}
	return append(append(b, s[start:]...), '"')
}
