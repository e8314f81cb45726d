package book

import (
	"bytes"
	"go/ast"
	"go/token"
	"regexp"
	"strings"

	"huoye/gen/problem"
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
		m.problem(r.at, problem.Region, "the region begun here is not closed; add // endregion")
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
		m.problem(at, problem.Region, "write the marker as // %s", word)
	}
	if !m.ownLine(at) {
		m.problem(at, problem.Region, "a region's marker stands on a line of its own; move it there")
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
		m.problem(at, problem.Region, "the region has no name; write // region NAME")
	case !isSlug(name):
		m.problem(at, problem.Slug, "the region name %q is no slug; %s%s", name, slugRule, slugify(name))
	default:
		for _, r := range m.regions {
			if r.Name == name {
				m.problem(at, problem.NameTaken, "region %s is already defined in line %d; choose another name", name, r.First-1)
			}
		}
	}
	m.regions = append(m.regions, Region{Name: name, First: line + 1})
	m.open = append(m.open, openRegion{name, line, at})
}

func (m *markers) end(at int, names []string) {
	if len(names) > 0 {
		m.problem(at, problem.Region, "write // endregion without a name; it closes the last region opened")
	}
	if len(m.open) == 0 {
		m.problem(at, problem.Region, "// endregion without a // region before it; remove it")
		return
	}
	open := m.open[len(m.open)-1]
	m.open = m.open[:len(m.open)-1]
	last := m.position(at).Line - 1
	if last == open.line {
		m.problem(open.at, problem.Region, "region %s is empty; remove it", open.name)
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
	langs := make([]Lang, len(list))
	for i, c := range list {
		langs[i] = m.lang(c)
	}
	for i := 0; i < len(list); {
		first, lang := i, langs[i]
		for i < len(list) && langs[i] == lang {
			i++
		}
		switch {
		case lang == EN:
			m.problem(m.at(list[first]), problem.CommentPair, "// en: without its partner; put // zh: above it")
		case lang == ZH && (i == len(list) || langs[i] != EN):
			m.problem(m.at(list[first]), problem.CommentPair, "// zh: without its partner; put // en: below it")
		case lang == ZH:
			for i < len(list) && langs[i] == EN {
				i++
			}
			if i < len(list) && langs[i] == "" && isText(list[i]) {
				m.problem(m.at(list[i]), problem.CommentPair,
					"a line below a pair, which both languages show; begin it with \"// en: \", or put an empty line above it")
			}
		}
	}
}

// isText reports whether a comment is neither a marker nor a directive.
func isText(c *ast.Comment) bool {
	text, ok := strings.CutPrefix(c.Text, "// ")
	return ok && !strings.HasPrefix(text, "region ") && text != "endregion"
}

// readerComment matches a comment for readers, also one not quite right.
var readerComment = regexp.MustCompile(`^//\s*(?i:(zh|en))\s*[:：]\s*(.*)$`)

// lang is the language of a comment for readers, "" for all other comments.
// It reports one that is not written as it should be.
func (m *markers) lang(c *ast.Comment) Lang {
	match := readerComment.FindStringSubmatch(c.Text)
	if match == nil {
		return ""
	}
	lang, text := Lang(strings.ToLower(match[1])), match[2]
	at := m.at(c)
	switch {
	case !m.ownLine(at):
		m.problem(at, problem.CommentPair, "a comment for readers stands on a line of its own; move it above the code")
		return ""
	case text == "":
		m.problem(at, problem.CommentPair, "the comment says nothing; write it, or remove both of the pair")
	case !strings.HasPrefix(c.Text, "// "+string(lang)+": "):
		m.problem(at, problem.CommentPair, "a comment for readers begins with %q; write it so", "// "+string(lang)+": ")
	}
	return lang
}
