package book

import (
	"fmt"
	"go/token"
	"os"
	"sync"

	"github.com/yuin/goldmark/ast"
)

// Content is what a chapter says in its two editions, parsed. Nothing in it
// changes.
type Content struct {
	*Chapter
	zh, en *Body
	// Blocks pairs the top-level blocks of the editions, in order.
	Blocks []Block
}

// In returns what the chapter says in language l.
func (c *Content) In(l Lang) *Body {
	if l == ZH {
		return c.zh
	}
	return c.en
}

// Body is what an edition says.
type Body struct {
	*Edition
	Details
	Source []byte // the whole file
	// Footnotes is the list of footnotes at the end, nil if there are none.
	// It is not part of Blocks and has no parent. Both editions number
	// their footnotes from 1: a page that shows both must tell them apart.
	Footnotes ast.Node
	// Terms are the first uses of terms, by the text they stand in, in order.
	Terms map[*ast.Text][]TermUse

	file   *textFile
	blocks []ast.Node     // top-level, in order
	heads  []*ast.Heading // as Headings
	begin  int            // where the text begins, after the front matter
	front  []span         // the values of the front matter

	other    *Body    // the edition that was read before; nil for the first
	goFences [][]byte // code that has been seen to parse

	titleAt, descriptionAt int // offsets in the file
}

// Position says where the byte at offset of the source stands.
func (e *Body) Position(offset int) token.Position { return e.file.position(offset) }

// Block is one top-level block in both editions.
type Block struct {
	// ID is the fragment of the block in all views: a heading's own id,
	// otherwise the section's id and a number.
	ID     string
	ZH, EN ast.Node
	// Children are the aligned blocks of a callout or block quote that
	// holds embeds (a solution, for instance), its title left out; nil for
	// all other blocks.
	Children []Block
}

// In returns the block's node in language l.
func (b Block) In(l Lang) ast.Node {
	if l == ZH {
		return b.ZH
	}
	return b.EN
}

// editions returns the editions that c has.
func (c *Chapter) editions() []*Edition {
	var list []*Edition
	for _, e := range []*Edition{c.zh, c.en} {
		if e != nil {
			list = append(list, e)
		}
	}
	return list
}

// loadChapter reads the editions of c, reports what is wrong with them, and
// notes what the rest of the book has to know. It returns what c says, nil if it
// was not parsed, or an edition is missing.
func (l *loader) loadChapter(c *Chapter) (*Content, error) {
	if l.recall(c) {
		return nil, nil
	}
	content := &Content{Chapter: c}
	for _, e := range c.editions() {
		b, err := l.loadEdition(e, content.zh)
		if err != nil {
			return nil, err
		}
		content.set(b)
	}
	both := content.zh != nil && content.en != nil
	if both {
		c.Pairs.Missing = content.pair(l.book)
	}
	if err := l.comparePairs(content); err != nil {
		return nil, err
	}
	l.note(content)
	if !both {
		return nil, nil
	}
	return content, nil
}

// pair finds what the two editions are together, and returns how many blocks
// are missing in one.
func (c *Content) pair(b *Book) (missing int) {
	c.Blocks, missing = align(c.zh, c.en)
	c.findTerms(b.Glossary)
	return missing
}

func (c *Content) set(b *Body) {
	switch {
	case b == nil:
	case b.Lang == ZH:
		c.zh = b
	default:
		c.en = b
	}
}

// How many bytes of source are kept parsed; of a long book no page needs several
// chapters but those whose part of the index has changed. A syntax tree takes ten
// to twenty times the room of its source.
const (
	maxKept     = 256 << 10
	maxKeptLong = 32 << 10
	longBook    = 100 // chapters
)

// kept are the contents that were needed last, and those that are pinned.
type kept struct {
	mu       sync.Mutex
	pinned   map[*Chapter]*Content
	contents map[*Chapter]*Content
	order    []*Chapter // of contents, the oldest first
	size     int        // of their sources
	max      int
}

func newKept() *kept {
	return &kept{pinned: make(map[*Chapter]*Content), contents: make(map[*Chapter]*Content), max: maxKept}
}

func (k *kept) get(c *Chapter) *Content {
	k.mu.Lock()
	defer k.mu.Unlock()
	if pinned := k.pinned[c]; pinned != nil {
		return pinned
	}
	return k.contents[c]
}

// pin keeps c until it is unpinned, and a while longer.
func (k *kept) pin(c *Content) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pinned[c.Chapter] = c
}

func (k *kept) unpin(c *Content) {
	k.put(c)
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.pinned, c.Chapter)
}

func (k *kept) put(c *Content) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.contents[c.Chapter] != nil {
		return
	}
	k.contents[c.Chapter] = c
	k.order = append(k.order, c.Chapter)
	for k.size += c.size(); k.size > k.max && len(k.order) > 1; k.order = k.order[1:] {
		k.size -= k.contents[k.order[0]].size()
		delete(k.contents, k.order[0])
	}
}

func (c *Content) size() int { return len(c.zh.Source) + len(c.en.Source) }

// Content returns what c says. Of a large book only some chapters are kept in
// memory; others are read again, and it is an error if they have changed.
func (b *Book) Content(c *Chapter) (*Content, error) {
	if kept := b.kept.get(c); kept != nil {
		return kept, nil
	}
	root, err := os.OpenRoot(b.Dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	l := &loader{tree: tree{root, new(problems)}, book: b}
	content := &Content{Chapter: c}
	for _, e := range c.editions() {
		body, err := l.reread(e)
		if err != nil {
			return nil, err
		}
		content.set(body)
	}
	content.pair(b)
	b.kept.put(content)
	return content, nil
}

// reread parses an edition again. Its problems are known.
func (l *loader) reread(e *Edition) (*Body, error) {
	f, err := l.readAgain(e)
	if err != nil {
		return nil, err
	}
	again := *e // what is known of it is not changed
	b := &Body{Edition: &again, Details: e.Details(), file: f}
	b.Uses = nil // they will be found again
	b.frontMatter(f)
	l.parse(b)
	b.Edition = e
	return b, nil
}

// readAgain reads the file of an edition again.
func (l *loader) readAgain(e *Edition) (*textFile, error) {
	f, ok, err := l.read(e.entry())
	if err == nil && (!ok || f.sum() != e.Sum()) {
		err = fmt.Errorf("%s was changed meanwhile; build the book again", e.File())
	}
	return f, err
}

// showings appends the embeds in blocks to list.
func showings(list []Showing, blocks []Block, nested bool) []Showing {
	for _, b := range blocks {
		if e, ok := b.ZH.(*Embed); ok {
			list = append(list, Showing{b.ID, e.Program, e.Source, e.Region, e.Run, e.First, e.Last, nested})
		}
		list = showings(list, b.Children, true)
	}
	return list
}
