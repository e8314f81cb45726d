package book

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/problem"
)

// Outline reads what the book in dir is said to hold: its parts and chapters,
// without their editions, and its programs with their runs. It is for those who
// name them or add to them while the book may not be sound: what cannot be read
// is missing, with a problem for it.
func Outline(dir string) (*Book, problem.List, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the book: %w", err)
	}
	defer root.Close()
	l := newLoader(root, dir)
	list, err := l.readBookFile()
	if err != nil {
		return nil, nil, err
	}
	if list != nil {
		l.book.Parts = list.parts
		for _, c := range list.chapters {
			l.addChapter(c)
		}
	}
	if l.book.Programs, err = l.programDirs(); err != nil {
		return nil, nil, err
	}
	if err := parallel(l.book.Programs, l.loadProgram); err != nil {
		return nil, nil, err
	}
	return l.book, l.probs.sorted(), nil
}

// CheckSlug reports why name cannot name a program, or a chapter.
func CheckSlug(name string, chapter bool) error {
	switch {
	case !isSlug(name):
		return fmt.Errorf("the name %q is no slug; %s%s", name, slugRule, slugify(name))
	case chapter && slices.Contains(reserved, name):
		return fmt.Errorf("a page of every book has the name %q; choose another for the chapter", name)
	}
	return nil
}

// ListChapter returns the text of book.yaml, src, with one more chapter at the
// end of the part with a number from 1, or of the last part for 0. All else
// stays as it is, comments and layout included.
func ListChapter(src []byte, slug string, part int) ([]byte, error) {
	y := &yamlText{newTextFile(bookFile, src, new(problems)), 1}
	parts := y.chapterNodes()
	switch {
	case len(parts) == 0:
		return nil, fmt.Errorf("%s has no parts with chapters that could be read; mend it first", bookFile)
	case part < 0 || part > len(parts):
		return nil, fmt.Errorf("there is no part %d: %s has parts 1 to %d", part, bookFile, len(parts))
	case part == 0:
		part = len(parts)
	}
	slugs := parts[part-1]
	var edited []byte
	if last := slugs.Values[len(slugs.Values)-1]; slugs.IsFlowStyle {
		edited = y.insertFlow(last, slug)
	} else {
		edited = y.insertBlock(last, slug)
	}
	// YAML has more forms than an edit of text can know.
	want := chapterSlugs(parts)
	want[part-1] = append(want[part-1], slug)
	again := &yamlText{newTextFile(bookFile, edited, new(problems)), 1}
	if got := chapterSlugs(again.chapterNodes()); !slices.EqualFunc(got, want, slices.Equal) {
		return nil, fmt.Errorf("%s is written in a way that is hard to add to; list the chapter %s yourself", bookFile, slug)
	}
	if bytes.Count(src, []byte("\r\n")) == bytes.Count(src, []byte("\n")) {
		edited = bytes.ReplaceAll(edited, []byte("\n"), []byte("\r\n"))
	}
	return edited, nil
}

// chapterNodes are the lists of chapters of all parts; nil if one cannot be
// read.
func (y *yamlText) chapterNodes() []*ast.SequenceNode {
	root, ok := y.parse(y.src)
	if !ok {
		return nil
	}
	top := y.fields(root, "book.yaml", "title", "tagline", "url", "repository", "parts")
	if top == nil {
		return nil
	}
	parts, _ := y.list(top.values["parts"], "parts")
	var lists []*ast.SequenceNode
	for _, n := range parts {
		f := y.fields(n, "a part", "title", "chapters")
		if f == nil {
			return nil
		}
		slugs, ok := f.values["chapters"].(*ast.SequenceNode)
		if !ok || len(slugs.Values) == 0 {
			return nil
		}
		lists = append(lists, slugs)
	}
	return lists
}

func chapterSlugs(lists []*ast.SequenceNode) [][]string {
	var slugs [][]string
	for _, list := range lists {
		var part []string
		for _, n := range list.Values {
			s, _ := scalarText(n)
			part = append(part, s)
		}
		slugs = append(slugs, part)
	}
	return slugs
}

// insertBlock adds a line with slug below the line of n.
func (y *yamlText) insertBlock(n ast.Node, slug string) []byte {
	at := y.nodeOffset(n)
	start := bytes.LastIndexByte(y.src[:at], '\n') + 1
	end := len(y.src)
	if i := bytes.IndexByte(y.src[at:], '\n'); i >= 0 {
		end = at + i
	}
	return y.insert(end, "\n"+string(y.src[start:at])+slug)
}

// insertFlow adds slug after n, on a line of its own if n has one.
func (y *yamlText) insertFlow(n ast.Node, slug string) []byte {
	at := y.nodeOffset(n)
	end := at + y.scalarLen(at)
	start := bytes.LastIndexByte(y.src[:at], '\n') + 1
	indent := string(y.src[start:at])
	line, _, more := bytes.Cut(y.src[end:], []byte{'\n'})
	rest, comma := bytes.CutPrefix(bytes.TrimLeft(line, " \t"), []byte{','})
	ends := len(bytes.TrimSpace(rest)) == 0 || bytes.HasPrefix(bytes.TrimSpace(rest), []byte{'#'})
	switch {
	case strings.TrimSpace(indent) != "" || !more || !ends:
		return y.insert(end, ", "+slug)
	case comma:
		return y.insert(end+len(line), "\n"+indent+slug+",")
	}
	edited := y.insert(end+len(line), "\n"+indent+slug)
	return slices.Insert(edited, end, ',')
}

// scalarLen is the length of the scalar at offset at as it is written.
func (y *yamlText) scalarLen(at int) int {
	text := y.src[at:]
	if quote := text[0]; quote == '"' || quote == '\'' {
		return bytes.IndexByte(text[1:], quote) + 2 // no slug needs an escape
	}
	if i := bytes.IndexAny(text, ",] \t\n"); i >= 0 {
		return i
	}
	return len(text)
}

func (y *yamlText) insert(at int, text string) []byte {
	return slices.Insert(slices.Clone(y.src), at, []byte(text)...)
}
