package render

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/book"
)

// firstUses are the first uses of the glossary's terms in one chapter. In
// Chinese that is where a term is introduced with its English in brackets; the
// English edition marks the same terms where it first has them.
type firstUses struct {
	zh, en editionUses
}

func (f *firstUses) in(l book.Lang) *editionUses {
	if l == book.ZH {
		return &f.zh
	}
	return &f.en
}

type editionUses struct {
	inText map[*ast.Text][]termUse // by the text they stand in, in order
	blocks map[*book.Term]string   // ids of the blocks they stand in
}

// A termUse is a term in a text, as offsets in the source.
type termUse struct {
	term        *book.Term
	in          *ast.Text
	start, stop int
}

func (u *editionUses) add(use termUse, block string) {
	u.inText[use.in] = append(u.inText[use.in], use)
	u.blocks[use.term] = block
}

// findTerms finds the first uses of terms in a chapter.
func findTerms(terms []*book.Term, c *book.Chapter) *firstUses {
	f := &firstUses{
		zh: editionUses{make(map[*ast.Text][]termUse), make(map[*book.Term]string)},
		en: editionUses{make(map[*ast.Text][]termUse), make(map[*book.Term]string)},
	}
	if len(terms) == 0 {
		return f
	}
	var introduced []*book.Term
	eachText(c.Blocks, book.ZH, func(n *ast.Text, block string) {
		source := c.In(book.ZH).Source
		for _, use := range introductions(terms, source, n) {
			if _, ok := f.zh.blocks[use.term]; !ok {
				f.zh.add(use, block)
				introduced = append(introduced, use.term)
			}
		}
	})
	eachText(c.Blocks, book.EN, func(n *ast.Text, block string) {
		if len(introduced) == 0 {
			return
		}
		for _, use := range mentions(introduced, c.In(book.EN).Source, n) {
			f.en.add(use, block)
			introduced = slices.DeleteFunc(introduced, func(t *book.Term) bool { return t == use.term })
		}
	})
	return f
}

// eachText calls do for every piece of running text in blocks: not for
// headings, links and code.
func eachText(blocks []book.Block, l book.Lang, do func(n *ast.Text, block string)) {
	for _, b := range blocks {
		if b.Children != nil {
			eachText(b.Children, l, do)
			continue
		}
		_ = ast.Walk(b.In(l), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.Heading, *ast.Link, *ast.AutoLink, *ast.CodeSpan, *book.CalloutTitle, *book.Embed:
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
func introductions(terms []*book.Term, source []byte, n *ast.Text) []termUse {
	text := n.Segment.Value(source)
	var uses []termUse
	for from := 0; ; {
		i := bytes.Index(text[from:], []byte(bracket))
		if i < 0 {
			return uses
		}
		at := from + i
		from = at + len(bracket)
		inside, _, _ := strings.Cut(string(text[from:]), "）")
		in, stop := n, n.Segment.Start+at
		if at == 0 {
			if in = emphasizedBefore(n); in == nil {
				continue
			}
			stop = in.Segment.Stop
		}
		before := source[in.Segment.Start:stop]
		var best termUse
		for _, t := range terms {
			for _, form := range t.Forms(book.ZH) {
				if len(form) > best.stop-best.start && bytes.HasSuffix(before, []byte(form)) && hasForm(t, inside) {
					best = termUse{t, in, stop - len(form), stop}
				}
			}
		}
		if best.term != nil {
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

// hasForm reports whether what stands in brackets begins with a form of t.
func hasForm(t *book.Term, inside string) bool {
	for _, form := range append(t.Forms(book.EN), t.Forms(book.ZH)...) {
		if len(inside) >= len(form) && strings.EqualFold(inside[:len(form)], form) {
			return true
		}
	}
	return false
}

// mentions returns the first place of each term in n, in order; of terms that
// overlap, the longer.
func mentions(terms []*book.Term, source []byte, n *ast.Text) []termUse {
	text := strings.ToLower(string(n.Segment.Value(source)))
	if len(text) != n.Segment.Len() {
		return nil // changed by lower case: some rare capitals
	}
	var uses []termUse
	for _, t := range terms {
		var best termUse
		for _, form := range t.Forms(book.EN) {
			start, stop := findWord(text, strings.ToLower(form))
			if stop > 0 && (best.term == nil || start < best.start || start == best.start && stop > best.stop) {
				best = termUse{t, n, start, stop}
			}
		}
		if best.term != nil {
			uses = append(uses, best)
		}
	}
	slices.SortFunc(uses, func(a, b termUse) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.stop - a.stop
	})
	end := 0
	var kept []termUse
	for _, u := range uses {
		if u.start < end {
			continue // inside the one before; its own turn comes later
		}
		end = u.stop
		kept = append(kept, termUse{u.term, n, u.start + n.Segment.Start, u.stop + n.Segment.Start})
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

// termHref is the way from a page two directories deep to a term's entry in
// the same view.
func termHref(t *book.Term) string { return "../" + book.GlossaryPage + "/index.html#" + t.ID }
