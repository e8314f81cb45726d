package book

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// checkChinese checks the tokens of a block of the Chinese edition.
func (p *prose) checkChinese() {
	var brackets []openBracket // that are still open
	var quotes, borders []int
	hans := 0
	for i := range p.tokens {
		switch t := &p.tokens[i]; t.kind {
		case tokHan:
			hans++
			p.spaceBefore(i, tokWord|tokCode|tokAlnum)
		case tokWord:
			p.spaceBefore(i, tokHan)
			p.unit(i)
		case tokCode:
			p.spaceBefore(i, tokHan)
		case tokAlnum:
			p.spaceBefore(i, tokHan)
			p.add(t.at(), problem.ProsePunctuation, replace(t, halfWidth(p.value(t))),
				"full-width letters or digits; write %s", halfWidth(p.value(t)))
		case tokSpace:
			p.spaceBesideWide(i)
		case tokWide, tokDual:
			p.repeated(i)
		case tokASCII:
			switch t.char {
			case '(':
				brackets = append(brackets, openBracket{i, hans})
			case ')':
				if n := len(brackets); n > 0 {
					p.brackets(brackets[n-1].i, i, hans > brackets[n-1].hans)
					brackets = brackets[:n-1]
				} else {
					p.halfWidth(i)
				}
			case '"':
				quotes = append(quotes, i)
				if n := len(quotes); n%2 == 0 {
					p.quotes(quotes[n-2], i)
				}
			default:
				p.halfWidth(i)
			}
		case tokOpen:
			borders = append(borders, i)
		case tokClose:
			if e, ok := p.node(t).(*ast.Emphasis); ok {
				p.emphasis(borders[len(borders)-1], i, e)
			}
			borders = borders[:len(borders)-1]
		}
	}
	for _, b := range brackets {
		p.halfWidth(b.i)
	}
}

// An openBracket is one of half width: its token, and how many tokens
// before it are Han.
type openBracket struct{ i, hans int }

// replace mends what is wrong by text in the place of t.
func replace(t *proseToken, text string) *problem.Fix {
	return &problem.Fix{Start: t.at(), End: t.end(), Text: text}
}

// insert mends what is wrong by text at an offset.
func insert(at int, text string) *problem.Fix { return &problem.Fix{Start: at, End: at, Text: text} }

// spaceBefore reports token i if it touches a token of kinds.
func (p *prose) spaceBefore(i int, kinds tokenKind) {
	b := p.before(i)
	if !b.is(kinds) {
		return
	}
	what := "Latin letters or digits"
	if p.tokens[i].kind == tokCode || b.kind == tokCode {
		what = "code"
	}
	at := p.gap(i)
	p.add(at, problem.ProseSpace, insert(at, " "), "no space between Chinese and %s; write one", what)
}

// spaceBesideWide reports a space beside full-width punctuation, and one that
// is not a single common space.
func (p *prose) spaceBesideWide(i int) {
	t := &p.tokens[i]
	b, a := p.before(i), p.after(i)
	if b == nil || a == nil || b.is(tokBreak) || a.is(tokBreak) {
		return
	}
	if b.is(tokWide) || a.is(tokWide) || p.spaceBesideDual(b, a) {
		p.add(t.at(), problem.ProseSpace, replace(t, ""), "a space beside full-width punctuation; remove it")
		return
	}
	p.oneSpace(t)
}

// spaceBesideDual reports whether the space between b and a stands beside a
// Chinese quotation mark, dash or ellipsis. In Latin text there may be one.
func (p *prose) spaceBesideDual(b, a *proseToken) bool {
	switch {
	case b.is(tokDual) && (a.is(tokHan) || b.char == '“' || b.char == '‘' || p.isDouble(b)):
		return true
	case a.is(tokDual) && (b.is(tokHan) || a.char == '”' || p.isDouble(a)):
		return true
	}
	return false
}

// isDouble reports whether t is a Chinese dash or ellipsis.
func (p *prose) isDouble(t *proseToken) bool {
	return (t.char == '—' || t.char == '…') && t.len() == 2*utf8.RuneLen(t.char)
}

// oneSpace reports a space that is more than one, or of another width.
func (p *prose) oneSpace(t *proseToken) {
	switch s := p.src[t.at():t.end()]; {
	case len(s) == 1:
	case strings.ContainsRune(string(s), '　'):
		p.add(t.at(), problem.ProseSpace, replace(t, " "), "a full-width space; write a common one")
	case s[0] == ' ':
		p.add(t.at(), problem.ProseSpace, replace(t, " "), "more than one space; write one")
	}
}

