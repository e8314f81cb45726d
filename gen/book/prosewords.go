package book

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huoye/gen/problem"
)

// A lexicon is what the prose checks look for in the text of one language. It
// is made once for a book. Words are found by a key: the first two Han
// characters, or the first letters. Two sets spare most of the text the look
// into the map.
type lexicon struct {
	terms  []*Term // of the Chinese edition; their first uses introduce them
	words  map[uint32][]lexeme
	firsts charSet // Han characters that words begin with
	keys   charSet // the keys, hashed
}

// A charSet is a set of numbers of 16 bits.
type charSet [1 << 16 / 64]uint64

func (s *charSet) add(x uint16)      { s[x/64] |= 1 << (x % 64) }
func (s *charSet) has(x uint16) bool { return s[x/64]&(1<<(x%64)) != 0 }

// A lexeme is one word of a lexicon.
type lexeme struct {
	word string
	kind lexemeKind
	han  bool   // it begins with a Han character
	open bool   // it ends with a letter that others may follow
	term int    // index in terms
	msg  string // what is wrong with it
	fix  string
}

type lexemeKind byte

const (
	lexTerm   lexemeKind = iota
	lexExcept            // no term, though one begins in it
	lexBan
	lexSpelling
	lexAlways
)

// lexicons makes the lexicon of each language.
func lexicons(glossary []*Term) map[Lang]*lexicon {
	m := map[Lang]*lexicon{}
	for _, l := range Langs {
		m[l] = newLexicon(glossary, l)
	}
	return m
}

// newLexicon makes the lexicon of language l.
func newLexicon(glossary []*Term, l Lang) *lexicon {
	x := &lexicon{words: map[uint32][]lexeme{}}
	for _, t := range glossary {
		for _, word := range t.Not {
			// A Chinese word with Latin letters in it is Chinese.
			if hasHan(word) == (l == ZH) {
				x.add(lexeme{word: word, kind: lexBan, msg: word + " is not the book's word for " + t.EN +
					"; write " + Text{t.ZH, t.EN}.In(l)})
			}
		}
		if l == ZH {
			for _, form := range t.Forms(ZH) {
				x.add(lexeme{word: form, kind: lexTerm, term: len(x.terms)})
			}
			for _, word := range t.Except {
				x.add(lexeme{word: word, kind: lexExcept})
			}
			x.terms = append(x.terms, t)
		}
	}
	if l == ZH {
		x.add(lexeme{word: "总是", kind: lexAlways})
	} else {
		x.add(lexeme{word: "always", kind: lexAlways})
		for british, american := range spellings {
			x.add(lexeme{word: british, kind: lexSpelling, fix: american,
				msg: british + " is British; write " + american})
		}
	}
	for _, list := range x.words {
		slices.SortStableFunc(list, func(a, b lexeme) int { return cmp.Compare(len(b.word), len(a.word)) })
	}
	return x
}

func (x *lexicon) add(w lexeme) {
	first, _ := utf8.DecodeRuneInString(w.word)
	last, _ := utf8.DecodeLastRuneInString(w.word)
	w.han, w.open = isHan(first), !isHan(last) && unicode.IsLetter(last)
	k := latinKey(w.word)
	if w.han {
		second, _ := utf8.DecodeRuneInString(w.word[utf8.RuneLen(first):])
		k = hanKey(first, second)
		x.firsts.add(uint16(first))
	}
	x.keys.add(hash(k))
	x.words[k] = append(x.words[k], w)
}

func hash(k uint32) uint16 { return uint16(k * 0x9E3779B1 >> 16) }

// hanKey is the key of a word that begins with these characters; of one that
// has only the first, second is utf8.RuneError.
func hanKey(first, second rune) uint32 { return uint32(first)<<15 ^ uint32(second) }

// lookUpHan looks for the words that begin with r, which is at offset at and
// ends at next.
func (p *prose) lookUpHan(r rune, at, next, stop int) {
	second, _ := decodeRune(p.src[next:stop])
	for _, k := range [...]uint32{hanKey(r, second), hanKey(r, utf8.RuneError)} {
		if p.lex.keys.has(hash(k)) {
			p.lookUp(k, at, stop)
		}
		if second == utf8.RuneError {
			return // that was both
		}
	}
}

