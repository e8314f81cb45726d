package render

import (
	"html/template"

	"huoye/gen/book"
)

// A wholeData is the whole book on one page, for print.
type wholeData struct {
	frame
	Contents  template.HTML
	Tagline   template.HTML
	PlanLabel string
	Parts     []partData
	Chapters  []wholeChapter
}

type wholeChapter struct {
	ID          string
	Number      template.HTML
	Title, Lead template.HTML
	Text        template.HTML
}

// longBook is the number of chapters beyond which pages do not show all that is
// in the book. Nobody would print it as a whole, and no browser lay it out.
const longBook = 100

func (s *site) isLong() bool { return len(s.book.Chapters) > longBook }

// hasWhole reports whether the book has the page.
func (s *site) hasWhole() bool { return len(s.book.Chapters) > 0 && !s.isLong() }

// wholePath is where the whole book in a language is.
func wholePath(v view) string {
	if v == viewBI {
		return "index.html" // it would have two pages for each
	}
	return extraPath(book.WholePage)(v)
}

// whole makes the page of the whole book in v.
func (s *site) whole(v view) ([]byte, error) {
	d := wholeData{
		frame:     s.extraFrame(v, book.WholePage, say.whole, say.wholeLead),
		Contents:  v.label(say.contents),
		Tagline:   v.label(s.book.Tagline),
		PlanLabel: v.plain(say.contents),
		Parts:     s.parts(v, func(c *book.Chapter) string { return "#" + c.Slug }),
	}
	d.NoIndex = true // the chapters are what a reader should find
	d.Alternates = nil
	d.Views = viewLinks(v, func(to view) string { return "../../" + wholePath(to) })
	for _, c := range s.book.Chapters {
		content, err := s.book.Content(c)
		if err != nil {
			return nil, err
		}
		text, err := s.newChapterPage(content, v, true, newCache()).text()
		if err != nil {
			return nil, err
		}
		d.Chapters = append(d.Chapters, wholeChapter{
			ID:     c.Slug,
			Number: v.label(format(say.chapter, c.Number)),
			Title:  v.label(chapterTitle(c)),
			Lead:   v.label(book.Text{ZH: c.In(book.ZH).Description, EN: c.In(book.EN).Description}),
			// Safe: written by this package, which escapes every text it is given.
			Text: template.HTML(text),
		})
	}
	return s.design.execute("book.html", d)
}
