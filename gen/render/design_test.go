package render

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// designOnDisk is a copy of the design in this directory.
func designOnDisk(t *testing.T) fstest.MapFS {
	t.Helper()
	files := make(fstest.MapFS)
	err := fs.WalkDir(designFiles, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := designFiles.ReadFile(name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestDesign plans a book with a design that is not built in: the pages are the
// same as long as the files are, and their keys change with each of them.
func TestDesign(t *testing.T) {
	b, recorded := loadBook(t, bigBook(2))
	plan := func(files fs.FS) map[string]Key {
		t.Helper()
		d, problems, err := LoadDesign(files)
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		p := d.Plan(b, recorded)
		keys := make(map[string]Key)
		for u := range p.Units {
			keys[u.Name] = u.Key
		}
		return keys
	}
	first := plan(designOnDisk(t))
	if d := cmp.Diff(first, plan(designOnDisk(t))); d != "" {
		t.Errorf("equal designs, other keys (-first +second):\n%s", d)
	}
	for _, name := range []string{"style.css", "code.css", "scripts/theme.js", "scripts/page.js", "scripts/lines.js", "scripts/search.js", "templates/landing.html"} {
		files := designOnDisk(t)
		files[name] = &fstest.MapFile{Data: append(files[name].Data, ' ', '\n')}
		for unit, key := range plan(files) {
			if strings.HasPrefix(unit, "chapter ") && key == first[unit] {
				t.Errorf("%s has changed, the key of %s has not", name, unit)
			}
		}
	}
}

func TestDesignSamePages(t *testing.T) {
	b, recorded := loadBook(t, bigBook(1))
	d, problems, err := LoadDesign(designOnDisk(t))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	other := slices.Collect(d.Plan(b, recorded).Units)
	for i, u := range slices.Collect(NewPlan(b, recorded).Units) {
		want, err := made(u)
		if err != nil {
			t.Fatal(err)
		}
		got, err := made(other[i])
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-built in +loaded):\n%s", u.Name, d)
		}
	}
}

func TestDesignProblems(t *testing.T) {
	files := designOnDisk(t)
	files["templates/landing.html"] = &fstest.MapFile{Data: []byte("{{.Head}}\n{{.Heading}\n")}
	files["templates/notfound.html"] = &fstest.MapFile{Data: []byte("{{if .Head}}\n")}
	_, problems, err := LoadDesign(files)
	if err != nil {
		t.Fatal(err)
	}
	const want = `templates/landing.html:2:1: a template that does not parse: bad character U+007D '}' [design-template]
templates/notfound.html:2:1: a template that does not parse: unexpected EOF [design-template]
`
	if d := cmp.Diff(want, problems.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	delete(files, "style.css")
	if _, _, err := LoadDesign(files); err == nil || !strings.Contains(err.Error(), "style.css") {
		t.Errorf("got %v, want an error about style.css", err)
	}
}
