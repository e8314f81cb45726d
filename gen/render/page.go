package render

import (
	"html/template"
	"strings"

	"huoye/gen/book"
)

// execute writes a page by its template.
func (d *Design) execute(w *buffer, name string, data any) error {
	return d.templates.ExecuteTemplate(w, name, data)
}

// A frame is what every page has around its text.
type frame struct {
	View        view
	Lang        string // of the page
	Title       string // of the browser's window
	Description string
	Root        string // the way to the site's root: "", "../" or "../../"
	Style       string // path of the style sheet
	Beside      string // path of the other one; "" for chapters
	Canonical   string // address of the page of record; "" if unknown
	Alternates  []alternate
	Feeds       []feedLink // of the chapters, by language
	Graph       *openGraph // nil if it is unknown where the site is
	Data        *pageData  // nil if there is none
	NoIndex     bool
	Prev, Next  *chapterLink // nil at the ends of the book and outside it
	Home        string       // where the book's title leads
	BookTitle   template.HTML
	Views       []viewLink
	Skip        template.HTML
	ViewsLabel  string
	Theme, Page string        // paths of the scripts
	SearchHref  string        // where the search leads without scripts
	Search      template.HTML // its label
	ThemeLabel  string
	SourceURL   string // of the page's source; "" if unknown
	SourceLabel template.HTML
	EditURL     string // where a change of it can be proposed
	EditLabel   template.HTML
	Extras      []useLink // pages beside the chapters
	Repository  string
	Sources     template.HTML
	MadeBy      template.HTML
}

// An alternate is the same page in another language.
type alternate struct{ Lang, URL string }

// A viewLink leads to the same page in another view.
type viewLink struct {
	View    view
	Name    string
	Lang    string // of the name
	Href    string
	Current bool
}

// A chapterLink leads to a chapter.
type chapterLink struct {
	Href        string
	Number      int
	NumberLabel template.HTML
	Title       template.HTML
	Description template.HTML
	Label       template.HTML // previous, next
}

// frame returns the frame of a page in v, depth directories below the root.
func (s *site) frame(v view, depth int, title, description book.Text) frame {
	root := strings.Repeat("../", depth)
	f := frame{
		View:        v,
		Lang:        v.lang().Tag(),
		Title:       v.plain(title),
		Description: description.In(v.lang()),
		Root:        root,
		Style:       root + s.style.path,
		Beside:      root + s.beside.path,
		Home:        root + string(v) + "/index.html",
		BookTitle:   v.label(s.book.Title),
		Skip:        v.label(say.skip),
		ViewsLabel:  v.plain(say.views),
		Theme:       root + s.scripts.theme,
		Page:        root + s.scripts.page,
		SearchHref:  root + extraPath(book.SearchPage)(v),
		Search:      v.label(say.search),
		ThemeLabel:  v.plain(say.theme),
		Extras:      s.extraLinks(v, root),
		Repository:  s.book.Repository,
		Sources:     v.label(say.sources),
		MadeBy:      v.label(say.madeBy),
		Feeds:       s.feedLinks(v, root),
	}
	if v == viewBI {
		f.Home = root + "index.html"
	}
	return f
}

// name is what the view is called in the language switch of a page in another, in
// its own words; that with both languages is called by those of the page.
func (v view) name(page view) (name, lang string) {
	switch v {
	case viewZH:
		return say.chinese.ZH, book.ZH.Tag()
	case viewEN:
		return say.english.EN, book.EN.Tag()
	}
	return say.both.In(page.lang()), page.lang().Tag()
}

// shortName is what the view is called beside a heading.
func (v view) shortName() book.Text {
	switch v {
	case viewZH:
		return book.Text{ZH: "中", EN: "中"}
	case viewEN:
		return book.Text{ZH: "EN", EN: "EN"}
	}
	return say.both
}

// viewLinks returns the language switch of a page; href says where the page
// is in a view.
func viewLinks(current view, href func(view) string) []viewLink {
	var links []viewLink
	for _, v := range views {
		name, lang := v.name(current)
		links = append(links, viewLink{v, name, lang, href(v), v == current})
	}
	return links
}

// address is the absolute address of a path in the site, "" if it is unknown
// where the site is.
func (s *site) address(path string) string {
	if s.book.URL == "" {
		return ""
	}
	return s.book.URL + path
}

// alternates lists the languages of a page whose path in a view is given.
func (s *site) alternates(path func(view) string) []alternate {
	if s.book.URL == "" {
		return nil
	}
	return []alternate{
		{book.ZH.Tag(), s.address(path(viewZH))},
		{book.EN.Tag(), s.address(path(viewEN))},
		{"x-default", s.address(path(viewZH))},
	}
}

func chapterTitle(c *book.Chapter) book.Text {
	return book.Text{ZH: c.In(book.ZH).Title, EN: c.In(book.EN).Title}
}

// chapterLinkTo returns a link to c in v, which is at href.
func chapterLinkTo(v view, c *book.Chapter, href string) *chapterLink {
	return &chapterLink{
		Href:        href,
		Number:      c.Number,
		NumberLabel: v.label(format(say.chapter, c.Number)),
		Title:       v.label(chapterTitle(c)),
		Description: v.label(book.Text{ZH: c.In(book.ZH).Description, EN: c.In(book.EN).Description}),
	}
}
