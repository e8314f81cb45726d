// Package render makes the pages of a book. It hides HTML, style sheets and
// the layout of the site.
package render

import (
	"fmt"
	"sync"

	"huoye/gen/book"
	"huoye/gen/golden"
)

// A site is what all pages have in common. It is not changed once made.
type site struct {
	book     *book.Book
	design   *Design
	golden   map[*book.Run]*golden.Golden
	recorded map[*book.Run]func() *recording
	style    sheet // of all pages
	beside   sheet // of all but the chapters, besides
	scripts  scripts
	uses     func() map[*book.Term][]place // first ones, by chapter
}

// A place is a block of a chapter in its editions, "" where it is in none.
type place struct {
	chapter *book.Chapter
	zh, en  string
}

func (p place) in(l book.Lang) string { return book.Text{ZH: p.zh, EN: p.en}.In(l) }

func newSite(b *book.Book, recorded map[*book.Run]*golden.Golden, d *Design) *site {
	s := &site{
		book:     b,
		design:   d,
		golden:   recorded,
		recorded: make(map[*book.Run]func() *recording, len(recorded)),
	}
	s.uses = sync.OnceValue(s.allUses)
	s.style, s.beside = d.styleSheets()
	s.scripts = d.scriptPaths()
	for run, g := range recorded {
		if g != nil && g.Output != nil {
			s.recorded[run] = sync.OnceValue(func() *recording { return record(run, g) })
		}
	}
	return s
}

// allUses returns the first uses of terms. The English edition of a chapter has
// no others than the Chinese.
func (s *site) allUses() map[*book.Term][]place {
	uses := make(map[*book.Term][]place)
	for _, c := range s.book.Chapters {
		for _, use := range c.In(book.ZH).Details().Uses {
			uses[use.Term] = append(uses[use.Term], place{chapter: c, zh: use.Block})
		}
		for _, use := range c.In(book.EN).Details().Uses {
			places := uses[use.Term]
			places[len(places)-1].en = use.Block
		}
	}
	return uses
}

// recording returns the recorded output of run, nil if there is none.
func (s *site) recording(run *book.Run) *recording {
	if r := s.recorded[run]; r != nil {
		return r()
	}
	return nil
}

// chapter makes the pages of c, one for each view, and has them used.
func (s *site) chapter(c *book.Chapter, paths []string, use func(map[string][]byte) error) error {
	content, err := s.book.Content(c)
	if err != nil {
		return err
	}
	shared := caches.Get().(*cache)
	defer shared.free()
	pages := make(map[string][]byte)
	for i, v := range views {
		page := &shared.pages[i]
		page.Reset()
		if err := s.chapterPage(page, content, v, shared); err != nil {
			return fmt.Errorf("rendering chapter %s: %w", c.Slug, err)
		}
		pages[paths[i]] = page.Bytes()
	}
	return use(pages)
}

// chapterPath is where a chapter is in v.
func chapterPath(c *book.Chapter, v view) string { return string(v) + "/" + c.Slug + "/index.html" }
