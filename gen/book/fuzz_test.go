package book

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
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
		c.zh = &Edition{Lang: ZH, File: "content/c/zh.md", chapter: c}
		c.en = &Edition{Lang: EN, File: "content/c/en.md", chapter: c}
		for _, e := range []*Edition{c.zh, c.en} {
			f := newTextFile(e.File, src, l.probs)
			if !f.checkText() {
				return
			}
			l.parseEdition(e, f)
		}
		if err := l.finishChapter(c); err != nil {
			t.Fatal(err)
		}
		for _, p := range l.probs.sorted() {
			if p.Pos.Line < 1 || p.Pos.Line > len(c.zh.file.lines) || p.Pos.Column < 1 {
				t.Errorf("problem outside the file: %v", p)
			}
		}
		if c.zh.sound && len(c.Blocks) == 0 && len(c.zh.blocks) > 0 && len(l.probs.list) == 0 {
			t.Error("neither blocks nor problems")
		}
	})
}
