package book

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFacts edits a copy of the book, time and again: what is loaded with what
// was known before must be what is loaded without.
func TestFacts(t *testing.T) {
	dir := t.TempDir()
	for _, part := range []string{"content", "snippets"} {
		if err := os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join("../..", part))); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "facts")
	load := func(f *Facts) (known int, found string) {
		t.Helper()
		known = len(f.known)
		b, list, err := survey(dir, f, nil)
		if err != nil {
			t.Fatal(err)
		}
		return known, fmt.Sprint(list) + dumpFacts(b)
	}
	for _, edit := range []struct{ what, file, old, new string }{
		{"nothing was known", "", "", ""},
		{"nothing has changed", "", "", ""},
		{"a paragraph", "content/terminate/zh.md", "等不到的结束 {#endless}\n\n", "等不到的结束 {#endless}\n\n再想一想。"},
		{"back again", "content/terminate/zh.md", "再想一想。", ""},
		{"an id that others link to", "content/child-process/zh.md", "{#misuse}", "{#missed}"},
		{"back again", "content/child-process/zh.md", "{#missed}", "{#misuse}"},
		{"a program's words", "snippets/process-pool/pool/main.go", "range 3", "range 2+1"},
		{"back again", "snippets/process-pool/pool/main.go", "range 2+1", "range 3"},
		{"a program's length", "snippets/process-pool/pool/main.go", "\nfunc main", "\n\nfunc main"},
		{"back again", "snippets/process-pool/pool/main.go", "\n\nfunc main", "\nfunc main"},
		{"a run's contract", "snippets/process-pool/pool/runs.yaml", "open: ", "distinct: run.n # "},
		{"back again", "snippets/process-pool/pool/runs.yaml", "distinct: run.n # ", "open: "},
		{"a program's region", "snippets/process-pool/pool/main.go", "// region ", "// region x-"},
		{"back again", "snippets/process-pool/pool/main.go", "// region x-", "// region "},
		{"the glossary", "content/glossary.yaml", "not: [", "not: [启动, "},
		{"back again", "content/glossary.yaml", "not: [启动, ", "not: ["},
		{"what was confirmed", "content/subprocess/pairs.sum", "\ntop ", "\ntop x"},
		{"back again", "content/subprocess/pairs.sum", "\ntop x", "\ntop "},
		{"nothing has changed", "", "", ""},
	} {
		if edit.file != "" {
			name := filepath.Join(dir, edit.file)
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.Replace(string(data), edit.old, edit.new, 1)
			if changed == string(data) {
				t.Fatalf("%s: %q is not in %s", edit.what, edit.old, edit.file)
			}
			writeFile(t, name, []byte(changed))
		}
		f := OpenFacts(file, "v1")
		known, got := load(f)
		if (edit.what == "nothing has changed" || edit.what == "a program's words") && (known < 7 || f.changed) {
			t.Errorf("%d chapters were known, and some were parsed again", known)
		}
		again := OpenFacts(file, "v1")
		again.Sums = func(name string) (sum [sha256.Size]byte, ok bool) {
			data, err := os.ReadFile(filepath.Join(dir, name))
			return sha256.Sum256(data), err == nil
		}
		if _, other := load(again); other != got {
			t.Errorf("%s (-without +with sums of files):\n%s", edit.what, cmp.Diff(got, other))
		}
		if err := f.Save(); err != nil {
			t.Fatal(err)
		}
		if _, want := load(new(Facts)); got != want {
			t.Errorf("%s (-without +with what was known):\n%s", edit.what, cmp.Diff(want, got))
		}
	}
	if f := OpenFacts(file, "v2"); len(f.known) > 0 {
		t.Error("another generator takes over what is known")
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(whole); i += 97 {
		flipped := slices.Clone(whole)
		flipped[i] ^= 4
		for _, data := range [][]byte{flipped, whole[:i]} {
			writeFile(t, file, data)
			if f := OpenFacts(file, "v1"); len(f.known) > 0 {
				t.Fatalf("damaged at %d, it is taken for good", i)
			}
		}
	}
}

// dumpFacts says what the rest of the book knows of its chapters.
func dumpFacts(b *Book) string {
	var s strings.Builder
	for _, c := range b.Chapters {
		fmt.Fprintf(&s, "%d %s %+v\n", c.Number, c.Slug, c.Pairs)
		for _, show := range c.Shows() {
			if show.Program == nil {
				continue // a bad embed
			}
			fmt.Fprintf(&s, "\t%s %s %v %v %v %d-%d %v\n", show.Block, show.Program.Name, show.Source != nil, show.Region, show.Run != nil, show.First, show.Last, show.Nested)
		}
		for _, e := range c.editions() {
			d := e.Details()
			fmt.Fprintf(&s, "\t%s %q %q %v %x %v %v\n", e.File(), e.Title, e.Description, d.Headings, e.Sum(), e.sound, d.quotes)
			for _, u := range d.Uses {
				fmt.Fprintf(&s, "\t\t%s %s\n", u.Term.ID, u.Block)
			}
			for _, m := range d.Embeds {
				if m.Program == nil {
					continue
				}
				fmt.Fprintf(&s, "\t\t%s %v %d:%d\n", m.Program.Name, m.Run != nil, m.Line, m.Column)
			}
		}
	}
	return s.String()
}
