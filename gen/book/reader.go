package book

import (
	"sync"

	"huoye/gen/disk"
)

// A Reader reads what is known of a book before its chapters have been read:
// all but these and what they say. It returns what is then called with each
// chapter that was parsed, as soon as the chapters beside it have been read, too,
// while others still are; nil if nothing is. Several goroutines call it. What the
// chapter says is then at hand, as [Book.Content] gives it. It is not called any
// more when something was found wrong.
type Reader func(*Book) (func(*Chapter) error, error)

// A reading is how far a chapter has come.
type reading struct {
	content *Content // nil if it was not parsed, or has been read
	loaded  bool
	read    bool // or about to be
}

// loadChapters loads all chapters, and has them read.
func (l *loader) loadChapters(reader Reader) error {
	read := func(*Chapter) error { return nil }
	if reader != nil {
		wanted, err := reader(l.book)
		if err != nil {
			return err
		}
		if wanted != nil {
			read = wanted
		}
	}
	chapters := l.book.Chapters
	readings := make([]reading, len(chapters))
	var mu sync.Mutex // guards readings
	return disk.Each(len(chapters), func(i int) error {
		content, err := l.loadChapter(chapters[i])
		if err != nil {
			return err
		}
		if content != nil {
			l.book.kept.pin(content)
		}
		mu.Lock()
		readings[i].content, readings[i].loaded = content, true
		ready := nowReady(readings, i)
		mu.Unlock()
		for _, content := range ready {
			if !l.probs.failing() {
				if err := read(content.Chapter); err != nil {
					return err
				}
			}
			l.book.kept.unpin(content)
		}
		return nil
	})
}

// nowReady returns what can be read when the i-th chapter has been loaded: what
// has been loaded with what is beside it.
func nowReady(readings []reading, i int) (ready []*Content) {
	loaded := func(i int) bool { return i < 0 || i >= len(readings) || readings[i].loaded }
	for j := max(i-1, 0); j <= min(i+1, len(readings)-1); j++ {
		r := &readings[j]
		if r.read || !loaded(j-1) || !loaded(j) || !loaded(j+1) {
			continue
		}
		r.read = true
		if r.content != nil {
			ready = append(ready, r.content)
			r.content = nil
		}
	}
	return ready
}
