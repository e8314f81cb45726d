package book

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"huoye/gen/pairs"
)

// FuzzChapter loads any text as both editions of a chapter. Nothing may panic,
// and every problem lies within the file.
func FuzzChapter(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range a.Files {
			if filepath.Ext(part.Name) == ".md" {
				f.Add(part.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		l := newLoader(nil, "")
		c := &Chapter{Slug: "c"}
		l.addChapter(c)
		c.zh = &Edition{Lang: ZH, chapter: c}
		c.en = &Edition{Lang: EN, chapter: c}
		content := &Content{Chapter: c}
		for _, e := range c.editions() {
			f := newTextFile(e.File(), src, l.probs)
			if !f.checkText() {
				return
			}
			content.set(l.parseEdition(e, f, content.zh))
		}
		if content.zh != nil && content.en != nil {
			content.pair(l.book)
		}
		if content.Blocks != nil {
			// What is recorded of any text can be read again and holds.
			units := new(room).unitsOf(content)
			c.Pairs.compare(units, new(pairs.File))
			data := compareUnits(units, new(pairs.File)).Format(func(int) bool { return true })
			confirmed, bad := pairs.Parse(data)
			if bad != nil {
				t.Fatalf("%v in:\n%s", bad, data)
			}
			if !compareUnits(units, confirmed).Settled() {
				t.Error("not settled after all was recorded")
			}
		}
		l.checkFragments()
		for _, p := range l.probs.sorted() {
			if p.Pos.Line < 1 || p.Pos.Line > bytes.Count(src, []byte("\n"))+1 || p.Pos.Column < 1 {
				t.Errorf("problem outside the file: %v", p)
			}
			if fix := p.Fix; fix != nil && (fix.Start < 0 || fix.End < fix.Start || fix.End > len(src)) {
				t.Errorf("%v: its fix [%d, %d) is outside the file", p, fix.Start, fix.End)
			}
		}
		if zh := content.zh; zh != nil && len(content.Blocks) == 0 && len(zh.blocks) > 0 && len(l.probs.list) == 0 {
			t.Error("neither blocks nor problems")
		}
	})
}
