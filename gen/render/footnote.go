package render

import (
	"strconv"

	extast "github.com/yuin/goldmark/extension/ast"
)

// Ids of footnotes hold a colon, which no id of the book can.

func (p *prose) footnoteID(index int) string {
	p.ofView = true
	return p.prefix + "fn:" + strconv.Itoa(index)
}

// footnoteRefID is the id of the ref-th reference to a footnote.
func (p *prose) footnoteRefID(index, ref int) string {
	p.ofView = true
	id := p.prefix + "fnref:" + strconv.Itoa(index)
	if ref > 0 {
		id += ":" + strconv.Itoa(ref)
	}
	return id
}

func (p *prose) footnoteLink(n *extast.FootnoteLink) {
	p.raw(`<sup`)
	p.attr("id", p.footnoteRefID(n.Index, n.RefIndex))
	p.raw(`><a role="doc-noteref"`)
	p.attr("href", "#"+p.footnoteID(n.Index))
	p.raw(`>`, strconv.Itoa(n.Index), `</a></sup>`)
}

func (p *prose) footnote(n *extast.Footnote) {
	p.raw(`<li`)
	p.attr("id", p.footnoteID(n.Index))
	p.raw(`>`)
	p.footnoteBehind(n.Index)
	p.children(n)
	p.raw("</li>\n")
}

func (p *prose) footnoteBacklink(n *extast.FootnoteBacklink) {
	p.raw(` <a class="back" role="doc-backlink"`)
	p.attr("href", "#"+p.footnoteRefID(n.Index, n.RefIndex))
	p.attr("aria-label", say.backToText.In(p.edition.Lang))
	p.raw(`>↩</a>`)
}
