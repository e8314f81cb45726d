package contract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestDescribe describes the contracts of testdata/match, each with its first
// output, and compares with the file description beside them.
func TestDescribe(t *testing.T) {
	files, _ := filepath.Glob("testdata/match/*.txtar")
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c, recorded := firstOutput(t, a)
			var b strings.Builder
			for _, lang := range []string{"zh", "en"} {
				d := c.Describe(lang, recorded)
				for _, s := range d.Always {
					b.WriteString("+ " + s + "\n")
				}
				for _, s := range d.Varies {
					b.WriteString("~ " + s + "\n")
				}
			}
			for i, f := range a.Files {
				if f.Name != "description" {
					continue
				}
				if *update {
					a.Files[i].Data = []byte(b.String())
					if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
						t.Fatal(err)
					}
				} else if diff := cmp.Diff(string(f.Data), b.String()); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
				return
			}
			t.Log("\n" + b.String())
		})
	}
}

// firstOutput returns the contract of a test file and its recorded output, or
// its first ok/ output.
func firstOutput(t testing.TB, a *txtar.Archive) (*Contract, *Output) {
	var c *Contract
	var status Status
	for _, f := range a.Files {
		switch {
		case f.Name == "status":
			status = transcript(t, string(f.Data)).Status
		case f.Name == "runs.yaml":
			var err error
			if c, err = parseYAML(t, string(f.Data), status); err != nil {
				t.Fatal(err)
			}
		case f.Name == "recorded", strings.HasPrefix(f.Name, "ok/"):
			o := transcript(t, string(f.Data))
			if c == nil {
				c = Recorded(o.Status)
			}
			return c, o
		}
	}
	t.Fatal("no output")
	return nil, nil
}
