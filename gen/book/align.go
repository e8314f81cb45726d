package book

import (
	"fmt"
	"go/token"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// section is a heading with the blocks up to the next one. The first section
// of an edition has no heading.
type section struct {
	heading *Heading
	at      int // offset of the heading, 0 without one
	blocks  []ast.Node
}

// sections splits the blocks of e.
func (e *Edition) sections() []section {
	list := []section{{}}
	headings := e.Headings
	for _, n := range e.blocks {
		if _, ok := n.(*ast.Heading); ok {
			list = append(list, section{heading: &headings[0], at: n.Pos()})
			headings = headings[1:]
			continue
		}
		s := &list[len(list)-1]
		s.blocks = append(s.blocks, n)
	}
	return list
}

// aligner pairs the blocks of a chapter's two editions and reports where they
// are out of step, at the position in the Chinese one.
type aligner struct {
	zh, en *Edition
	bad    bool
}

// align returns the blocks of c, nil if its editions are out of step.
func align(c *Chapter) []Block {
	a := &aligner{zh: c.zh, en: c.en}
	zh, en := a.zh.sections(), a.en.sections()
	for _, pair := range a.pairSections(zh, en) {
		s, t := zh[pair[0]], en[pair[1]]
		a.compare(s.blocks, t.blocks, s.at, t.at)
	}
	a.compareFootnotes()
	if a.bad {
		return nil
	}
	var blocks []Block
	for i, s := range zh {
		prefix := "top"
		if s.heading != nil {
			prefix = s.heading.ID
			blocks = append(blocks, Block{ID: prefix, ZH: s.heading.Node, EN: en[i].heading.Node})
		}
		blocks = append(blocks, zip(prefix, s.blocks, en[i].blocks)...)
	}
	a.checkIDs(blocks)
	return blocks
}

func (a *aligner) problem(at int, format string, args ...any) {
	a.bad = true
	a.zh.file.problem(at, format, args...)
}

// there says where offset is in the English edition.
func (a *aligner) there(offset int) token.Position {
	return a.en.file.position(offset)
}

// pairSections matches sections by their headings' ids, reports headings that
// have no counterpart, and returns the pairs whose blocks can be compared:
// those that end where the other ends.
func (a *aligner) pairSections(zh, en []section) [][2]int {
	pairs := [][2]int{{0, 0}}
	i, j := 1, 1
	for _, d := range diff(sectionIDs(zh[1:]), sectionIDs(en[1:])) {
		for ; i <= d.a0; i, j = i+1, j+1 {
			pairs = append(pairs, a.pairHeadings(zh, en, i, j))
		}
		for ; i <= d.a1 && j <= d.b1; i, j = i+1, j+1 {
			a.unequalIDs(zh[i].heading, en[j].heading)
			pairs = append(pairs, [2]int{i, j})
		}
		for ; i <= d.a1; i++ {
			a.bad = true
			a.zh.file.problem(zh[i].at, "the heading {#%s} has no counterpart in %s; write it there or remove it here",
				zh[i].heading.ID, a.en.File)
		}
		for ; j <= d.b1; j++ {
			a.bad = true
			a.en.file.problem(en[j].at, "the heading {#%s} has no counterpart in %s; write it there or remove it here",
				en[j].heading.ID, a.zh.File)
		}
	}
	for ; i < len(zh) && j < len(en); i, j = i+1, j+1 {
		pairs = append(pairs, a.pairHeadings(zh, en, i, j))
	}
	return sameEnds(pairs, len(zh), len(en))
}

// sameEnds keeps the pairs that are followed by a pair or by the end.
func sameEnds(pairs [][2]int, zh, en int) [][2]int {
	var kept [][2]int
	for k, p := range pairs {
		next := [2]int{zh, en}
		if k+1 < len(pairs) {
			next = pairs[k+1]
		}
		if p[0]+1 == next[0] && p[1]+1 == next[1] {
			kept = append(kept, p)
		}
	}
	return kept
}

// sectionIDs returns the headings' ids; headings without one are unlike any.
func sectionIDs(list []section) []string {
	var ids []string
	for i, s := range list {
		id := s.heading.ID
		if id == "" {
			id = fmt.Sprintf("%p %d", s.heading, i)
		}
		ids = append(ids, id)
	}
	return ids
}

func (a *aligner) pairHeadings(zh, en []section, i, j int) [2]int {
	h, k := zh[i].heading, en[j].heading
	if h.Level != k.Level {
		a.problem(zh[i].at, "the heading {#%s} has level %d here and %d in %s; make them equal",
			h.ID, h.Level, k.Level, a.there(en[j].at))
	}
	return [2]int{i, j}
}

func (a *aligner) unequalIDs(h, k *Heading) {
	a.bad = true
	if h.ID != "" && k.ID != "" { // otherwise its lack has been reported
		a.problem(h.Node.Pos(), "the heading id is %q here and %q in %s; make them equal",
			h.ID, k.ID, a.there(k.Node.Pos()))
	}
}

// compare reports the first difference between the blocks of two sections,
// which begin at zhAt and enAt.
func (a *aligner) compare(zh, en []ast.Node, zhAt, enAt int) {
	hunks := diff(describeAll(zh, a.zh.Source), describeAll(en, a.en.Source))
	if len(hunks) == 0 {
		for i := range zh {
			if holdsEmbed(zh[i]) || holdsEmbed(en[i]) {
				a.compare(children(zh[i]), children(en[i]), blockPos(zh[i]), blockPos(en[i]))
			}
		}
		return
	}
	const rule = "both editions have the same blocks in the same order"
	d := hunks[0]
	here, there := anchor(zh, d.a0, zhAt), a.there(anchor(en, d.b0, enAt))
	switch {
	case d.a0 == d.a1:
		a.problem(here, "%s in %s is missing here; %s", describe(en[d.b0], a.en.Source), there, rule)
	case d.b0 == d.b1:
		a.problem(here, "%s is missing at %s; %s", describe(zh[d.a0], a.zh.Source), there, rule)
	default:
		z, e := zh[d.a0], en[d.b0]
		if isEmbed(z) && isEmbed(e) {
			rule := "both editions show the same code"
			a.problem(here, "%s here, but %s in %s; %s", describe(z, nil), describe(e, nil), there, rule)
			return
		}
		a.problem(here, "%s here, but %s in %s; %s", describe(z, a.zh.Source), describe(e, a.en.Source), there, rule)
	}
}

// anchor is where block i begins, or the last one before it, or the section.
func anchor(blocks []ast.Node, i, section int) int {
	switch {
	case i < len(blocks):
		return blockPos(blocks[i])
	case len(blocks) > 0:
		return blockPos(blocks[len(blocks)-1])
	}
	return section
}

func (a *aligner) compareFootnotes() {
	zh, en := footnotes(a.zh), footnotes(a.en)
	if len(zh) == len(en) {
		return
	}
	here, there := 0, 0
	if len(zh) > 0 {
		here = blockPos(zh[0])
	}
	if len(en) > 0 {
		there = blockPos(en[0])
	}
	a.problem(here, "%s here, but %s in %s; both editions have the same footnotes",
		count(len(zh), "footnote"), count(len(en), "footnote"), a.there(there))
}

func footnotes(e *Edition) []ast.Node {
	if e.Footnotes == nil {
		return nil
	}
	return children(e.Footnotes)
}

// zip pairs blocks that are in step.
func zip(prefix string, zh, en []ast.Node) []Block {
	var blocks []Block
	for i := range zh {
		b := Block{ID: prefix + "-" + strconv.Itoa(i+1), ZH: zh[i], EN: en[i]}
		if holdsEmbed(zh[i]) {
			b.Children = zip(b.ID, children(zh[i]), children(en[i]))
		}
		blocks = append(blocks, b)
	}
	return blocks
}

// checkIDs reports headings whose id is also the made-up id of a block.
func (a *aligner) checkIDs(blocks []Block) {
	made := map[string]ast.Node{}
	var add func([]Block)
	add = func(blocks []Block) {
		for _, b := range blocks {
			if b.ZH.Kind() != ast.KindHeading {
				made[b.ID] = b.ZH
			}
			add(b.Children)
		}
	}
	add(blocks)
	for _, h := range a.zh.Headings {
		if n := made[h.ID]; n != nil {
			a.problem(h.Node.Pos(), "heading id %q is also the id of the block in line %d; choose another",
				h.ID, a.zh.file.position(blockPos(n)).Line)
		}
	}
}

// children returns the child blocks of n, without the title of a callout.
func children(n ast.Node) []ast.Node {
	var list []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.(type) {
		case *CalloutTitle, *ast.LinkReferenceDefinition:
		default:
			list = append(list, c)
		}
	}
	return list
}

