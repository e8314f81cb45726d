package contract

import (
	"fmt"
	"go/token"
	"slices"
	"sort"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"
)

// explain says why no assignment was found.
func (c *Contract) explain(s *search, recorded, got *Output) *Mismatch {
	f := &s.failure
	pos, rule := c.pos, "output"
	if c.mode == modeUnordered {
		rule = "recorded output, in any order"
	}
	about := func(n *node) {
		if c.mode == modeItems {
			pos, rule = n.pos, n.line.show()
		}
	}
	var b strings.Builder
	if f.line == len(got.Lines) {
		if len(got.Lines) == 0 {
			b.WriteString("the run printed nothing")
		} else {
			b.WriteString("the run ended after " + show(got, len(got.Lines)-1))
		}
		// Without an open pattern a rule asks for more.
		if len(f.open) > 0 {
			about(f.open[0].node)
			b.WriteString("\nbut then had still to come:\n" + f.expected())
		}
	} else {
		b.WriteString(show(got, f.line) + "\nhas no place here.")
		for i, near := range f.near {
			if i == 0 {
				about(near.node)
			}
			if c.mode == modeItems {
				fmt.Fprintf(&b, "\nIt reads as %s (%s), but %s.", near.node.line.show(), place(near.node.pos), near.why)
			}
		}
		if len(f.near) == 0 {
			c.explainForeign(&b, s, f.line, about)
		}
		switch {
		case len(f.open) == 0:
			b.WriteString("\nNothing more was expected.")
		case len(f.open) == 1 && f.more == 0:
			b.WriteString("\nExpected was:\n" + f.expected())
		default:
			b.WriteString("\nExpected was one of:\n" + f.expected())
		}
	}
	if n := len(got.Lines); n < s.p.root.fewest || n > s.p.root.most {
		fmt.Fprintf(&b, "\nThe run printed %d lines, but must print %s.", n, times(s.p.root.fewest, s.p.root.most))
	}
	if c.mode == modeUnordered {
		b.WriteString("\n" + sortedDiff(recorded, got))
	}
	return c.mismatch(pos, rule, strings.TrimSuffix(b.String(), "\n"))
}

// explainForeign says something helpful of line i, which no pattern reads.
func (c *Contract) explainForeign(b *strings.Builder, s *search, i int, about func(*node)) {
	l := &s.lines[i]
	for _, n := range s.p.lines {
		other := *l
		other.Stream = n.line.stream
		if all, _ := n.line.pat.readings(l.Text, ""); len(all) > 0 {
			about(n)
			switch {
			case n.line.suits(l):
				b.WriteString("\nIt reads as " + n.line.show() + ", but " + n.line.pat.foreign(all[0], s.out, i) + ".")
			case n.line.suits(&other):
				fmt.Fprintf(b, "\nIt reads as %s, but that is a line on %s.", n.line.show(), n.line.stream)
			default:
				fmt.Fprintf(b, "\nIt reads as %s, but for the newline at its end.", n.line.show())
			}
			return
		}
		if rest, ok := strings.CutPrefix(l.Text, n.line.name+": "); ok && n.line.name != "" {
			if all, _ := n.line.pat.readings(rest, ""); len(all) > 0 {
				about(n)
				fmt.Fprintf(b, "\nIn %s, %s: is taken for the name of a line; if it is a part of the text, quote the whole: '%s'.",
					place(n.pos), n.line.name, l.Text)
				return
			}
		}
	}
	b.WriteString("\nNo pattern reads like it.")
	if o, ok := s.failure.nearest(l.Text); ok {
		about(o.node)
		b.WriteString(" The nearest is: " + o.text)
	}
}

// foreign says which of the values is the id of another process than the one
// that printed line i.
func (p *pattern) foreign(values []string, got *Output, i int) string {
	writer := got.writer(i)
	for n := range p.holes {
		if h := &p.holes[n]; !h.ok(values[n], writer) {
			name := h.name
			if name == "" {
				name = "the id"
			}
			return fmt.Sprintf("%s is %s here, and the process that printed the line (p%d) is %s",
				name, values[n], got.Lines[i].Proc, writer)
		}
	}
	return "it could be read in another way"
}

// show is the pattern in the author's words, with its name.
func (l *line) show() string {
	if l.name != "" {
		return l.name + ": " + l.pat.show()
	}
	return l.pat.show()
}

// place names a position in the contract's own file.
func place(pos token.Position) string {
	if !pos.IsValid() {
		return "the recorded output"
	}
	return fmt.Sprintf("line %d of %s", pos.Line, pos.Filename)
}

// String names the stream as runs.yaml does.
func (s Stream) String() string {
	switch s {
	case Stdout:
		return "stdout"
	case Stderr:
		return "stderr"
	}
	return "an unknown stream"
}

// sortedDiff shows which lines are missing and which are too many.
func sortedDiff(recorded, got *Output) string {
	sorted := func(o *Output) string {
		lines := strings.SplitAfter(labelled(o, labels(o.Procs)), "\n")
		sort.Strings(lines)
		return strings.Join(lines, "")
	}
	return udiff.Unified("recorded, sorted", "this run, sorted", sorted(recorded), sorted(got))
}

// explainRule says which rule is broken by which lines.
func (c *Contract) explainRule(b *broken, got *Output) *Mismatch {
	detail := b.detail + "."
	lines := slices.Clone(b.lines)
	slices.Sort(lines)
	lines = slices.Compact(lines)
	const shown = 8
	for i, n := range lines {
		if len(lines) > shown && i == shown/2 {
			detail += fmt.Sprintf("\n    … %d more lines", len(lines)-shown)
		}
		if len(lines) > shown && i >= shown/2 && i < len(lines)-shown/2 {
			continue
		}
		detail += "\n    " + show(got, n)
	}
	if len(lines) == 0 {
		detail += fmt.Sprintf("\n    in %d lines", len(got.Lines))
	}
	return c.mismatch(b.rule.pos, b.rule.text, detail)
}

// explainAmbiguous names the patterns that compete for the same lines.
func (c *Contract) explainAmbiguous(s *search) *Mismatch {
	if s.vague != nil {
		return c.mismatch(s.vague.pos, s.vague.line.show(),
			"the contract is too ambiguous: this pattern reads a line in too many ways. Give its placeholders narrower types, or put text between them.")
	}
	count := make(map[*node]int)
	var nodes []*node
	for _, choice := range s.choices {
		for _, o := range choice.options {
			if count[o.node] == 0 {
				nodes = append(nodes, o.node)
			}
			count[o.node]++
		}
	}
	slices.SortStableFunc(nodes, func(a, b *node) int { return count[b] - count[a] })
	detail := fmt.Sprintf("the contract is too ambiguous: after %d steps it is not known whether the lines can be assigned to its patterns.", s.steps)
	pos := c.pos
	if len(nodes) > 0 {
		if c.mode == modeItems {
			pos = nodes[0].pos
		}
		detail += " These compete for the same lines:"
		for _, n := range nodes[:min(len(nodes), 4)] {
			detail += fmt.Sprintf("\n    %s   (%s)", n.line.show(), place(n.pos))
		}
	}
	if s.failure.set {
		detail += fmt.Sprintf("\nThe furthest line reached was %d.", min(s.failure.line+1, len(s.lines)))
	}
	detail += "\nGive placeholders narrower types, or lines different texts."
	return c.mismatch(pos, "output", detail)
}
