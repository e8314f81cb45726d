package book

import (
	"go/token"
	"net/url"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/problem"
)

const bookFile = "content/book.yaml"

// listing is what book.yaml says, besides the titles.
type listing struct {
	parts    []*Part
	chapters []*Chapter // those listed, in order
	at       []int      // where each is listed in text
	text     *yamlText
}

// readBookFile reads book.yaml into l.book and returns its chapters, which
// have no editions yet. The listing is nil if book.yaml cannot be read at all.
func (l *loader) readBookFile() (*listing, error) {
	e, ok, err := l.stat(bookFile)
	if err != nil {
		return nil, err
	}
	if !ok {
		l.probs.add(token.Position{Filename: bookFile, Line: 1, Column: 1}, problem.BookFile,
			"there is no such file; a book begins with it (-C names the book's directory)")
		return nil, nil
	}
	f, ok, err := l.read(e)
	if !ok || err != nil {
		return nil, err
	}
	y := &yamlText{f, 1}
	root, ok := y.parse(f.src)
	if !ok {
		return nil, nil
	}
	top := y.fields(root, "book.yaml", "title", "tagline", "url", "repository", "parts")
	if top == nil {
		return nil, nil
	}
	if y.require(top, "title") {
		l.book.Title, _ = y.bilingual(top.values["title"], "the book's title")
	}
	if n, ok := top.values["tagline"]; ok {
		l.book.Tagline, _ = y.bilingual(n, "the tagline")
	}
	if n, ok := top.values["url"]; ok {
		l.book.URL = y.webAddress(n, "url")
		if l.book.URL != "" {
			l.book.URL += "/"
		}
	}
	if n, ok := top.values["repository"]; ok {
		l.book.Repository = y.webAddress(n, "repository")
	}
	if !y.require(top, "parts") {
		return nil, nil
	}
	return y.parts(top.values["parts"]), nil
}

// webAddress reads an absolute address and returns it without final slash.
func (y *yamlText) webAddress(n ast.Node, what string) string {
	s, ok := y.phrase(n, what)
	if !ok {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" ||
		u.RawQuery != "" || u.Fragment != "" {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s must be a web address such as https://example.org/book", what)
		return ""
	}
	return strings.TrimRight(s, "/")
}

func (y *yamlText) parts(n ast.Node) *listing {
	parts, ok := y.list(n, "parts")
	if !ok {
		return nil
	}
	if len(parts) == 0 {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "a book has at least one part")
		return nil
	}
	list := &listing{text: y}
	first := map[string]int{}
	for _, n := range parts {
		f := y.fields(n, "a part", "title", "chapters")
		if f == nil {
			continue
		}
		y.require(f, "title", "chapters")
		part := &Part{}
		if n, ok := f.values["title"]; ok {
			part.Title, _ = y.bilingual(n, "a part's title")
		}
		if n, ok := f.values["chapters"]; ok {
			y.chapters(n, part, list, first)
		}
		list.parts = append(list.parts, part)
	}
	return list
}

// chapters reads the slugs of one part. first holds where each was listed.
func (y *yamlText) chapters(n ast.Node, part *Part, list *listing, first map[string]int) {
	slugs, ok := y.list(n, "chapters")
	if !ok {
		return
	}
	if len(slugs) == 0 {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "a part has at least one chapter")
	}
	for _, n := range slugs {
		slug, ok := y.phrase(n, "a chapter's name")
		if !ok {
			continue
		}
		at := y.nodeOffset(n)
		if !isSlug(slug) {
			y.problem(at, problem.Slug, "the chapter name %q is no slug; %s%s", slug, slugRule, slugify(slug))
			continue
		}
		if slices.Contains(reserved, slug) {
			y.problem(at, problem.Slug, "a page of every book has the name %q; choose another for the chapter", slug)
			continue
		}
		if at1, ok := first[slug]; ok {
			y.problem(at, problem.NameTaken, "chapter %s is already listed in line %d; remove one of them",
				slug, y.position(at1).Line)
			continue
		}
		first[slug] = at
		c := &Chapter{Slug: slug, Number: len(list.chapters) + 1, Part: part}
		part.Chapters = append(part.Chapters, c)
		list.chapters = append(list.chapters, c)
		list.at = append(list.at, at)
	}
}
