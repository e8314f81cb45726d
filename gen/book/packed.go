package book

import (
	"cmp"
	"crypto/sha256"
	"go/token"

	"huoye/gen/disk"
	"huoye/gen/problem"
)

// What is known of a chapter is packed as soon as it has been read: of ten thousand
// chapters the values would take four times the room, and the garbage collector
// would go through them again and again. Programs, chapters and terms are
// packed by their names.

// packChapter packs what is known of a chapter whose pairs.sum sums up to sum.
func packChapter(content *Content, sum [sha256.Size]byte) string {
	c := content.Chapter
	var p disk.Packer
	p.Sum(sum)
	p.Int(c.Pairs.Count)
	p.Bool(c.Pairs.Unrecorded)
	p.Text(packShows(showings(nil, content.Blocks, false)))
	for _, lang := range Langs {
		body := content.In(lang)
		if body == nil { // of which nothing more is known
			body = &Body{Edition: cmp.Or(c.In(lang), new(Edition))}
		}
		p.Text(packEdition(body))
	}
	return p.Packed()
}

// know sets in c what packChapter packed, but for the sum of pairs.sum.
func (c *Chapter) know(packed string) {
	u := disk.NewUnpacker(packed)
	u.Sum() // of pairs.sum
	c.Pairs.Count, c.Pairs.Unrecorded = u.Int(), u.Bool()
	c.shows = u.Text()
	for _, lang := range Langs {
		known := u.Text()
		if e := c.In(lang); e != nil {
			e.known = known
			outline, _ := e.details()
			u := disk.NewUnpacker(outline)
			e.Title, e.Description = u.Text(), u.Text()
		}
	}
}

// sumsOf returns the sums of the files that packChapter packed.
func sumsOf(packed string) (sums [3][sha256.Size]byte) {
	u := disk.NewUnpacker(packed)
	sums[2] = u.Sum()
	u.Int()
	u.Bool()
	u.Text()
	for i := range Langs {
		sums[i] = disk.NewUnpacker(u.Text()).Sum()
	}
	return sums
}

// packEdition packs what is known of an edition.
func packEdition(b *Body) string {
	var p disk.Packer
	p.Sum(b.Sum())
	p.Text(packOutline(b))
	p.Text(packPlaces(&b.Details))
	return p.Packed()
}

// details returns what packOutline and packPlaces packed, "" of an edition that
// was not read, or whose chapter is still being read.
func (e *Edition) details() (outline, places string) {
	u := disk.NewUnpacker(e.known)
	if u.More() {
		u.Sum()
	}
	if !u.More() {
		return "", ""
	}
	return u.Text(), u.Text()
}

// Outline stands for the titles of the editions of c, their headings, the first
// uses of terms and the embeds: two chapters in which these are equal have equal
// outlines.
func (c *Chapter) Outline() string {
	var p disk.Packer
	p.Text(c.shows)
	for _, e := range c.editions() {
		outline, _ := e.details()
		p.Text(outline)
	}
	return p.Packed()
}

// Details returns what is known of e.
func (e *Edition) Details() (d Details) {
	outline, places := e.details()
	if outline == "" {
		return d
	}
	book, file := e.chapter.book, e.File()
	u := disk.NewUnpacker(outline)
	u.Text() // the title
	u.Text() // the description
	d.Headings = unpackList(u, func() Heading { return Heading{ID: u.Text(), Level: u.Int(), Text: u.Text()} })
	d.Uses = unpackList(u, func() Use { return Use{Term: book.terms[u.Text()], Block: u.Text()} })
	u = disk.NewUnpacker(places)
	d.links = unpackList(u, func() linkUse {
		to := Target{Chapter: book.chapters[u.Text()], Fragment: u.Text()}
		return linkUse{to, token.Position{Filename: file, Offset: u.Int(), Line: u.Int(), Column: u.Int()}}
	})
	d.Embeds = unpackList(u, func() EmbedLink {
		m := EmbedLink{Program: book.programs[u.Text()]}
		m.Run = m.Program.Run(u.Text())
		m.Line, m.Column = u.Int(), u.Int()
		return m
	})
	d.quotes = unpackList(u, func() quote { return quote{int32(u.Int()), int32(u.Int()), int32(u.Int())} })
	d.allows = unpackList(u, func() allowance {
		return allowance{rule: problem.Rule(u.Text()), at: u.Int(), stop: u.Int(), used: u.Bool()}
	})
	return d
}

// packOutline packs what pages show of an edition.
func packOutline(b *Body) string {
	var p disk.Packer
	p.Text(b.Title)
	p.Text(b.Description)
	packList(&p, b.Headings, func(h Heading) {
		p.Text(h.ID)
		p.Int(h.Level)
		p.Text(h.Text)
	})
	packList(&p, b.Uses, func(u Use) {
		p.Text(u.Term.ID)
		p.Text(u.Block)
	})
	return p.Packed()
}

// packPlaces packs the rest, which is about places in the file.
func packPlaces(d *Details) string {
	var p disk.Packer
	packList(&p, d.links, func(link linkUse) {
		p.Text(link.target.Chapter.Slug)
		p.Text(link.target.Fragment)
		p.Int(link.pos.Offset)
		p.Int(link.pos.Line)
		p.Int(link.pos.Column)
	})
	packList(&p, d.Embeds, func(m EmbedLink) {
		p.Text(m.Program.Name)
		p.Text(runName(m.Run))
		p.Int(m.Line)
		p.Int(m.Column)
	})
	packList(&p, d.quotes, func(q quote) {
		p.Int(int(q.start))
		p.Int(int(q.stop))
		p.Int(int(q.fence))
	})
	packList(&p, d.allows, func(a allowance) {
		p.Text(string(a.rule))
		p.Int(a.at)
		p.Int(a.stop)
		p.Bool(a.used)
	})
	return p.Packed()
}

// Shows returns the embeds of the blocks of c in order.
func (c *Chapter) Shows() []Showing {
	if c.shows == "" {
		return nil
	}
	u := disk.NewUnpacker(c.shows)
	return unpackList(u, func() Showing {
		s := Showing{Block: u.Text(), Program: c.book.programs[u.Text()]}
		run, source, region := u.Text(), u.Text(), u.Text()
		s.First, s.Last, s.Nested = u.Int(), u.Int(), u.Bool()
		if s.Program != nil { // nil in a bad embed
			s.Run, s.Source = s.Program.Run(run), s.Program.file(source)
		}
		if s.Source != nil {
			s.Region = s.Source.region(region)
		}
		return s
	})
}

func packShows(shows []Showing) string {
	var p disk.Packer
	packList(&p, shows, func(s Showing) {
		program, source, region := "", "", ""
		if s.Program != nil {
			program = s.Program.Name
		}
		if s.Source != nil {
			source = s.Source.Name
		}
		if s.Region != nil {
			region = s.Region.Name
		}
		p.Text(s.Block)
		p.Text(program)
		p.Text(runName(s.Run))
		p.Text(source)
		p.Text(region)
		p.Int(s.First)
		p.Int(s.Last)
		p.Bool(s.Nested)
	})
	return p.Packed()
}

func runName(r *Run) string {
	if r == nil {
		return ""
	}
	return r.Name
}

func packList[T any](p *disk.Packer, list []T, pack func(T)) {
	p.Int(len(list))
	for _, v := range list {
		pack(v)
	}
}

// unpackList unpacks what packList packed.
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
