package book

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// TermUse is the first use of a term in a chapter. In Chinese that is where it
// is introduced with its English in brackets; the English edition marks the
// same terms where it first has them.
type TermUse struct {
	Term        *Term
	Start, Stop int // offsets in the source

	in *ast.Text
}

// findTerms finds the first uses of terms in c.
func (c *Content) findTerms(terms []*Term) {
	if len(terms) == 0 {
		return
	}
	var introduced []*Term
	eachText(c.Blocks, ZH, func(n *ast.Text, block string) {
		for _, use := range introductions(terms, c.zh.Source, n) {
			if !slices.Contains(introduced, use.Term) {
				c.zh.addUse(use, block)
				introduced = append(introduced, use.Term)
			}
		}
	})
	eachText(c.Blocks, EN, func(n *ast.Text, block string) {
		if len(introduced) == 0 {
			return
		}
		for _, use := range mentions(introduced, c.en.Source, n) {
			c.en.addUse(use, block)
			introduced = slices.DeleteFunc(introduced, func(t *Term) bool { return t == use.Term })
		}
	})
}

func (e *Body) addUse(use TermUse, block string) {
	if e.Terms == nil {
		e.Terms = make(map[*ast.Text][]TermUse)
	}
	e.Terms[use.in] = append(e.Terms[use.in], use)
	e.Uses = append(e.Uses, Use{use.Term, block})
}

// eachText calls do for every piece of running text in blocks: not for
// headings, links and code.
func eachText(blocks []Block, l Lang, do func(n *ast.Text, block string)) {
	for _, b := range blocks {
		if b.Children != nil {
			eachText(b.Children, l, do)
			continue
		}
		_ = ast.Walk(b.In(l), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.Heading, *ast.Link, *ast.AutoLink, *ast.CodeSpan, *CalloutTitle, *Embed:
				return ast.WalkSkipChildren, nil
			case *ast.Text:
				if entering && !n.IsRaw() {
					do(n, b.ID)
				}
			}
			return ast.WalkContinue, nil
		})
	}
}

const bracket = "（"

// introductions returns the terms that another form follows in brackets in n,
// as in 进程（process）. The term itself may be emphasized.
func introductions(terms []*Term, source []byte, n *ast.Text) []TermUse {
	text := n.Segment.Value(source)
	var uses []TermUse
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(bracket))
		if i < 0 {
			return uses
		}
		at := from + i
		from = at + len(bracket)
		inside, _, _ := bytes.Cut(text[from:], []byte("）"))
		in, stop := n, n.Segment.Start+at
		if at == 0 {
			if in = emphasizedBefore(n); in == nil {
				continue
			}
			stop = in.Segment.Stop
		}
		before := source[in.Segment.Start:stop]
		var best TermUse
		for _, t := range terms {
			for _, form := range t.Forms(ZH) {
				if len(form) > best.Stop-best.Start && bytes.HasSuffix(before, []byte(form)) && t.begins(inside) {
					best = TermUse{t, stop - len(form), stop, in}
				}
			}
		}
		if best.Term != nil {
			uses = append(uses, best)
		}
	}
}

// emphasizedBefore returns the text that ends an emphasis before n, nil if
// there is none.
func emphasizedBefore(n *ast.Text) *ast.Text {
	e, ok := n.PreviousSibling().(*ast.Emphasis)
	if !ok {
		return nil
	}
	t, _ := e.LastChild().(*ast.Text)
	return t
}

// begins reports whether text begins with a form of t, in capitals or not.
func (t *Term) begins(text []byte) bool {
	return slices.ContainsFunc(slices.Concat(t.Forms(EN), t.Forms(ZH)), func(form string) bool {
		return len(text) >= len(form) && strings.EqualFold(string(text[:len(form)]), form)
	})
}

// mentions returns the first place of each term in n, in order; of terms that
// overlap, the longer.
func mentions(terms []*Term, source []byte, n *ast.Text) []TermUse {
	text := strings.ToLower(string(n.Segment.Value(source)))
	if len(text) != n.Segment.Len() {
		return nil // changed by lower case: some rare capitals
	}
	var uses []TermUse
	for _, t := range terms {
		var best TermUse
		for _, form := range t.Forms(EN) {
			start, stop := findWord(text, strings.ToLower(form))
			if stop > 0 && (best.Term == nil || start < best.Start || start == best.Start && stop > best.Stop) {
				best = TermUse{t, start, stop, n}
			}
		}
		if best.Term != nil {
			uses = append(uses, best)
		}
	}
	slices.SortFunc(uses, func(a, b TermUse) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.Stop - a.Stop
	})
	end := 0
	var kept []TermUse
	for _, u := range uses {
		if u.Start < end {
			continue // inside the one before; its own turn comes later
		}
		end = u.Stop
		kept = append(kept, TermUse{u.Term, u.Start + n.Segment.Start, u.Stop + n.Segment.Start, n})
	}
	return kept
}

// findWord finds word in text, standing by itself or in the plural; stop is 0
// if it is not there.
func findWord(text, word string) (start, stop int) {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return 0, 0
		}
		start, stop = from+i, from+i+len(word)
		from = stop
		for _, plural := range []string{"es", "s"} {
			if strings.HasPrefix(text[stop:], plural) {
				stop += len(plural)
				break
			}
		}
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[stop:])
		if !isWordPart(before) && !isWordPart(after) {
			return start, stop
		}
	}
}

func isWordPart(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_'
}
