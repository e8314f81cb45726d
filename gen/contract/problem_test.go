package contract

import (
	"flag"
	"go/scanner"
	"os"
	"path/filepath"
	"strings"
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
			_, err := parseYAML(t, string(src.Data), Status{})
			var b strings.Builder
			if list, ok := err.(scanner.ErrorList); ok {
				scanner.PrintError(&b, list)
			}
			if *update {
				a.Files[i+1].Data = []byte(b.String())
				return
			}
			if diff := cmp.Diff(string(want.Data), b.String()); diff != "" {
				t.Errorf("-want +got:\n%s\ngot:\n%s", diff, b.String())
			}
		})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
