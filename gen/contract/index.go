package contract

import (
	"cmp"
	"slices"
	"strings"
)

// An index finds the patterns that a line can be read as. A pattern without
// placeholders is found by its text. Any other is filed under one word of it
// that every such line must have, the one that the fewest patterns share, so
// that of ten thousand similar patterns a line is compared with few.
type index struct {
	exact  map[string][]*node
	byWord map[string][]*node
	rest   []*node // patterns without such a word
}

func newIndex(lines []*node) *index {
	x := &index{exact: make(map[string][]*node), byWord: make(map[string][]*node)}
	sharing := make(map[string]int)
	for _, n := range lines {
		if !n.line.pat.literal() {
			for _, w := range n.line.pat.words() {
				sharing[w]++
			}
		}
	}
	for _, n := range lines {
		if n.line.pat.literal() {
			text := n.line.pat.lits[0]
			x.exact[text] = append(x.exact[text], n)
			continue
		}
		best := ""
		for _, w := range n.line.pat.words() {
			if best == "" || sharing[w] < sharing[best] {
				best = w
			}
		}
		if best == "" {
			x.rest = append(x.rest, n)
		} else {
			x.byWord[best] = append(x.byWord[best], n)
		}
	}
	return x
}

// words lists the words of p that lie wholly in its literal text: a space or
// an end of the line is on either side, no placeholder.
func (p *pattern) words() []string {
	var list []string
	last := len(p.lits) - 1
	for i, lit := range p.lits {
		words := strings.Split(lit, " ")
		for j, w := range words {
			if w != "" && (j > 0 || i == 0) && (j < len(words)-1 || i == last) {
				list = append(list, w)
			}
		}
	}
	return list
}

// readings returns the ways to read l, which the process with the id writer
// printed, the most particular pattern first; the result is not nil. more is a
// pattern with too many readings.
func (x *index) readings(l *Line, writer string) (list []reading, more *node) {
	list = []reading{}
	read := func(nodes []*node) {
		for _, n := range nodes {
			if !n.line.suits(l) {
				continue
			}
			all, tooMany := n.line.pat.readings(l.Text, writer)
			if tooMany {
				more = n
			}
			for _, values := range all {
				list = append(list, reading{n, values})
			}
		}
	}
	read(x.exact[l.Text])
	if len(x.byWord) > 0 {
		for rest, at := l.Text, 0; rest != ""; {
			word, after, _ := strings.Cut(rest, " ")
			if nodes := x.byWord[word]; nodes != nil && !hasWord(l.Text[:at], word) {
				read(nodes)
			}
			at += len(rest) - len(after)
			rest = after
		}
	}
	read(x.rest)
	if len(list) > 1 {
		slices.SortStableFunc(list, func(a, b reading) int {
			return cmp.Or(
				cmp.Compare(b.node.line.weight, a.node.line.weight),
				cmp.Compare(a.node.id, b.node.id))
		})
	}
	return list, more
}

// hasWord reports whether word is one of the words of text, which ends with a
// space or is empty.
func hasWord(text, word string) bool {
	return strings.HasPrefix(text, word+" ") || strings.Contains(text, " "+word+" ")
}

// suits reports whether stream and ending of a line are as they must be.
func (l *line) suits(got *Line) bool {
	if l.stream != Unknown && got.Stream != Unknown && l.stream != got.Stream {
		return false
	}
	return l.ending == anyEnding || l.ending == ending(*got)
}
