package book

import (
	"bytes"
	"path"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"huoye/gen/problem"
)

// KindEmbed is the node kind of [Embed].
var KindEmbed = ast.NewNodeKind("Embed")

// Kind implements ast.Node.
func (e *Embed) Kind() ast.NodeKind { return KindEmbed }

// Dump implements ast.Node.
func (e *Embed) Dump(source []byte, level int) {
	ast.DumpHelper(e, source, level, map[string]string{"Dest": e.dest}, nil)
}

// embedder replaces the embed links of an edition by embeds.
type embedder struct {
	book *Book
	body *Body
}

// transform replaces the embed links below n.
func (m *embedder) transform(n ast.Node) {
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		switch c.(type) {
		case *ast.Paragraph:
			m.paragraph(n, c)
		case *ast.Blockquote, *Callout, *ast.List, *ast.ListItem, *extast.Footnote, *extast.FootnoteList:
			m.transform(c)
		}
		c = next
	}
}

// paragraph replaces paragraph p of parent if it is only one link to a file
// under snippets/. A bad one is replaced too, so that it counts as a block.
func (m *embedder) paragraph(parent, p ast.Node) {
	link, ok := p.FirstChild().(*ast.Link)
	if !ok || p.ChildCount() != 1 {
		return
	}
	name, fragment, ok := bookPath(m.body.Edition, string(link.Destination))
	if !ok || !strings.HasPrefix(name, "snippets/") {
		return
	}
	f := m.body.file
	if inside := notEmbeddable(parent); inside != "" {
		f.problem(link.Pos(), problem.EmbedForm, "an embed link cannot stand inside %s; "+
			"move it out, or make it part of a sentence", inside)
		return
	}
	e := &Embed{
		Caption: PlainText(m.body.Source, link),
		dest:    strings.TrimPrefix(name, "snippets/"),
		title:   string(link.Title),
		link:    link,
	}
	if fragment != "" {
		e.dest += "#" + fragment
	}
	e.SetPos(p.Pos())
	e.SetBlankPreviousLines(p.HasBlankPreviousLines())
	parent.ReplaceChild(parent, p, e)
	if e.Caption == "" {
		f.problem(link.Pos(), problem.EmbedForm, "the embed link has no text; write its caption between the brackets")
	}
	if !m.target(e, link, name) {
		m.body.badEmbed = true
		return
	}
	for _, option := range strings.Fields(e.title) {
		m.option(e, link, option)
	}
	m.checkMarks(e, link)
}

// notEmbeddable names the node around n that may hold no embeds, if any.
func notEmbeddable(n ast.Node) string {
	for ; n != nil; n = n.Parent() {
		switch n.(type) {
		case *ast.ListItem:
			return "a list"
		case *extast.Footnote:
			return "a footnote"
		}
	}
	return ""
}

// target finds what e shows.
func (m *embedder) target(e *Embed, link *ast.Link, name string) bool {
	f := m.body.file
	at := destOffset(f, link)
	if ext := path.Ext(name); ext != ".go" && ext != ".golden" {
		f.problem(at, problem.EmbedTarget, "only .go and .golden files can be shown; "+
			"for a link to %s, make it part of a sentence", path.Base(name))
		return false
	}
	t, err := m.book.Resolve(m.body.Edition, string(link.Destination))
	if err != nil {
		f.problem(at, problem.EmbedTarget, "%v", err)
		return false
	}
	isFile := t.Source != nil || t.Run != nil || path.Ext(name) == ".golden" && !t.Program.runsSound
	if !isFile || path.Dir(name) != t.Program.Dir {
		f.problem(at, problem.EmbedTarget, "%s is not a file of a program; link to snippets/<chapter>/<program>/", name)
		return false
	}
	e.Program, e.Source, e.Region, e.Run = t.Program, t.Source, t.Region, t.Run
	return true
}

// option reads lines=3-9 or mark=5.
func (m *embedder) option(e *Embed, link *ast.Link, option string) {
	f := m.body.file
	at := optionOffset(f, link, option)
	key, value, ok := strings.Cut(option, "=")
	if key != "lines" && key != "mark" {
		f.problem(at, problem.EmbedOption, "unknown option %q; the options are lines=3-9 and mark=5", option)
		return
	}
	if e.Source == nil {
		f.problem(at, problem.EmbedOption, "an output has no options; remove %s", option)
		return
	}
	lines, valid := parseLines(value)
	if !ok || !valid {
		f.problem(at, problem.EmbedOption, "%s must be a line or a range of lines, such as %s=3-9; found %q", key, key, value)
		return
	}
	count := e.Source.lines()
	switch {
	case lines[1] > count && e.Source.sound:
		f.problem(at, problem.EmbedOption, "%s is outside the file, which has %d lines", option, count)
	case key == "mark":
		e.Marks = append(e.Marks, lines)
	case e.Region != nil || strings.Contains(e.dest, "#"):
		f.problem(at, problem.EmbedOption, "lines= is for whole files; remove it, or the region")
	case e.First != 0:
		f.problem(at, problem.EmbedOption, "lines= is given twice; remove one")
	default:
		e.First, e.Last = lines[0], lines[1]
	}
}

// checkMarks reports marked lines that are not shown.
func (m *embedder) checkMarks(e *Embed, link *ast.Link) {
	first, last := e.First, e.Last
	if e.Region != nil {
		first, last = e.Region.First, e.Region.Last
	}
	if first == 0 {
		return
	}
	for _, mark := range e.Marks {
		if mark[0] < first || mark[1] > last {
			option := "mark=" + formatLines(mark)
			m.body.file.problem(optionOffset(m.body.file, link, option), problem.EmbedOption,
				"%s is outside the lines shown, %d-%d; lines are numbered as in the file", option, first, last)
		}
	}
}

// parseLines reads 5 or 3-9.
func parseLines(s string) (lines [2]int, ok bool) {
	from, to, isRange := strings.Cut(s, "-")
	if !isRange {
		to = from
	}
	first, err1 := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	return [2]int{first, last}, err1 == nil && err2 == nil && 0 < first && first <= last
}

func formatLines(lines [2]int) string {
	if lines[0] == lines[1] {
		return strconv.Itoa(lines[0])
	}
	return strconv.Itoa(lines[0]) + "-" + strconv.Itoa(lines[1])
}

// destOffset is where link's destination stands, or link itself if that is
// elsewhere, in a reference definition.
func destOffset(f *textFile, link *ast.Link) int {
	return offsetIn(f, link, "]("+string(link.Destination), len("]("))
}

func optionOffset(f *textFile, link *ast.Link, option string) int {
	return offsetIn(f, link, option, 0)
}

// offsetIn finds s after the start of link, skip bytes into it.
func offsetIn(f *textFile, link *ast.Link, s string, skip int) int {
	at := max(link.Pos(), 0)
	if i := bytes.Index(f.src[at:], []byte(s)); i >= 0 && link.Reference == nil {
		return at + i + skip
	}
	return at
}
