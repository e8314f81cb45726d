package book

import (
	"bytes"
	"go/ast"
	"go/token"
	"strings"
)

// markers reads what the comments of a Go file say to the generator: where
// its regions lie, and which comments are in which language.
type markers struct {
	*textFile
	fset    *token.FileSet
	regions []Region
	open    []openRegion // not yet closed, outermost first
}

type openRegion struct {
	name string
	line int
	at   int
}

// readMarkers returns the regions of a file in the order of their first lines
// and reports markers and comment pairs that are not as they should be.
func readMarkers(f *textFile, fset *token.FileSet, file *ast.File) []Region {
	m := &markers{textFile: f, fset: fset}
	for _, group := range file.Comments {
		for _, c := range group.List {
			m.marker(c)
		}
		m.pairs(group.List)
	}
	for _, r := range m.open {
		m.problem(r.at, "region %s is not closed; add // endregion", r.name)
	}
	return m.regions
}

// at is the offset of c in the file. Line directives do not count.
func (m *markers) at(c *ast.Comment) int {
	return m.fset.PositionFor(c.Pos(), false).Offset
}

// ownLine reports whether nothing but space precedes offset on its line.
func (m *markers) ownLine(offset int) bool {
	line := m.lines[m.position(offset).Line-1]
	return len(bytes.TrimSpace(m.src[line:offset])) == 0
}

func (m *markers) marker(c *ast.Comment) {
	words := strings.Fields(strings.TrimPrefix(c.Text, "//"))
	if len(words) == 0 || !strings.HasPrefix(c.Text, "//") {
		return
	}
	word := strings.TrimPrefix(words[0], "#")
	if word != "region" && word != "endregion" {
		return
	}
	at := m.at(c)
	if !strings.HasPrefix(c.Text, "// "+word) {
		m.problem(at, "write the marker as // %s", word)
		return
	}
	if !m.ownLine(at) {
		m.problem(at, "a region's marker stands on a line of its own")
		return
	}
	if word == "region" {
		m.begin(at, words[1:])
	} else {
		m.end(at, words[1:])
	}
}

func (m *markers) begin(at int, names []string) {
	line := m.position(at).Line
	name := strings.Join(names, " ")
	switch {
	case name == "":
		m.problem(at, "the region has no name; write // region NAME")
	case !isSlug(name):
		m.problem(at, "the region name %q is no slug; %s%s", name, slugRule, slugify(name))
	default:
		for _, r := range m.regions {
			if r.Name == name {
				m.problem(at, "region %s is already defined in line %d; choose another name", name, r.First-1)
			}
		}
	}
	m.regions = append(m.regions, Region{Name: name, First: line + 1})
	m.open = append(m.open, openRegion{name, line, at})
}

func (m *markers) end(at int, names []string) {
	if len(names) > 0 {
		m.problem(at, "write // endregion without a name; it closes the last region opened")
	}
	if len(m.open) == 0 {
		m.problem(at, "// endregion without a // region before it; remove it")
		return
	}
	open := m.open[len(m.open)-1]
	m.open = m.open[:len(m.open)-1]
	last := m.position(at).Line - 1
	if last == open.line {
		m.problem(open.at, "region %s is empty; remove it", open.name)
	}
	for i := range m.regions {
		if m.regions[i].First == open.line+1 {
			m.regions[i].Last = last
		}
	}
}

// pairs checks that each stretch of Chinese lines in a comment is followed by
// its English one.
func (m *markers) pairs(list []*ast.Comment) {
	for i := 0; i < len(list); {
		at, lang := m.at(list[i]), m.lang(list[i])
		i++
		if lang == "" {
			continue
		}
		for i < len(list) && m.lang(list[i]) == lang {
			i++
		}
		if lang == EN {
			m.problem(at, "// en: without its partner; put // zh: above it")
			continue
		}
		if i == len(list) || m.lang(list[i]) != EN {
			m.problem(at, "// zh: without its partner; put // en: below it")
			continue
		}
		for i < len(list) && m.lang(list[i]) == EN {
			i++
		}
	}
}

// lang is the language of a comment for readers, "" for all other comments.
func (m *markers) lang(c *ast.Comment) Lang {
	text, ok := strings.CutPrefix(c.Text, "//")
	if !ok {
		return ""
	}
	text = strings.TrimLeft(text, " \t")
	if len(text) < 3 {
		return ""
	}
	lang := Lang(strings.ToLower(text[:2]))
	if lang != ZH && lang != EN {
		return ""
	}
	rest, ok := strings.CutPrefix(text[2:], ":")
	if !ok {
		rest, ok = strings.CutPrefix(text[2:], "：")
	}
	if !ok {
		return ""
	}
	at := m.at(c)
	if want := "// " + string(lang) + ": "; !strings.HasPrefix(c.Text, want) && strings.TrimSpace(rest) != "" {
		m.problem(at, "write the comment as // %s: …, with a space on each side of the text", lang)
	}
	if strings.TrimSpace(rest) == "" {
		m.problem(at, "the comment says nothing; write it or remove both of the pair")
	}
	if !m.ownLine(at) {
		m.problem(at, "a comment in two languages stands on lines of its own")
	}
	return lang
}
