package render

import (
	"cmp"
	"math"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark/ast"

	"huoye/gen/book"
)

// TestDiagramPlaces holds that nothing in a diagram lies on anything else,
// whatever its direction.
func TestDiagramPlaces(t *testing.T) {
	for _, d := range diagrams(t, []string{
		"a --> b",
		"a -- a long label --> b (with a second line) <-- x -- c",
		"a\n  b\n    c\n    d\n  -- Wait --> e\n  f",
		"p {\n  a --> b --> c --> d\n}\nq {\n  e --> f\n}\nb --> e\nf --> c",
		"一个很长的名字 (注) {\n  p {\n    a\n    b\n  }\n  c\n}\na --> d\nb --> d\nc -- e --> d",
		"m\n  -- in --> a\n  <-- out -- a\n  -- in --> b\n  <-- out -- b\na --> [s]\nb --> [s]",
	}) {
		for _, down := range []bool{false, true} {
			checkPlaces(t, layDiagram(d, down))
		}
	}
}

// TestDiagramsOfTheBook holds the same of those that readers see, as they see them.
func TestDiagramsOfTheBook(t *testing.T) {
	b, problems, err := book.Load("../..")
	if err := cmp.Or(err, problems.Err()); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, c := range b.Chapters {
		content, err := b.Content(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range content.Blocks {
			for _, l := range book.Langs {
				n, ok := block.In(l).(*ast.FencedCodeBlock)
				if !ok {
					continue
				}
				if d := content.In(l).Diagram(n); d != nil {
					checkPlaces(t, drawDiagram(d))
					count++
				}
			}
		}
	}
	if count == 0 {
		t.Error("the book has no diagrams")
	}
}

// diagrams loads a book with these.
func diagrams(t *testing.T, sources []string) []*book.Diagram {
	text := ""
	for _, src := range sources {
		text += "```diagram\n" + src + "\n```\n\n"
	}
	b, _ := loadBook(t, []txtar.File{{Name: "zh.md", Data: []byte(text)}, {Name: "en.md", Data: []byte(text)}})
	var list []*book.Diagram
	content, err := b.Content(b.Chapters[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range content.Blocks {
		list = append(list, content.In(book.ZH).Diagram(block.ZH.(*ast.FencedCodeBlock)))
	}
	if len(list) != len(sources) {
		t.Fatalf("%d diagrams, want %d", len(list), len(sources))
	}
	return list
}

func checkPlaces(t *testing.T, p *diagramPicture) {
	t.Helper()
	first := p.Nodes[0].Name
	for i, n := range p.Nodes {
		for _, m := range p.Nodes[:i] {
			if overlap(*p.boxes[n], *p.boxes[m]) {
				t.Errorf("%s, down %v: %s lies on %s", first, p.down, n.Name, m.Name)
			}
		}
		for _, g := range p.Groups {
			if !n.Group.In(g) && overlap(*p.boxes[n], p.frameOf(g)) {
				t.Errorf("%s, down %v: %s lies in %s", first, p.down, n.Name, g.Name)
			}
		}
		b := p.boxes[n]
		if b.x < 0 || b.y < 0 || b.x+b.w > p.width || b.y+b.h > p.height {
			t.Errorf("%s, down %v: %s lies outside", first, p.down, n.Name)
		}
	}
	for i, g := range p.Groups {
		for _, h := range p.Groups[:i] {
			if !g.In(h) && overlap(p.frameOf(g), p.frameOf(h)) {
				t.Errorf("%s, down %v: %s lies on %s", first, p.down, g.Name, h.Name)
			}
		}
	}
	var labels []diagramBox
	for _, e := range p.Edges {
		if e.Label == "" {
			continue
		}
		x, y := p.labelPlace(e)
		w := textWidth(e.Label, noteUnits)
		label := diagramBox{x - w/2, y - 6, w, 12}
		for _, other := range labels {
			if overlap(label, other) {
				t.Errorf("%s, down %v: the label %s lies on another", first, p.down, e.Label)
			}
		}
		for _, other := range p.Edges {
			if overlap(label, p.tipPlace(other)) {
				t.Errorf("%s, down %v: the label %s lies on the tip of an arrow to %s", first, p.down, e.Label, other.To.Name)
			}
			if other != e && p.crosses(other, label) {
				t.Errorf("%s, down %v: the label %s lies on an arrow to %s", first, p.down, e.Label, other.To.Name)
			}
		}
		for _, n := range p.Nodes {
			if overlap(label, *p.boxes[n]) {
				t.Errorf("%s, down %v: the label %s lies on %s", first, p.down, e.Label, n.Name)
			}
		}
		labels = append(labels, label)
	}
}

// tipPlace is the box around the tip of e.
func (p *diagramPicture) tipPlace(e *book.DiagramEdge) diagramBox {
	path := p.edges[e]
	x, y, back := path.x[3], path.y[3], diagramTip
	if e.Back {
		x, y, back = path.x[0], path.y[0], 0.0
	}
	if p.down {
		return diagramBox{x - 3.5, y - back, 7, diagramTip}
	}
	return diagramBox{x - back, y - 3.5, diagramTip, 7}
}

// crosses reports whether e runs through a box.
func (p *diagramPicture) crosses(e *book.DiagramEdge, box diagramBox) bool {
	path := p.edges[e]
	const steps = 100
	for i := range len(path.x) - 1 {
		for s := range steps + 1 {
			part := float64(s) / steps
			x, y := path.x[i]+part*(path.x[i+1]-path.x[i]), path.y[i]+part*(path.y[i+1]-path.y[i])
			if overlap(box, diagramBox{x - .5, y - .5, 1, 1}) {
				return true
			}
		}
	}
	return false
}

func overlap(a, b diagramBox) bool {
	const near = .01
	return math.Min(a.x+a.w, b.x+b.w)-math.Max(a.x, b.x) > near &&
		math.Min(a.y+a.h, b.y+b.h)-math.Max(a.y, b.y) > near
}
