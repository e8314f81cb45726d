package book

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"go/token"
	"io"
	"maps"
	"os"
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
	known         map[string]*facts // by slug
	changed       bool              // since it was read or saved

	mu    sync.Mutex // guards fresh
	fresh map[string]*facts
}

// facts are what is kept of a chapter. Programs and terms are known by name.
type facts struct {
	Slug   string
	Files  [3][sha256.Size]byte // zh.md, en.md, pairs.sum
	ZH, EN editionFacts
	Shows  []showFacts
	Count  int // of Pairs
	// Unrecorded is as in Pairs. If it is not set, everything is confirmed.
	Unrecorded bool
}

type editionFacts struct {
	Title, Description string
	Headings           []Heading
	Uses               [][2]string // term and block
	Links              []linkFacts
	Embeds             []embedFacts
	Quotes             [][3]int32
}

type linkFacts struct {
	Chapter, Fragment string
	Pos               token.Position
}

type embedFacts struct {
	Program, Run string
	Line, Column int
}

type showFacts struct {
	Block, Program, Source, Region, Run string
	First, Last                         int
	Nested                              bool
}

// OpenFacts reads what was kept in a file by the same version of the generator.
// What cannot be read, or is damaged, is nothing.
func OpenFacts(file, version string) *Facts {
	f := &Facts{file: file, version: version}
	data, err := os.ReadFile(file)
	if err != nil || len(data) < sha256.Size {
		return f
	}
	sum, data := data[:sha256.Size], data[sha256.Size:]
	if got := sha256.Sum256(data); !bytes.Equal(sum, got[:]) {
		return f
	}
	d := gob.NewDecoder(bytes.NewReader(data))
	var head struct {
		Version string
		About   [sha256.Size]byte
	}
	if d.Decode(&head) != nil || head.Version != version {
		return f
	}
	known := make(map[string]*facts)
	for {
		k := new(facts)
		if err := d.Decode(k); err == io.EOF {
			break
		} else if err != nil {
			return f
		}
		known[k.Slug] = k
	}
	f.about, f.known = head.About, known
	return f
}

// Save keeps what was found in the last load, whole or not at all.
func (f *Facts) Save() error {
	if f.file == "" || !f.changed {
		return nil
	}
	data := bytes.NewBuffer(make([]byte, sha256.Size))
	e := gob.NewEncoder(data)
	head := struct {
		Version string
		About   [sha256.Size]byte
	}{f.version, f.about}
	if err := e.Encode(head); err != nil {
		return err
	}
	for _, k := range f.known {
		if err := e.Encode(k); err != nil {
			return err
		}
	}
	sum := sha256.Sum256(data.Bytes()[sha256.Size:])
	copy(data.Bytes(), sum[:])
	if err := disk.Replace(f.file, data.Bytes(), 0o644); err != nil {
		return err
	}
	f.changed = false
	return nil
}

// begin drops what is known if anything but chapters has changed: programs, the
// glossary, the list of chapters.
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
		fmt.Fprintf(h, "%s %x %v\n", p.Name, p.Sum, p.runsSound)
		for _, s := range p.Files {
			fmt.Fprintln(h, s.Name, s.sound, s.Regions)
		}
	}
	encode(slices.Sorted(maps.Keys(b.files)))
	about := [sha256.Size]byte(h.Sum(nil))
	if about != f.about {
		f.about, f.known = about, nil
	}
	f.fresh = make(map[string]*facts)
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
	maps.DeleteFunc(f.fresh, func(slug string, _ *facts) bool { return bad["content/"+slug] })
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
	k := l.facts.known[c.Slug]
	if k == nil {
		return false
	}
	if sums, ok := l.sumsOf(c); !ok || sums != k.Files {
		return false
	}
	shows, ok := l.recallShows(k.Shows)
	zh, okZH := l.recallEdition(c.zh, &k.ZH)
	en, okEN := l.recallEdition(c.en, &k.EN)
	if !ok || !okZH || !okEN {
		return false
	}
	*c.zh, *c.en = zh, en
	c.zh.Sum, c.en.Sum = k.Files[0], k.Files[1]
	c.Shows = shows
	c.Pairs = Pairs{File: pairsFile(c), Count: k.Count, Unrecorded: k.Unrecorded, slug: c.Slug, settled: !k.Unrecorded}
	l.facts.mu.Lock()
	l.facts.fresh[c.Slug] = k
	l.facts.mu.Unlock()
	return true
}

