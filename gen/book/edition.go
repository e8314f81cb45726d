package book

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"huoye/gen/problem"
)

// loadEdition reads the Markdown of e and reports what is wrong with it by
// itself. other is the chapter's edition that was read before, nil for the
// first. The body is nil if it could not be read as text.
func (l *loader) loadEdition(e *Edition, other *Body) (*Body, error) {
	f, ok, err := l.read(e.entry())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // it was there when the directory was listed
	}
	if err != nil || !ok || !checkLines(f) {
		return nil, err
	}
	sum := f.sum()
	e.known = string(sum[:]) // the rest is known when its chapter has been read
	return l.parseEdition(e, f, other), nil
}

// maxLine bounds a line of Markdown. Beyond it, some texts take the parser a
// time that grows with the square of their length.
const maxLine = 32 << 10

func checkLines(f *textFile) bool {
	for i, start := range f.lines {
		end := len(f.src)
		if i+1 < len(f.lines) {
			end = f.lines[i+1]
		}
		if end-start > maxLine {
			f.problem(start, problem.FileSize, "a line longer than %d KiB; break the paragraph", maxLine>>10)
			return false
		}
	}
	return true
}

// parseEdition fills e from its text and reports what is wrong with that. The
// body is nil if it is not known where the text begins.
func (l *loader) parseEdition(e *Edition, f *textFile, other *Body) *Body {
	b := &Body{Edition: e, file: f, other: other}
	if !b.frontMatter(f) {
		return nil
	}
	doc, pc := l.parse(b)
	e.sound = true
	b.readHeadings()
	b.check(l.book, doc)
	b.reportUnused(pc)
	if b.Footnotes != nil {
		b.check(l.book, b.Footnotes)
	}
	b.checkProse(doc, l.lexicons[e.Lang])
	return b
}

// parse parses the source of b and sets its blocks and footnotes.
func (l *loader) parse(b *Body) (ast.Node, parser.Context) {
	pc := parser.NewContext()
	r := text.NewReader(b.Source)
	for _, at := r.Position(); at.Start < b.begin; _, at = r.Position() {
		r.AdvanceLine() // over the front matter
	}
	doc := l.book.markdown.Parse(r, parser.WithContext(pc))
	(&embedder{l.book, b}).transform(doc)
	for n := doc.FirstChild(); n != nil; {
		next := n.NextSibling()
		switch n := n.(type) {
		case *extast.FootnoteList:
			b.Footnotes = n
			doc.RemoveChild(doc, n)
		case *ast.LinkReferenceDefinition:
		case *ast.Heading:
			b.heads = append(b.heads, n)
			b.blocks = append(b.blocks, n)
		default:
			b.blocks = append(b.blocks, n)
		}
		n = next
	}
	return doc, pc
}

// readHeadings collects the headings of e and reports those that cannot be.
func (e *Body) readHeadings() {
	level := 1
	first := map[string]int{}
	for _, h := range e.heads {
		heading := Heading{Level: h.Level, Text: PlainText(e.Source, h)}
		e.checkLevel(h, level)
		level = max(h.Level, 2)
		heading.ID = e.headingID(h, heading.Text)
		if at, ok := first[heading.ID]; ok {
			e.file.problem(h.Pos(), problem.HeadingID, "heading id %q is already used in line %d; choose another",
				heading.ID, e.file.position(at).Line)
		} else if heading.ID != "" {
			first[heading.ID] = h.Pos()
		}
		e.Headings = append(e.Headings, heading)
	}
}

// checkLevel reports a heading of level 1 and one that skips a level.
func (e *Body) checkLevel(h *ast.Heading, above int) {
	switch {
	case h.Level == 1:
		e.file.problem(h.Pos(), problem.Heading, "a heading of level 1; the title stands in the front matter, begin with ##")
	case h.Level > above+1:
		e.file.problem(h.Pos(), problem.Heading, "a heading of level %d below one of level %d; write %s",
			h.Level, above, strings.Repeat("#", above+1))
	}
}

// headingID returns the explicit id of h, "" if it has none that is right.
func (e *Body) headingID(h *ast.Heading, text string) string {
	id := ""
	for _, a := range h.Attributes() {
		value, _ := a.Value.([]byte)
		if string(a.Name) == "id" {
			id = string(value)
			continue
		}
		e.file.problem(h.Pos(), problem.HeadingID, "a heading has no attribute but its id; remove %s", a.Name)
	}
	switch {
	case text == "":
		e.file.problem(h.Pos(), problem.Heading, "the heading is empty; write its text or remove it")
	case id == "" && strings.Contains(text, "{#"):
		e.file.problem(h.Pos(), problem.HeadingID, "the heading's id is not at its end; end the line with {#id}")
	case id == "":
		e.file.problem(h.Pos(), problem.HeadingID, "the heading has no id; end the line with {#id}, the same in both editions")
	case !isSlug(id):
		e.file.problem(h.Pos(), problem.HeadingID, "the heading id %q is no slug; %s%s", id, slugRule, slugify(id))
	}
	return id
}
