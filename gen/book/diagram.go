package book

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// A Diagram is boxes and arrows, written as a fence of this language:
//
//	parent -- Start --> child (pid 301)
//	child --> [stdout] --> parent's goroutine
//
// Its places are those of a grid: layers, in the direction of most arrows, and
// lanes across them.
type Diagram struct {
	Nodes  []*DiagramNode  // in the order of their first mention
	Edges  []*DiagramEdge  // as written
	Groups []*DiagramGroup // an outer one before those in it
	Tree   bool            // whether it was written by indentation
	Layers int
}

// A DiagramNode is a box, or a pipe or queue.
type DiagramNode struct {
	Name  string
	Note  string // the second line; may be empty
	Pipe  bool
	Group *DiagramGroup // nil if it stands in none
	Layer int
	Lane  float64
	at    int // offset in the fence
}

// A DiagramEdge is an arrow. What was written on its left is in From, also
// where the arrow points there.
type DiagramEdge struct {
	From, To *DiagramNode
	Label    string
	Back     bool // the tip is at From
	Dashed   bool
	AlongTo  bool // whether it runs in the lane of To, where the two differ
	at       int
}

// Layer is the layer behind which the label stands: at the end that the arrow
// runs straight to.
func (e *DiagramEdge) Layer() int {
	if e.AlongTo {
		return e.To.Layer - 1
	}
	return e.From.Layer
}

// A DiagramGroup is a box around others.
type DiagramGroup struct {
	Name, Note string
	Parent     *DiagramGroup // nil if it stands in none
	at         int
}

// In reports whether g is outer or stands in it. Everything is in nil.
func (g *DiagramGroup) In(outer *DiagramGroup) bool {
	for ; g != outer; g = g.Parent {
		if g == nil {
			return false
		}
	}
	return true
}

// Members returns the nodes in g, also those of groups in it.
func (d *Diagram) Members(g *DiagramGroup) []*DiagramNode {
	var list []*DiagramNode
	for _, n := range d.Nodes {
		if n.Group.In(g) {
			list = append(list, n)
		}
	}
	return list
}

const (
	maxDiagramNodes = 24
	maxDiagramText  = 32 // of one name, note or label, Han counting 2
)

// isDiagram reports whether a fence is to be drawn.
func isDiagram(n *ast.FencedCodeBlock, source []byte) bool {
	return string(n.Language(source)) == "diagram"
}

// checkDiagram reports what is wrong with a fence that is to be drawn.
func (e *Body) checkDiagram(n *ast.FencedCodeBlock) {
	lines := n.Lines()
	if _, bad := parseDiagram(string(lines.Value(e.Source))); bad != nil {
		e.file.problem(e.diagramOffset(n, bad.at), problem.Diagram, "%s", bad.text)
	}
}

// Diagram returns what the fence n says, nil if it is not to be drawn.
func (e *Body) Diagram(n *ast.FencedCodeBlock) *Diagram {
	if !isDiagram(n, e.Source) {
		return nil
	}
	d, bad := parseDiagram(string(Code(n, e.Source)))
	if bad != nil {
		return nil // reported when the book was loaded
	}
	return d
}

// describeDiagram says what both editions have in common.
func describeDiagram(n *ast.FencedCodeBlock, source []byte) string {
	d, bad := parseDiagram(string(Code(n, source)))
	if bad != nil {
		return "a diagram"
	}
	return fmt.Sprintf("a diagram of %s and %s",
		count(len(d.Nodes)+len(d.Groups), "box"), count(len(d.Edges), "arrow"))
}

// diagramOffset translates an offset in a fence to one in the file.
func (e *Body) diagramOffset(n *ast.FencedCodeBlock, at int) int {
	for _, seg := range n.Lines().Sliced(0, n.Lines().Len()) {
		size := seg.Len() + seg.Padding
		if at < size {
			return seg.Start + max(at-seg.Padding, 0)
		}
		at -= size
	}
	return n.Pos()
}

// A diagramProblem is the first thing wrong with a diagram.
type diagramProblem struct {
	at   int
	text string
}

// parseDiagram reads a diagram and finds its places.
func parseDiagram(src string) (d *Diagram, bad *diagramProblem) {
	p := &diagramParser{d: &Diagram{}, byName: make(map[string]*DiagramNode)}
	// As in text/template, fail leaves the parser from any depth.
	defer func() {
		if r := recover(); r != nil {
			problem, ok := r.(*diagramProblem)
			if !ok {
				panic(r)
			}
			d, bad = nil, problem
		}
	}()
	at := 0
	for line := range strings.Lines(src) {
		p.line(strings.TrimRight(line, "\r\n"), at)
		at += len(line)
	}
	if p.group != nil {
		p.fail(p.group.at, "the box %q is not closed; end it with a line that is }", p.group.Name)
	}
	if len(p.d.Nodes) == 0 {
		p.fail(0, "the diagram is empty; write a box, or two with an arrow: a --> b")
	}
	p.arrange()
	return p.d, nil
}

