package render

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// table writes a table, which scrolls by itself if it is wider than the page.
func (p *prose) table(n *extast.Table) {
	p.raw(`<div class="scroll table" tabindex="0" role="group"`)
	p.attr("id", p.id)
	p.id = ""
	p.attr("aria-label", say.table.In(p.edition.Lang))
	p.raw("><table>\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if _, ok := row.(*extast.TableHeader); ok {
			p.raw("<thead>")
			p.row(row, "th")
			p.raw("</thead>\n")
			continue
		}
		if !body {
			p.raw("<tbody>\n")
			body = true
		}
		p.row(row, "td")
	}
	if body {
		p.raw("</tbody>\n")
	}
	p.raw("</table></div>\n")
}

func (p *prose) row(row ast.Node, tag string) {
	p.raw("<tr>")
	for c := row.FirstChild(); c != nil; c = c.NextSibling() {
		cell, ok := c.(*extast.TableCell)
		if !ok {
			continue
		}
		tag := tag
		if c.FirstChild() == nil {
			tag = "td" // the corner of a table heads nothing
		}
		p.raw("<", tag)
		switch cell.Alignment { // a class: the pages allow no style attributes
		case extast.AlignRight:
			p.raw(` class="right"`)
		case extast.AlignCenter:
			p.raw(` class="center"`)
		}
		p.raw(">")
		p.children(cell)
		p.raw("</", tag, ">")
	}
	p.raw("</tr>\n")
}