var full = map[rune]string{
	',': "，", ';': "；", ':': "：", '!': "！", '?': "？", '.': "。", '(': "（", ')': "）",
}

// halfWidth reports half-width punctuation that belongs to Chinese text.
func (p *prose) halfWidth(i int) {
	t := &p.tokens[i]
	b, a := p.before(i), p.after(i)
	ends := a == nil || a.is(tokSpace|tokBreak|tokHan|tokWide|tokDual)
	// A space between it and the text before is part of the slip, unless it
	// belongs to what follows, as in ?.txt.
	left := b
	if ends {
		left = p.beforeSpace(i)
	}
	beside := left.is(tokHan) || p.afterSpace(i).is(tokHan)
	switch t.char {
	case ',', ';', ':', '!', '?':
		if beside && (b != nil || a.is(tokHan)) {
			p.write(i, full[t.char])
		}
	case '.':
		switch n := t.end() - t.at(); {
		case n >= 3 && (b.is(tokHan) || a.is(tokHan)):
			p.write(i, "……")
		case n == 1 && b.is(tokHan) && ends:
			p.write(i, "。")
		}
	case '-':
		if t.len() > 1 && ends && left.is(tokHan|tokWide) && p.afterSpace(i).is(tokHan|tokWide) {
			p.write(i, "——")
		}
	case '(', ')':
		if b.is(tokHan) || a.is(tokHan) {
			p.write(i, full[t.char])
		}
	}
}

// write reports the half-width punctuation i, in whose place is to be text.
// The spaces beside it go too.
func (p *prose) write(i int, text string) {
	t := &p.tokens[i]
	fix := replace(t, text)
	if i > 0 && p.tokens[i-1].is(tokSpace) {
		fix.Start = p.tokens[i-1].at()
	}
	if i+1 < len(p.tokens) && p.tokens[i+1].is(tokSpace) {
		fix.End = p.tokens[i+1].end()
	}
	p.add(t.at(), problem.ProsePunctuation, fix, "half-width %s in Chinese text; write %s", p.src[t.at():t.end()], text)
}

// brackets checks a pair of half-width brackets, tokens i and j. They may stay
// if nothing in them is Chinese and they belong to Latin text, as in clone(2).
func (p *prose) brackets(i, j int, hanInside bool) {
	b := p.before(i)
	han := hanInside || b.is(tokHan) || b.is(tokSpace) && p.beforeSpace(i).is(tokHan)
	switch {
	case han:
		p.write(i, full['('])
		p.write(j, full[')'])
	case p.after(j).is(tokHan):
		at := p.tokens[j].end()
		p.add(at, problem.ProseSpace, insert(at, " "), "no space between Chinese and Latin text; write one")
	}
}

// quotes checks a pair of straight quotation marks, tokens i and j.
func (p *prose) quotes(i, j int) {
	if !p.before(i).is(tokHan) && !p.after(i).is(tokHan) && !p.before(j).is(tokHan) && !p.after(j).is(tokHan) {
		return
	}
	p.curl(i, "“")
	p.curl(j, "”")
}

func (p *prose) curl(i int, mark string) {
	if t := &p.tokens[i]; t.len() == 1 {
		p.add(t.at(), problem.ProsePunctuation, replace(t, mark), "a straight quotation mark in Chinese text; write %s", mark)
	}
}

// repeated reports the dash or ellipsis i if it is not a double one, and other
// full-width punctuation that is.
func (p *prose) repeated(i int) {
	t := &p.tokens[i]
	n := t.len() / utf8.RuneLen(t.char)
	switch t.char {
	case '—', '…':
		if n != 2 && (p.beforeSpace(i).is(tokHan|tokWide) || p.afterSpace(i).is(tokHan|tokWide)) {
			double := string([]rune{t.char, t.char})
			p.add(t.at(), problem.ProsePunctuation, replace(t, double), "a Chinese %s is double; write %s", names[t.char], double)
		}
	case '。':
		if n > 2 {
			p.add(t.at(), problem.ProsePunctuation, replace(t, "……"), "%s for an ellipsis; write ……", p.value(t))
			return
		}
		fallthrough
	case '，', '、', '；', '：', '？', '！':
		if n > 1 {
			p.add(t.at(), problem.ProsePunctuation, replace(t, string(t.char)), "%s; write it once", p.value(t))
		}
	}
}