type diagramParser struct {
	d      *Diagram
	byName map[string]*DiagramNode
	group  *DiagramGroup  // the innermost that is open
	depth  int            // how many are open
	stack  []*DiagramNode // the nodes that lines by indentation hang on
}

// A diagramWord is a word of a line, at an offset in the fence.
type diagramWord struct {
	text string
	at   int
}

// line reads
//
//	box [arrow box]…     arrow box …, indented below a box
//	box {                }
func (p *diagramParser) line(line string, at int) {
	words := diagramWords(line, at)
	if len(words) == 0 {
		return
	}
	first := words[0]
	if len(words) == 1 && first.text == "}" {
		if p.group == nil {
			p.fail(first.at, "a } that closes nothing; remove it")
		}
		if len(p.d.Members(p.group)) == 0 {
			p.fail(p.group.at, "the box %q is empty; write %s without { }", p.group.Name, p.group.Name)
		}
		p.group, p.stack = p.group.Parent, nil
		p.depth--
		return
	}
	on := p.above(line, first.at, first.at-at)
	if last := words[len(words)-1]; last.text == "{" {
		p.open(words[:len(words)-1], on, last.at)
		return
	}
	var left *DiagramNode
	var edge *DiagramEdge
	if on != nil {
		p.d.Tree = true
		left = on
		if diagramOps[first.text] == "" {
			edge = &DiagramEdge{From: on, at: first.at}
		}
	} else if diagramOps[first.text] != "" {
		p.fail(first.at, "an arrow that comes from no box; write a box before it, or indent the line below one")
	}
	for len(words) > 0 {
		if left != nil && edge == nil {
			edge, words = p.arrow(left, words)
		}
		end := nextOp(words)
		if end == 0 {
			p.fail(edge.at, "an arrow that leads to no box; write one behind it")
		}
		n := p.node(words[:end])
		if edge != nil {
			p.connect(edge, n)
		}
		left, edge, words = n, nil, words[end:]
	}
	p.stack = append(p.stack, left)
}

// above returns the node that a line indented so much hangs on, nil if it is
// not indented.
func (p *diagramParser) above(line string, at, indent int) *DiagramNode {
	if strings.Contains(line[:indent], "\t") {
		p.fail(at, "a tab before the text; indent by two spaces")
	}
	level := indent/2 - p.depth
	if indent%2 != 0 || level < 0 || level > len(p.stack) {
		p.fail(at, "indented by %d; indent by two spaces for each level, here at most %d", indent, 2*(p.depth+len(p.stack)))
	}
	p.stack = p.stack[:level]
	if level == 0 {
		return nil
	}
	return p.stack[level-1]
}

// open begins a box around the lines that follow.
func (p *diagramParser) open(words []diagramWord, on *DiagramNode, at int) {
	if len(words) == 0 {
		p.fail(at, "a box without a name; write name {")
	}
	if i := nextOp(words); i < len(words) {
		p.fail(words[i].at, "an arrow at a box with { }; let it lead to a box inside, on a line of its own")
	}
	if on != nil {
		p.fail(words[0].at, "a box with { } below another; do not indent it, and write the arrow on a line of its own")
	}
	name, note, pipe := p.label(words)
	if pipe {
		p.fail(words[0].at, "a pipe with boxes in it; only boxes have { }")
	}
	p.group = &DiagramGroup{Name: name, Note: note, Parent: p.group, at: words[0].at}
	p.d.Groups = append(p.d.Groups, p.group)
	p.depth++
	p.stack = nil
}

// diagramOps are the parts of arrows, and what ends one that has a label.
var diagramOps = map[string]string{
	"-->": "-->", "<--": "--", "--": "-->",
	"..>": "..>", "<..": "..", "..": "..>",
}

// nextOp is how many words stand before the next part of an arrow.
func nextOp(words []diagramWord) int {
	if i := slices.IndexFunc(words, func(w diagramWord) bool { return diagramOps[w.text] != "" }); i >= 0 {
		return i
	}
	return len(words)
}

