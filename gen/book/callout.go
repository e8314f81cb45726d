package book

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// calloutLabels are the kinds of callout.
var calloutLabels = []string{
	"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "EXERCISE", "SOLUTION",
}

// Callout is a block quote that begins with a marker such as [!NOTE]. Its
// children are a [CalloutTitle], if the author wrote one, and the blocks of
// the quote.
type Callout struct {
	ast.BaseBlock
	// Label is what the marker says: NOTE, TIP, IMPORTANT, WARNING,
	// CAUTION, EXERCISE or SOLUTION.
	Label string
}

// KindCallout is the node kind of [Callout].
var KindCallout = ast.NewNodeKind("Callout")

// Kind implements ast.Node.
func (c *Callout) Kind() ast.NodeKind { return KindCallout }

// Dump implements ast.Node.
func (c *Callout) Dump(source []byte, level int) {
	ast.DumpHelper(c, source, level, map[string]string{"Label": c.Label}, nil)
}

// Title is the callout's own title, nil if it has none.
func (c *Callout) Title() *CalloutTitle {
	t, _ := c.FirstChild().(*CalloutTitle)
	return t
}

// CalloutTitle is the text after a callout's marker, on the same line. It
// holds inline nodes.
type CalloutTitle struct {
	ast.BaseBlock
}

// KindCalloutTitle is the node kind of [CalloutTitle].
var KindCalloutTitle = ast.NewNodeKind("CalloutTitle")

// Kind implements ast.Node.
func (t *CalloutTitle) Kind() ast.NodeKind { return KindCalloutTitle }

// Dump implements ast.Node.
func (t *CalloutTitle) Dump(source []byte, level int) {
	ast.DumpHelper(t, source, level, nil, nil)
}

// calloutParser is goldmark's parser for block quotes, but for a first line
// that holds a marker.
type calloutParser struct {
	parser.BlockParser
}

func newCalloutParser() parser.BlockParser {
	return calloutParser{parser.NewBlockquoteParser()}
}

// Open implements parser.BlockParser.
func (p calloutParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	quote, state := p.BlockParser.Open(parent, reader, pc)
	if quote == nil {
		return nil, state
	}
	line, segment := reader.PeekLine()
	rest := bytes.TrimLeft(line, " ")
	label, ok := bytes.CutPrefix(rest, []byte("[!"))
	if !ok || len(line)-len(rest) > 3 {
		return quote, state
	}
	label, title, ok := bytes.Cut(label, []byte{']'})
	if !ok || !isLabel(label, title) {
		return quote, state
	}
	c := &Callout{Label: string(label)}
	if !util.IsBlank(title) {
		t := &CalloutTitle{}
		s := text.NewSegment(segment.Stop-len(title), segment.Stop)
		s = s.TrimLeftSpace(reader.Source())
		s = s.TrimRightSpace(reader.Source())
		t.Lines().Append(s)
		t.SetPos(s.Start)
		c.AppendChild(c, t)
	}
	reader.AdvanceToEOL()
	return c, parser.HasChildren
}

// isLabel reports whether [!label] before rest is a marker and not a link.
func isLabel(label, rest []byte) bool {
	return len(label) > 0 && !bytes.ContainsAny(label, " \t[`") &&
		(len(rest) == 0 || !bytes.ContainsRune([]byte("([:"), rune(rest[0])))
}
