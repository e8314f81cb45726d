package render

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/book"
)

// joins reports whether the line break after n, an author's and not a
// reader's, joins its two sides without a space: in Chinese between two Han
// characters or their punctuation. Beside Latin letters, digits and code the
// break is a space, as in English.
//
// goldmark's rules for this join more than they should: they drop the space
// between Han and a Latin word, in English text too.
func (p *prose) joins(n *ast.Text) bool {
	if p.edition.Lang != book.ZH {
		return false
	}
	source := p.edition.Source
	before, after := runeBefore(n, source), runeAfter(n, source)
	switch {
	case isHan(before) && isHan(after):
		return true
	case isHan(before):
		return isSharedPunct(after)
	case isHan(after):
		return isSharedPunct(before)
	}
	return false
}

// isHan reports whether r is a Han character or full-width punctuation.
func isHan(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60
}

// isSharedPunct reports whether r is punctuation that Chinese and Latin text
// have in common.
func isSharedPunct(r rune) bool {
	switch r {
	case '“', '”', '‘', '’', '—', '…', '·':
		return true
	}
	return false
}

// runeBefore returns the last character before the break after n, 0 if it is
// in code or there is none.
func runeBefore(n *ast.Text, source []byte) rune {
	if value := n.Segment.Value(source); len(value) > 0 {
		r, _ := utf8.DecodeLastRune(value)
		return r
	}
	return edge(n.PreviousSibling(), source, ast.Node.LastChild, utf8.DecodeLastRune)
}

// runeAfter returns the first character after the break after n.
func runeAfter(n *ast.Text, source []byte) rune {
	var node ast.Node = n
	for node.NextSibling() == nil {
		node = node.Parent()
		if node == nil || node.Type() != ast.TypeInline {
			return 0
		}
	}
	return edge(node.NextSibling(), source, ast.Node.FirstChild, utf8.DecodeRune)
}

// edge returns the first or last character of an inline node.
func edge(n ast.Node, source []byte, child func(ast.Node) ast.Node, decode func([]byte) (rune, int)) rune {
	for n != nil {
		switch t := n.(type) {
		case *ast.Text:
			if t.Segment.Len() == 0 {
				return 0
			}
			r, _ := decode(t.Segment.Value(source))
			return r
		case *ast.CodeSpan:
			return 0
		}
		n = child(n)
	}
	return 0
}
