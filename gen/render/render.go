// Package render makes the pages of a book. It hides HTML, style sheets and
// the layout of the site.
package render

import (
	"errors"
	"fmt"
	"html/template"
	"runtime"
	"sync"
	"sync/atomic"

	"huoye/gen/book"
	"huoye/gen/golden"
)

// Add takes finished files of the site, by slash-separated path, and keeps
// them. It is called by several goroutines at once, once for each path; files
// that mostly link to each other come together.
type Add func(files map[string][]byte) error

func (add Add) file(path string, data []byte) error {
	return add(map[string][]byte{path: data})
}

// Render makes every file of the site and hands it to add as soon as it is
// finished: of a long book, only a few chapters are in memory at a time.
// recorded has the recorded output of every run. The files depend on nothing
// but the book and what is recorded: equal books give equal bytes.
func Render(b *book.Book, recorded map[*book.Run]*golden.Golden, add Add) error {
	return newSite(b, recorded).render(add)
}

func (s *site) render(add Add) error {
	if err := add(s.assets()); err != nil {
		return err
	}
	if err := s.frontPages(add); err != nil {
		return err
	}
	if err := add(s.webFiles()); err != nil {
		return err
	}
	if err := s.programPages(add); err != nil {
		return fmt.Errorf("rendering programs: %w", err)
	}
	return s.chapters(add)
}

// A site is what all pages have in common. It is not changed once made.
type site struct {
	book     *book.Book
	recorded map[*book.Run]func() *recording
	style    string // path of the style sheet
	css      []byte
	scripts  scripts
	uses     map[*book.Term][]place // first ones, by chapter
}

// A place is a block of a chapter in its editions, "" where it is in none.
type place struct {
	chapter *book.Chapter
	zh, en  string
}

func (p place) in(l book.Lang) string { return book.Text{ZH: p.zh, EN: p.en}.In(l) }

func newSite(b *book.Book, recorded map[*book.Run]*golden.Golden) *site {
	s := &site{
		book:     b,
		recorded: make(map[*book.Run]func() *recording, len(recorded)),
		uses:     make(map[*book.Term][]place),
	}
	s.style, s.css = styleSheet()
	s.scripts = scriptPaths()
	for _, c := range b.Chapters {
		s.addUses(c)
	}
	for run, g := range recorded {
		if g != nil && g.Output != nil {
			s.recorded[run] = sync.OnceValue(func() *recording { return record(run, g) })
		}
	}
	return s
}

// addUses notes the terms that c uses first. The English edition has no others
// than the Chinese.
func (s *site) addUses(c *book.Chapter) {
	for _, use := range c.In(book.ZH).Uses {
		s.uses[use.Term] = append(s.uses[use.Term], place{chapter: c, zh: use.Block})
	}
	for _, use := range c.In(book.EN).Uses {
		places := s.uses[use.Term]
		places[len(places)-1].en = use.Block
	}
}

// recording returns the recorded output of run, nil if there is none.
func (s *site) recording(run *book.Run) *recording {
	if r := s.recorded[run]; r != nil {
		return r()
	}
	return nil
}

// chapters renders every chapter in every view on all processors, and what is
// put together from all of them.
func (s *site) chapters(add Add) error {
	var (
		next atomic.Int64
		wg   sync.WaitGroup
		done = make(chan *chapterParts, runtime.GOMAXPROCS(0))
		stop = make(chan struct{})
	)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(s.book.Chapters) {
					return
				}
				select {
				case done <- s.chapter(s.book.Chapters[i], add):
				case <-stop:
					return
				}
			}
		})
	}
	go func() {
		wg.Wait()
		close(done)
	}()
	t := s.newTogether(add)
	// Chapters are begun in order; only a few can be finished out of it.
	early := make(map[int]*chapterParts)
	want := 1
	var err error
	for p := range done {
		if err != nil {
			continue
		}
		early[p.chapter.Number] = p
		for ; early[want] != nil && err == nil; want++ {
			err = errors.Join(early[want].err, t.add(early[want]))
			delete(early, want)
		}
		if err != nil {
			close(stop)
		}
	}
	if err != nil {
		return err
	}
	return t.finish()
}

// chapterParts is what a chapter is to the pages that all of them make.
type chapterParts struct {
	chapter *book.Chapter
	whole   [len(book.Langs)]template.HTML // its text in the whole book, by language
	index   [len(book.Langs)]indexPart
	err     error
}

// chapter adds the pages of c.
func (s *site) chapter(c *book.Chapter, add Add) *chapterParts {
	p := &chapterParts{chapter: c}
	p.err = s.addChapter(p, add)
	return p
}

func (s *site) addChapter(p *chapterParts, add Add) error {
	content, err := s.book.Content(p.chapter)
	if err != nil {
		return err
	}
	code := newCodeCache()
	pages := make(map[string][]byte)
	for _, v := range views {
		pages[chapterPath(p.chapter, v)], err = s.chapterPage(content, v, code)
		if err != nil {
			return err
		}
	}
	if err := add(pages); err != nil {
		return err
	}
	for i, l := range book.Langs {
		p.index[i] = s.indexChapter(content, l, code)
		if s.hasWhole() {
			if p.whole[i], err = s.newChapterPage(content, viewOf(l), true, code).text(); err != nil {
				return err
			}
		}
	}
	return nil
}

// chapterPath is where a chapter is in v.
func chapterPath(c *book.Chapter, v view) string { return string(v) + "/" + c.Slug + "/index.html" }

// together makes the files that need all chapters, from each in its turn.
type together struct {
	site  *site
	save  Add
	index [len(book.Langs)]*indexWriter
	whole [len(book.Langs)][]template.HTML
}

func (s *site) newTogether(add Add) *together {
	t := &together{site: s, save: add}
	for i, l := range book.Langs {
		t.index[i] = &indexWriter{lang: l, save: add, terms: s.searchTerms()}
	}
	return t
}

func (t *together) add(p *chapterParts) error {
	for i := range book.Langs {
		if err := t.index[i].add(p.index[i]); err != nil {
			return err
		}
		if t.site.hasWhole() {
			t.whole[i] = append(t.whole[i], p.whole[i])
		}
	}
	return nil
}

func (t *together) finish() error {
	for i, l := range book.Langs {
		if err := t.index[i].finish(); err != nil {
			return err
		}
		if !t.site.hasWhole() {
			continue
		}
		page, err := t.site.whole(viewOf(l), t.whole[i])
		if err != nil {
			return fmt.Errorf("rendering the whole book: %w", err)
		}
		if err := t.save.file(wholePath(viewOf(l)), page); err != nil {
			return err
		}
	}
	return t.save.file(searchPath, searchScriptFor(t.index))
}
