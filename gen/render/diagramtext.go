package render

import (
	"strconv"
	"strings"

	"huoye/gen/book"
)

// sayDiagram holds what is said in place of a diagram.
var sayDiagram = struct {
	title, arrow, dashed, label, pipe, holds book.Text
	note, and, end                           book.Text
}{
	title:  book.Text{ZH: "图", EN: "Diagram"},
	arrow:  book.Text{ZH: "%s 指向 %s", EN: "%s to %s"},
	dashed: book.Text{ZH: "%s 虚线指向 %s", EN: "%s to %s, dashed"},
	label:  book.Text{ZH: "：%s", EN: ": %s"},
	pipe:   book.Text{ZH: "管道 %s", EN: "pipe %s"},
	holds:  book.Text{ZH: "%s 里有 %s", EN: "%s contains %s"},
	note:   book.Text{ZH: "（%s）", EN: " (%s)"},
	and:    book.Text{ZH: "、", EN: ", "},
	end:    book.Text{ZH: "；", EN: "; "},
}

// diagram writes a diagram that stands in the text.
func (p *prose) diagram(d *book.Diagram) {
	picture := drawDiagram(d)
	label := diagramWords(d, p.edition.Lang)
	p.raw(`<figure class="diagram"`)
	p.attr("id", p.id)
	p.id = ""
	p.raw(`>`)
	wide := picture.width > diagramNarrow
	if wide {
		p.ofView = true
		p.openScroll(p.page.view.plain(sayDiagram.title))
	}
	p.raw(`<svg role="img"`)
	p.attr("aria-label", plainVisible(label))
	p.attr("viewBox", "0 0 "+number(picture.width)+" "+number(picture.height))
	p.attr("width", strconv.FormatFloat(picture.width/fontUnits, 'f', 2, 64)+"em")
	p.raw(`>`, picture.svg(), `</svg>`)
	if wide {
		p.raw(`</div>`)
	}
	p.raw("</figure>\n")
}

// diagramWords says what a diagram shows.
func diagramWords(d *book.Diagram, l book.Lang) string {
	say := func(t book.Text, args ...any) string { return format(t, args...).In(l) }
	var parts []string
	for _, g := range d.Groups {
		var names []string
		for _, inner := range d.Groups {
			if inner.Parent == g {
				names = append(names, inner.Name)
			}
		}
		for _, n := range d.Nodes {
			if n.Group == g {
				names = append(names, diagramName(n, l))
			}
		}
		name := g.Name
		if g.Note != "" {
			name += say(sayDiagram.note, g.Note)
		}
		parts = append(parts, say(sayDiagram.holds, name, strings.Join(names, sayDiagram.and.In(l))))
	}
	used := make(map[*book.DiagramNode]bool)
	for _, e := range d.Edges {
		used[e.From], used[e.To] = true, true
	}
	for _, n := range d.Nodes {
		if !used[n] && n.Group == nil {
			parts = append(parts, diagramName(n, l))
		}
	}
	named := make(map[*book.DiagramNode]bool)
	name := func(n *book.DiagramNode) string {
		if named[n] || n.Group != nil {
			return n.Name
		}
		named[n] = true
		return diagramName(n, l)
	}
	for _, e := range d.Edges {
		from, to := e.From, e.To
		if e.Back {
			from, to = to, from
		}
		t := sayDiagram.arrow
		if e.Dashed {
			t = sayDiagram.dashed
		}
		s := say(t, name(from), name(to))
		if e.Label != "" {
			s += say(sayDiagram.label, e.Label)
		}
		parts = append(parts, s)
	}
	return labelled(sayDiagram.title, book.Text{}).In(l) + strings.Join(parts, sayDiagram.end.In(l))
}

// diagramName is a node in words.
func diagramName(n *book.DiagramNode, l book.Lang) string {
	s := n.Name
	if n.Pipe && !strings.Contains(strings.ToLower(s), "pipe") && !strings.Contains(s, "管道") &&
		!strings.Contains(s, "队列") && !strings.Contains(s, "queue") {
		s = format(sayDiagram.pipe, s).In(l)
	}
	if n.Note != "" {
		s += format(sayDiagram.note, n.Note).In(l)
	}
	return s
}
