package render

import (
	"html/template"
	"iter"

	"huoye/gen/book"
)

// A headingsData is the page that the search box leads to without scripts: all
// headings, of a long book those of chapters only, and all terms.
type headingsData struct {
	frame
	pageHead
	Chapters   iter.Seq[indexChapter]
	TermsLabel template.HTML
	Terms      []useLink
}

type indexChapter struct {
	*chapterLink
	Sections []section
}

func (s *site) index(v view) headingsData {
	d := headingsData{
		pageHead:   s.pageHead(v, say.index, say.indexLead),
		TermsLabel: v.label(say.glossary),
	}
	d.frame = s.extraFrame(v, book.SearchPage, say.index, say.indexLead)
	d.Chapters = func(yield func(indexChapter) bool) {
		for _, c := range s.book.Chapters {
			entry := indexChapter{chapterLink: chapterLinkTo(v, c, below("../")(c))}
			if !s.isLong() {
				entry.Sections = sections(c, v)
			}
			if !yield(entry) {
				return
			}
		}
	}
	for _, t := range sortedTerms(s.book.Glossary, v.lang()) {
		d.Terms = append(d.Terms, useLink{termHref(t), v.label(book.Text{ZH: t.ZH, EN: t.EN})})
	}
	return d
}
