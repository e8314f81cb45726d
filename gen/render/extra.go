package render

import (
	"html/template"

	"huoye/gen/book"
)

// A pageHead is the beginning of a page that stands beside the chapters.
type pageHead struct {
	Contents template.HTML // label of the way back
	Heading  template.HTML
	Leads    []lead
}

func (s *site) pageHead(v view, heading, about book.Text) pageHead {
	h := pageHead{
		Contents: v.label(say.contents),
		Heading:  v.label(heading),
	}
	for _, l := range v.langs() {
		h.Leads = append(h.Leads, lead{l.Tag(), about.In(l)})
	}
	return h
}

// extraPath is where the page with a reserved name is in v.
func extraPath(name string) func(view) string {
	return func(v view) string { return string(v) + "/" + name + "/index.html" }
}

// extraFrame is the frame of the page with a reserved name in v.
func (s *site) extraFrame(v view, name string, title, description book.Text) frame {
	title = book.Text{
		ZH: title.ZH + " · " + s.book.Title.ZH,
		EN: title.EN + " · " + s.book.Title.EN,
	}
	path := extraPath(name)
	f := s.frame(v, 2, title, description)
	f.Views = viewLinks(v, func(to view) string { return "../../" + path(to) })
	f.Canonical = s.address(path(v))
	if v == viewBI {
		f.NoIndex = true
		f.Canonical = s.address(path(viewZH))
	} else {
		f.Alternates = s.alternates(path)
	}
	return f
}

// extras are the reserved names of the pages that this book has, in order.
func (s *site) extras() []string {
	var names []string
	if len(s.book.Glossary) > 0 {
		names = append(names, book.GlossaryPage)
	}
	if len(s.book.Idioms) > 0 {
		names = append(names, book.PythonPage)
	}
	return append(names, book.SearchPage)
}

// extraTitles are what these pages are called.
var extraTitles = map[string]book.Text{
	book.GlossaryPage: say.glossary,
	book.PythonPage:   say.python,
	book.SearchPage:   say.index,
}

// extraLinks leads to these pages from a page in v; root is the way to the
// site's root.
func (s *site) extraLinks(v view, root string) []useLink {
	var links []useLink
	for _, name := range s.extras() {
		links = append(links, useLink{root + extraPath(name)(v), v.label(extraTitles[name])})
	}
	return links
}
