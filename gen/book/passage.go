package book

import (
	"bytes"
	"slices"
	"sort"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// passage is the source text of a block as far as its translation depends on
// it: without what marks it as a quotation, a list or a table, without the id
// of a heading, without white space at the ends of lines, and of an embed the
// caption only. Lines of one paragraph are joined as they are on a page.
type passage struct {
	text  []byte
	marks []mark // by both offsets
}

// mark says that what begins at text stands in the source at source.
type mark struct{ text, source int }

// offset says where in the source the text from i on stands.
func (p *passage) offset(i int) int {
	n := sort.Search(len(p.marks), func(k int) bool { return p.marks[k].text > i })
	if n == 0 {
		return 0
	}
	m := p.marks[n-1]
	return m.source + i - m.text
}

// room is where the passages of a chapter are written, one behind the other.
type room struct {
	units []unit
	text  []byte
	marks []mark
}

// rooms are used again.
var rooms = sync.Pool{New: func() any { return new(room) }}

// free gives up r and what is in it.
func (r *room) free() {
	clear(r.units) // which lead to syntax trees
	r.units = r.units[:0]
	rooms.Put(r)
}

// fit makes r large enough for what a chapter says.
func (r *room) fit(c *Content) {
	// A passage is no longer than its source. What is, moves elsewhere.
	r.text = slices.Grow(r.text[:0], c.size())
	r.marks = slices.Grow(r.marks[:0], len(c.zh.file.lines)+len(c.en.file.lines))
}

// passage is what write writes.
func (r *room) passage(write func(*passage)) passage {
	text, marks := len(r.text), len(r.marks)
	p := passage{r.text[text:], r.marks[marks:]}
	write(&p)
	r.text = r.text[:min(text+len(p.text), cap(r.text))]
	r.marks = r.marks[:min(marks+len(p.marks), cap(r.marks))]
	return passage{slices.Clip(p.text), slices.Clip(p.marks)}
}

// node is the passage of n.
func (r *room) node(n ast.Node, source []byte) passage {
	return r.passage(func(p *passage) { p.node(n, source) })
}

// node adds the text of n.
func (p *passage) node(n ast.Node, source []byte) {
	switch n := n.(type) {
	case *Embed:
		p.line(blockPos(n), []byte(n.Caption))
		return
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		for _, s := range n.Lines().Sliced(0, n.Lines().Len()) {
			p.line(s.Start, bytes.TrimRight(s.Value(source), " \t\n"))
		}
		return
	case *ast.LinkReferenceDefinition:
		return
	}
	if c := n.FirstChild(); c != nil && c.Type() == ast.TypeBlock {
		for ; c != nil; c = c.NextSibling() {
			p.node(c, source)
		}
		return
	}
	if n.Type() == ast.TypeInline {
		return
	}
	p.paragraph(n, source)
}

// paragraph adds the lines of n, joined.
func (p *passage) paragraph(n ast.Node, source []byte) {
	first := true
	for _, s := range n.Lines().Sliced(0, n.Lines().Len()) {
		s = s.TrimLeftSpace(source)
		s = s.TrimRightSpace(source)
		if s.IsEmpty() {
			continue
		}
		if first {
			p.line(s.Start, s.Value(source))
			first = false
			continue
		}
		value := s.Value(source)
		last, _ := utf8.DecodeLastRune(p.text)
		next, _ := utf8.DecodeRune(value)
		if !isCJK(last) || !isCJK(next) {
			p.text = append(p.text, ' ')
		}
		p.add(s.Start, value)
	}
}

// line adds text that stands at source on a line of its own.
func (p *passage) line(source int, text []byte) {
	if len(p.marks) > 0 {
		p.text = append(p.text, '\n')
	}
	p.add(source, text)
}

func (p *passage) add(source int, text []byte) {
	p.marks = append(p.marks, mark{len(p.text), source})
	p.text = append(p.text, text...)
}
