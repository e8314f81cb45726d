package contract

import (
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestDescribe describes the contracts of testdata/match, each with its first
// output, and compares with the file description beside them.
func TestDescribe(t *testing.T) {
	eachFile(t, "match", func(t *testing.T, file string, a *txtar.Archive) {
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
		if slices.ContainsFunc(a.Files, func(f txtar.File) bool { return f.Name == "description" }) {
			want(t, file, a, "description", b.String())
		}
	})
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
