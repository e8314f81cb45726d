package problem

import (
	"go/token"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func at(file string, line, column int) token.Position {
	return token.Position{Filename: file, Line: line, Column: column}
}

func TestSort(t *testing.T) {
	var l List
	l.Add(at("b.md", 1, 1), Heading, "empty; write it")
	l.Add(at("a.md", 10, 1), Heading, "empty; write it")
	l.Add(at("a.md", 9, 12), HeadingID, "no id; end the line with {#id}\n    more\n")
	l.Add(at("a.md", 9, 2), Heading, "two")
	l.Add(at("a.md", 9, 2), Heading, "one")
	again := at("a.md", 10, 1)
	again.Offset = 7 // some know it, some do not
	l.Add(again, Heading, "empty; write it")
	l = append(l, &Problem{Pos: at("a.md", 1, 1), Rule: ProseWord, Notice: true, Msg: "odd"})
	l.Sort()
	const want = `a.md:1:1: notice: odd [prose-word]
a.md:9:2: one [heading]
a.md:9:2: two [heading]
a.md:9:12: no id; end the line with {#id} [heading-id]
    more
a.md:10:1: empty; write it [heading]
b.md:1:1: empty; write it [heading]
`
	if d := cmp.Diff(want, l.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestFailing(t *testing.T) {
	l := List{{Notice: true}}
	if l.Failing() || l.Err() != nil {
		t.Error("a notice fails")
	}
	if List(nil).Failing() || List(nil).Err() != nil {
		t.Error("nothing fails")
	}
	l.Add(at("a.md", 1, 1), Heading, "empty")
	if !l.Failing() || l.Err() == nil {
		t.Error("a problem beside a notice does not fail")
	}
}
