package book

import (
	"fmt"
	"go/token"
	"os"
	"slices"

	"huoye/gen/pairs"
	"huoye/gen/problem"
)

// pairsName is the file of a chapter that says which of its blocks were
// confirmed to say the same in both editions.
const pairsName = "pairs.sum"

// Pairs is how the blocks of a chapter stand to what was confirmed of them.
type Pairs struct {
	Count   int // blocks with something to translate, title and footnotes among them
	Missing int // blocks that one edition lacks, or that have no like in the other
	// Unrecorded is set if nothing was ever confirmed.
	Unrecorded bool
	// Open is what is not confirmed, in order; empty if Unrecorded.
	Open []Pair
	// Left is where File has lines for blocks that are no longer there.
	Left []token.Position

	slug    string // of the chapter
	settled bool   // File is as it must be
}

// Pair is a block whose editions are not confirmed to say the same.
type Pair struct {
	ID     string // of the block, or TitleID, DescriptionID or a FootnoteID
	ZH, EN token.Position
	State  pairs.State
	// Fresh are the sentences of the edition that has changed, the Chinese
	// one unless the state is pairs.Ahead, that are new or changed, and Gone
	// is how many were there before.
	Fresh []Sentence
	Gone  int

	other token.Position // where the state is pairs.Crossed: of the English that was confirmed
}

// Sentence is a sentence of an edition; in code, a line.
type Sentence struct {
	Pos  token.Position
	Text string
}

// Stale reports whether the English may not say what the Chinese does.
func (p Pair) Stale() bool { return p.State == pairs.Behind || p.State == pairs.Crossed }

// Recordable reports whether the block was written or changed in both editions,
// as a translation is: it can be recorded without asking.
func (p Pair) Recordable() bool { return p.State == pairs.Changed || p.State == pairs.New }

// Reason says why the pair is not confirmed, in a few words.
func (p Pair) Reason() string {
	switch p.State {
	case pairs.Behind:
		return "its Chinese had changed, its English had not"
	case pairs.Ahead:
		return "its English had changed, its Chinese had not"
	case pairs.Crossed:
		return "its Chinese and its English had been confirmed with others"
	case pairs.Changed:
		return "both editions had changed"
	}
	return "it was not recorded yet"
}

// Stale reports whether the block with the given id is stale.
func (p *Pairs) Stale(id string) bool {
	return slices.ContainsFunc(p.Open, func(pair Pair) bool { return pair.ID == id && pair.Stale() })
}

// CountStale is how many blocks are stale.
func (p *Pairs) CountStale() int { return p.count(Pair.Stale) }

// CountRecordable is how many blocks can be recorded without asking.
func (p *Pairs) CountRecordable() int {
	if p.Unrecorded {
		return p.Count
	}
	return p.count(Pair.Recordable)
}

// CountOpen is how many blocks are not confirmed.
func (p *Pairs) CountOpen() int {
	if p.Unrecorded {
		return p.Count
	}
	return len(p.Open)
}

func (p *Pairs) count(is func(Pair) bool) int {
	n := 0
	for _, pair := range p.Open {
		if is(pair) {
			n++
		}
	}
	return n
}

// RecordPairs returns what the pairs.sum of c must hold if the open pairs for
// which accept is true are confirmed, and nothing is kept for blocks that are
// gone; nil if it holds that. It is an error if the chapter has changed since
// the book was loaded.
func (b *Book) RecordPairs(c *Chapter, accept func(Pair) bool) ([]byte, error) {
	if c.Pairs.settled {
		return nil, nil
	}
	content, err := b.Content(c)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(b.Dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	l := &loader{tree: tree{root, new(problems)}, book: b}
	confirmed, err := l.readPairs(c)
	if err != nil {
		return nil, err
	}
	if confirmed == nil {
		return nil, fmt.Errorf("%s was changed meanwhile; start again", c.Pairs.File())
	}
	units := new(room).unitsOf(content)
	found := compareUnits(units, confirmed)
	return found.Format(func(i int) bool { return accept(newPair(units, found, i)) }), nil
}

// comparePairs finds out how the blocks of c stand to its pairs.sum. It is
// called while the syntax trees are there, and keeps nothing of them.
func (l *loader) comparePairs(c *Content) error {
	p := &c.Pairs
	p.settled = true // unless something is found
	confirmed, err := l.readPairs(c.Chapter)
	if err != nil {
		return err
	}
	switch {
	case c.zh == nil && c.en != nil:
		p.Missing = len(c.en.blocks)
	case c.en == nil && c.zh != nil:
		p.Missing = len(c.zh.blocks)
	case c.Blocks != nil && confirmed != nil:
		r := rooms.Get().(*room)
		defer r.free()
		p.compare(r.unitsOf(c), confirmed)
	}
	return nil
}

// File is where what is confirmed is recorded, slash-separated, relative to the
// book's Dir; it may not exist yet.
func (p *Pairs) File() string { return listed{}.entry(p.slug, pairsName).path }

// readPairs reads the pairs.sum of c; the file is nil if it cannot be read,
// which is reported, and empty if there is none.
func (l *loader) readPairs(c *Chapter) (*pairs.File, error) {
	if !c.sum.there {
		return new(pairs.File), nil
	}
	f, ok, err := l.read(c.sum.entry(c.Slug, pairsName))
	if err != nil || !ok {
		return nil, err
	}
	confirmed, bad := pairs.Parse(f.src)
	for _, b := range bad {
		f.problem(f.lines[b.Line-1], problem.PairFormat, "%s", b.Msg)
	}
	return confirmed, nil
}

func compareUnits(units []unit, confirmed *pairs.File) *pairs.Comparison {
	blocks := make([]pairs.Block, len(units))
	for i, u := range units {
		blocks[i] = u.block()
	}
	return confirmed.Compare(blocks)
}

// compare sets what p says of units, the blocks of the chapter.
func (p *Pairs) compare(units []unit, confirmed *pairs.File) {
	p.Count = len(units)
	if confirmed.Empty() && len(units) > 0 {
		p.Unrecorded, p.settled = true, false
		return
	}
	found := compareUnits(units, confirmed)
	p.settled = found.Settled()
	if p.settled {
		return
	}
	for i := range units {
		if found.Pairs[i].State != pairs.Confirmed {
			p.Open = append(p.Open, newPair(units, found, i))
		}
	}
	for _, line := range found.Left {
		p.Left = append(p.Left, token.Position{Filename: p.File(), Line: line, Column: 1})
	}
}

// newPair is what was found of unit i.
func newPair(units []unit, found *pairs.Comparison, i int) Pair {
	u, f := &units[i], found.Pairs[i]
	pair := Pair{
		ID: u.id, ZH: u.zh.position(u.zh.at), EN: u.en.position(u.en.at),
		State: f.State, Gone: f.Gone,
	}
	changed := &u.zh
	if f.State == pairs.Ahead {
		changed = &u.en
	}
	for _, s := range f.Fresh {
		pair.Fresh = append(pair.Fresh, Sentence{
			changed.position(changed.offset(s[0])), string(changed.text[s[0]:s[1]]),
		})
	}
	if f.State == pairs.Crossed && f.Other >= 0 {
		en := &units[f.Other].en
		pair.other = en.position(en.at)
	}
	return pair
}
