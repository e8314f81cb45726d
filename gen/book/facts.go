package book

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"go/token"
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
	size := sha256.Size
	for slug, facts := range f.known {
		size += len(slug) + len(facts) + 2*binary.MaxVarintLen16
	}
	p.Grow(size)
	p.Sum(f.about)
	for slug, facts := range f.known {
		p.Text(slug)
		p.Text(facts)
	}
	if err := p.Seal(f.file, f.version); err != nil {
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

// sumsOf returns the sums of the files of c; ok is false if one cannot be read,
// which is for others to report.
func (l *loader) sumsOf(c *Chapter) (sums [3][sha256.Size]byte, ok bool) {
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
	if c.sum == nil {
		return sum, true
	}
	return l.sumOf(*c.sum)
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
	sums, ok := l.sumsOf(c)
	if !ok {
		return false
	}
	u := disk.NewUnpacker(known)
	for _, sum := range sums {
		if u.Sum() != sum {
			return false
		}
	}
	zh, en := *c.zh, *c.en
	zh.Sum, en.Sum = sums[0], sums[1]
	if !l.unpackEdition(u, &zh) || !l.unpackEdition(u, &en) {
		return false
	}
	shows, ok := l.unpackShows(u)
	if !ok {
		return false
	}
	*c.zh, *c.en, c.Shows = zh, en, shows
	c.Pairs = Pairs{File: pairsFile(c), Count: u.Int(), Unrecorded: u.Bool(), slug: c.Slug}
	c.Pairs.settled = !c.Pairs.Unrecorded // or there would be a notice
	l.facts.mu.Lock()
	l.facts.fresh[c.Slug] = known
	l.facts.mu.Unlock()
	return true
}

// note notes what was found of c, for the next time.
func (l *loader) note(c *Chapter) {
	if l.facts == nil || c.zh == nil || c.en == nil || !c.zh.sound || !c.en.sound || c.zh.badEmbed || c.en.badEmbed ||
		len(c.Pairs.Open)+len(c.Pairs.Left)+c.Pairs.Missing+len(c.zh.allows)+len(c.en.allows) > 0 {
		return
	}
	if !c.Pairs.Unrecorded && !c.Pairs.settled {
		return
	}
	sum, ok := l.pairsSum(c)
	if !ok {
		return
	}
	var p disk.Packer
	p.Sum(c.zh.Sum)
	p.Sum(c.en.Sum)
	p.Sum(sum)
	packEdition(&p, c.zh)
	packEdition(&p, c.en)
	packShows(&p, c.Shows)
	p.Int(c.Pairs.Count)
	p.Bool(c.Pairs.Unrecorded)
	l.facts.mu.Lock()
	l.facts.fresh[c.Slug] = p.Packed()
	l.facts.mu.Unlock()
}

// packEdition packs what is known of e but its sum. Programs, chapters and terms
// are known by their names.
func packEdition(p *disk.Packer, e *Edition) {
	p.Text(e.Title)
	p.Text(e.Description)
	p.Int(len(e.Headings))
	for _, h := range e.Headings {
		p.Text(h.ID)
		p.Int(h.Level)
		p.Text(h.Text)
	}
	p.Int(len(e.Uses))
	for _, u := range e.Uses {
		p.Text(u.Term.ID)
		p.Text(u.Block)
	}
	p.Int(len(e.links))
	for _, link := range e.links {
		p.Text(link.target.Chapter.Slug)
		p.Text(link.target.Fragment)
		p.Int(link.pos.Offset)
		p.Int(link.pos.Line)
		p.Int(link.pos.Column)
	}
	p.Int(len(e.Embeds))
	for _, m := range e.Embeds {
		p.Text(m.Program.Name)
		p.Text(runName(m.Run))
		p.Int(m.Line)
		p.Int(m.Column)
	}
	p.Int(len(e.quotes))
	for _, q := range e.quotes {
		p.Int(int(q.start))
		p.Int(int(q.stop))
		p.Int(int(q.fence))
	}
}

// unpackEdition sets in e what packEdition packed; ok is false if it is of
// something that is no longer in the book.
func (l *loader) unpackEdition(u *disk.Unpacker, e *Edition) (ok bool) {
	ok = true
	e.sound = true
	e.Title, e.Description = u.Text(), u.Text()
	e.Headings = unpackList(u, func() Heading { return Heading{ID: u.Text(), Level: u.Int(), Text: u.Text()} })
	e.Uses = unpackList(u, func() Use {
		id := u.Text()
		i := slices.IndexFunc(l.book.Glossary, func(t *Term) bool { return t.ID == id })
		use := Use{Block: u.Text()}
		if i < 0 {
			ok = false
			return use
		}
		use.Term = l.book.Glossary[i]
		return use
	})
	e.links = unpackList(u, func() linkUse {
		to := Target{Chapter: l.book.chapters[u.Text()], Fragment: u.Text()}
		ok = ok && to.Chapter != nil
		return linkUse{to, token.Position{Filename: e.File, Offset: u.Int(), Line: u.Int(), Column: u.Int()}}
	})
	e.Embeds = unpackList(u, func() EmbedLink {
		m := EmbedLink{Program: l.book.programs[u.Text()]}
		run := u.Text()
		m.Line, m.Column = u.Int(), u.Int()
		if ok = ok && m.Program != nil; ok && run != "" {
			m.Run = m.Program.Run(run)
		}
		return m
	})
	e.quotes = unpackList(u, func() quote { return quote{int32(u.Int()), int32(u.Int()), int32(u.Int())} })
	return ok
}

// unpackList unpacks a list that was packed with its length before it.
func unpackList[T any](u *disk.Unpacker, unpack func() T) (list []T) {
	n := u.Int()
	if n > 0 {
		list = make([]T, 0, n)
	}
	for range n {
		list = append(list, unpack())
	}
	return list
}

func runName(r *Run) string {
	if r == nil {
		return ""
	}
	return r.Name
}

func packShows(p *disk.Packer, shows []Showing) {
	p.Int(len(shows))
	for _, s := range shows {
		p.Text(s.Block)
		p.Text(s.Program.Name)
		p.Text(runName(s.Run))
		source, region := "", ""
		if s.Source != nil {
			source = s.Source.Name
		}
		if s.Region != nil {
			region = s.Region.Name
		}
		p.Text(source)
		p.Text(region)
		p.Int(s.First)
		p.Int(s.Last)
		p.Bool(s.Nested)
	}
}

func (l *loader) unpackShows(u *disk.Unpacker) (shows []Showing, ok bool) {
	ok = true
	shows = unpackList(u, func() Showing {
		s := Showing{Block: u.Text(), Program: l.book.programs[u.Text()]}
		run, source, region := u.Text(), u.Text(), u.Text()
		s.First, s.Last, s.Nested = u.Int(), u.Int(), u.Bool()
		if ok = ok && s.Program != nil; !ok {
			return s
		}
		if run != "" {
			s.Run = s.Program.Run(run)
			ok = s.Run != nil
		}
		if source != "" {
			s.Source = s.Program.file(source)
			ok = ok && s.Source != nil
		}
		if ok && region != "" {
			s.Region = s.Source.region(region)
			ok = s.Region != nil
		}
		return s
	})
	return shows, ok
}
