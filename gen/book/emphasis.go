package book

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/width"
)

// CommonMark decides by spaces and punctuation whether ** opens or closes, so
// that **进程（process）**是 stays as it is. The parsers here follow the
// specification of markdown-cjk-friendly instead, in which CJK characters and
// CJK punctuation count as letters, and as a border for other punctuation:
// https://github.com/tats-u/markdown-cjk-friendly/blob/main/specification.md

// emphasisParser parses *, _ and, for strikethrough, ~.
type emphasisParser struct {
	chars string
	max   int // longest run of delimiters; 0: any
	// wrap makes the node for a matched pair of n delimiters.
	wrap func(n int) ast.Node
}

func newEmphasisParser() parser.InlineParser {
	return &emphasisParser{chars: "*_", wrap: func(n int) ast.Node { return ast.NewEmphasis(n) }}
}

func newStrikethroughParser() parser.InlineParser {
	return &emphasisParser{chars: "~", max: 2, wrap: func(int) ast.Node { return extast.NewStrikethrough() }}
}

// Trigger implements parser.InlineParser.
func (p *emphasisParser) Trigger() []byte { return []byte(p.chars) }

// Parse implements parser.InlineParser.
func (p *emphasisParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	before, beforeThat := precedingRunes(block)
	line, segment := block.PeekLine()
	char, n := line[0], 1
	for n < len(line) && line[n] == char {
		n++
	}
	if p.max > 0 && (n > p.max || before == rune(char)) {
		return nil
	}
	after := ' '
	if n < len(line) {
		after, _ = utf8.DecodeRune(line[n:])
	}
	left, right := flanking(beforeThat, before, after)
	canOpen, canClose := left, right
	if char == '_' {
		canOpen = left && (!right || isPunctSequence(beforeThat, before))
		canClose = right && (!left || util.IsPunctRune(after))
	}
	d := parser.NewDelimiter(canOpen, canClose, n, char, p)
	d.Segment = segment.WithStop(segment.Start + n)
	block.Advance(n)
	pc.PushDelimiter(d)
	return d
}

// IsDelimiter implements parser.DelimiterProcessor.
func (p *emphasisParser) IsDelimiter(b byte) bool {
	for i := range len(p.chars) {
		if p.chars[i] == b {
			return true
		}
	}
	return false
}

// CanOpenCloser implements parser.DelimiterProcessor.
func (p *emphasisParser) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

// OnMatch implements parser.DelimiterProcessor.
func (p *emphasisParser) OnMatch(n int) ast.Node { return p.wrap(n) }

// precedingRunes returns the character before the reader's position and, if
// that is a variation selector, the one before it; spaces at a line's start.
func precedingRunes(block text.Reader) (before, beforeThat rune) {
	before = block.PrecendingCharacter()
	beforeThat = ' '
	if isVariationSelector(before) {
		_, segment := block.PeekLine()
		if at := segment.Start - utf8.RuneLen(before); at > 0 && at <= len(block.Source()) {
			beforeThat, _ = utf8.DecodeLastRune(block.Source()[:at])
		}
	}
	return before, beforeThat
}

// flanking reports whether a run of delimiters between the characters before
// (preceded by beforeThat) and after is left-flanking and right-flanking.
func flanking(beforeThat, before, after rune) (left, right bool) {
	spaceBefore, spaceAfter := util.IsSpaceRune(before), util.IsSpaceRune(after)
	punctBefore := isPunctSequence(beforeThat, before) && !isCJKSequence(beforeThat, before)
	punctAfter := util.IsPunctRune(after) && !isCJK(after)
	left = !spaceAfter && (!punctAfter || spaceBefore || punctBefore ||
		isCJKSequence(beforeThat, before) || isIdeographicSelector(before))
	right = !spaceBefore && (!punctBefore || spaceAfter || punctAfter || isCJK(after))
	return left, right
}

// isPunctSequence reports whether a punctuation character ends at r, a
// variation selector of it included.
func isPunctSequence(before, r rune) bool {
	return util.IsPunctRune(r) || isVariationSelector(r) && util.IsPunctRune(before)
}

// isCJKSequence is isCJK with a variation selector included. Quotation marks
// may be either; a selector makes them full-width.
func isCJKSequence(before, r rune) bool {
	if r == 0xFE01 {
		switch before {
		case '‘', '’', '“', '”':
			return true
		}
	}
	return isCJK(r) || isVariationSelector(r) && isCJK(before)
}

// isCJK reports whether r is a CJK character or punctuation mark: wide or
// Hangul, and not an emoji.
func isCJK(r rune) bool {
	if r < 0x1100 {
		return false
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return !unicode.Is(emoji, r)
	}
	return unicode.Is(unicode.Hangul, r)
}

func isVariationSelector(r rune) bool { return r >= 0xFE00 && r <= 0xFE0E }

func isIdeographicSelector(r rune) bool { return r >= 0xE0100 && r <= 0xE01EF }

// emoji are the wide characters shown as emoji by default (UTS #51).
var emoji = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x231A, 0x231B, 1}, {0x23E9, 0x23EC, 1}, {0x23F0, 0x23F3, 3},
		{0x25FD, 0x25FE, 1}, {0x2614, 0x2615, 1}, {0x2648, 0x2653, 1},
		{0x267F, 0x2693, 0x14}, {0x26A1, 0x26A1, 1}, {0x26AA, 0x26AB, 1},
		{0x26BD, 0x26BE, 1}, {0x26C4, 0x26C5, 1}, {0x26CE, 0x26D4, 6},
		{0x26EA, 0x26EA, 1}, {0x26F2, 0x26F3, 1}, {0x26F5, 0x26FA, 5},
		{0x26FD, 0x2705, 8}, {0x270A, 0x270B, 1}, {0x2728, 0x2728, 1},
		{0x274C, 0x274E, 2}, {0x2753, 0x2755, 1}, {0x2757, 0x2757, 1},
		{0x2795, 0x2797, 1}, {0x27B0, 0x27BF, 15}, {0x2B1B, 0x2B1C, 1},
		{0x2B50, 0x2B55, 5},
	},
	R32: []unicode.Range32{
		{0x1F004, 0x1F004, 1}, {0x1F0CF, 0x1F0CF, 1}, {0x1F18E, 0x1F18E, 1},
		{0x1F191, 0x1F19A, 1}, {0x1F201, 0x1F201, 1}, {0x1F21A, 0x1F21A, 1},
		{0x1F22F, 0x1F22F, 1}, {0x1F232, 0x1F236, 1}, {0x1F238, 0x1F23A, 1},
		{0x1F250, 0x1F251, 1}, {0x1F300, 0x1FAFF, 1},
	},
}
