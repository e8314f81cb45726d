package book

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"slices"
	"sync"

	"huoye/gen/disk"
)

// Facts keeps what the rest of a book has to know of its chapters from one load
// to the next, in this process or another, so that only those are parsed that
// have changed. It keeps nothing of a chapter that had a problem or a notice.
type Facts struct {
	// Sums, if it is set, says what the file of a chapter is known to sum up
	// to, so that a chapter that is known need not be read.
	Sums func(file string) (sum [sha256.Size]byte, ok bool)

	file, version string
	about         [sha256.Size]byte // of the rest of the book
	known         map[string]string // by slug, as packed by note
	changed       bool              // since it was read or saved

	mu    sync.Mutex // guards fresh
	fresh map[string]string
}

// OpenFacts reads what was kept in a file by the same version of the generator.
// What cannot be read, or is damaged, is nothing.
func OpenFacts(file, version string) *Facts {
	f := &Facts{file: file, version: version, known: make(map[string]string)}
	if u, ok := disk.Unseal(file, version); ok {
		f.about = u.Sum()
		for u.More() {
			slug := u.Text()
			f.known[slug] = u.Text()
		}
	}
	return f
}

// Save keeps what was found in the last load, whole or not at all.
func (f *Facts) Save() error {
	if f.file == "" || !f.changed {
		return nil
	}
	var p disk.Packer
	p.Sum(f.about)
	var parts []string // which are not copied: there may be megabytes
	for slug, facts := range f.known {
		p.Text(slug)
		p.Int(len(facts))
		parts = append(parts, p.Packed(), facts)
		p.Reset()
	}
	parts = append(parts, p.Packed()) // of a book that nothing is known of
	if err := disk.Seal(f.file, f.version, parts...); err != nil {
		return err
	}
	f.changed = false
	return nil
}

// begin drops what is known if anything but chapters has changed: the glossary, the
// list of chapters, or what chapters can depend on in programs, of whose sources
// that is where regions are and how long files are.
func (f *Facts) begin(b *Book) {
	h := sha256.New()
	e := json.NewEncoder(h)
	encode := func(v any) {
		if err := e.Encode(v); err != nil {
			panic(err) // all books would be alike
		}
	}
	encode(b.Glossary)
	for _, c := range b.Chapters {
		encode(c.Slug)
	}
	for _, p := range b.Programs {
		fmt.Fprintf(h, "%s %x %v\n", p.Name, p.runsSum, p.runsSound)
		for _, s := range p.Files {
			fmt.Fprintln(h, s.Name, s.sound, s.Regions, s.lines())
		}
	}
	encode(slices.Sorted(maps.Keys(b.files)))
	about := [sha256.Size]byte(h.Sum(nil))
	if about != f.about {
		f.about, f.known = about, nil
	}
	f.fresh = make(map[string]string)
}

// end keeps what was found of chapters without problems.
func (f *Facts) end(l *loader) {
	bad := map[string]bool{}
	for _, p := range l.probs.list {
		bad[path.Dir(p.Pos.Filename)] = true
		for _, r := range p.Related {
			bad[path.Dir(r.Pos.Filename)] = true
		}
	}
	maps.DeleteFunc(f.fresh, func(slug string, _ string) bool { return bad["content/"+slug] })
	f.changed = f.changed || !maps.Equal(f.known, f.fresh)
	f.known, f.fresh = f.fresh, nil
}

// sums returns the sums of the files of c; ok is false if one cannot be read,
// which is for others to report.
func (l *loader) sums(c *Chapter) (sums [3][sha256.Size]byte, ok bool) {
	if sums[2], ok = l.pairsSum(c); !ok {
		return sums, false
	}
	for i, e := range c.editions() {
		if sums[i], ok = l.sumOf(e.entry()); !ok {
			return sums, false
		}
	}
	return sums, true
}

func (l *loader) sumOf(e entry) (sum [sha256.Size]byte, ok bool) {
	if l.facts.Sums != nil {
		if sum, ok := l.facts.Sums(e.path); ok {
			return sum, true
		}
	}
	f, ok, err := l.read(e)
	if err != nil || !ok {
		return sum, false
	}
	return f.sum(), true
}

// pairsSum returns the sum of pairs.sum, zero if there is none.
func (l *loader) pairsSum(c *Chapter) (sum [sha256.Size]byte, ok bool) {
	if !c.sum.there {
		return sum, true
	}
	return l.sumOf(c.sum.entry(c.Slug, pairsName))
}

// recall takes over what is known of c, if it has not changed.
func (l *loader) recall(c *Chapter) bool {
	if l.facts == nil || c.zh == nil || c.en == nil {
		return false
	}
	known, ok := l.facts.known[c.Slug]
	if !ok {
		return false
	}
	if sums, ok := l.sums(c); !ok || sums != sumsOf(known) {
		return false
	}
	c.know(known)
	c.zh.sound, c.en.sound = true, true
	c.Pairs.settled = !c.Pairs.Unrecorded // or there would be a notice
	l.facts.keep(c, known)
	return true
}

// note packs what was found of a chapter, and keeps it for the next time.
func (l *loader) note(content *Content) {
	c := content.Chapter
	keep := l.facts != nil && c.zh != nil && c.en != nil && c.zh.sound && c.en.sound && !c.zh.badEmbed && !c.en.badEmbed &&
		len(c.Pairs.Open)+len(c.Pairs.Left)+c.Pairs.Missing == 0 && (c.Pairs.Unrecorded || c.Pairs.settled)
	var sum [sha256.Size]byte
	if keep {
		sum, keep = l.pairsSum(c)
	}
	known := packChapter(content, sum)
	c.know(known)
	if keep {
		l.facts.keep(c, known)
	}
}

// keep keeps what is known of c for the next load.
func (f *Facts) keep(c *Chapter, known string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fresh[c.Slug] = known
}