// latinKey is the key of a text that begins with Latin letters: the first
// three, or the first of a shorter word, as if they were small.
func latinKey[T string | []byte](text T) uint32 {
	if len(text) < 3 || text[1] < 'A' || text[2] < 'A' {
		return uint32(text[0] | 0x20)
	}
	return uint32(text[0]|0x20)<<16 | uint32(text[1]|0x20)<<8 | uint32(text[2]|0x20)
}

// lookUpLatin looks for the words that begin with the Latin word at offset at.
func (p *prose) lookUpLatin(at, stop int) {
	if k := latinKey(p.src[at:stop]); p.lex.keys.has(hash(k)) {
		p.lookUp(k, at, stop)
	}
}

// lookUp looks which of the words with key k stand at offset at.
func (p *prose) lookUp(k uint32, at, stop int) {
	text := p.src[at:stop]
	words := p.lex.words[k]
	for i := range words {
		w := &words[i]
		if !w.begins(text) {
			continue
		}
		end := at + len(w.word)
		switch w.kind {
		case lexTerm:
			if at >= p.consumed {
				p.consumed = end
				p.use(w.term, at, end)
			}
		case lexExcept:
			p.consumed = max(p.consumed, end)
		case lexBan:
			p.add(at, problem.ProseWord, nil, "%s", w.msg)
		case lexSpelling:
			fix := w.fix
			if unicode.IsUpper(rune(p.src[at])) {
				fix = strings.ToUpper(fix[:1]) + fix[1:]
			}
			p.add(at, problem.ProseSpelling, &problem.Fix{Start: at, End: end, Text: fix}, "%s", w.msg)
		case lexAlways:
			p.noteAlways(at, end)
		}
	}
}

// begins reports whether text begins with w, in capitals or not, and not with
// a longer Latin word.
func (w *lexeme) begins(text []byte) bool {
	n := len(w.word)
	if len(text) < n || string(text[:n]) != w.word && (w.han || !strings.EqualFold(string(text[:n]), w.word)) {
		return false
	}
	next, _ := utf8.DecodeRune(text[n:])
	return !w.open || !unicode.IsLetter(next) || isHan(next)
}

// A termUse is the first use of a term in the running text of a chapter.
type termUse struct {
	at, stop   int // stop is 0 if there is none
	introduced bool
	later      int // where it is introduced if not at once; 0: nowhere
}

// use notes a use of a term. In a link it counts only if it introduces the term.
func (p *prose) use(term, at, stop int) {
	u, t := &p.uses[term], p.lex.terms[term]
	if t.Common || u.introduced || u.later > 0 {
		return
	}
	introduced := p.introduces(t, stop)
	if !p.running && !introduced {
		return
	}
	switch {
	case u.stop == 0:
		*u = termUse{at: at, stop: stop, introduced: introduced}
	case introduced:
		u.later = at
	}
}

// introduces reports whether behind a use of t that ends at stop another form
// of it stands in brackets, as in 进程（process）. Emphasis or a link may end
// between.
func (p *prose) introduces(t *Term, stop int) bool {
	const near = 256
	rest := bytes.TrimLeft(p.src[stop:min(len(p.src), stop+near)], "*_")
	if link, ok := bytes.CutPrefix(rest, []byte("](")); ok {
		_, rest, _ = bytes.Cut(link, []byte{')'})
	}
	inside, ok := bytes.CutPrefix(rest, []byte("（"))
	return ok && t.begins(inside)
}

// checkUses reports the terms whose first use does not introduce them.
func (p *prose) checkUses() {
	for i, u := range p.uses {
		if u.stop == 0 || u.introduced {
			continue
		}
		t := p.lex.terms[i]
		word := string(p.src[u.at:u.stop])
		intro := "（" + t.EN + "）"
		if u.later > 0 {
			found := p.add(u.at, problem.ProseTerm, nil, "the first %s comes without its English; write %s%s here and not later", word, word, intro)
			found.Related = []problem.Related{{Pos: p.e.file.position(u.later), Msg: "its English comes here"}}
			continue
		}
		at := u.stop
		for at < len(p.src) && (p.src[at] == '*' || p.src[at] == '_') {
			at++
		}
		p.add(u.at, problem.ProseTerm, insert(at, intro), "the first %s comes without its English; write %s%s", word, word, intro)
	}
}
