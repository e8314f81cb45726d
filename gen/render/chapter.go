package render

import (
	"bytes"
	"slices"
	"strconv"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/book"
)

// A chapterPage writes the blocks of a chapter in one view.
type chapterPage struct {
	site    *site
	view    view
	chapter *book.Content
	w       *buffer
	whole   bool     // whether the page is the whole book
	prose   []*prose // by the view's languages
	shared  *cache
}

// newChapterPage begins the page of c or, if whole, what stands of c in the
// whole book. All pages of a chapter may share the cache.
func (s *site) newChapterPage(c *book.Content, v view, whole bool, shared *cache) *chapterPage {
	p := &chapterPage{site: s, view: v, chapter: c, w: &shared.text, whole: whole, shared: shared}
	p.w.Reset()
	for i, l := range v.langs() {
		pr := &prose{buffer: p.w, page: p, edition: c.In(l)}
		if i > 0 {
			pr.prefix = string(l) + "-"
		}
		pr.prefix = p.id(pr.prefix)
		p.prose = append(p.prose, pr)
	}
	return p
}

// id is the id on the page of what has the given id in the chapter. No id of
// the book has a dot, and so none comes twice in the whole book.
func (p *chapterPage) id(id string) string {
	if !p.whole {
		return id
	}
	return p.chapter.Slug + "." + id
}

// headingTag is the element of a heading. In the whole book the title of the
// book is the only h1, and the chapter's is an h2.
func (p *chapterPage) headingTag(level int) string {
	if p.whole {
		level = min(level+1, 6)
	}
	return "h" + strconv.Itoa(level)
}

// text returns the chapter's blocks and footnotes. They hold until the next page
// with the same cache is begun.
func (p *chapterPage) text() ([]byte, error) {
	p.frontBehind()
	p.blocks(p.chapter.Blocks)
	p.footnotes()
	for _, pr := range p.prose {
		if pr.err != nil {
			return nil, pr.err
		}
	}
	return p.w.Bytes(), nil
}

func (p *chapterPage) blocks(blocks []book.Block) {
	for _, b := range blocks {
		p.block(b)
	}
}

// block writes a block in the view's languages: what is the same in both is
// shown once.
func (p *chapterPage) block(b book.Block) {
	n := b.In(p.view.lang())
	id := b.ID
	if _, ok := n.(*ast.Heading); !ok {
		p.blockBehind(b)
	}
	if b.ID != "" {
		b.ID = p.id(b.ID)
	}
	switch n := n.(type) {
	case *book.Embed:
		p.figure(b)
	case *ast.Heading:
		p.heading(b, n)
		p.behind(id, say.headingBehind)
	case *book.Callout:
		if b.Children == nil {
			p.row(b)
			return
		}
		openCallout(p.w, n, b.ID, p.whole, func() { p.calloutTitle(b) })
		p.blocks(b.Children)
		closeCallout(p.w, n)
	case *ast.ThematicBreak:
		p.prose[0].block(n, b.ID)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		if p.sameCode(b) {
			p.prose[0].block(n, b.ID)
			return
		}
		p.row(b)
	default:
		p.row(b)
	}
}

// row writes a block's editions beside each other, or the only one.
func (p *chapterPage) row(b book.Block) {
	if p.view != viewBI {
		p.prose[0].block(b.In(p.view.lang()), b.ID)
		return
	}
	p.w.raw(`<div class="row"`)
	p.w.attr("id", b.ID)
	p.w.raw(">\n")
	for _, pr := range p.prose {
		p.w.raw(`<div lang="`, pr.edition.Lang.Tag(), `">`)
		pr.block(b.In(pr.edition.Lang), "")
		p.w.raw("</div>\n")
	}
	p.w.raw("</div>\n")
}

// chapterRoot is the way from a chapter to the site's root.
const chapterRoot = "../../"

// figure writes an embed, once in all views.
func (p *chapterPage) figure(b book.Block) {
	var zh, en *book.Embed
	if p.view.shows(book.ZH) {
		zh, _ = b.ZH.(*book.Embed)
	}
	if p.view.shows(book.EN) {
		en, _ = b.EN.(*book.Embed)
	}
	f := figureOf(b.ID, chapterRoot, zh, en)
	f.open = p.whole
	f.shared = p.shared
	p.site.writeFigure(p.w, p.view, f)
}