func (l *loader) recallShows(known []showFacts) (shows []Showing, ok bool) {
	for _, k := range known {
		s := Showing{Block: k.Block, Program: l.book.programs[k.Program], First: k.First, Last: k.Last, Nested: k.Nested}
		if s.Program == nil {
			return nil, false
		}
		if k.Source != "" {
			if s.Source = s.Program.file(k.Source); s.Source == nil {
				return nil, false
			}
		}
		if k.Region != "" {
			if s.Region = s.Source.region(k.Region); s.Region == nil {
				return nil, false
			}
		}
		if k.Run != "" {
			if s.Run = s.Program.Run(k.Run); s.Run == nil {
				return nil, false
			}
		}
		shows = append(shows, s)
	}
	return shows, true
}

// recallEdition returns e with what is known of it.
func (l *loader) recallEdition(e *Edition, k *editionFacts) (again Edition, ok bool) {
	again = *e
	again.Title, again.Description, again.Headings = k.Title, k.Description, k.Headings
	again.sound = true
	for _, u := range k.Uses {
		i := slices.IndexFunc(l.book.Glossary, func(t *Term) bool { return t.ID == u[0] })
		if i < 0 {
			return again, false
		}
		again.Uses = append(again.Uses, Use{l.book.Glossary[i], u[1]})
	}
	for _, link := range k.Links {
		c := l.book.chapters[link.Chapter]
		if c == nil {
			return again, false
		}
		again.links = append(again.links, linkUse{Target{Chapter: c, Fragment: link.Fragment}, link.Pos})
	}
	for _, m := range k.Embeds {
		p := l.book.programs[m.Program]
		if p == nil {
			return again, false
		}
		link := EmbedLink{Program: p, Line: m.Line, Column: m.Column}
		if m.Run != "" {
			link.Run = p.Run(m.Run)
		}
		again.Embeds = append(again.Embeds, link)
	}
	for _, q := range k.Quotes {
		again.quotes = append(again.quotes, quote{q[0], q[1], q[2]})
	}
	return again, true
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
	k := &facts{
		Slug:  c.Slug,
		Files: [3][sha256.Size]byte{c.zh.Sum, c.en.Sum, sum},
		ZH:    factsOf(c.zh), EN: factsOf(c.en),
		Count: c.Pairs.Count, Unrecorded: c.Pairs.Unrecorded,
	}
	for _, s := range c.Shows {
		f := showFacts{Block: s.Block, Program: s.Program.Name, First: s.First, Last: s.Last, Nested: s.Nested}
		if s.Source != nil {
			f.Source = s.Source.Name
		}
		if s.Region != nil {
			f.Region = s.Region.Name
		}
		if s.Run != nil {
			f.Run = s.Run.Name
		}
		k.Shows = append(k.Shows, f)
	}
	l.facts.mu.Lock()
	l.facts.fresh[c.Slug] = k
	l.facts.mu.Unlock()
}

func factsOf(e *Edition) editionFacts {
	k := editionFacts{Title: e.Title, Description: e.Description, Headings: e.Headings}
	for _, u := range e.Uses {
		k.Uses = append(k.Uses, [2]string{u.Term.ID, u.Block})
	}
	for _, link := range e.links {
		k.Links = append(k.Links, linkFacts{link.target.Chapter.Slug, link.target.Fragment, link.pos})
	}
	for _, m := range e.Embeds {
		f := embedFacts{Program: m.Program.Name, Line: m.Line, Column: m.Column}
		if m.Run != nil {
			f.Run = m.Run.Name
		}
		k.Embeds = append(k.Embeds, f)
	}
	for _, q := range e.quotes {
		k.Quotes = append(k.Quotes, [3]int32{q.start, q.stop, q.fence})
	}
	return k
}
