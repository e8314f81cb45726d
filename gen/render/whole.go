package render

import (
	"fmt"
	"html/template"

	"huoye/gen/book"
)

// A wholeData is the whole book on one page, for print.
type wholeData struct {
	frame
	Contents  template.HTML
	Tagline   template.HTML
	Lead      template.HTML
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

// whole makes the pages of the whole book and has them used. Each chapter is
// read once for both.
func (s *site) whole(use func(map[string][]byte) error) error {
	var pages []*wholeData
	for _, l := range book.Langs {
		pages = append(pages, s.wholeData(viewOf(l)))
	}
	for _, c := range s.book.Chapters {
		content, err := s.book.Content(c)
		if err != nil {
			return err
		}
		shared := caches.Get().(*cache)
		for _, d := range pages {
			text, err := s.newChapterPage(content, d.View, true, shared).text()
			if err != nil {
				return fmt.Errorf("rendering chapter %s: %w", c.Slug, err)
			}
			d.add(c, string(text))
		}
		shared.free()
	}
	files := make(map[string][]byte)
	for _, d := range pages {
		page := newBuffer()
		defer page.free()
		if err := s.design.execute(page, "book.html", d); err != nil {
			return fmt.Errorf("rendering the whole book: %w", err)
		}
		files[wholePath(d.View)] = page.Bytes()
	}
	return use(files)
}

// wholeData returns the page of the whole book in v without its chapters.
func (s *site) wholeData(v view) *wholeData {
	d := &wholeData{
		frame:     s.extraFrame(v, book.WholePage, say.whole, say.wholeLead),
		Contents:  v.label(say.contents),
		Tagline:   v.label(s.book.Tagline),
		Lead:      v.label(say.wholeLead),
		PlanLabel: v.plain(say.contents),
		Parts:     s.parts(v, func(c *book.Chapter) string { return "#" + c.Slug }),
	}
	d.NoIndex = true // the chapters are what a reader should find
	d.Alternates = nil
	d.Views = viewLinks(v, func(to view) string { return "../../" + wholePath(to) })
	return d
}

// add adds a chapter whose blocks are text.
func (d *wholeData) add(c *book.Chapter, text string) {
	d.Chapters = append(d.Chapters, wholeChapter{
		ID:     c.Slug,
		Number: d.View.label(format(say.chapter, c.Number)),
		Title:  d.View.label(chapterTitle(c)),
		Lead:   d.View.label(book.Text{ZH: c.In(book.ZH).Description, EN: c.In(book.EN).Description}),
		// Safe: written by this package, which escapes every text it is given.
		Text: template.HTML(text),
	})
}
