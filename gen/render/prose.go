package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"

	"huoye/gen/book"
)

// prose writes the Markdown of one edition as HTML. Nodes are shared by all
// views and never changed.
//
// It is one switch over the kinds of nodes instead of a goldmark renderer:
// what a node becomes depends on the view and on the block it stands in, and
// goldmark's own renderers leave attributes behind in the nodes.
type prose struct {
	*buffer
	page    *chapterPage
	edition *book.Body
	// prefix keeps the ids of footnotes apart where a page has two editions.
	prefix string
	// id is the fragment of the block, for the next element to take.
	id  string
	err error // the first problem
	// ofView is set by what is written for this view only.
	ofView bool
}

// block writes n as the block with the given id. Most blocks are the same in
// all views of a chapter but for their ids, and written once.
func (p *prose) block(n ast.Node, id string) {
	if p.page.whole {
		p.write(n, id)
		return
	}
	f, ok := p.page.shared.blocks[n]
	if !ok {
		start := p.Len()
		p.ofView = false
		p.write(n, "\x00")
		if !p.ofView && p.err == nil {
			f, ok = p.page.shared.keep(n, p.Bytes()[start:])
		}
		p.Truncate(start)
	}
	if !ok {
		p.write(n, id)
		return
	}
	_, _ = p.Write(f.before) // memory does not fail
	p.attr("id", id)
	_, _ = p.Write(f.after)
}

func (p *prose) write(n ast.Node, id string) {
	p.id = id
	p.node(n)
	p.id = ""
}

// open writes a start tag and gives it the block's id.
func (p *prose) open(tag string) {
	p.raw("<", tag)
	p.attr("id", p.id)
	p.id = ""
	p.raw(">")
}

// wrap writes n's children between tags.
func (p *prose) wrap(n ast.Node, tag, end string) {
	p.open(tag)
	p.children(n)
	p.raw("</", tag, ">", end)
}

func (p *prose) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.node(c)
	}
}

func (p *prose) node(n ast.Node) {
	switch n := n.(type) {
	// Blocks.
	case *ast.Paragraph:
		p.wrap(n, "p", "\n")
	case *ast.TextBlock:
		p.children(n)
		if n.NextSibling() != nil {
			p.raw("\n")
		}
	case *ast.Heading:
		p.heading(n)
	case *ast.Blockquote:
		p.wrap(n, "blockquote", "\n")
	case *ast.List:
		p.list(n)
	case *ast.ListItem:
		p.wrap(n, "li", "\n")
	case *ast.ThematicBreak:
		p.open("hr")
		p.raw("\n")
	case *ast.FencedCodeBlock:
		if d := p.edition.Diagram(n); d != nil {
			p.diagram(d)
			return
		}
		p.fence(string(n.Language(p.edition.Source)), book.Code(n, p.edition.Source))
	case *ast.CodeBlock:
		p.fence("", book.Code(n, p.edition.Source))
	case *extast.Table:
		p.table(n)
	case *extast.FootnoteList:
		p.wrap(n, "ol", "\n")
	case *extast.Footnote:
		p.footnote(n)
	case *book.Callout:
		p.callout(n)
	case *book.CalloutTitle:
		// written with its callout
	case *book.Embed:
		p.page.site.writeFigure(p.buffer, viewOf(p.edition.Lang), p.figure(n))
	case *ast.LinkReferenceDefinition:
		// only for the parser

	// Inline.
	case *ast.Text:
		p.textNode(n)
	case *ast.String:
		html.DefaultWriter.Write(p.buffer, n.Value)
	case *ast.CodeSpan:
		p.codeSpan(n)
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		p.wrap(n, tag, "")
	case *extast.Strikethrough:
		p.wrap(n, "del", "")
	case *ast.Link:
		p.link(n)
	case *ast.AutoLink:
		p.autoLink(n)
	case *extast.FootnoteLink:
		p.footnoteLink(n)
	case *extast.FootnoteBacklink:
		p.footnoteBacklink(n)
	default:
		if p.err == nil {
			p.err = fmt.Errorf("rendering %s: cannot show a %v", p.edition.File(), n.Kind())
		}
	}
}

// heading writes a heading inside another block; those of the chapter itself
// have more to them.
func (p *prose) heading(n *ast.Heading) {
	p.wrap(n, p.page.headingTag(n.Level), "\n")
}

func (p *prose) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	p.raw("<", tag)
	p.attr("id", p.id)
	p.id = ""
	if n.IsOrdered() && n.Start != 1 {
		p.attr("start", strconv.Itoa(n.Start))
	}
	if !n.IsTight {
		p.raw(` class="loose"`)
	}
	p.raw(">\n")
	p.children(n)
	p.raw("</", tag, ">\n")
}

// fence writes code that is not run.
func (p *prose) fence(lang string, src []byte) {
	code, err := p.page.shared.fence(lang, src)
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("rendering %s: %w", p.edition.File(), err)
	}
	p.raw(`<figure class="code fence"`)
	p.attr("id", p.id)
	p.id = ""
	p.raw(`>`)
	label := say.code
	if lang != "" {
		label = labelled(label, book.Text{ZH: lang, EN: lang})
	}
	p.ofView = true
	p.openScroll(p.page.view.plain(label))
	p.Write(code)
	p.raw("</div></figure>\n")
}

func (p *prose) figure(n *book.Embed) figure {
	p.ofView = true
	id := p.id
	p.id = ""
	f := figureOf(id, chapterRoot, nil, n)
	if p.edition.Lang == book.ZH {
		f = figureOf(id, chapterRoot, n, nil)
	}
	f.open = p.page.whole
	f.shared = p.page.shared
	return f
}

func (p *prose) textNode(n *ast.Text) {
	value := n.Segment.Value(p.edition.Source)
	if n.IsRaw() {
		html.DefaultWriter.RawWrite(p.buffer, value)
		return
	}
	p.textWithTerms(n, value)
	switch {
	case n.HardLineBreak():
		p.raw("<br>\n")
	case n.SoftLineBreak() && !p.joins(n):
		p.raw("\n")
	}
}

// textWithTerms writes the text of n with the terms in it that are linked.
func (p *prose) textWithTerms(n *ast.Text, value []byte) {
	done := 0
	for _, use := range p.edition.Terms[n] {
		start, stop := use.Start-n.Segment.Start, use.Stop-n.Segment.Start
		html.DefaultWriter.Write(p.buffer, value[done:start])
		p.raw(`<a class="term"`)
		p.attr("href", termHref(use.Term))
		p.raw(`>`)
		html.DefaultWriter.Write(p.buffer, value[start:stop])
		p.raw(`</a>`)
		done = stop
	}
	html.DefaultWriter.Write(p.buffer, value[done:])
}

func (p *prose) codeSpan(n *ast.CodeSpan) {
	p.raw("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			// A line end in a code span is a space.
			p.visible(strings.ReplaceAll(string(t.Segment.Value(p.edition.Source)), "\n", " "))
		}
	}
	p.raw("</code>")
}
