// Package render makes the pages of a book. It hides HTML, style sheets and
// the layout of the site.
package render

import (
	"fmt"
	"html/template"
	"runtime"
	"sync"

	"huoye/gen/book"
	"huoye/gen/golden"
)

// Render makes every file of the site, by slash-separated path. recorded has
// the recorded output of every run. The result depends on nothing but the
// arguments: equal books give equal bytes.
func Render(b *book.Book, recorded map[*book.Run]*golden.Golden) (map[string][]byte, error) {
	return newSite(b, recorded).render()
}

func (s *site) render() (map[string][]byte, error) {
	files := map[string][]byte{s.style: s.css}
	s.addScripts(files)
	for _, p := range s.frontPages() {
		page, err := execute(p.name, p.data)
		if err != nil {
			return nil, fmt.Errorf("rendering %s: %w", p.path, err)
		}
		files[p.path] = page
	}
	for path, data := range s.webFiles() {
		files[path] = data
	}
	if err := s.programPages(files); err != nil {
		return nil, fmt.Errorf("rendering programs: %w", err)
	}
	if err := s.chapters(files); err != nil {
		return nil, err
	}
	return files, nil
}

// A site is what all pages have in common. It is not changed once made.
type site struct {
	book     *book.Book
	recorded map[*book.Run]*recording
	style    string // path of the style sheet
	css      []byte
	scripts  scripts
	uses     []*firstUses // of terms, by chapter
}

func newSite(b *book.Book, recorded map[*book.Run]*golden.Golden) *site {
	s := &site{
		book:     b,
		recorded: make(map[*book.Run]*recording, len(recorded)),
	}
	s.style, s.css = styleSheet()
	s.scripts = scriptPaths()
	for _, c := range b.Chapters {
		s.uses = append(s.uses, findTerms(b.Glossary, c))
	}
	for run, g := range recorded {
		if g != nil && g.Output != nil {
			s.recorded[run] = record(run, g)
		}
	}
	return s
}

// chapters renders every chapter in every view on all processors.
func (s *site) chapters(files map[string][]byte) error {
	var (
		wg   sync.WaitGroup
		next = make(chan int)
		out  = make([]chapterFiles, len(s.book.Chapters))
	)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				out[i] = s.chapter(i)
			}
		})
	}
	for i := range s.book.Chapters {
		next <- i
	}
	close(next)
	wg.Wait()
	for i, o := range out {
		if o.err != nil {
			return o.err
		}
		for j, v := range views {
			files[string(v)+"/"+s.book.Chapters[i].Slug+"/index.html"] = o.pages[j]
		}
	}
	if len(out) == 0 {
		return nil
	}
	for j, l := range book.Langs {
		texts := make([]template.HTML, len(out))
		for i, o := range out {
			texts[i] = o.whole[j]
		}
		page, err := s.whole(viewOf(l), texts)
		if err != nil {
			return fmt.Errorf("rendering the whole book: %w", err)
		}
		files[wholePath(viewOf(l))] = page
	}
	return nil
}

// chapterFiles are the pages of one chapter, by view.
type chapterFiles struct {
	pages [len(views)][]byte
	whole [len(book.Langs)]template.HTML // its text in the whole book, by language
	err   error
}

func (s *site) chapter(i int) (out chapterFiles) {
	for j, v := range views {
		page, err := s.chapterPage(i, v)
		if err != nil {
			out.err = err
			return out
		}
		out.pages[j] = page
	}
	for j, l := range book.Langs {
		out.whole[j], out.err = s.newPart(s.book.Chapters[i], viewOf(l), true).text()
		if out.err != nil {
			return out
		}
	}
	return out
}
