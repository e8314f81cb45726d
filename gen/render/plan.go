package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"

	"huoye/gen/book"
	"huoye/gen/golden"
)

// Plan is the site of a book, before any of it is made.
type Plan struct{ planner *planner }

// Units makes the units of the site, one after the other: of a large site there
// are many. Style sheets and scripts come before the pages that load them,
// chapters in order.
func (p *Plan) Units(yield func(*Unit) bool) {
	q := p.planner.to(yield)
	q.assets()
	q.frontPages()
	q.programPages()
	q.chapters()
}

// Unit is a part of the site that is made at once.
type Unit struct {
	Name  string   // unique in its plan
	Files []string // that it makes, by slash-separated path
	// Key stands for all that the files depend on but the generator: equal
	// keys, equal files.
	Key Key

	make func(use func(map[string][]byte) error) error
}

// Make makes the files and has them used: what they hold is no longer there when
// use has returned, whose error is returned. Several goroutines may make units at
// once.
func (u *Unit) Make(use func(files map[string][]byte) error) error { return u.make(use) }

// Key is a hash.
type Key [sha256.Size]byte

// NewPlan plans the site of a book. recorded has the recorded output of every
// run. The files depend on nothing but the arguments: equal books give equal
// bytes.
func NewPlan(b *book.Book, recorded map[*book.Run]*golden.Golden) *Plan {
	return embedded.Plan(b, recorded)
}