// heading writes a section heading, once in all views, with links to itself
// and to the same place in the other views.
func (p *chapterPage) heading(b book.Block, n *ast.Heading) {
	tag := p.headingTag(n.Level)
	p.w.raw(`<div class="head h`, strconv.Itoa(n.Level), `"><`, tag)
	p.w.attr("id", b.ID)
	p.w.raw(`>`)
	p.inline(func(pr *prose) { pr.children(b.In(pr.edition.Lang)) })
	p.w.raw(`</`, tag, `>`)
	if !p.whole {
		p.here(b)
	}
	p.w.raw("</div>\n")
}

// here writes the links beside a heading.
func (p *chapterPage) here(b book.Block) {
	p.w.raw(`<p class="here">`)
	p.w.raw(`<a class="anchor"`)
	p.w.attr("href", "#"+b.ID)
	p.w.attr("aria-labelledby", b.ID)
	p.w.raw(`>#</a>`)
	for _, v := range views {
		if v == p.view {
			continue
		}
		p.w.raw(` <a`)
		p.w.attr("href", p.otherView(v)+"#"+b.ID)
		if v != viewBI {
			p.w.attr("hreflang", v.lang().Tag())
			p.w.attr("lang", v.lang().Tag())
		}
		p.w.raw(`>`)
		p.w.text(v.shortName().In(p.view.lang()))
		p.w.raw(`</a>`)
	}
	p.w.raw("</p>")
}

// otherView is the way from this page to the same chapter in v.
func (p *chapterPage) otherView(v view) string {
	return "../../" + string(v) + "/" + p.chapter.Slug + "/index.html"
}

// calloutTitle writes the title of a callout that is shown once.
func (p *chapterPage) calloutTitle(b book.Block) {
	p.inline(func(pr *prose) {
		if n, ok := b.In(pr.edition.Lang).(*book.Callout); ok {
			pr.calloutTitle(n)
		}
	})
}

// inline writes something in the languages of the view, one after the other.
func (p *chapterPage) inline(write func(*prose)) {
	if p.view != viewBI {
		write(p.prose[0])
		return
	}
	for i, pr := range p.prose {
		if i > 0 {
			p.w.raw(" ")
		}
		p.w.raw(`<span lang="`, pr.edition.Lang.Tag(), `">`)
		write(pr)
		p.w.raw(`</span>`)
	}
}

// sameCode reports whether the editions shown have equal code in b.
func (p *chapterPage) sameCode(b book.Block) bool {
	first := p.prose[0]
	for _, pr := range p.prose[1:] {
		n := b.In(pr.edition.Lang)
		if n == nil || n.Kind() != b.In(first.edition.Lang).Kind() ||
			!bytes.Equal(book.Code(n, pr.edition.Source), book.Code(b.In(first.edition.Lang), first.edition.Source)) {
			return false
		}
	}
	return true
}

// footnotesLabel tells the notes of a page apart from others on it.
func (p *chapterPage) footnotesLabel() book.Text {
	if p.whole {
		return labelled(say.footnotes, chapterTitle(p.chapter.Chapter))
	}
	return say.footnotes
}

// footnotes writes the notes at the end of the chapter.
func (p *chapterPage) footnotes() {
	if !slices.ContainsFunc(p.prose, func(pr *prose) bool { return pr.edition.Footnotes != nil }) {
		return
	}
	p.w.raw(`<section class="notes" role="doc-endnotes"`)
	p.w.attr("aria-label", p.view.plain(p.footnotesLabel()))
	p.w.raw(">\n")
	if p.view == viewBI {
		p.w.raw(`<div class="row">`)
	}
	for _, pr := range p.prose {
		if pr.edition.Footnotes == nil {
			continue
		}
		if p.view == viewBI {
			p.w.raw(`<div lang="`, pr.edition.Lang.Tag(), `">`)
		}
		pr.node(pr.edition.Footnotes)
		if p.view == viewBI {
			p.w.raw(`</div>`)
		}
	}
	if p.view == viewBI {
		p.w.raw(`</div>`)
	}
	p.w.raw("</section>\n")
}
