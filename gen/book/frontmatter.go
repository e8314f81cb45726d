package book

import (
	"bytes"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/problem"
)

// frontMatter reads the front matter of e's file. It reports what is missing, and
// whether it is known where the text begins.
func (e *Body) frontMatter(f *textFile) bool {
	e.Source = f.src
	front, ok := cutFrontMatter(f.src)
	if !ok {
		f.problem(0, problem.FrontMatter, "front matter is missing; begin the file with the lines ---, title: …, ---")
		return true
	}
	const open = len("---\n")
	if front == nil {
		f.problem(0, problem.FrontMatter, "front matter is not closed; end it with a line ---")
		return false
	}
	e.begin = open + len(front)
	if i := bytes.IndexByte(f.src[e.begin:], '\n'); i >= 0 {
		e.begin += i + 1
	} else {
		e.begin = len(f.src)
	}
	y := &yamlText{f, 2}
	n, ok := y.parse(front)
	if !ok {
		return true
	}
	m := y.fields(n, "the front matter", "title", "description")
	if m == nil || !y.require(m, "title") {
		return true
	}
	e.Title, _ = y.phrase(m.values["title"], "the title")
	e.titleAt = y.nodeOffset(m.values["title"])
	e.noteFront(y, m.values["title"], e.Title, true)
	if n, ok := m.values["description"]; ok {
		e.Description, _ = y.phrase(n, "the description")
		e.descriptionAt = y.nodeOffset(n)
		e.noteFront(y, n, e.Description, false)
	}
	return true
}

// noteFront notes where a value of the front matter stands, if it does so
// letter by letter.
func (e *Body) noteFront(y *yamlText, n ast.Node, value string, title bool) {
	at := y.nodeOffset(n)
	if at < len(y.src) && (y.src[at] == '"' || y.src[at] == '\'') {
		at++
	}
	if bytes.HasPrefix(y.src[min(at, len(y.src)):], []byte(value)) {
		e.front = append(e.front, span{at, at + len(value), title})
	}
}

// cutFrontMatter returns what lies between the first line, ---, and the next
// such line. ok is false if the first line is another; front is nil if the
// second is missing.
func cutFrontMatter(src []byte) (front []byte, ok bool) {
	rest, ok := bytes.CutPrefix(src, []byte("---\n"))
	if !ok {
		return nil, false
	}
	for at := 0; at < len(rest); {
		line, _, _ := bytes.Cut(rest[at:], []byte{'\n'})
		if string(bytes.TrimRight(line, " ")) == "---" {
			return rest[:at:at], true
		}
		at += len(line) + 1
	}
	return nil, true
}
