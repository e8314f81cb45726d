package contract

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestJudge judges the contracts of testdata/match by their first outputs. The
// file survivors, if there is one, lists what survives, what its author accepts,
// what is doubtful, and which entries of accept are of no use.
func TestJudge(t *testing.T) {
	eachFile(t, "match", func(t *testing.T, file string, a *txtar.Archive) {
		c, recorded := firstOutput(t, a)
		v := c.Judge(recorded)
		t.Logf("tried %d, rejected %d, lawful %d", v.Tried, v.Rejected, v.Lawful)
		var got strings.Builder
		for _, s := range v.Survivors {
			got.WriteString(s.String() + "\n")
		}
		for _, s := range v.Accepted {
			got.WriteString("accepted " + s.String() + ", because " + s.Because + "\n")
		}
		for _, s := range v.Doubtful {
			got.WriteString("doubtful " + s.String() + "\n")
		}
		for _, p := range v.Problems {
			got.WriteString("problem " + p.String() + "\n")
		}
		want(t, file, a, "survivors", got.String())
		if v.Void || v.Tried == 0 {
			t.Error("the contract rejects nothing")
		}
	})
}

// TestJudgeVoid judges contracts that accept every line.
func TestJudgeVoid(t *testing.T) {
	recorded := &Output{Lines: []Line{{Stream: Stdout, Text: "one"}, {Stream: Stdout, Text: "2"}}}
	for src, want := range map[string]bool{
		"output:\n  - repeat: 0..1000\n    line: '{text}'\n":                              true,
		"output:\n  - repeat: 0..1000\n    line: '{text}'\nrules:\n  - count: line = 2\n": false,
		"output:\n  - one\n  - '{int}'\n":                                                 false,
	} {
		if v := mustParse(t, src).Judge(recorded); v.Void != want {
			t.Errorf("%s: Void is %v, want %v; %d of %d rejected", src, v.Void, want, v.Rejected, v.Tried)
		}
	}
}
