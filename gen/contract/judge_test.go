package contract

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestJudge judges the contracts of testdata/match by their first outputs. The
// file survivors, if there is one, lists what survives, and what is doubtful.
func TestJudge(t *testing.T) {
	files, _ := filepath.Glob("testdata/match/*.txtar")
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c, recorded := firstOutput(t, a)
			v := c.Judge(recorded)
			t.Logf("tried %d, rejected %d, lawful %d", v.Tried, v.Rejected, v.Lawful)
			var got, want strings.Builder
			for _, s := range v.Survivors {
				got.WriteString(s.String() + "\n")
			}
			for _, s := range v.Doubtful {
				got.WriteString("doubtful " + s.String() + "\n")
			}
			for _, f := range a.Files {
				if f.Name == "survivors" {
					want.Write(f.Data)
				}
			}
			if diff := cmp.Diff(want.String(), got.String()); diff != "" {
				t.Errorf("survivors, -want +got:\n%s", diff)
			}
			if v.Void || v.Tried == 0 {
				t.Error("the contract rejects nothing")
			}
		})
	}
}
