package book

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// unusedFootnotes holds, after parsing, a []footnoteDef of the footnotes that
// the footnote extension drops because nothing refers to them.
var unusedFootnotes = parser.NewContextKey()

type footnoteDef struct {
	ref string
	at  int
}

// footnoteWatch notes the unused footnotes before they are dropped.
type footnoteWatch struct{}

// Transform implements parser.ASTTransformer.
func (footnoteWatch) Transform(doc *ast.Document, _ text.Reader, pc parser.Context) {
	var unused []footnoteDef
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		f, ok := n.(*extast.Footnote)
		if ok && entering && f.Index < 0 {
			unused = append(unused, footnoteDef{string(f.Ref), blockPos(f)})
		}
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	pc.Set(unusedFootnotes, unused)
}
