package problem

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFix(t *testing.T) {
	fix := func(start, end int, text string) *Problem {
		return &Problem{Pos: at("a.md", 1, start+1), Fix: &Fix{start, end, text}}
	}
	for _, c := range []struct {
		name, src string
		list      List
		want      string
		done      int
	}{
		{"none", "abc\n", List{{Msg: "takes thought"}}, "abc\n", 0},
		{"any order", "abc def\n", List{fix(4, 7, "DEF"), fix(0, 1, "")}, "bc DEF\n", 2},
		{"insert", "abc\n", List{fix(3, 3, "!")}, "abc!\n", 1},
		{"at the start", "abc\n", List{fix(0, 0, "x")}, "xabc\n", 1},
		{"at the end", "abc", List{fix(3, 3, "\n")}, "abc\n", 1},
		{"overlapping", "abcdef", List{fix(1, 3, "X"), fix(2, 5, "Y")}, "aXdef", 1},
		{"the same", "abcdef", List{fix(1, 3, "X"), fix(1, 3, "X")}, "aXdef", 1},
		{"touching", "abcdef", List{fix(1, 3, "X"), fix(3, 3, "Y")}, "aXdef", 1},
		{"outside", "abc", List{fix(2, 4, "X"), fix(-1, 1, "Y"), fix(2, 1, "Z")}, "abc", 0},
		{"CR LF before", "进\r\nb\r\nc\r\n", List{fix(6, 7, "C")}, "进\r\nb\r\nC\r\n", 1},
		{"CR LF itself", "a\r\nb\r\nc", List{fix(1, 2, " ")}, "a b\r\nc", 1},
		{"CR LF in the text", "a\r\nb", List{fix(3, 3, "\nc")}, "a\r\nb\r\nc", 1},
		{"CR alone", "a\rb\r\nc", List{fix(4, 5, "C")}, "a\rb\r\nC", 1},
	} {
		got, done := c.list.Fix([]byte(c.src))
		if d := cmp.Diff(c.want, string(got)); d != "" || len(done) != c.done {
			t.Errorf("%s: %d fixes made, want %d (-want +got):\n%s", c.name, len(done), c.done, d)
		}
	}
}
