package contract

import (
	"cmp"
	"slices"
)

// index finds the patterns that a line can be read as.
type index struct {
	exact    map[string][]*node
	prefixes map[string][]*node
	lengths  []int // of the prefixes, ascending
}

func newIndex(nodes []*node) *index {
	x := &index{exact: make(map[string][]*node), prefixes: make(map[string][]*node)}
	for _, n := range nodes {
		if n.kind != kindLine {
			continue
		}
		lit := n.line.pat.lits[0]
		if n.line.pat.literal() {
			x.exact[lit] = append(x.exact[lit], n)
			continue
		}
		if x.prefixes[lit] == nil {
			x.lengths = append(x.lengths, len(lit))
		}
		x.prefixes[lit] = append(x.prefixes[lit], n)
	}
	slices.Sort(x.lengths)
	x.lengths = slices.Compact(x.lengths)
	return x
}

// readings returns the ways to read l, the most particular pattern first; the
// result is not nil.
func (x *index) readings(l *Line) []reading {
	list := []reading{}
	read := func(nodes []*node) {
		for _, n := range nodes {
			if !n.line.suits(l) {
				continue
			}
			all, _ := n.line.pat.readings(l.Text)
			for _, values := range all {
				list = append(list, reading{n, values})
			}
		}
	}
	read(x.exact[l.Text])
	for _, length := range x.lengths {
		if length > len(l.Text) {
			break
		}
		read(x.prefixes[l.Text[:length]])
	}
	slices.SortStableFunc(list, func(a, b reading) int {
		return cmp.Or(
			cmp.Compare(b.node.line.pat.weight(), a.node.line.pat.weight()),
			cmp.Compare(a.node.id, b.node.id))
	})
	return list
}

// suits reports whether stream and ending of a line are as they must be.
func (l *line) suits(got *Line) bool {
	if l.stream != Unknown && got.Stream != Unknown && l.stream != got.Stream {
		return false
	}
	return l.ending == anyEnding || l.ending == ending(*got)
}
