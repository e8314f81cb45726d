package render

import (
	"embed"
	"fmt"
	"html/template"
	"strings"

	"huoye/gen/book"
)

//go:embed templates
var templateFiles embed.FS

// templates are parsed at start, so that a bad one cannot reach a build.
var templates = template.Must(template.New("").ParseFS(templateFiles, "templates/*.html"))

// execute fills the template of a page.
func execute(name string, data any) ([]byte, error) {
	var w buffer
	if err := templates.ExecuteTemplate(&w, name, data); err != nil {
		return nil, err
	}
	return w.Bytes(), nil
}

// A frame is what every page has around its text.
type frame struct {
	View        view
	Lang        string // of the page
	Title       string // of the browser's window
	Description string
	Root        string // the way to the site's root: "", "../" or "../../"
	Style       string // path of the style sheet
	Canonical   string // address of the page of record; "" if unknown
	Alternates  []alternate
	NoIndex     bool
	Prev, Next  *chapterLink // nil at the ends of the book and outside it
	Home        string       // where the book's title leads
	BookTitle   template.HTML
	Views       []viewLink
	Skip        template.HTML
	ViewsLabel  string
	SourceURL   string // of the page's source; "" if unknown
	SourceLabel template.HTML
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
		Style:       root + s.style,
		Home:        root + string(v) + "/index.html",
		BookTitle:   v.label(s.book.Title),
		Skip:        v.label(say.skip),
		ViewsLabel:  v.plain(say.views),
		Repository:  s.book.Repository,
		Sources:     v.label(say.sources),
		MadeBy:      v.label(say.madeBy),
	}
	if v == viewBI {
		f.Home = root + "index.html"
	}
	return f
}

// name is what the view is called in the language switch, in its own words.
func (v view) name() (name, lang string) {
	switch v {
	case viewZH:
		return say.chinese.ZH, book.ZH.Tag()
	case viewEN:
		return say.english.EN, book.EN.Tag()
	}
	return say.both.ZH, book.ZH.Tag()
}

// shortName is what the view is called beside a heading.
func (v view) shortName() book.Text {
	switch v {
	case viewZH:
		return book.Text{ZH: "中", EN: "中"}
	case viewEN:
		return book.Text{ZH: "EN", EN: "EN"}
	}
	return book.Text{ZH: "双语", EN: "中·EN"}
}

// viewLinks returns the language switch of a page; href says where the page
// is in a view.
func viewLinks(current view, href func(view) string) []viewLink {
	var links []viewLink
	for _, v := range views {
		name, lang := v.name()
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

// A chapterData is the data of a chapter's template.
type chapterData struct {
	frame
	PartHref     string
	Part         template.HTML
	Contents     template.HTML
	Number       template.HTML
	ChapterTitle template.HTML
	Leads        []lead
	OnThisPage   template.HTML
	Sections     []section
	Text         template.HTML
	PagesLabel   string
}

// A lead is a chapter's description in one language.
type lead struct{ Lang, Text string }

// A section is an entry of the contents of a chapter.
type section struct {
	ID    string
	Level int
	Title template.HTML
}

// chapterPage makes the page of chapter i in v.
func (s *site) chapterPage(i int, v view) ([]byte, error) {
	c := s.book.Chapters[i]
	p := s.newChapterPage(c, v)
	text, err := p.text()
	if err != nil {
		return nil, err
	}
	title := book.Text{
		ZH: c.In(book.ZH).Title + " · " + s.book.Title.ZH,
		EN: c.In(book.EN).Title + " · " + s.book.Title.EN,
	}
	description := book.Text{ZH: c.In(book.ZH).Description, EN: c.In(book.EN).Description}
	path := func(v view) string { return string(v) + "/" + c.Slug + "/index.html" }
	d := chapterData{
		frame:        s.frame(v, 2, title, description),
		Contents:     v.label(say.contents),
		Number:       v.label(format(say.chapter, c.Number)),
		ChapterTitle: v.label(chapterTitle(c)),
		OnThisPage:   v.label(say.onThisPage),
		Sections:     p.sections(),
		Text:         text,
		PagesLabel:   v.plain(say.pages),
	}
	d.Views = viewLinks(v, func(to view) string { return "../../" + path(to) })
	d.Canonical = s.address(path(v))
	if v == viewBI {
		d.NoIndex = true
		d.Canonical = s.address(path(viewZH))
	} else {
		d.Alternates = s.alternates(path)
	}
	if s.book.Repository != "" {
		d.SourceURL = s.sourceURL(c.In(v.lang()).File)
		d.SourceLabel = v.label(say.editSource)
	}
	for _, l := range v.langs() {
		if text := c.In(l).Description; text != "" {
			d.Leads = append(d.Leads, lead{l.Tag(), text})
		}
	}
	for n, part := range s.book.Parts {
		if part == c.Part {
			d.Part = v.label(part.Title)
			d.PartHref = fmt.Sprintf("%s#part-%d", d.Home, n+1)
		}
	}
	if i > 0 {
		d.Prev = chapterLinkTo(v, s.book.Chapters[i-1], "../")
		d.Prev.Label = v.label(say.previous)
	}
	if i+1 < len(s.book.Chapters) {
		d.Next = chapterLinkTo(v, s.book.Chapters[i+1], "../")
		d.Next.Label = v.label(say.next)
	}
	return execute("chapter.html", d)
}

// sections lists the chapter's headings of the first two levels.
func (p *chapterPage) sections() []section {
	var list []section
	for _, b := range p.chapter.Blocks {
		title, level := p.headingText(b.ID)
		if level == 2 || level == 3 {
			list = append(list, section{b.ID, level, p.view.label(title)})
		}
	}
	return list
}

func chapterTitle(c *book.Chapter) book.Text {
	return book.Text{ZH: c.In(book.ZH).Title, EN: c.In(book.EN).Title}
}

// chapterLinkTo returns a link to c in v; base is the way to the view's root.
func chapterLinkTo(v view, c *book.Chapter, base string) *chapterLink {
	return &chapterLink{
		Href:        base + c.Slug + "/index.html",
		Number:      c.Number,
		NumberLabel: v.label(format(say.chapter, c.Number)),
		Title:       v.label(chapterTitle(c)),
		Description: v.label(book.Text{ZH: c.In(book.ZH).Description, EN: c.In(book.EN).Description}),
	}
}
