package render

import (
	"html/template"
	"iter"
	"strconv"

	"huoye/gen/book"
)

// frontPages adds the landing page, the contents in each language, the pages
// beside the chapters, the page shown for addresses that lead nowhere, and the
// files for machines.
func (p *planner) frontPages() {
	s := p.site
	key := hashOf(p.book, p.contents(), p.idioms())
	page := func(path, template string, data func() any) {
		p.page(path, key, func(w *buffer) error { return s.design.execute(w, template, data()) })
	}
	p.landing(key)
	for _, l := range book.Langs {
		v := viewOf(l)
		page(string(v)+"/index.html", "contents.html", func() any { return s.contents(v) })
	}
	for _, v := range views {
		if len(s.book.Glossary) > 0 {
			page(extraPath(book.GlossaryPage)(v), "glossary.html", func() any { return s.glossary(v) })
		}
		if len(s.book.Idioms) > 0 {
			page(extraPath(book.PythonPage)(v), "python.html", func() any { return s.python(v) })
		}
		page(extraPath(book.SearchPage)(v), "search.html", func() any { return s.index(v) })
	}
	page("404.html", "notfound.html", func() any { return s.notFound() })
	for path, make := range s.webFiles() {
		p.page(path, key, func(w *buffer) error { make(w); return nil })
	}
}

// idioms returns the key of the page from Python to Go.
func (p *planner) idioms() Key {
	var known []any
	for _, i := range p.site.book.Idioms {
		known = append(known, i.Python, i.Go, i.Note)
		for _, see := range i.See {
			known = append(known, see.Chapter.Slug)
			if see.Program != nil {
				known = append(known, see.Program.Name)
			}
		}
	}
	return hashOf(known...)
}

// landing adds the landing page. It shows programs of the first chapters.
func (p *planner) landing(contents Key) {
	s := p.site
	keys := []Key{contents}
	for _, c := range s.sampleChapters() {
		keys = append(keys, p.said(c))
	}
	p.page("index.html", hashOf(keys), func(w *buffer) error {
		sample, err := s.sample()
		if err != nil {
			return err
		}
		return s.design.execute(w, "landing.html", s.landing(sample))
	})
}

// A partData is a part in the contents.
type partData struct {
	ID       string
	Href     string // where its chapters are listed; "" if it is here
	Title    template.HTML
	Chapters iter.Seq[*chapterLink] // nil if there are none
}

// parts returns the contents in v; href says where a chapter is. Links are made
// when a page is: there may be ten thousand.
func (s *site) parts(v view, href func(*book.Chapter) string) []partData {
	var parts []partData
	for i, part := range s.book.Parts {
		d := partData{
			ID:    "part-" + strconv.Itoa(i+1),
			Title: v.label(part.Title),
		}
		if len(part.Chapters) > 0 {
			d.Chapters = func(yield func(*chapterLink) bool) {
				for _, c := range part.Chapters {
					if !yield(chapterLinkTo(v, c, href(c))) {
						return
					}
				}
			}
		}
		parts = append(parts, d)
	}
	return parts
}

// below says where chapters are that lie below a directory.
func below(dir string) func(*book.Chapter) string {
	return func(c *book.Chapter) string { return dir + c.Slug + "/index.html" }
}

// partLinks returns the parts alone, for the landing page of a long book.
func (s *site) partLinks(v view) []partData {
	var parts []partData
	for i, part := range s.book.Parts {
		id := "part-" + strconv.Itoa(i+1)
		parts = append(parts, partData{ID: id, Href: string(v) + "/index.html#" + id, Title: v.label(part.Title)})
	}
	return parts
}

type contentsData struct {
	frame
	Contents template.HTML
	Tagline  template.HTML
	Parts    []partData
	Appendix template.HTML
}

