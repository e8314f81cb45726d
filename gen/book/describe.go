package book

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

func describeAll(blocks []ast.Node, source []byte) []string {
	var list []string
	for _, n := range blocks {
		list = append(list, describe(n, source))
	}
	return list
}

// describe says what block n is, as far as its counterpart must be the same.
func describe(n ast.Node, source []byte) string {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		return "a paragraph"
	case *Embed:
		if n.title != "" {
			return fmt.Sprintf("the embed of %s (%s)", n.dest, n.title)
		}
		return "the embed of " + n.dest
	case *ast.List:
		if n.IsOrdered() {
			return "a numbered list of " + count(n.ChildCount(), "item")
		}
		return "a list of " + count(n.ChildCount(), "item")
	case *extast.Table:
		return fmt.Sprintf("a table of %s and %s", count(n.ChildCount(), "row"), count(len(n.Alignments), "column"))
	case *ast.FencedCodeBlock:
		if isDiagram(n, source) {
			return describeDiagram(n, source)
		}
		return "a " + string(n.Language(source)) + " fence"
	case *ast.CodeBlock:
		return "indented code"
	case *ast.ThematicBreak:
		return "a line"
	case *Callout:
		return "a callout " + n.Label
	case *ast.Blockquote:
		return "a block quote"
	case *ast.HTMLBlock:
		return "raw HTML"
	case *ast.Heading:
		return "a heading"
	}
	return "a " + n.Kind().String()
}

// count says n things.
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if strings.HasSuffix(thing, "x") {
		thing += "e"
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// children returns the child blocks of n, without the title of a callout.
func children(n ast.Node) []ast.Node {
	var list []ast.Node
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c.(type) {
		case *CalloutTitle, *ast.LinkReferenceDefinition:
		default:
			list = append(list, c)
		}
	}
	return list
}

// holdsEmbed reports whether n is a callout or block quote with an embed in it.
func holdsEmbed(n ast.Node) bool {
	switch n.(type) {
	case *Callout, *ast.Blockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			if isEmbed(c) || holdsEmbed(c) {
				return true
			}
		}
	}
	return false
}

func isEmbed(n ast.Node) bool { return n.Kind() == KindEmbed }

// blockPos is where block n begins.
func blockPos(n ast.Node) int {
	for n != nil && n.Pos() < 0 {
		n = n.FirstChild()
	}
	if n == nil {
		return 0
	}
	return n.Pos()
}
