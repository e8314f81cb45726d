package contract

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the wanted results in testdata")

// TestProblems parses the wrong contracts of testdata/problems.txtar. Each is
// followed by a file want that holds the problems.
func TestProblems(t *testing.T) {
	file := filepath.Join("testdata", "problems.txtar")
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(a.Files); i += 2 {
		src, want := a.Files[i], a.Files[i+1]
		t.Run(src.Name, func(t *testing.T) {
			if want.Name != "want" {
				t.Fatalf("%s is followed by %s", src.Name, want.Name)
			}
			got := ""
			if _, err := parseYAML(t, string(src.Data), Status{}); err != nil {
				got = err.Error() + "\n"
			}
			if *update {
				a.Files[i+1].Data = []byte(got)
				return
			}
			if diff := cmp.Diff(string(want.Data), got); diff != "" {
				t.Errorf("-want +got:\n%s\ngot:\n%s", diff, got)
			}
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
