package render

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"huoye/gen/book"
)

type glossaryData struct {
	frame
	pageHead
	Letters []termLetter
	Jump    string // label of the links to letters
	IsZH    bool   // whether the Chinese word comes first
	Pinyin  string
}

// A termLetter is the terms that begin with one letter.
type termLetter struct {
	Letter string
	Terms  []termData
}

type termData struct {
	*book.Term
	AlsoZH, AlsoEN string
	NotLabel       template.HTML
	NotWords       string
	Notes          []langHTML
	UsesLabel      template.HTML
	Uses           []useLink
}

// A langHTML is a text in one language.
type langHTML struct {
	Lang string // "" if it is that of the page
	Text template.HTML
}

type useLink struct {
	Href  string
	Label template.HTML
}

// glossary makes the page of terms in v.
func (s *site) glossary(v view) glossaryData {
	d := glossaryData{
		pageHead: s.pageHead(v, say.glossary, say.glossaryLead),
		IsZH:     v.lang() == book.ZH,
		Jump:     v.plain(say.letters),
	}
	d.frame = s.extraFrame(v, book.GlossaryPage, say.glossary, say.glossaryLead)
	for _, t := range sortedTerms(s.book.Glossary, v.lang()) {
		letter := strings.ToUpper(firstLetter(termKey(t, v.lang())))
		if n := len(d.Letters); n == 0 || d.Letters[n-1].Letter != letter {
			d.Letters = append(d.Letters, termLetter{Letter: letter})
		}
		last := &d.Letters[len(d.Letters)-1]
		last.Terms = append(last.Terms, s.termData(v, t))
	}
	return d
}

// sortedTerms returns terms in the order of a dictionary in language l.
func sortedTerms(terms []*book.Term, l book.Lang) []*book.Term {
	terms = slices.Clone(terms)
	slices.SortStableFunc(terms, func(a, b *book.Term) int {
		return cmp.Compare(termKey(a, l), termKey(b, l))
	})
	return terms
}

func (s *site) termData(v view, t *book.Term) termData {
	d := termData{
		Term:      t,
		AlsoZH:    strings.Join(t.Forms(book.ZH)[1:], "、"),
		AlsoEN:    strings.Join(otherWords(t.Forms(book.EN)), ", "),
		Notes:     notes(v, t.Note),
		UsesLabel: v.label(say.usedIn),
	}
	if len(t.Not) > 0 {
		d.NotLabel = v.label(say.notWords)
		d.NotWords = strings.Join(t.Not, "、")
	}
	for _, u := range s.uses()[t] {
		use := u.in(v.lang())
		if use == "" {
			continue
		}
		// Safe: the label is a number.
		d.Uses = append(d.Uses, useLink{
			Href:  "../" + u.chapter.Slug + "/index.html#" + use,
			Label: template.HTML(strconv.Itoa(u.chapter.Number)),
		})
	}
	return d
}

// otherWords returns the forms after the first, but those that are the same to a
// reader: with a straight apostrophe.
func otherWords(forms []string) []string {
	straight := func(s string) string { return strings.ReplaceAll(s, "’", "'") }
	return slices.DeleteFunc(slices.Clone(forms[1:]), func(s string) bool { return straight(s) == straight(forms[0]) })
}

// notes returns a note in the languages of v; code stands between backquotes.
func notes(v view, t book.Text) []langHTML {
	var list []langHTML
	for _, l := range v.langs() {
		if t.In(l) == "" {
			continue
		}
		var w buffer
		w.sentence(t.In(l))
		// Safe: sentence escapes the text it is given.
		n := langHTML{Text: template.HTML(w.String())}
		if v == viewBI {
			n.Lang = l.Tag()
		}
		list = append(list, n)
	}
	return list
}

// termKey is what terms are sorted by: the letters of the pinyin, or of the
// English.
func termKey(t *book.Term, l book.Lang) string {
	switch {
	case l == book.EN:
		return strings.ToLower(t.EN)
	case t.Pinyin == "":
		return strings.ToLower(t.ZH)
	}
	return plainPinyin(t.Pinyin)
}

// plainPinyin drops tone marks, spaces and apostrophes.
func plainPinyin(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

func firstLetter(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
