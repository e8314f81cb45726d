package book

import (
	"fmt"
	"go/token"
	"path"
	"strings"

	"huoye/gen/pairs"
	"huoye/gen/problem"
)

// Problems says what is to be done about the pairs, as strictly as check does.
func (p *Pairs) Problems() problem.List {
	var list problem.List
	if p.Unrecorded {
		at := token.Position{Filename: path.Join(path.Dir(p.File()), "en.md"), Line: 1, Column: 1}
		list.Add(at, problem.PairMissing,
			fmt.Sprintf("it is not recorded yet that the blocks of this chapter say what the Chinese ones do; read both, then run %q", updateCommand))
	}
	for _, pair := range p.Open {
		list = append(list, p.problem(pair))
	}
	for _, pos := range p.Left {
		list.Add(pos, problem.PairUnused, fmt.Sprintf("no block needs this line any longer; run %q", updateCommand))
	}
	return list
}

const updateCommand = "gen build -update"

func (p *Pairs) problem(pair Pair) *problem.Problem {
	confirm := fmt.Sprintf("gen confirm %s#%s", p.slug, pair.ID)
	found := &problem.Problem{
		Pos:     pair.EN,
		Rule:    problem.Stale,
		Related: []problem.Related{{Pos: pair.ZH, Msg: "the Chinese"}},
	}
	switch pair.State {
	case pairs.Behind:
		found.Msg = fmt.Sprintf("this is behind its Chinese source, which has changed since it was confirmed; translate the change, or, if it needs none, run %q", confirm)
		pair.explain(found)
	case pairs.Ahead:
		found.Notice = true
		found.Msg = fmt.Sprintf("this has changed since it was confirmed, its Chinese source has not; if they say the same, run %q", confirm)
		pair.explain(found)
	case pairs.Crossed:
		found.Msg = fmt.Sprintf("this was confirmed with other Chinese, and the Chinese here with other English; bring both editions into the same order, or, if they say the same, run %q", confirm)
		if pair.other.IsValid() {
			found.Related = append(found.Related, problem.Related{Pos: pair.other, Msg: "the English that was confirmed with it"})
		}
	case pairs.Changed:
		found.Rule = problem.PairMissing
		found.Msg = fmt.Sprintf("both editions have changed here since they were confirmed; read both, then run %q", updateCommand)
	case pairs.New:
		found.Rule = problem.PairMissing
		found.Msg = fmt.Sprintf("it is not recorded yet that this says what the Chinese does; read both, then run %q", updateCommand)
	}
	return found
}

// mostFresh is how many sentences a problem quotes.
const mostFresh = 8

// explain adds to found what has changed.
func (p Pair) explain(found *problem.Problem) {
	for _, s := range p.Fresh[:min(len(p.Fresh), mostFresh)] {
		found.Related = append(found.Related, problem.Related{Pos: s.Pos, Msg: "new or changed: " + shorten(s.Text)})
	}
	var more []string
	if n := len(p.Fresh); n > 0 {
		more = append(more, areOrIs(n, "sentence")+" new or changed")
	}
	if p.Gone > 0 {
		more = append(more, areOrIs(p.Gone, "sentence")+" gone")
	}
	if more == nil {
		more = append(more, "the sentences are the same, but not their order or what stands around them")
	}
	found.Msg += "\n    since then: " + strings.Join(more, ", ")
}

func areOrIs(n int, thing string) string {
	if n == 1 {
		return "1 " + thing + " is"
	}
	return count(n, thing) + " are"
}

// shorten cuts a sentence to what a person needs to find it.
func shorten(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
