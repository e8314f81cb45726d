package book

import (
	"go/token"
	"strconv"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// aligner pairs the blocks of a chapter's two editions and reports where they
// are out of step, at the position in the Chinese one.
type aligner struct {
	zh, en *Body
	bad    bool
}

// align returns the blocks of a chapter, nil if its editions are out of step.
func align(zh, en *Body) []Block {
	a := &aligner{zh: zh, en: en}
	return a.align()
}

func (a *aligner) align() []Block {
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
			blocks = append(blocks, Block{ID: prefix, ZH: a.zh.heads[i-1], EN: a.en.heads[i-1]})
		}
		blocks = append(blocks, zip(prefix, s.blocks, en[i].blocks)...)
	}
	a.checkIDs(blocks)
	return blocks
}

func (a *aligner) problem(at int, rule problem.Rule, format string, args ...any) {
	a.bad = true
	a.zh.file.problem(at, rule, format, args...)
}

// there says where offset is in the English edition.
func (a *aligner) there(offset int) token.Position {
	return a.en.file.position(offset)
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
		a.problem(here, problem.EditionBlocks, "%s in %s is missing here; %s", describe(en[d.b0], a.en.Source), there, rule)
	case d.b0 == d.b1:
		a.problem(here, problem.EditionBlocks, "%s is missing at %s; %s", describe(zh[d.a0], a.zh.Source), there, rule)
	default:
		z, e := zh[d.a0], en[d.b0]
		if isEmbed(z) && isEmbed(e) {
			rule := "both editions show the same code"
			a.problem(here, problem.EditionBlocks, "%s here, but %s in %s; %s", describe(z, nil), describe(e, nil), there, rule)
			return
		}
		a.problem(here, problem.EditionBlocks, "%s here, but %s in %s; %s",
			describe(z, a.zh.Source), describe(e, a.en.Source), there, rule)
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
	a.problem(here, problem.EditionBlocks, "%s here, but %s in %s; both editions have the same footnotes",
		count(len(zh), "footnote"), count(len(en), "footnote"), a.there(there))
}

func footnotes(e *Body) []ast.Node {
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
	for i, h := range a.zh.Headings {
		if n := made[h.ID]; n != nil {
			a.problem(a.zh.heads[i].Pos(), problem.HeadingID, "heading id %q is also the id of the block in line %d; choose another",
				h.ID, a.zh.file.position(blockPos(n)).Line)
		}
	}
}
