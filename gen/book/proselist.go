package book

import (
	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// checkHeading checks the end of a heading, whose tokens were just read.
func (p *prose) checkHeading() {
	t := p.lastToken()
	if t == nil {
		return
	}
	ends := false
	switch {
	case t.kind == tokWide:
		switch t.char {
		case '。', '，', '、', '；', '：':
			ends = true
		}
	case t.kind == tokASCII && t.len() == 1:
		switch t.char {
		case '.', ',', ';', ':':
			ends = true
		}
	}
	if ends {
		p.add(t.at(), problem.ProseHeading, replace(t, ""), "a heading ends with %s; remove it", p.value(t))
	}
}

// lastToken returns the last token of the block, borders left out.
func (p *prose) lastToken() *proseToken { return p.before(len(p.tokens)) }

// list reads a list.
func (p *prose) list(l *ast.List, end int) {
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		stop := end
		if next := item.NextSibling(); next != nil {
			stop = blockPos(next)
		}
		p.blocks(item, stop)
		switch item.LastChild().(type) {
		case *ast.Paragraph, *ast.TextBlock:
			p.checkItem()
		}
	}
}

// checkItem checks the end of an item whose last tokens were just read. One
// that has whole sentences needs the mark at the end of the last, too.
func (p *prose) checkItem() {
	if p.e.Lang != ZH {
		return
	}
	last := p.lastToken()
	if last == nil || !last.is(tokHan|tokWord|tokCode) {
		return
	}
	for i := range p.tokens {
		if t := &p.tokens[i]; t.kind == tokWide && t.char == '。' {
			var fix *problem.Fix
			if at := p.closesAt(len(p.tokens) - 1); at <= len(p.src) {
				fix = insert(at, "。")
			}
			p.add(last.end(), problem.ProseList, fix, "the item has sentences, and no mark at its end; write 。")
			return
		}
	}
}
