package book

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A proseToken is a piece of a block's text: a run of characters of one kind, a
// piece of code, or the border of an inline node.
type proseToken struct {
	start, stop int32 // in the source; of a border, both are where the text goes on
	// char is the character of punctuation; of a border, it is the number
	// of its node.
	char rune
	kind tokenKind
}

// A tokenKind is a kind of token, or a set of kinds.
type tokenKind uint16

const (
	tokHan    tokenKind = 1 << iota
	tokWord             // letters and digits other than Han
	tokSpace            // on one line
	tokBreak            // of a line
	tokASCII            // punctuation, a run of one character
	tokWide             // full-width punctuation, a run of one character
	tokDual             // “ ” ‘ ’ — …, which both languages use, a run of one
	tokAlnum            // full-width letters and digits
	tokCode             // a code span, with its backquotes
	tokOpaque           // a footnote's mark, an address, an entity
	tokOpen             // emphasis or a link begins
	tokClose            // emphasis or a link ends
)

// is reports whether t is one of kinds; a nil t is of no kind.
func (t *proseToken) is(kinds tokenKind) bool { return t != nil && t.kind&kinds != 0 }

// at is where t begins in the source, and end where it ends.
func (t *proseToken) at() int  { return int(t.start) }
func (t *proseToken) end() int { return int(t.stop) }
func (t *proseToken) len() int { return int(t.stop - t.start) }

// inline reads the inline nodes below parent.
func (p *prose) inline(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch t := n.(type) {
		case *ast.Text:
			start, stop := t.Segment.Start, t.Segment.Stop
			for {
				next, ok := t.NextSibling().(*ast.Text)
				if !ok || !touch(t, next) {
					break
				}
				n, t, stop = next, next, next.Segment.Stop
			}
			p.scan(start, stop)
			if t.SoftLineBreak() || t.HardLineBreak() {
				p.token(tokBreak, 0, stop, stop)
			}
		case *ast.CodeSpan:
			p.codeSpan(t)
		case *ast.Emphasis, *extast.Strikethrough, *ast.Link:
			running := p.running
			if n.Kind() == ast.KindLink {
				p.running = false
			}
			p.border(tokOpen, n)
			p.inline(n)
			p.border(tokClose, n)
			p.running = running
		default:
			p.token(tokOpaque, 0, p.end(), p.end())
		}
	}
}

func (p *prose) token(kind tokenKind, char rune, start, stop int) {
	p.tokens = append(p.tokens, proseToken{int32(start), int32(stop), char, kind})
}

func (p *prose) border(kind tokenKind, n ast.Node) {
	at := p.end()
	p.token(kind, rune(len(p.nodes)), at, at)
	p.nodes = append(p.nodes, n)
}

// end is where the last token ends.
func (p *prose) end() int {
	if len(p.tokens) == 0 {
		return 0
	}
	return p.tokens[len(p.tokens)-1].end()
}

// codeSpan adds a code span with the backquotes around it.
func (p *prose) codeSpan(n *ast.CodeSpan) {
	first, ok1 := n.FirstChild().(*ast.Text)
	last, ok2 := n.LastChild().(*ast.Text)
	if !ok1 || !ok2 {
		p.token(tokOpaque, 0, p.end(), p.end())
		return
	}
	start, stop := first.Segment.Start, last.Segment.Stop
	if start > 0 && p.src[start-1] != '`' {
		start-- // a space that was taken off
	}
	for start > 0 && p.src[start-1] == '`' {
		start--
	}
	if stop < len(p.src) && p.src[stop] != '`' {
		stop++
	}
	for stop < len(p.src) && p.src[stop] == '`' {
		stop++
	}
	p.token(tokCode, 0, start, stop)
	if first == last {
		p.noteQuote(quote{start: int32(first.Segment.Start), stop: int32(first.Segment.Stop)})
	}
}

// scan reads text without markup.
func (p *prose) scan(start, stop int) {
	src := p.src[:stop]
	for i := start; i < stop; {
		at := i
		c := src[i]
		switch {
		case c < utf8.RuneSelf && asciiAlnum[c]:
			i = p.word(at, stop)
		case c == ' ' || c == '\t':
			for i < stop && (src[i] == ' ' || src[i] == '\t') {
				i++
			}
			p.token(tokSpace, 0, at, i)
		case c == '\\' && i+1 < stop && asciiPunct(src[i+1]):
			i += 2
			p.token(tokASCII, rune(src[i-1]), at, i)
		case c == '&' && entity(src[i:]) > 0:
			i += entity(src[i:])
			p.token(tokOpaque, 0, at, i)
		case c < utf8.RuneSelf:
			for i < stop && src[i] == c {
				i++
			}
			p.token(tokASCII, rune(c), at, i)
		default:
			r, size := decodeRune(src[i:])
			kind := kindOf(r)
			switch kind {
			case tokWord:
				i = p.word(at, stop)
				continue
			case tokHan:
				i = p.han(at, stop)
				continue
			}
			for i += size; i < stop && src[i] >= utf8.RuneSelf; i += size {
				var next rune
				next, size = decodeRune(src[i:])
				if next != r && (kind != tokAlnum || kindOf(next) != tokAlnum) {
					break
				}
			}
			p.token(kind, r, at, i)
		}
	}
}

