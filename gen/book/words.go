package book

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// A ban is a word that the glossary does not want for a term.
type ban struct {
	word string
	term *Term
}

// bans returns the words not to be used in each language. A Chinese word with
// Latin letters in it is Chinese.
func bans(glossary []*Term) map[Lang][]ban {
	all := make(map[Lang][]ban)
	for _, t := range glossary {
		for _, word := range t.Not {
			l := EN
			if hasHan(word) {
				l = ZH
			}
			all[l] = append(all[l], ban{word, t})
		}
	}
	return all
}

// checkWords reports words of the running text below root that the glossary
// does not want. Code may hold them.
func (e *Body) checkWords(root ast.Node, bans []ban) {
	if len(bans) == 0 {
		return
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindCodeSpan {
			return ast.WalkSkipChildren, nil
		}
		t, ok := n.(*ast.Text)
		if !ok || !entering || t.IsRaw() {
			return ast.WalkContinue, nil
		}
		text := t.Segment.Value(e.Source)
		for _, b := range bans {
			for _, at := range findWords(text, b.word) {
				e.file.problem(t.Segment.Start+at, problem.ProseWord, "%s is not the book's word for %s; write %s",
					b.word, b.term.EN, Text{b.term.ZH, b.term.EN}.In(e.Lang))
			}
		}
		return ast.WalkContinue, nil
	})
}

// findWords returns where word is in text. Latin words stand by themselves.
func findWords(text []byte, word string) (found []int) {
	if hasHan(word) {
		for from := 0; ; {
			i := bytes.Index(text[from:], []byte(word))
			if i < 0 {
				return found
			}
			found = append(found, from+i)
			from += i + len(word)
		}
	}
	low := bytes.ToLower(text)
	if len(low) != len(text) {
		return nil // some capital whose small letter has another length
	}
	for from := 0; ; {
		i := bytes.Index(low[from:], []byte(strings.ToLower(word)))
		if i < 0 {
			return found
		}
		start, stop := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRune(low[:start])
		after, _ := utf8.DecodeRune(low[stop:])
		if !slices.ContainsFunc([]rune{before, after}, unicode.IsLetter) {
			found = append(found, start)
		}
		from = stop
	}
}
