package book

import (
	"go/token"
	"strconv"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/pairs"
)

// unit is what is translated as one: a block, the title of a callout, a
// footnote, the title or the description of a chapter.
type unit struct {
	id, section string
	heading     bool
	code        bool
	zh, en      place
}

// place is one edition of a unit.
type place struct {
	passage
	edition *Body
	at      int // where it begins
}

func (p *place) position(offset int) token.Position { return p.edition.file.position(offset) }

func (u unit) block() pairs.Block {
	return pairs.Block{Section: u.section, Heading: u.heading, Code: u.code, ZH: u.zh.text, EN: u.en.text}
}

// Ids of what is translated but is no block. No id of a block has a colon.
const (
	TitleID       = ":title"
	DescriptionID = ":description"
)

// FootnoteID is the id of a chapter's footnote, counted from 1.
func FootnoteID(index int) string { return "fn:" + strconv.Itoa(index) }

// footnoteSection is where footnotes stand.
const footnoteSection = ":footnotes"

// unitsOf lists the units of a chapter whose editions are in step. They stand in
// r until it is given up.
func (r *room) unitsOf(c *Content) []unit {
	r.fit(c)
	w := unitList{chapter: c, room: r}
	w.phrase(TitleID, c.zh.Title, c.zh.titleAt, c.en.Title, c.en.titleAt)
	w.phrase(DescriptionID, c.zh.Description, c.zh.descriptionAt, c.en.Description, c.en.descriptionAt)
	w.section = "top"
	w.blocks(c.Blocks)
	w.section = footnoteSection
	en := footnotes(c.en)
	for i, zh := range footnotes(c.zh) {
		w.nodes(FootnoteID(i+1), zh, en[i])
	}
	return r.units
}

type unitList struct {
	chapter *Content
	section string
	room    *room
}

func (w *unitList) blocks(blocks []Block) {
	for _, b := range blocks {
		if b.ZH.Kind() == ast.KindHeading {
			w.section = b.ID
		}
		zh, en := b.ZH, b.EN
		if b.Children != nil {
			if z, ok := zh.(*Callout); ok {
				w.calloutTitle(b.ID, z, en.(*Callout))
			}
			w.blocks(b.Children)
			continue
		}
		w.nodes(b.ID, zh, en)
	}
}

// calloutTitle adds the title of a callout whose blocks are units themselves.
func (w *unitList) calloutTitle(id string, zh, en *Callout) {
	var z, e place
	z.edition, z.at = w.chapter.zh, blockPos(zh)
	e.edition, e.at = w.chapter.en, blockPos(en)
	if t := zh.Title(); t != nil {
		z.passage = w.room.node(t, w.chapter.zh.Source)
	}
	if t := en.Title(); t != nil {
		e.passage = w.room.node(t, w.chapter.en.Source)
	}
	w.add(unit{id: id, zh: z, en: e})
}

// nodes adds a block.
func (w *unitList) nodes(id string, zh, en ast.Node) {
	u := unit{
		id: id,
		zh: place{w.room.node(zh, w.chapter.zh.Source), w.chapter.zh, blockPos(zh)},
		en: place{w.room.node(en, w.chapter.en.Source), w.chapter.en, blockPos(en)},
	}
	u.heading = zh.Kind() == ast.KindHeading
	u.code = zh.Kind() == ast.KindFencedCodeBlock
	w.add(u)
}

// phrase adds text of the front matter.
func (w *unitList) phrase(id string, zh string, zhAt int, en string, enAt int) {
	z := w.room.passage(func(p *passage) { p.line(zhAt, []byte(zh)) })
	e := w.room.passage(func(p *passage) { p.line(enAt, []byte(en)) })
	w.section = id
	w.add(unit{id: id, zh: place{z, w.chapter.zh, zhAt}, en: place{e, w.chapter.en, enAt}})
}

// add adds u unless there is nothing to translate in it.
func (w *unitList) add(u unit) {
	if len(u.zh.text) == 0 && len(u.en.text) == 0 {
		return
	}
	u.section = w.section
	w.room.units = append(w.room.units, u)
}
