package book

import (
	"unicode/utf8"

	"huoye/gen/problem"
)

// checkEnglish checks the tokens of a block of the English edition.
func (p *prose) checkEnglish() {
	for i := range p.tokens {
		switch t := &p.tokens[i]; t.kind {
		case tokWord:
			p.unit(i)
		case tokSpace:
			if a := p.after(i); p.before(i) != nil && a != nil && !a.is(tokBreak) {
				p.oneSpace(t)
			}
		case tokWide, tokAlnum:
			p.chineseInEnglish(i)
		case tokASCII:
			p.dash(i)
			p.noteMark(i, t.char)
		case tokDual:
			p.noteMark(i, t.char)
		}
	}
}

// chineseInEnglish reports full-width characters that stand beside no Han.
func (p *prose) chineseInEnglish(i int) {
	t := &p.tokens[i]
	if p.before(i).is(tokHan) || p.after(i).is(tokHan) {
		return
	}
	if t.kind == tokAlnum {
		p.add(t.at(), problem.ProsePunctuation, replace(t, halfWidth(p.value(t))),
			"full-width letters or digits; write %s", halfWidth(p.value(t)))
		return
	}
	half, ok := english[t.char]
	if !ok {
		return
	}
	var fix *problem.Fix
	if t.len() == utf8.RuneLen(t.char) {
		fix = replace(t, half)
		wantsSpace := p.after(i).is(tokWord | tokCode)
		if t.char == '（' {
			if p.before(i).is(tokWord | tokCode) {
				fix.Text = " " + half
			}
		} else if wantsSpace {
			fix.Text = half + " "
		}
	}
	p.add(t.at(), problem.ProsePunctuation, fix, "full-width %c in English text; write %s", t.char, half)
}

var english = map[rune]string{
	'，': ",", '。': ".", '、': ",", '；': ";", '：': ":", '？': "?", '！': "!", '（': "(", '）': ")",
}

// dash reports hyphens written for a dash.
func (p *prose) dash(i int) {
	t := &p.tokens[i]
	if t.char != '-' || t.len() < 2 || t.len() > 3 {
		return
	}
	b, a := p.before(i), p.after(i)
	switch {
	case b.is(tokWord|tokCode) && a.is(tokWord|tokCode):
		p.add(t.at(), problem.ProsePunctuation, replace(t, "—"), "hyphens for a dash; write —")
	case b.is(tokSpace) && a.is(tokSpace):
		p.add(t.at(), problem.ProsePunctuation, &problem.Fix{Start: b.at(), End: a.end(), Text: "—"}, "hyphens for a dash; write — without spaces")
	}
}

// A markCount counts the marks of one kind in an edition.
type markCount struct {
	straight, curly []markUse
}

// markKinds are the kinds of marks, in the order of prose.marks.
var markKinds = [...]struct{ what, straight, open, shut string }{
	{"quotation marks", `"`, "“", "”"},
	{"apostrophes", "'", "’", "’"},
}

type markUse struct {
	at    int
	opens bool // a straight quotation mark, as far as it tells
}

// noteMark counts a quotation mark or an apostrophe.
func (p *prose) noteMark(i int, char rune) {
	t := &p.tokens[i]
	if t.len() != utf8.RuneLen(char) {
		return
	}
	b, a := p.before(i), p.after(i)
	quotation, apostrophe := &p.marks[0], &p.marks[1]
	switch char {
	case '"':
		opens := a != nil && !a.is(tokSpace|tokBreak) && (b == nil || b.is(tokSpace|tokBreak) || b.char == '(' || b.char == '—')
		quotation.straight = append(quotation.straight, markUse{t.at(), opens})
	case '“', '”':
		quotation.curly = append(quotation.curly, markUse{at: t.at()})
	case '\'':
		if b.is(tokWord | tokCode) { // or else it is a quotation
			apostrophe.straight = append(apostrophe.straight, markUse{at: t.at()})
		}
	case '’':
		if b.is(tokWord | tokCode) {
			apostrophe.curly = append(apostrophe.curly, markUse{at: t.at()})
		}
	}
}

// checkMarks reports the marks of which an edition has fewer, straight or
// curly ones: a book may use either, but not both.
func (p *prose) checkMarks() {
	for i, kind := range markKinds {
		m := p.marks[i]
		switch {
		case len(m.curly) == 0 || len(m.straight) == 0:
		case len(m.straight) <= len(m.curly):
			for _, u := range m.straight {
				mark := kind.shut
				if u.opens {
					mark = kind.open
				}
				p.add(u.at, problem.ProsePunctuation, &problem.Fix{Start: u.at, End: u.at + 1, Text: mark},
					"this edition has curly %s; write %s", kind.what, mark)
			}
		default:
			for _, u := range m.curly {
				p.add(u.at, problem.ProsePunctuation, &problem.Fix{Start: u.at, End: u.at + len("’"), Text: kind.straight},
					"this edition has straight %s; write %s", kind.what, kind.straight)
			}
		}
	}
}

// spellings are the British spellings that slip most easily into a text on
// programs, with the American ones.
var spellings = map[string]string{
	"behaviour": "behavior", "behaviours": "behaviors", "colour": "color", "colours": "colors",
	"favour": "favor", "favourite": "favorite", "neighbour": "neighbor", "neighbours": "neighbors",
	"honour": "honor", "honours": "honors", "centre": "center", "defence": "defense", "licence": "license",
	"analyse": "analyze", "analysed": "analyzed", "catalogue": "catalog", "programme": "program",
	"organise": "organize", "organised": "organized", "recognise": "recognize", "recognised": "recognized",
	"initialise": "initialize", "initialised": "initialized", "synchronise": "synchronize",
	"synchronised": "synchronized", "serialise": "serialize", "serialised": "serialized",
	"optimise": "optimize", "optimised": "optimized", "optimisation": "optimization",
	"cancelled": "canceled", "cancelling": "canceling", "signalled": "signaled", "signalling": "signaling",
	"modelled": "modeled", "labelled": "labeled", "whilst": "while", "afterwards": "afterward", "towards": "toward",
}
