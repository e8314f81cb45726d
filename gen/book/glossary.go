package book

import (
	"slices"
	"strings"
	"unicode"

	"github.com/goccy/go-yaml/ast"

	"huoye/gen/problem"
)

const glossaryFile = "content/glossary.yaml"

// Term is an entry of the glossary.
type Term struct {
	ID     string // a slug made from the English, unique
	ZH, EN string
	Pinyin string   // of ZH, with tone marks; "" if ZH has no Han characters
	Also   []string // other forms, in either language
	Not    []string // words that must not be used for it
	Except []string // words in which its characters stand by accident
	Common bool     // an ordinary word, too: it need not be introduced
	Note   Text     // what a reader may want to know; may be empty
}

// Forms are the ways to write t in language l, the preferred one first. An
// abbreviation such as PID belongs to English.
func (t *Term) Forms(l Lang) []string {
	forms := []string{Text{t.ZH, t.EN}.In(l)}
	for _, s := range t.Also {
		if hasHan(s) == (l == ZH) {
			forms = append(forms, s)
		}
	}
	return forms
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// readGlossary reads glossary.yaml, which a book need not have.
func (l *loader) readGlossary() error {
	y, entries, err := l.readList(glossaryFile, "terms")
	if err != nil {
		return err
	}
	g := glossary{y, map[string]int{}, map[string]int{}, map[string]int{}}
	for _, n := range entries {
		if t := g.term(n); t != nil {
			l.book.Glossary = append(l.book.Glossary, t)
		}
	}
	g.checkNot()
	return nil
}

// readList reads a file that is optional and has one key, a list.
func (l *loader) readList(name, key string) (*yamlText, []ast.Node, error) {
	e, ok, err := l.stat(name)
	if err != nil || !ok {
		return nil, nil, err
	}
	f, ok, err := l.read(e)
	if err != nil || !ok {
		return nil, nil, err
	}
	y := &yamlText{f, 1}
	root, ok := y.parse(f.src)
	if !ok {
		return nil, nil, nil
	}
	top := y.fields(root, strings.TrimPrefix(name, "content/"), key)
	if top == nil || !y.require(top, key) {
		return nil, nil, nil
	}
	entries, _ := y.list(top.values[key], key)
	return y, entries, nil
}

// A glossary is read term by term; its maps say where words stand.
type glossary struct {
	*yamlText
	ids   map[string]int // by id of a term
	forms map[string]int // by form, in lower case
	nots  map[string]int // by word that is not to be used
}

func (g *glossary) term(n ast.Node) *Term {
	f := g.fields(n, "a term", "zh", "en", "pinyin", "also", "not", "except", "common", "note")
	if f == nil || !g.require(f, "zh", "en") {
		return nil
	}
	t := &Term{}
	var ok1, ok2 bool
	t.ZH, ok1 = g.form(f.values["zh"], "the Chinese")
	if s, _ := scalarText(f.values["en"]); s == t.ZH {
		t.EN, ok2 = s, true // a word that both languages share
	} else {
		t.EN, ok2 = g.form(f.values["en"], "the English")
	}
	if !ok1 || !ok2 {
		return nil
	}
	t.ID = slugOf(t.EN)
	if first, ok := g.ids[t.ID]; ok {
		g.problem(f.at, problem.GlossaryTerm, "the term %q is already in line %d; remove one of them, or tell them apart",
			t.EN, g.position(first).Line)
	} else if t.ID == "" {
		g.problem(g.nodeOffset(f.values["en"]), problem.YAMLValue, "%q has no letters or digits; write the term in English", t.EN)
	}
	g.ids[t.ID] = f.at
	t.Pinyin = g.pinyin(f, t)
	t.Also = g.words(f.values["also"], "also", func(n ast.Node) (string, bool) { return g.form(n, "another form") })
	t.Not = g.words(f.values["not"], "not", g.not)
	t.Except = g.words(f.values["except"], "except", func(n ast.Node) (string, bool) { return g.except(n, t) })
	if n, ok := f.values["common"]; ok {
		t.Common = g.flag(n, "common")
	}
	if n, ok := f.values["note"]; ok {
		t.Note, _ = g.bilingual(n, "a note")
	}
	return t
}

// form reads one way to write a term, which no other term may share.
func (g *glossary) form(n ast.Node, what string) (string, bool) {
	s, ok := g.phrase(n, what)
	if !ok {
		return "", false
	}
	key := strings.ToLower(s)
	if first, ok := g.forms[key]; ok {
		g.problem(g.nodeOffset(n), problem.GlossaryTerm, "%q is already a term in line %d; remove one of them",
			s, g.position(first).Line)
	} else {
		g.forms[key] = g.nodeOffset(n)
	}
	return s, true
}

func (g *glossary) not(n ast.Node) (string, bool) {
	s, ok := g.phrase(n, "a word that is not to be used")
	if ok {
		g.nots[s] = g.nodeOffset(n)
	}
	return s, ok
}

// except reads a word that holds the characters of t by accident.
func (g *glossary) except(n ast.Node, t *Term) (string, bool) {
	s, ok := g.phrase(n, "a word that is not the term")
	if ok && !slices.ContainsFunc(t.Forms(ZH), func(form string) bool { return strings.Contains(s, form) && s != form }) {
		g.problem(g.nodeOffset(n), problem.YAMLValue, "%q does not hold %s; remove it", s, t.ZH)
	}
	return s, ok
}

// words reads a list of words; a nil n is an empty one.
func (g *glossary) words(n ast.Node, key string, read func(ast.Node) (string, bool)) []string {
	if n == nil {
		return nil
	}
	list, ok := g.list(n, key)
	if ok && len(list) == 0 {
		g.problem(g.nodeOffset(n), problem.YAMLValue, "%s is an empty list; remove it", key)
	}
	var words []string
	for _, n := range list {
		if s, ok := read(n); ok {
			words = append(words, s)
		}
	}
	return words
}

// pinyin reads how a term is said, which a term with Han characters needs.
func (g *glossary) pinyin(f *fields, t *Term) string {
	n, ok := f.values["pinyin"]
	switch {
	case !ok && hasHan(t.ZH):
		g.problem(f.at, problem.YAMLKey, "the key \"pinyin\" is missing; say how %s is read", t.ZH)
	case ok && !hasHan(t.ZH):
		g.problem(g.nodeOffset(n), problem.YAMLKey, "%s has no Han characters; remove the pinyin", t.ZH)
	case ok:
		s, _ := g.phrase(n, "the pinyin")
		if strings.ContainsFunc(s, notPinyin) {
			g.problem(g.nodeOffset(n), problem.YAMLValue, "the pinyin %q must be Latin letters with tone marks, such as jìnchéng", s)
		}
		return s
	}
	return ""
}

func notPinyin(r rune) bool {
	return !unicode.Is(unicode.Latin, r) && !strings.ContainsRune(" '’-", r)
}

// checkNot reports words that are terms and not to be used at the same time.
func (g *glossary) checkNot() {
	for s, at := range g.nots {
		if first, ok := g.forms[strings.ToLower(s)]; ok {
			g.problem(at, problem.GlossaryTerm, "%q is a term in line %d; it cannot be a word that is not to be used",
				s, g.position(first).Line)
		}
	}
}

// slugOf makes a slug from what letters and digits s has; "" if none.
func slugOf(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	for slug := strings.Join(words, "-"); ; slug = strings.Join(words, "-") {
		if isSlug(slug) || len(words) == 0 {
			return slug
		}
		words = slices.Delete(words, len(words)-1, len(words))
	}
}
