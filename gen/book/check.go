package book

import (
	"bytes"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"huoye/gen/problem"
)

// check reports what is wrong with the nodes below root by themselves.
func (e *Body) check(b *Book, root ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n.Parent() != root {
				e.file.problem(n.Pos(), problem.Heading, "a heading inside another block; move it out")
			}
		case *ast.Text:
			e.checkText(n)
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			e.checkLink(b, n)
		case *ast.AutoLink:
			e.checkAutoLink(n)
		case *ast.Image:
			e.file.problem(n.Pos(), problem.Markup, "images are not supported yet; remove it")
			return ast.WalkSkipChildren, nil
		case *ast.RawHTML:
			e.checkRawHTML(n)
		case *ast.HTMLBlock:
			e.rawHTML(n.Pos(), n.Lines().Value(e.Source))
		case *ast.FencedCodeBlock:
			e.checkFence(n)
		case *ast.CodeBlock:
			e.file.problem(blockPos(n), problem.Markup, "code by indentation; put it between ``` and ```, or indent it less")
		case *Callout:
			e.checkCallout(n)
		case *Embed:
			if n.Program != nil {
				at := e.Position(n.Pos())
				e.Embeds = append(e.Embeds, EmbedLink{n.Program, n.Run, at.Line, at.Column})
			}
		}
		return ast.WalkContinue, nil
	})
}

func (e *Body) checkCallout(c *Callout) {
	upper := strings.ToUpper(c.Label)
	switch {
	case slices.Contains(calloutLabels, c.Label):
	case slices.Contains(calloutLabels, upper):
		at := c.Pos() + bytes.Index(e.Source[c.Pos():], []byte(c.Label))
		e.file.fixable(c.Pos(), at, at+len(c.Label), upper, problem.Callout,
			"the kind of a callout is in capitals; write [!%s]", upper)
	default:
		e.file.problem(c.Pos(), problem.Callout, "unknown kind of callout [!%s]%s", c.Label,
			problem.Suggest(upper, calloutLabels, "the kinds are "+strings.Join(calloutLabels, ", ")))
	}
}

func (e *Body) checkAutoLink(n *ast.AutoLink) {
	if n.AutoLinkType == ast.AutoLinkEmail {
		return
	}
	u, err := url.Parse(string(n.URL(e.Source)))
	if err != nil {
		e.file.problem(n.Pos(), problem.LinkTarget, "%q is no address; correct it", n.URL(e.Source))
		return
	}
	if _, err := resolveAddress(u, u.String()); err != nil {
		e.file.problem(n.Pos(), problem.LinkTarget, "%v", err)
	}
}

// checkRawHTML reports HTML within a line; an end tag is passed over if its
// start tag precedes it.
func (e *Body) checkRawHTML(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	s := n.Segments.At(0)
	text := s.Value(e.Source)
	if bytes.HasPrefix(text, []byte("</")) {
		for p := n.PreviousSibling(); p != nil; p = p.PreviousSibling() {
			if p.Kind() == ast.KindRawHTML {
				return
			}
		}
	}
	e.rawHTML(s.Start, text)
}

func (e *Body) rawHTML(at int, text []byte) {
	text, _, _ = bytes.Cut(bytes.TrimLeft(text, " "), []byte{'\n'})
	if bytes.HasPrefix(text, []byte("<!--")) {
		e.file.problem(at, problem.Markup, "an HTML comment; remove it, HTML is not allowed")
		return
	}
	if tag, _, ok := bytes.Cut(text, []byte{'>'}); ok {
		text = text[:len(tag)+1]
	}
	e.file.problem(at, problem.Markup, "HTML is not allowed; write Markdown, or put %s between backquotes", text)
}

var footnoteMark = regexp.MustCompile(`^\[\^[^\]\s]+\]`)

// checkText reports markup that was left in the text. Text nodes that touch
// are looked at as one, from the first.
func (e *Body) checkText(n *ast.Text) {
	if n.IsRaw() {
		return
	}
	if p, ok := n.PreviousSibling().(*ast.Text); ok && touch(p, n) {
		return
	}
	start, stop := n.Segment.Start, n.Segment.Stop
	for {
		next, ok := n.NextSibling().(*ast.Text)
		if !ok || !touch(n, next) {
			break
		}
		n, stop = next, next.Segment.Stop
	}
	text := e.Source[start:stop]
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text) && util.IsPunct(text[i+1]):
			i++
		case (c == '*' || c == '_' || c == '~') && i+1 < len(text) && text[i+1] == c:
			e.file.problem(start+i, problem.Emphasis, "%c%c is left visible; "+
				"put no space inside the marks, or write it between backquotes", c, c)
			for i+1 < len(text) && text[i+1] == c {
				i++
			}
		case c == '[':
			if mark := footnoteMark.Find(text[i:]); mark != nil {
				e.file.problem(start+i, problem.Footnote, "the footnote %s is not defined; write it as %s: …", mark, mark)
			}
		}
	}
}

func touch(a, b *ast.Text) bool {
	return a.Segment.Stop == b.Segment.Start && !a.SoftLineBreak() && !a.HardLineBreak()
}

func (e *Body) reportUnused(pc parser.Context) {
	unused, _ := pc.Get(unusedFootnotes).([]footnoteDef)
	for _, f := range unused {
		e.file.problem(f.at, problem.Footnote, "the footnote [^%s] is referred to nowhere; refer to it or remove it", f.ref)
	}
}
