package book

import (
	"fmt"
	"strconv"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// aligner pairs the blocks of a chapter's two editions and reports where they
// are out of step, at the positions in both.
type aligner struct {
	zh, en  *Body
	bad     bool
	missing int // blocks without a like in the other edition
}

// align returns the blocks of a chapter; if its editions are out of step, none,
// and how many have no like in the other edition.
func align(zh, en *Body) (blocks []Block, missing int) {
	a := &aligner{zh: zh, en: en}
	return a.align(), a.missing
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

// problem reports a difference: at zhAt in the Chinese edition, and beside it at
// enAt in the English one, where there is what enMsg says.
func (a *aligner) problem(rule problem.Rule, zhAt, enAt int, enMsg, format string, args ...any) {
	a.bad = true
	a.zh.file.probs.addList(problem.List{{
		Pos: a.zh.Position(zhAt), Rule: rule, Msg: fmt.Sprintf(format, args...),
		Related: []problem.Related{{Pos: a.en.Position(enAt), Msg: enMsg}},
	}})
}

const whereMissing = "where it is missing"

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
	for _, d := range hunks {
		a.missing += max(d.a1-d.a0, d.b1-d.b0)
	}
	rule := "both editions have the same blocks in the same order"
	d := hunks[0]
	here, there := anchor(zh, d.a0, zhAt), anchor(en, d.b0, enAt)
	switch {
	case d.a0 == d.a1:
		e := describe(en[d.b0], a.en.Source)
		a.problem(problem.EditionBlocks, here, there, e, "%s of the English edition is missing here; %s", e, rule)
	case d.b0 == d.b1:
		z := describe(zh[d.a0], a.zh.Source)
		a.problem(problem.EditionBlocks, here, there, whereMissing, "%s is missing in the English edition; %s", z, rule)
	default:
		z, e := describe(zh[d.a0], a.zh.Source), describe(en[d.b0], a.en.Source)
		if isEmbed(zh[d.a0]) && isEmbed(en[d.b0]) {
			rule = "both editions show the same code"
		}
		a.problem(problem.EditionBlocks, here, there, e, "%s here, but %s in the English edition; %s", z, e, rule)
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
	a.missing += max(len(zh)-len(en), len(en)-len(zh))
	e := count(len(en), "footnote")
	a.problem(problem.EditionBlocks, here, there, e, "%s here, but %s in the English edition; both editions have the same footnotes",
		count(len(zh), "footnote"), e)
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
			a.bad = true
			a.zh.file.problem(a.zh.heads[i].Pos(), problem.HeadingID, "heading id %q is also the id of the block in line %d; choose another",
				h.ID, a.zh.file.position(blockPos(n)).Line)
		}
	}
}
