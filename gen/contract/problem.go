package contract

import (
	"bytes"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	yamltoken "github.com/goccy/go-yaml/token"

	"huoye/gen/problem"
)

// problems collects what is wrong with a contract, at positions in the file
// that holds it.
type problems struct {
	file  string
	src   []byte
	lines []int // offset of the beginning of each line
	list  problem.List
}

func newProblems(file string, src []byte) *problems {
	p := &problems{file: file, src: src, lines: []int{0}}
	for i, c := range src {
		if c == '\n' {
			p.lines = append(p.lines, i+1)
		}
	}
	return p
}

// at reports that something is not written as it must be.
func (p *problems) at(pos token.Position, message string) {
	p.list.Add(pos, problem.ContractSyntax, message)
}

// position returns where a YAML token begins. The YAML package counts columns
// in characters, we count bytes.
func (p *problems) position(t *yamltoken.Token) token.Position {
	if t == nil || t.Position == nil || t.Position.Line < 1 || t.Position.Line > len(p.lines) {
		return token.Position{Filename: p.file, Line: 1, Column: 1}
	}
	start := p.lines[t.Position.Line-1]
	offset := start
	for range t.Position.Column - 1 {
		if offset >= len(p.src) {
			break
		}
		_, size := utf8.DecodeRune(p.src[offset:])
		offset += size
	}
	return p.offset(offset)
}

// offset returns the position of a byte.
func (p *problems) offset(n int) token.Position {
	n = min(n, len(p.src))
	line, found := slices.BinarySearch(p.lines, n)
	if !found {
		line--
	}
	return token.Position{
		Filename: p.file,
		Offset:   n,
		Line:     line + 1,
		Column:   n - p.lines[line] + 1,
	}
}

// inside returns the position of byte n of the text that begins at pos, which
// may be quoted. If the text does not stand in the source as it is, because it
// is escaped or folded, that is its beginning.
func (p *problems) inside(pos token.Position, text string, n int) token.Position {
	rest := p.src[min(pos.Offset, len(p.src)):]
	for quoted := range 2 {
		if len(rest) >= quoted && bytes.HasPrefix(rest[quoted:], []byte(text)) {
			return p.offset(pos.Offset + quoted + n)
		}
	}
	return pos
}

// quote shows a word of the author's in a message.
func quote(s string) string { return strconv.Quote(s) }

// didYouMean proposes the known word that is closest to the wrong one, or
// lists them all.
func didYouMean(wrong string, known []string, list string) string {
	if best := problem.Nearest(wrong, known); best != "" {
		return "did you mean " + best + "?"
	}
	if len(known) == 0 {
		return "there are none"
	}
	return list + " " + strings.Join(known, ", ")
}