// Each calls do for every unit, on all processors, and stops after the first
// error.
func (p *Plan) Each(do func(*Unit) error) error {
	next, stop := iter.Pull(p.Units)
	defer stop()
	if u, ok := next(); ok { // what other units load
		if err := do(u); err != nil {
			return err
		}
	}
	var (
		mu    sync.Mutex // guards the rest
		first error
		wg    sync.WaitGroup
	)
	take := func() (*Unit, bool) {
		mu.Lock()
		defer mu.Unlock()
		if first != nil {
			return nil, false
		}
		return next()
	}
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for u, ok := take(); ok; u, ok = take() {
				if err := do(u); err != nil {
					mu.Lock()
					first = cmp.Or(first, err)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return first
}

// hashOf hashes values that JSON can hold.
func hashOf(values ...any) Key {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(values); err != nil {
		panic(err) // all would have the same key
	}
	return Key(h.Sum(nil))
}

// Early plans the chapters of a book while it is still being read.
type Early struct {
	planner *planner

	mu      sync.Mutex
	indexed map[int]*earlyIndex // by the number of the script
}

// An earlyIndex is what is known of a script of the search index.
type earlyIndex struct {
	texts []indexTexts // of its chapters
	left  int          // how many are still to come
}

// NewEarly begins to plan the site of a book of which only the chapters are still
// to be read.
func NewEarly(b *book.Book, recorded map[*book.Run]*golden.Golden) *Early {
	return &Early{planner: newPlanner(b, recorded, embedded), indexed: make(map[int]*earlyIndex)}
}

// Assets returns the unit of what pages load, as the plan of the whole book will
// have it.
func (e *Early) Assets() *Unit {
	return e.units((*planner).assets)[0]
}

// Chapter returns those units that the plan of the whole book will have which can
// be made now that c has been read, as a [book.Reader] reads it: its pages, and
// with the last of some chapters their part of the search index. Several
// goroutines may call it.
func (e *Early) Chapter(c *book.Chapter) ([]*Unit, error) {
	texts, err := e.planner.site.indexTexts(c)
	if err != nil {
		return nil, err
	}
	n, i := (c.Number-1)/indexChapters, (c.Number-1)%indexChapters
	chapters := e.planner.site.book.Chapters[n*indexChapters:]
	chapters = chapters[:min(indexChapters, len(chapters))]
	e.mu.Lock()
	index := e.indexed[n]
	if index == nil {
		index = &earlyIndex{make([]indexTexts, len(chapters)), len(chapters)}
		e.indexed[n] = index
	}
	index.texts[i] = texts
	index.left--
	whole := index.left == 0
	if whole {
		delete(e.indexed, n)
	}
	e.mu.Unlock()
	return e.units(func(p *planner) {
		p.chapter(c, p.said(c))
		if whole {
			var said []Key
			for _, c := range chapters {
				said = append(said, p.said(c))
			}
			p.index(n, chapters, hashOf(said), index.texts)
		}
	}), nil
}

func (e *Early) units(plan func(*planner)) (units []*Unit) {
	plan(e.planner.to(func(u *Unit) bool {
		units = append(units, u)
		return true
	}))
	return units
}

// A planner makes the units of a plan.
type planner struct {
	site     *site
	book     Key // of what all pages depend on
	programs *programKeys

	yield   func(*Unit) bool
	stopped bool // yield wants no more
}

// to returns a planner that yields its units.
func (p *planner) to(yield func(*Unit) bool) *planner {
	return &planner{site: p.site, book: p.book, programs: p.programs, yield: yield}
}

// programKeys are the keys of programs with their outputs.
type programKeys struct {
	mu   sync.Mutex
	keys map[*book.Program]Key
}

func newPlanner(b *book.Book, recorded map[*book.Run]*golden.Golden, d *Design) *planner {
	s := newSite(b, recorded, d)
	p := &planner{site: s, programs: &programKeys{keys: make(map[*book.Program]Key)}}
	p.book = hashOf(b.Title, b.Tagline, b.URL, b.Repository, b.Glossary, len(b.Idioms) > 0, s.style.path, s.beside.path, s.scripts.theme, s.scripts.page, s.isLong(), d.sum)
	return p
}

// add adds a unit. Its make calls use with the files.
func (p *planner) add(name string, key Key, files []string, make func(use func(map[string][]byte) error) error) {
	p.stopped = p.stopped || !p.yield(&Unit{name, files, key, make})
}

// page adds a unit that is one file, which make writes.
func (p *planner) page(path string, key Key, make func(*buffer) error) {
	p.add(path, key, []string{path}, func(use func(map[string][]byte) error) error {
		w := newBuffer()
		defer w.free()
		if err := make(w); err != nil {
			return fmt.Errorf("rendering %s: %w", path, err)
		}
		return use(map[string][]byte{path: w.Bytes()})
	})
}

func (p *planner) assets() {
	files := p.site.assets()
	names := slices.Sorted(maps.Keys(files)) // which have hashes of their content
	p.add("assets", p.book, names, func(use func(map[string][]byte) error) error { return use(files) })
}

// program returns the key of a program with its outputs.
func (p *planner) program(prog *book.Program) Key {
	p.programs.mu.Lock()
	defer p.programs.mu.Unlock()
	key, ok := p.programs.keys[prog]
	if !ok {
		h := sha256.New()
		h.Write(prog.Sum[:])
		for _, run := range prog.Runs {
			if g := p.site.golden[run]; g != nil {
				sum := g.Sum()
				h.Write(sum[:])
				if g.Trace != nil {
					h.Write(g.Trace.Format())
				}
			}
		}
		key = Key(h.Sum(nil))
		p.programs.keys[prog] = key
	}
	return key
}

// said returns the key of what a chapter says and shows, wherever it stands.
func (p *planner) said(c *book.Chapter) Key {
	var b bytes.Buffer
	for _, l := range book.Langs {
		sum := c.In(l).Sum()
		b.Write(sum[:])
	}
	for _, e := range c.Shows() {
		key := p.program(e.Program)
		b.Write(key[:])
	}
	for _, pair := range c.Pairs.Open {
		if pair.Stale() {
			b.WriteString(pair.ID + "\x00")
		}
	}
	return sha256.Sum256(b.Bytes())
}

// contents returns the key of what is known of all chapters.
func (p *planner) contents() Key {
	h := sha256.New()
	var b []byte
	text := func(list ...string) {
		for _, s := range list {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	for _, part := range p.site.book.Parts {
		text("part", part.Title.ZH, part.Title.EN)
		for _, c := range part.Chapters {
			text("chapter", c.Slug, c.Outline())
			h.Write(b) // a hash does not fail
			b = b[:0]
		}
	}
	h.Write(b) // of parts without chapters
	return Key(h.Sum(nil))
}

// chapters adds the chapters, each in all views, and what is made of several.
func (p *planner) chapters() {
	s := p.site
	var said []Key
	for chapters := range slices.Chunk(s.book.Chapters, indexChapters) {
		first := len(said)
		for _, c := range chapters {
			key := p.said(c)
			p.chapter(c, key)
			said = append(said, key)
		}
		p.index(first/indexChapters, chapters, hashOf(said[first:]), nil)
	}
	all := hashOf(said)
	if s.hasWhole() {
		var files []string
		for _, l := range book.Langs {
			files = append(files, wholePath(viewOf(l)))
		}
		p.add("whole book", hashOf(p.book, all, p.contents()), files, s.whole)
	}
	version := hashOf(indexFormat, all, s.searchTerms())
	p.page(searchPath, hashOf(p.book, version), func(w *buffer) error { w.raw(s.searchScript(version)); return nil })
}

func (p *planner) chapter(c *book.Chapter, said Key) {
	s := p.site
	files := make([]string, len(views))
	for i, v := range views {
		files[i] = chapterPath(c, v)
	}
	// What it depends on is written as binary: there are many.
	var b bytes.Buffer
	b.Write(p.book[:])
	b.Write(said[:])
	b.WriteString(c.Slug + "\x00")
	b = *bytes.NewBuffer(binary.AppendUvarint(b.Bytes(), uint64(c.Number)))
	b.WriteString(c.Part.Title.ZH + "\x00" + c.Part.Title.EN + "\x00")
	for i, part := range s.book.Parts {
		if part == c.Part {
			b = *bytes.NewBuffer(binary.AppendUvarint(b.Bytes(), uint64(i)))
		}
	}
	for _, near := range []int{c.Number - 2, c.Number} {
		if near >= 0 && near < len(s.book.Chapters) {
			n := s.book.Chapters[near]
			b.WriteString(n.Slug + "\x00" + n.In(book.ZH).Title + "\x00" + n.In(book.EN).Title + "\x00")
		}
		b.WriteByte(0)
	}
	p.add("chapter "+c.Slug, sha256.Sum256(b.Bytes()), files, func(use func(map[string][]byte) error) error { return s.chapter(c, files, use) })
}

// index adds the n-th files of the search index, from 0, with the texts of the
// chapters if they are known.
func (p *planner) index(n int, chapters []*book.Chapter, said Key, texts []indexTexts) {
	s := p.site
	var files []string
	for _, l := range book.Langs {
		files = append(files, indexPath(l, n))
	}
	key := hashOf(p.book, n, chapters[0].Number, said)
	p.add(fmt.Sprintf("index %d", n), key, files, func(use func(map[string][]byte) error) error {
		return s.searchIndex(n, chapters, texts, use)
	})
}
