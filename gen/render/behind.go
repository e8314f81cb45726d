package render

import (
	"github.com/yuin/goldmark/ast"

	"huoye/gen/book"
)

// behind writes, before the block with an id, that its English is behind the
// Chinese, if it is and is shown. The words are the page's, not the block's.
func (p *chapterPage) behind(id string, what book.Text) {
	if !p.view.shows(book.EN) || !p.chapter.Pairs.Stale(id) {
		return
	}
	p.w.raw(`<p class="behind">`)
	if p.view == viewBI {
		p.w.raw(string(p.view.label(what)))
	} else {
		p.w.raw(`<a`)
		p.w.attr("href", p.otherView(viewZH)+fragmentOf(id))
		p.w.attr("hreflang", book.ZH.Tag())
		p.w.raw(`>`)
		p.w.text(what.In(p.view.lang()))
		p.w.raw(`</a>`)
	}
	p.w.raw("</p>\n")
}

// fragmentOf leads to a block of a chapter, or to its beginning if id is that
// of what has no place among the blocks.
func fragmentOf(id string) string {
	if id[0] == ':' {
		return ""
	}
	return "#" + id
}

// frontBehind says that the title or the description is behind.
func (p *chapterPage) frontBehind() {
	p.behind(book.TitleID, say.titleBehind)
	p.behind(book.DescriptionID, say.descriptionBehind)
}

// blockBehind says that b is behind.
func (p *chapterPage) blockBehind(b book.Block) {
	what := say.behind
	if b.EN != nil && b.EN.Kind() == ast.KindParagraph {
		what = say.paragraphBehind
	}
	p.behind(b.ID, what)
}

// footnoteBehind says that a footnote is behind.
func (p *prose) footnoteBehind(index int) {
	if p.edition.Lang == book.EN {
		p.page.behind(book.FootnoteID(index), say.noteBehind)
	}
}
