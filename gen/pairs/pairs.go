// Package pairs keeps which blocks of a chapter's two editions were confirmed
// to say the same. It hides the format of pairs.sum, how a block is found in it
// again when others were added, moved or removed, and what makes one stale.
package pairs

import (
	"bytes"
	"slices"
)

// A Block is a block of a chapter in both editions.
type Block struct {
	Section string // id of the heading above it, or another name for a group of blocks
	Heading bool   // it is the section's heading itself
	Code    bool   // its lines are shown as they are
	// ZH and EN are what a translation depends on. A line end in them
	// separates list items, cells, lines of code and the like.
	ZH, EN []byte
}

// shared reports whether there is nothing to translate in b: code that is the
// same in both editions.
func (b Block) shared() bool { return b.Code && bytes.Equal(b.ZH, b.EN) }

// State says how a block stands to what was confirmed of it.
type State int

const (
	Confirmed State = iota
	Behind          // the Chinese has changed, the English has not: it is stale
	Ahead           // the English has changed, the Chinese has not
	Crossed         // each was confirmed, but with another block: also stale
	Changed         // both have changed
	New             // nothing was confirmed
)

// A Pair is what is known of a block.
type Pair struct {
	State State
	// Fresh are the sentences, as ranges of bytes, of the edition that has
	// changed (of the Chinese one, if the state is Behind) that were not
	// there when the pair was confirmed, in order; Gone is how many were
	// there and are not now. They are set if the state is Behind or Ahead.
	Fresh [][2]int
	Gone  int
	// Other is the block that has the English that was confirmed with the
	// Chinese of this one, -1 if none has. It is set if the state is Crossed.
	Other int
}

// A Comparison is what is known of all blocks of a chapter.
type Comparison struct {
	Pairs []Pair // by block
	// Left are the lines of the file, numbered from 1, with what was
	// confirmed of blocks that are no longer there.
	Left []int

	blocks  []Block
	now     []record // what would be recorded of each block
	was     []*record
	settled bool
}

// Settled reports whether the file is what Format would make of it: every block
// is confirmed, in this order, and nothing is left.
func (c *Comparison) Settled() bool { return c.settled }

// Compare compares the blocks of a chapter with what was confirmed of them.
// It takes time in proportion to their number.
func (f *File) Compare(blocks []Block) *Comparison {
	c := &Comparison{
		Pairs:  make([]Pair, len(blocks)),
		blocks: blocks,
		now:    make([]record, len(blocks)),
	}
	for i, b := range blocks {
		c.now[i] = newRecord(b)
	}
	m := newMatcher(c.now, f.records)
	c.settled = m.unchanged()
	if !c.settled {
		m.matchAll()
	}
	c.was = m.found
	for i := range blocks {
		c.Pairs[i] = c.pair(i, m)
	}
	for i, r := range f.records {
		if !m.used[i] {
			c.Left = append(c.Left, r.line)
		}
	}
	return c
}

// pair says how block i stands to the record that was found for it.
func (c *Comparison) pair(i int, m *matcher) Pair {
	b, now, was := c.blocks[i], &c.now[i], c.was[i]
	switch {
	case was == nil:
		return Pair{State: New}
	case now.shared && was.shared:
		return Pair{}
	case was.shared:
		// Which edition has changed is not known: the Chinese one is the source.
		p := Pair{State: Behind}
		p.Fresh, p.Gone = changes(b.ZH, shorts(b.EN, true), true)
		return p
	case now.zh.sum == was.zh.sum && now.en.sum == was.en.sum:
		return Pair{}
	case m.crossed[i] != nil:
		return Pair{State: Crossed, Other: slices.Index(c.was, m.crossed[i])}
	case now.en.sum == was.en.sum:
		p := Pair{State: Behind}
		p.Fresh, p.Gone = changes(b.ZH, was.zh.shorts(), b.Code)
		return p
	case now.zh.sum == was.zh.sum:
		p := Pair{State: Ahead}
		p.Fresh, p.Gone = changes(b.EN, was.en.shorts(), b.Code)
		return p
	}
	return Pair{State: Changed}
}

// changes returns the sentences of text that are not among those confirmed,
// and how many of these text has not.
func changes(text []byte, confirmed []string, code bool) (fresh [][2]int, gone int) {
	count := make(map[string]int)
	for _, s := range confirmed {
		count[s]++
	}
	gone = len(confirmed)
	for _, s := range Sentences(text, code) {
		h := short(text[s[0]:s[1]])
		if count[h] == 0 {
			fresh = append(fresh, s)
			continue
		}
		count[h]--
		gone--
	}
	return fresh, gone
}

// Format returns the file that records the blocks for which accept is true, and
// of the others what was confirmed before.
func (c *Comparison) Format(accept func(i int) bool) []byte {
	out := []byte(header + "\n")
	for i, b := range c.blocks {
		r := c.was[i]
		if c.Pairs[i].State == Confirmed || accept(i) {
			r = &c.now[i]
			r.split(b)
		}
		if r != nil {
			out = r.append(out, c.now[i].section)
		}
	}
	return out
}
