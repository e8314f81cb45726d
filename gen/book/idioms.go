package book

import (
	"maps"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/problem"
)

const idiomsFile = "content/python.yaml"

// Idiom is a way to say something in Python, with Go's answer.
type Idiom struct {
	Python []string // pieces of code
	Go     []string
	See    []See // where the book shows it, at least one
	Note   Text  // the difference that matters; code between backquotes
}

// See is a place in the book: a program, or a chapter as a whole.
type See struct {
	Chapter *Chapter
	Program *Program // of the chapter; nil for all of it
}

// readIdioms reads python.yaml, which a book need not have. The chapters and
// programs are known by now.
func (l *loader) readIdioms() error {
	y, entries, err := l.readList(idiomsFile, "idioms")
	if err != nil {
		return err
	}
	for _, n := range entries {
		f := y.fields(n, "an idiom", "python", "go", "see", "note")
		if f == nil || !y.require(f, "python", "go", "see", "note") {
			continue
		}
		i := &Idiom{
			Python: y.code(f.values["python"], "python"),
			Go:     y.code(f.values["go"], "go"),
			See:    l.see(y, f.values["see"]),
		}
		i.Note, _ = y.bilingual(f.values["note"], "the note")
		l.book.Idioms = append(l.book.Idioms, i)
	}
	return nil
}

// code reads one piece of code, or a list of them.
func (y *yamlText) code(n ast.Node, key string) []string {
	list := []ast.Node{n}
	if seq, ok := n.(*ast.SequenceNode); ok {
		list = seq.Values
		if len(list) == 0 {
			y.problem(y.nodeOffset(n), problem.YAMLValue, "%s is an empty list; write the code", key)
		}
	}
	var pieces []string
	for _, n := range list {
		if s, ok := y.phrase(n, key); ok {
			pieces = append(pieces, s)
		}
	}
	return pieces
}

// see reads the names of chapters and programs.
func (l *loader) see(y *yamlText, n ast.Node) []See {
	list, ok := y.list(n, "see")
	if ok && len(list) == 0 {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "see is an empty list; name a chapter or a program that shows the idiom")
	}
	var all []See
	for _, n := range list {
		name, ok := y.phrase(n, "the name of a chapter or program")
		if !ok {
			continue
		}
		see := See{Chapter: l.book.chapters[name]}
		if p := l.book.programs[name]; p != nil {
			see = See{l.book.chapters[p.Chapter], p}
		}
		if see.Chapter == nil {
			names := slices.Sorted(maps.Keys(l.book.chapters))
			for _, p := range l.book.Programs {
				if l.book.chapters[p.Chapter] != nil {
					names = append(names, p.Name)
				}
			}
			y.problem(y.nodeOffset(n), problem.LinkTarget, "the book has no chapter or program %q%s", name,
				problem.Suggest(name, names, "name a chapter of "+bookFile+", or chapter/program"))
			continue
		}
		all = append(all, see)
	}
	return all
}
