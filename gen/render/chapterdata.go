package render

import (
	"fmt"
	"html/template"
	"strconv"

	"huoye/gen/book"
)

// A chapterData is what a chapter's page has around its text.
type chapterData struct {
	frame
	PartHref     string
	Part         template.HTML
	Contents     template.HTML
	Number       template.HTML
	ChapterTitle template.HTML
	Leads        []lead
	OnThisPage   book.Text
	Sections     []section
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

// chapterPage writes the page of a chapter in v.
func (s *site) chapterPage(w *buffer, content *book.Content, v view, shared *cache) error {
	c := content.Chapter
	i := c.Number - 1
	p := s.newChapterPage(content, v, false, shared)
	text, err := p.text()
	if err != nil {
		return err
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
		OnThisPage:   say.onThisPage,
		Sections:     sections(c, v),
		PagesLabel:   v.plain(say.pages),
	}
	d.Beside = ""
	d.Views = viewLinks(v, func(to view) string { return "../../" + path(to) })
	d.Canonical = s.address(path(v))
	if v == viewBI {
		d.NoIndex = true
		d.Canonical = s.address(path(viewZH))
	} else {
		d.Alternates = s.alternates(path)
	}
	if s.book.Repository != "" {
		d.SourceURL = s.sourceURL(c.In(v.lang()).File())
		d.SourceLabel = v.label(say.chapterSource)
		d.EditURL = s.editURL(c.In(v.lang()).File())
		d.EditLabel = v.label(say.editChapter)
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
		c := s.book.Chapters[i-1]
		d.Prev = chapterLinkTo(v, c, below("../")(c))
		d.Prev.Label = v.label(say.previous)
	}
	if i+1 < len(s.book.Chapters) {
		c := s.book.Chapters[i+1]
		d.Next = chapterLinkTo(v, c, below("../")(c))
		d.Next.Label = v.label(say.next)
	}
	if v != viewBI {
		d.Graph = s.openGraph(&d.frame, "article", chapterTitle(c))
		d.Data = s.chapterAbout(c, v.lang(), path(v))
	}
	d.write(w, text)
	return nil
}

// write writes the page with its text.
func (d *chapterData) write(w *buffer, text []byte) {
	d.writeHead(w)
	w.raw("\n<body class=\"chapter ", string(d.View), "\">\n")
	d.writeTop(w)
	w.raw("\n<main id=\"page:text\">\n<article>\n")
	d.writeTitle(w)
	d.writeSections(w)
	w.raw("<div class=\"text\">\n")
	_, _ = w.Write(text) // memory does not fail
	w.raw("</div>\n<nav class=\"turn\"")
	w.attr("aria-label", d.PagesLabel)
	w.raw(">\n")
	d.writeTurn(w, "prev", d.Prev)
	d.writeTurn(w, "next", d.Next)
	w.raw("</nav>\n</article>\n</main>\n")
	d.writeBottom(w)
	w.raw("\n</body>\n</html>\n")
}

func (d *chapterData) writeTitle(w *buffer) {
	w.raw("<header class=\"title\">\n<p class=\"crumb\"><a")
	w.attr("href", d.Home)
	w.raw(`>`, string(d.Contents), `</a>`)
	if d.Part != "" {
		w.raw(` <span aria-hidden="true">／</span> <a`)
		w.attr("href", d.PartHref)
		w.raw(`>`, string(d.Part), `</a>`)
	}
	w.raw("</p>\n<p class=\"number\">", string(d.Number), "</p>\n<h1>", string(d.ChapterTitle), "</h1>\n<div class=\"leads\">")
	for _, l := range d.Leads {
		w.raw(`<p class="lead"`)
		w.attr("lang", l.Lang)
		w.raw(`>`)
		w.text(l.Text)
		w.raw(`</p>`)
	}
	w.raw("</div>\n</header>\n")
}

// writeSections writes the contents of the page, nothing if it has no
// sections.
func (d *chapterData) writeSections(w *buffer) {
	if len(d.Sections) == 0 {
		return
	}
	w.raw(`<nav class="toc"`)
	w.attr("aria-label", d.View.plain(d.OnThisPage))
	w.raw(">\n<details>\n<summary>", string(d.View.label(d.OnThisPage)), "</summary>\n<ol>\n")
	for _, s := range d.Sections {
		w.raw(`<li class="l`, strconv.Itoa(s.Level), `"><a`)
		w.attr("href", "#"+s.ID)
		w.raw(`>`, string(s.Title), "</a></li>\n")
	}
	w.raw("</ol>\n</details>\n</nav>\n")
}

// writeTurn writes the link to the chapter before or after this one.
func (d *chapterData) writeTurn(w *buffer, rel string, l *chapterLink) {
	if l == nil {
		return
	}
	w.raw(`<a class="`, rel, `" rel="`, rel, `"`)
	w.attr("href", l.Href)
	w.raw(`><small>`, string(l.Label), " · ", string(l.NumberLabel), `</small> <span>`, string(l.Title), "</span></a>\n")
}

// sections lists the headings of c of the first two levels.
func sections(c *book.Chapter, v view) []section {
	var list []section
	en := c.In(book.EN).Details().Headings
	for i, zh := range c.In(book.ZH).Details().Headings {
		if zh.Level <= 3 {
			title := book.Text{ZH: zh.Text, EN: en[i].Text}
			list = append(list, section{zh.ID, zh.Level, v.label(title)})
		}
	}
	return list
}