// decodeRune is utf8.DecodeRune for text that is known to be valid, fast for
// characters of three bytes, of which Chinese text is made.
func decodeRune(s []byte) (rune, int) {
	if len(s) >= 3 && s[0]&0xF0 == 0xE0 {
		return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return utf8.DecodeRune(s)
}

// word adds the word at start.
func (p *prose) word(start, stop int) int {
	i := start
	for i < stop {
		if c := p.src[i]; c < utf8.RuneSelf {
			if !asciiAlnum[c] {
				break
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(p.src[i:stop])
		if kindOf(r) != tokWord {
			break
		}
		i += size
	}
	p.lookUpLatin(start, stop)
	p.token(tokWord, 0, start, i)
	return i
}

// han adds the run of Han characters at start.
func (p *prose) han(start, stop int) int {
	src := p.src[:stop]
	i := start
	for i < stop {
		r, size := decodeRune(src[i:])
		if !isHan(r) {
			break
		}
		if p.lex.firsts.has(uint16(r)) {
			p.lookUpHan(r, i, i+size, stop)
		}
		i += size
	}
	p.token(tokHan, 0, start, i)
	return i
}

// isHan reports whether r is a Han character. Most are in the first range; what
// follows leaves out Chinese punctuation before the tables are asked.
func isHan(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF ||
		r >= 0x3005 && r&^0xFF != 0xFF00 && unicode.Is(unicode.Han, r)
}

// kindOf classes a character outside ASCII.
func kindOf(r rune) tokenKind {
	switch {
	case 0x4E00 <= r && r <= 0x9FFF:
		return tokHan
	case isWidePunct(r):
		return tokWide
	case r == '　' || r == '\u00A0':
		return tokSpace
	case r == '—' || r == '…' || r == '“' || r == '”' || r == '‘' || r == '’':
		return tokDual
	case '０' <= r && r <= '９' || 'Ａ' <= r && r <= 'Ｚ' || 'ａ' <= r && r <= 'ｚ':
		return tokAlnum
	case isHan(r):
		return tokHan
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
		return tokWord
	}
	return tokOpaque
}

// isWidePunct reports whether r is Chinese punctuation of full width.
func isWidePunct(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '？', '！', '（', '）', '《', '》', '〈', '〉',
		'「', '」', '『', '』', '【', '】', '〔', '〕', '～':
		return true
	}
	return false
}

var asciiAlnum = func() (set [utf8.RuneSelf]bool) {
	for c := range set {
		set[c] = '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	}
	return set
}()

func asciiPunct(c byte) bool {
	return c > ' ' && c < 0x7F && !asciiAlnum[c]
}

// entity returns the length of the entity that s begins with, 0 if none.
func entity(s []byte) int {
	const longest = 33 // &CounterClockwiseContourIntegral;
	s = s[:min(len(s), longest)]
	end := bytes.IndexByte(s, ';')
	if end < 2 {
		return 0
	}
	for i, c := range s[1:end] {
		if c >= utf8.RuneSelf || !asciiAlnum[c] && !(i == 0 && c == '#') {
			return 0
		}
	}
	return end + 1
}

// before returns the token that stands before token i, borders left out; nil
// at the beginning.
func (p *prose) before(i int) *proseToken { return p.skipBack(i, tokOpen|tokClose) }

// after returns the token that stands behind token i, borders left out; nil
// at the end.
func (p *prose) after(i int) *proseToken { return p.skip(i, tokOpen|tokClose) }

// beforeSpace is before, a space left out too.
func (p *prose) beforeSpace(i int) *proseToken { return p.skipBack(i, tokOpen|tokClose|tokSpace) }

// afterSpace is after, a space left out too.
func (p *prose) afterSpace(i int) *proseToken { return p.skip(i, tokOpen|tokClose|tokSpace) }

func (p *prose) skipBack(i int, kinds tokenKind) *proseToken {
	for i--; i >= 0; i-- {
		if p.tokens[i].kind&kinds == 0 {
			return &p.tokens[i]
		}
	}
	return nil
}

func (p *prose) skip(i int, kinds tokenKind) *proseToken {
	for i++; i < len(p.tokens); i++ {
		if p.tokens[i].kind&kinds == 0 {
			return &p.tokens[i]
		}
	}
	return nil
}

// node is the node of the border t.
func (p *prose) node(t *proseToken) ast.Node { return p.nodes[t.char] }

// value is the text of t.
func (p *prose) value(t *proseToken) string { return string(p.src[t.start:t.stop]) }

// gap is where, between the token before token i and token i, something can be
// inserted that is not to be emphasized or part of a link.
func (p *prose) gap(i int) int {
	at := p.tokens[i].at()
	for i--; i >= 0; i-- {
		switch t := &p.tokens[i]; t.kind {
		case tokOpen:
			at -= markLen(p.node(t), p.src, at)
		case tokClose:
			return at
		default:
			return t.end()
		}
	}
	return at
}

// markLen is the length of the mark that opens n and ends at offset at.
func markLen(n ast.Node, src []byte, at int) int {
	switch n := n.(type) {
	case *ast.Emphasis:
		return n.Level
	case *extast.Strikethrough:
		l := 0
		for l < 2 && at-l > 0 && src[at-l-1] == '~' {
			l++
		}
		return l
	}
	return 1
}
