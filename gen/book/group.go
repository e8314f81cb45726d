package book

import (
	"slices"
	"sync"

	"huoye/gen/disk"
)

// A Reader reads what is known of a book before its chapters have been read:
// all but these and what they say. It returns what is then called with some
// chapters that follow each other, as soon as they and those beside them have
// been read, while other chapters still are; nil if nothing is. Several
// goroutines call it. What these chapters say is then at hand, as [Book.Content]
// gives it, but of those that were not parsed, because they have not changed. It
// is not called for chapters of which none was parsed, nor any more when something
// was found wrong.
type Reader func(*Book) (func([]*Chapter) error, error)

// GroupSize is how many chapters a [Reader] reads together: the first so many,
// the next so many, and the rest at last.
const GroupSize = 8

// A group is some chapters that are read together.
type group struct {
	chapters []*Chapter
	contents []*Content // of those that were parsed
	loaded   bool
	shown    bool // or about to be
}

// loadChapters loads all chapters, and has them read.
func (l *loader) loadChapters(reader Reader) error {
	read := func([]*Chapter) error { return nil }
	if reader != nil {
		wanted, err := reader(l.book)
		if err != nil {
			return err
		}
		if wanted != nil {
			read = wanted
		}
	}
	var groups []*group
	for chapters := range slices.Chunk(l.book.Chapters, GroupSize) {
		groups = append(groups, &group{chapters: chapters})
	}
	var mu sync.Mutex // guards groups
	return disk.Each(len(groups), func(i int) error {
		var contents []*Content
		for _, c := range groups[i].chapters {
			content, err := l.loadChapter(c)
			if err != nil {
				return err
			}
			if content != nil {
				contents = append(contents, content)
			}
		}
		l.book.kept.pin(contents)
		mu.Lock()
		groups[i].contents, groups[i].loaded = contents, true
		ready := readyGroups(groups, i)
		mu.Unlock()
		for _, g := range ready {
			if len(g.contents) > 0 && !l.probs.failing() {
				if err := read(g.chapters); err != nil {
					return err
				}
			}
			l.book.kept.unpin(g.contents)
			g.contents = nil
		}
		return nil
	})
}

// readyGroups returns the groups that can be read when the i-th has been loaded:
// those that have been loaded with what is beside them.
func readyGroups(groups []*group, i int) (ready []*group) {
	loaded := func(i int) bool { return i < 0 || i >= len(groups) || groups[i].loaded }
	for j := max(i-1, 0); j <= min(i+1, len(groups)-1); j++ {
		if g := groups[j]; !g.shown && loaded(j-1) && loaded(j) && loaded(j+1) {
			g.shown = true
			ready = append(ready, g)
		}
	}
	return ready
}