func (s *site) contents(v view) contentsData {
	title := book.Text{
		ZH: say.contents.ZH + " · " + s.book.Title.ZH,
		EN: say.contents.EN + " · " + s.book.Title.EN,
	}
	path := func(v view) string {
		if v == viewBI {
			return "index.html" // the landing page has the contents of both
		}
		return string(v) + "/index.html"
	}
	d := contentsData{
		frame:    s.frame(v, 1, title, s.book.Tagline),
		Contents: v.label(say.contents),
		Tagline:  v.label(s.book.Tagline),
		Parts:    s.parts(v, below("")),
		Appendix: v.label(say.appendix),
	}
	if s.hasWhole() {
		d.Extras = append(d.Extras, useLink{book.WholePage + "/index.html", v.label(say.whole)})
	}
	d.Views = viewLinks(v, func(to view) string { return "../" + path(to) })
	d.Canonical = s.address(path(v))
	d.Alternates = s.alternates(path)
	d.Graph = s.openGraph(&d.frame, "website", s.book.Title)
	d.Data = s.bookAbout(v.lang(), path(v))
	return d
}

type landingData struct {
	frame
	Langs  []landingLang
	Sample *sample
}

// A landingLang is what the landing page says in one language.
type landingLang struct {
	Lang     string
	Title    string
	Tagline  string
	Start    string // label of the link to the first chapter
	First    string // where it leads; "" if there is no chapter
	Contents string
	Parts    []partData
}

func (s *site) landing(sample *sample) landingData {
	d := landingData{
		frame:  s.frame(viewBI, 0, s.book.Title, s.book.Tagline),
		Sample: sample,
	}
	d.Views = viewLinks(viewBI, func(to view) string {
		if to == viewBI {
			return "index.html"
		}
		return string(to) + "/index.html"
	})
	for _, l := range book.Langs {
		v := viewOf(l)
		ll := landingLang{
			Lang:     l.Tag(),
			Title:    s.book.Title.In(l),
			Tagline:  s.book.Tagline.In(l),
			Start:    say.start.In(l),
			Contents: say.contents.In(l),
		}
		if s.isLong() {
			ll.Parts = s.partLinks(v)
		} else {
			ll.Parts = s.parts(v, below(string(v)+"/"))
		}
		if len(s.book.Chapters) > 0 {
			ll.First = string(v) + "/" + s.book.Chapters[0].Slug + "/index.html"
		}
		if l == book.EN { // ids once on the page
			for i := range ll.Parts {
				ll.Parts[i].ID = ""
			}
		}
		d.Langs = append(d.Langs, ll)
	}
	d.Canonical = s.address("index.html")
	d.Alternates = s.alternates(func(v view) string { return string(v) + "/index.html" })
	if s.book.URL != "" {
		d.Alternates[len(d.Alternates)-1].URL = s.address("index.html")
	}
	d.Graph = s.openGraph(&d.frame, "website", s.book.Title)
	return d
}

type notFoundData struct {
	frame
	Heading, Text template.HTML
	Contents      template.HTML
}

// notFound returns the page for addresses that lead nowhere. It is served at
// any depth, so that its links must be absolute where the address is known.
func (s *site) notFound() notFoundData {
	d := notFoundData{
		frame:    s.frame(viewBI, 0, say.notFound, book.Text{}),
		Heading:  viewBI.label(say.notFound),
		Text:     viewBI.label(say.notFoundText),
		Contents: viewBI.label(say.contents),
	}
	d.NoIndex = true
	d.Feeds = nil
	d.Home = s.book.URL + d.Home
	d.Style = s.book.URL + d.Style
	d.Beside = s.book.URL + d.Beside
	d.Theme = s.book.URL + d.Theme
	d.Page = s.book.URL + d.Page
	d.SearchHref = s.book.URL + d.SearchHref
	d.Extras = s.extraLinks(viewBI, s.book.URL)
	d.Views = viewLinks("", func(to view) string {
		if to == viewBI {
			return d.Home
		}
		return s.book.URL + string(to) + "/index.html"
	})
	return d
}
