package book

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"huoye/gen/problem"
)

// The prose checks hold the text of a chapter to the rules of style that a
// machine can tell without guessing. They read every block once, as a row of
// tokens, and look only at neighbours in it, so that their cost grows with the
// length of the text. A rule that is doubtful in a case is silent there: a
// false alarm costs an author more than a slip that is missed.

// prose checks one edition.
type prose struct {
	e   *Body
	src []byte // of the whole file, front matter too
	lex *lexicon

	tokens []proseToken // of the block being read
	nodes  []ast.Node   // that begin and end in it
	found  problem.List
	allows []allowance

	running  bool // what is read is running text: no heading, link or caption
	consumed int  // where the last term that was found ends
	uses     []termUse
	marks    [len(markKinds)]markCount

	always []alwaysUse // that are not near an output, as far as was read
}

// span is a value of the front matter in the source.
type span struct {
	start, stop int
	title       bool
}

// checkProse reports what is wrong with the text of e, below doc and in its
// footnotes. What may quote an output is noted for [Book.CheckQuotes].
func (e *Body) checkProse(doc ast.Node, lex *lexicon) {
	e.file.probs.addList(e.readProse(doc, lex))
}

// readProse returns what checkProse reports.
func (e *Body) readProse(doc ast.Node, lex *lexicon) problem.List {
	e.quotes = nil
	p := &prose{e: e, src: e.file.src, lex: lex, uses: make([]termUse, len(lex.terms))}
	for _, s := range e.front {
		p.frontMatter(s)
	}
	p.blocks(doc, len(p.src))
	if e.Footnotes != nil {
		p.blocks(e.Footnotes, len(p.src))
	}
	p.checkUses()
	p.checkMarks()
	return p.settle()
}

// add notes what is wrong at an offset, and returns it for those who have more
// to say of it.
func (p *prose) add(at int, rule problem.Rule, fix *problem.Fix, format string, args ...any) *problem.Problem {
	found := &problem.Problem{Pos: p.e.file.position(at), Rule: rule, Fix: fix, Msg: fmt.Sprintf(format, args...)}
	p.found = append(p.found, found)
	return found
}

// settle returns what was found and is not allowed, and what is allowed in
// vain, in order. Allowances of prose-quote are kept for later.
func (p *prose) settle() problem.List {
	left := p.found[:0]
	for _, f := range p.found {
		if !allowed(p.allows, f.Rule, f.Pos.Offset) {
			left = append(left, f)
		}
	}
	p.e.allows = nil
	for _, a := range p.allows {
		if a.rule == problem.ProseQuote {
			p.e.allows = append(p.e.allows, a)
		} else if !a.used {
			left = append(left, a.unused(p.e.file))
		}
	}
	slices.SortStableFunc(left, func(a, b *problem.Problem) int { return cmp.Compare(a.Pos.Offset, b.Pos.Offset) })
	return left
}

// blocks reads the blocks below parent, which ends at end.
func (p *prose) blocks(parent ast.Node, end int) {
	var near neighbours
	waiting := len(p.allows) // from here on, for the block to come
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		stop := end
		if next := n.NextSibling(); next != nil {
			stop = blockPos(next)
		}
		if d, ok := n.(*ast.LinkReferenceDefinition); ok {
			p.definition(d)
			continue
		}
		for ; waiting < len(p.allows); waiting++ {
			p.allows[waiting].stop = stop
		}
		from := len(p.always)
		p.block(n, stop)
		waiting = len(p.allows)
		p.checkAlways(&near, n, from)
	}
}

func (p *prose) block(n ast.Node, end int) {
	p.running = false
	switch n := n.(type) {
	case *ast.Heading:
		p.text(n)
		p.checkHeading()
	case *CalloutTitle:
		p.text(n)
	case *ast.Paragraph, *ast.TextBlock:
		if !p.visibleAllowance(n) {
			p.running = true
			p.text(n)
		}
	case *extast.TableCell:
		p.running = true
		p.text(n)
	case *Embed:
		p.text(n.link)
	case *ast.FencedCodeBlock:
		p.fence(n)
	case *ast.CodeBlock, *ast.HTMLBlock, *ast.ThematicBreak:
	case *ast.List:
		p.list(n, end)
	default:
		p.blocks(n, end)
	}
}

// text reads a block that holds inline nodes.
func (p *prose) text(n ast.Node) {
	p.tokens, p.nodes, p.consumed = p.tokens[:0], p.nodes[:0], 0
	p.inline(n)
	p.checkTokens()
}

// frontMatter reads a value of the front matter, which is no Markdown.
func (p *prose) frontMatter(s span) {
	p.tokens = p.tokens[:0]
	p.scan(s.start, s.stop)
	p.checkTokens()
	if s.title {
		p.checkHeading()
	}
}

func (p *prose) checkTokens() {
	if p.e.Lang == ZH {
		p.checkChinese()
	} else {
		p.checkEnglish()
	}
}