// arrow reads an arrow that begins words, and returns what is behind it.
func (p *diagramParser) arrow(from *DiagramNode, words []diagramWord) (*DiagramEdge, []diagramWord) {
	op := words[0]
	e := &DiagramEdge{From: from, Back: op.text[0] == '<', Dashed: strings.Contains(op.text, "."), at: op.at}
	end := diagramOps[op.text]
	label := 1 + nextOp(words[1:])
	closed := label < len(words) && words[label].text == end
	switch {
	case op.text == end || e.Back && !closed:
		return e, words[1:]
	case !closed:
		p.fail(op.at, "an arrow without a tip; write --> or -- label -->")
	case label == 1:
		p.fail(op.at, "an arrow in two pieces; write %s", map[bool]string{false: "-->", true: "<--"}[e.Back])
	}
	e.Label = p.text(words[1:label])
	return e, words[label+1:]
}

// node returns the node that is written, which may have been before.
func (p *diagramParser) node(words []diagramWord) *DiagramNode {
	name, note, pipe := p.label(words)
	at := words[0].at
	n := p.byName[name]
	if n == nil {
		n = &DiagramNode{Name: name, Note: note, Pipe: pipe, Group: p.group, at: at}
		p.byName[name] = n
		p.d.Nodes = append(p.d.Nodes, n)
		if len(p.d.Nodes) > maxDiagramNodes {
			p.fail(at, "more than %d boxes; draw less, or draw two diagrams", maxDiagramNodes)
		}
		return n
	}
	if n.Pipe != pipe {
		p.fail(at, "%q is a box and a pipe; write [%s] everywhere, or nowhere", name, name)
	}
	if note != "" && note != n.Note {
		p.fail(at, "the second line of %q is %q and %q; write it once", name, n.Note, note)
	}
	if p.group != nil && !n.Group.In(p.group) {
		p.fail(at, "%q stands outside %q already; mention it inside first", name, p.group.Name)
	}
	return n
}

// label takes apart name, name (note), [pipe] and [pipe (note)].
func (p *diagramParser) label(words []diagramWord) (name, note string, pipe bool) {
	at := words[0].at
	name = p.text(words)
	if strings.HasPrefix(name, "[") != strings.HasSuffix(name, "]") {
		p.fail(at, "half of the brackets of a pipe; write [name]")
	}
	if strings.HasPrefix(name, "[") {
		name, pipe = strings.TrimSpace(name[1:len(name)-1]), true
	}
	if strings.ContainsAny(name, "[]{}") {
		p.fail(at, "brackets inside a name; [name] is a pipe, and { ends a line")
	}
	if i := strings.Index(name, " ("); i > 0 && strings.HasSuffix(name, ")") {
		name, note = name[:i], name[i+2:len(name)-1]
		if strings.TrimSpace(note) == "" {
			p.fail(at, "the second line of %q is empty; remove ()", name)
		}
	}
	if name == "" || strings.HasPrefix(name, "(") {
		p.fail(at, "a box without a name")
	}
	for _, s := range []string{name, note} {
		p.checkWidth(s, at)
	}
	return name, note, pipe
}

func (p *diagramParser) text(words []diagramWord) string {
	var list []string
	for _, w := range words {
		list = append(list, w.text)
	}
	s := strings.Join(list, " ")
	if !strings.ContainsAny(s, "([") {
		p.checkWidth(s, words[0].at)
	}
	return s
}

func (p *diagramParser) checkWidth(s string, at int) {
	width := 0
	for _, r := range s {
		width++
		if r >= 0x1100 {
			width++
		}
	}
	if width > maxDiagramText {
		p.fail(at, "a text of %d columns; write at most %d, or part of it as a second line: name (note)", width, maxDiagramText)
	}
}

func (p *diagramParser) connect(e *DiagramEdge, to *DiagramNode) {
	e.To = to
	if e.From == to {
		p.fail(e.at, "an arrow from %q to itself", to.Name)
	}
	p.d.Edges = append(p.d.Edges, e)
}

func (p *diagramParser) fail(at int, format string, args ...any) {
	panic(&diagramProblem{at, fmt.Sprintf(format, args...)})
}

// diagramWords splits a line at white space.
func diagramWords(line string, at int) []diagramWord {
	var words []diagramWord
	for i := 0; i < len(line); i++ {
		if line[i] == ' ' || line[i] == '\t' {
			continue
		}
		end := i
		for end < len(line) && line[end] != ' ' && line[end] != '\t' {
			end++
		}
		words = append(words, diagramWord{line[i:end], at + i})
		i = end
	}
	return words
}
