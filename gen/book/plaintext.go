package book

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// PlainText returns the text a reader sees in n, without markup: escapes and
// entities are resolved, blocks and table cells stand on lines of their own,
// and lines of one paragraph are joined, with a space unless both are CJK.
func PlainText(source []byte, n ast.Node) string {
	p := plainTexts.Get().(*plainText)
	defer plainTexts.Put(p)
	return string(p.of(source, n))
}

// AppendPlainText appends to b what PlainText returns.
func AppendPlainText(b, source []byte, n ast.Node) []byte {
	p := plainTexts.Get().(*plainText)
	defer plainTexts.Put(p)
	return append(b, p.of(source, n)...)
}

// plainTexts are used again for the room they have.
var plainTexts = sync.Pool{New: func() any { return new(plainText) }}

type plainText struct {
	bytes.Buffer
	soft bool // a soft line break was read and not yet written
	last rune // the last character written
}

// of returns the text of n, until the next call.
func (p *plainText) of(source []byte, n ast.Node) []byte {
	p.Reset()
	p.soft, p.last = false, 0
	p.node(source, n)
	return bytes.TrimSpace(p.Bytes())
}

func (p *plainText) node(source []byte, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		p.text(n.Value(source), n.IsRaw())
		if n.HardLineBreak() {
			p.newline()
		}
		p.soft = n.SoftLineBreak() && !n.HardLineBreak()
		return
	case *ast.String:
		p.text(n.Value, n.IsRaw() || n.IsCode())
		return
	case *ast.CodeSpan:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if t, ok := c.(*ast.Text); ok {
				value := t.Value(source)
				if bytes.IndexByte(value, '\n') >= 0 {
					value = bytes.ReplaceAll(value, []byte{'\n'}, []byte{' '})
				}
				p.text(value, true)
			}
		}
		return
	case *ast.AutoLink:
		p.text(n.Label(source), true)
		return
	case *ast.RawHTML, *ast.HTMLBlock, *ast.LinkReferenceDefinition,
		*extast.FootnoteLink, *extast.FootnoteBacklink:
		return
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		p.newline()
		p.text(Code(n, source), true)
	case *Embed:
		p.newline()
		p.text([]byte(n.Caption), true)
	default:
		if n.Type() == ast.TypeBlock {
			p.newline()
		}
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			p.node(source, c)
		}
	}
	if n.Type() == ast.TypeBlock {
		p.newline()
	}
}

// newline begins a new line unless one has just begun.
func (p *plainText) newline() {
	p.soft = false
	if p.Len() > 0 && p.last != '\n' {
		p.WriteByte('\n')
		p.last = '\n'
	}
}

func (p *plainText) text(s []byte, raw bool) {
	if len(s) == 0 {
		return
	}
	if !raw {
		s = unescape(s)
	}
	if p.soft {
		p.soft = false
		if first, _ := utf8.DecodeRune(s); !isCJK(p.last) || !isCJK(first) {
			p.WriteByte(' ')
		}
	}
	p.Write(s)
	p.last, _ = utf8.DecodeLastRune(s)
}

// unescape resolves backslash escapes, which protect what follows them, and
// entities.
func unescape(s []byte) []byte {
	if bytes.IndexByte(s, '\\') < 0 {
		return resolveEntities(s)
	}
	var out []byte
	from := 0
	for i := 0; i+1 < len(s); i++ {
		if s[i] == '\\' && util.IsPunct(s[i+1]) {
			out = append(out, resolveEntities(s[from:i])...)
			out = append(out, s[i+1])
			i++
			from = i + 1
		}
	}
	return append(out, resolveEntities(s[from:])...)
}

func resolveEntities(s []byte) []byte {
	if bytes.IndexByte(s, '&') < 0 {
		return s
	}
	return util.ResolveNumericReferences(util.ResolveEntityNames(s))
}
