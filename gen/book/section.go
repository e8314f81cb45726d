package book

import (
	"fmt"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// section is a heading with the blocks up to the next one. The first section
// of an edition has no heading.
type section struct {
	heading *Heading
	at      int // offset of the heading, 0 without one
	blocks  []ast.Node
}

// sections splits the blocks of e.
func (e *Body) sections() []section {
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
			a.unequalIDs(zh[i], en[j])
			pairs = append(pairs, [2]int{i, j})
		}
		for ; i <= d.a1; i++ {
			a.alone(a.zh, zh[i], a.en, en[min(j, len(en)-1)].at)
		}
		for ; j <= d.b1; j++ {
			a.alone(a.en, en[j], a.zh, zh[min(i, len(zh)-1)].at)
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
		a.problem(problem.Heading, zh[i].at, en[j].at, fmt.Sprintf("level %d", k.Level),
			"the heading {#%s} has level %d here and %d in the English edition; make them equal", h.ID, h.Level, k.Level)
	}
	return [2]int{i, j}
}

func (a *aligner) unequalIDs(zh, en section) {
	a.bad = true
	a.missing++
	h, k := zh.heading, en.heading
	if h.ID != "" && k.ID != "" { // otherwise its lack has been reported
		a.problem(problem.HeadingID, zh.at, en.at, fmt.Sprintf("{#%s}", k.ID),
			"the heading id is %q here and %q in the English edition; make them equal", h.ID, k.ID)
	}
}

// alone reports a heading of e that other lacks; it would stand at at there.
func (a *aligner) alone(e *Body, s section, other *Body, at int) {
	a.bad = true
	a.missing++
	e.file.probs.addList(problem.List{{
		Pos: e.Position(s.at), Rule: problem.EditionBlocks,
		Msg:     fmt.Sprintf("the heading %q has no counterpart in %s; write it there or remove it here", s.heading.Text, other.File()),
		Related: []problem.Related{{Pos: other.Position(at), Msg: whereMissing}},
	}})
}
