package contract

import (
	"math/rand/v2"
	"slices"
)

// useful keeps of the rules those that reject something that the items and
// the rules before allow: outputs like those seen, but shuffled. Ranges are
// kept in any case.
func (g *guesser) useful() []*guess {
	const most = 24
	var kept []*guess
	wrong := g.shuffled()
	for _, r := range g.guesses {
		var left [][]reading
		for _, lines := range wrong {
			if r.check(lines) == nil {
				left = append(left, lines)
			}
		}
		if len(kept) < most && len(left) < len(wrong) || r.kind == ruleRange {
			kept = append(kept, r)
			wrong = left
		}
	}
	return kept
}

// shuffled makes outputs that the items allow, from those seen: a line moves
// to another place, an id becomes another of the run, in the end anything is
// shuffled.
func (g *guesser) shuffled() [][]reading {
	const work = 10_000 // lines in all
	random := rand.New(rand.NewPCG(1, 2))
	var list [][]reading
	lines := 0
	add := func(o *Output, as []Line) {
		lines += len(as)
		if read := g.read(&Output{Lines: as, Procs: o.Procs}); read != nil {
			list = append(list, read)
		}
	}
	for round := 0; lines < work; round++ {
		before := lines
		for _, o := range g.outputs[:min(len(g.outputs), 8)] {
			n := len(o.Lines)
			if n < 2 || lines > work {
				continue
			}
			lines := o.Lines
			for range 1 + round%4 {
				i, j := random.IntN(n), random.IntN(n)
				lines = moved(lines, i, j)
			}
			add(o, lines)
			if other := g.otherID(o, random); other != nil {
				add(o, other)
			}
		}
		if lines == before {
			break
		}
	}
	return list
}

// otherID replaces an id in one line by another that was printed, as if that
// process had printed the line.
func (g *guesser) otherID(o *Output, random *rand.Rand) []Line {
	known := labels(o.Procs)
	type at struct {
		line int
		idRange
	}
	var places []at
	for i, l := range o.Lines {
		for _, r := range processIDs(l.Text, known) {
			places = append(places, at{i, r})
		}
	}
	if len(places) < 2 {
		return nil
	}
	p, q := places[random.IntN(len(places))], places[random.IntN(len(places))]
	lines := slices.Clone(o.Lines)
	l := &lines[p.line]
	l.Text = splice(l.Text, p.start, p.end, o.Lines[q.line].Text[q.start:q.end])
	if l.Proc == p.label {
		l.Proc = q.label
	}
	return lines
}
