package render

import (
	"fmt"
	"html/template"

	"huoye/gen/book"
)

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

// chapterPage makes the page of a chapter in v.
func (s *site) chapterPage(content *book.Content, v view) ([]byte, error) {
	c := content.Chapter
	i := c.Number - 1
	p := s.newChapterPage(content, v)
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
		Sections:     sections(c, v),
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
		d.SourceLabel = v.label(say.chapterSource)
		d.EditURL = s.editURL(c.In(v.lang()).File)
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
		d.Prev = chapterLinkTo(v, s.book.Chapters[i-1], "../")
		d.Prev.Label = v.label(say.previous)
	}
	if i+1 < len(s.book.Chapters) {
		d.Next = chapterLinkTo(v, s.book.Chapters[i+1], "../")
		d.Next.Label = v.label(say.next)
	}
	if v != viewBI {
		d.Graph = s.openGraph(&d.frame, "article", chapterTitle(c))
		d.Data = s.chapterAbout(c, v.lang(), path(v))
	}
	return execute("chapter.html", d)
}

// sections lists the headings of c of the first two levels.
func sections(c *book.Chapter, v view) []section {
	var list []section
	for i, zh := range c.In(book.ZH).Headings {
		if zh.Level <= 3 {
			title := book.Text{ZH: zh.Text, EN: c.In(book.EN).Headings[i].Text}
			list = append(list, section{zh.ID, zh.Level, v.label(title)})
		}
	}
	return list
}