var names = map[rune]string{'—': "dash", '…': "ellipsis"}

// halfWidth returns s with common letters and digits.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune { return r - '０' + '0' }, s)
}

// emphasis checks the emphasis e between the borders open and i.
func (p *prose) emphasis(open, i int, e *ast.Emphasis) {
	if i-open < 2 {
		return
	}
	first, last := &p.tokens[open+1], &p.tokens[i-1]
	switch {
	case p.outside(first, p.before(open)):
		p.add(first.at(), problem.ProseEmphasis, p.moveOut(open, i, e),
			"emphasis begins with %s, so that other viewers may show its stars; move it out", p.value(first))
	case p.outside(last, p.after(i)):
		p.add(last.at(), problem.ProseEmphasis, p.moveOut(open, i, e),
			"emphasis ends with %s, so that other viewers may show its stars; move it out", p.value(last))
	}
}

// outside reports whether t, the first or last token of an emphasis, should
// not be part of it. Beside beyond, the token on the other side of the border,
// any punctuation makes trouble; without it, only what belongs to the sentence.
func (p *prose) outside(t, beyond *proseToken) bool {
	switch t.kind {
	case tokWide, tokDual:
		return true
	case tokASCII:
		return strings.ContainsRune(`,.;:!?()"`, t.char) || beyond.is(tokHan|tokWord)
	}
	return false
}

// moveOut moves the punctuation at the borders of emphasis e, which tokens i
// and j open and close, out of it; brackets and quotation marks with what they
// hold, unless they hold all.
func (p *prose) moveOut(i, j int, e *ast.Emphasis) *problem.Fix {
	const longest = 2000 // so that those within others do not add up
	at, end := p.opensAt(i), p.closesAt(j)
	if at < 0 || end > len(p.src) || end-at <= 2*e.Level || end-at > longest {
		return nil
	}
	mark := string(p.src[at : at+e.Level])
	if strings.Trim(mark, "*_") != "" || string(p.src[end-e.Level:end]) != mark {
		return nil
	}
	first, last := i+1, j-1
	for first <= last && p.outside(&p.tokens[first], nil) {
		if shut := p.partner(first, last, +1); shut > 0 && shut < last {
			first = shut
		}
		first++
	}
	for last >= first && p.outside(&p.tokens[last], nil) {
		if open := p.partner(last, first, -1); open > first {
			last = open
		}
		last--
	}
	if first > last || first == i+1 && last == j-1 {
		return nil
	}
	from, to := at+e.Level, end-e.Level
	if first > i+1 {
		from = p.tokens[first-1].end()
	}
	if last < j-1 {
		to = p.tokens[last+1].at()
	}
	return &problem.Fix{Start: at, End: end, Text: string(p.src[at+e.Level:from]) + mark + string(p.src[from:to]) + mark + string(p.src[to:end-e.Level])}
}

// opensAt is where the mark of the border i begins, -1 if that is not known.
func (p *prose) opensAt(i int) int {
	next := i
	for next < len(p.tokens) && p.tokens[next].kind == tokOpen {
		next++
	}
	if next == len(p.tokens) || p.tokens[next].kind == tokClose {
		return -1
	}
	at := p.tokens[next].at()
	for k := next - 1; k >= i; k-- {
		at -= markLen(p.node(&p.tokens[k]), p.src, at)
	}
	return at
}

// closesAt is where the mark of the border i ends, beyond the file if that is
// not known.
func (p *prose) closesAt(i int) int {
	at := p.tokens[i].end()
	for k := i; k >= 0 && p.tokens[k].kind == tokClose; k-- {
		e, ok := p.node(&p.tokens[k]).(*ast.Emphasis)
		if !ok {
			return len(p.src) + 1
		}
		at += e.Level
	}
	return at
}

var partners = map[rune]rune{
	'（': '）', '“': '”', '‘': '’', '《': '》', '「': '」', '【': '】', '(': ')',
	'）': '（', '”': '“', '’': '‘', '》': '《', '」': '「', '】': '【', ')': '(',
}

// partner finds the bracket or quotation mark that belongs to token i, which
// is one, in the direction of step and not beyond token end; -1 if there is
// none.
func (p *prose) partner(i, end, step int) int {
	want := partners[p.tokens[i].char]
	for k := i; want != 0 && k != end; {
		k += step
		if t := &p.tokens[k]; t.is(tokWide|tokDual|tokASCII) && t.char == want {
			return k
		}
	}
	return -1
}