// holdsEmbed reports whether n is a callout or block quote with an embed in it.
func holdsEmbed(n ast.Node) bool {
	switch n.(type) {
	case *Callout, *ast.Blockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if isEmbed(c) || holdsEmbed(c) {
				return true
			}
		}
	}
	return false
}

func isEmbed(n ast.Node) bool { return n.Kind() == KindEmbed }

// blockPos is where block n begins.
func blockPos(n ast.Node) int {
	for n != nil && n.Pos() < 0 {
		n = n.FirstChild()
	}
	if n == nil {
		return 0
	}
	return n.Pos()
}

func describeAll(blocks []ast.Node, source []byte) []string {
	var list []string
	for _, n := range blocks {
		list = append(list, describe(n, source))
	}
	return list
}

// describe says what block n is, as far as its counterpart must be the same.
func describe(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		return "a paragraph"
	case *Embed:
		if n.title != "" {
			return fmt.Sprintf("the embed of %s (%s)", n.dest, n.title)
		}
		return "the embed of " + n.dest
	case *ast.List:
		if n.IsOrdered() {
			return "a numbered list of " + count(n.ChildCount(), "item")
		}
		return "a list of " + count(n.ChildCount(), "item")
	case *extast.Table:
		return fmt.Sprintf("a table of %s and %s", count(n.ChildCount(), "row"), count(len(n.Alignments), "column"))
	case *ast.FencedCodeBlock:
		return "a " + string(n.Language(source)) + " fence"
	case *ast.CodeBlock:
		return "indented code"
	case *ast.ThematicBreak:
		return "a line"
	case *Callout:
		return "a callout " + n.Label
	case *ast.Blockquote:
		return "a block quote"
	case *ast.HTMLBlock:
		return "raw HTML"
	case *ast.Heading:
		return "a heading"
	}
	return "a " + n.Kind().String()
}

// count says n things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
