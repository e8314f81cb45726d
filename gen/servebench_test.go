package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"huoye/gen/problem"
)

// BenchmarkRebuild edits a paragraph of this book's longest chapter, over and
// over, and makes its page as serve does.
func BenchmarkRebuild(b *testing.B) {
	dir := b.TempDir()
	for _, name := range []string{"content", "snippets"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("..", name))); err != nil {
			b.Fatal(err)
		}
	}
	const chapter = "content/goroutines/zh.md"
	file := filepath.Join(dir, filepath.FromSlash(chapter))
	text, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	end := []byte("。\n\n")
	before, after, ok := bytes.Cut(text, end)
	if !ok {
		b.Fatal("no paragraph to edit")
	}
	p := newPreviewed(b.Context(), options{dir: dir, jobs: 1, report: new(problem.Report)}, io.Discard)
	p.rebuild(b.Context(), p.watched())
	for n := 0; b.Loop(); n++ {
		mark := bytes.Repeat([]byte("改"), n%7+1)
		if err := os.WriteFile(file, bytes.Join([][]byte{before, mark, end, after}, nil), 0o666); err != nil {
			b.Fatal(err)
		}
		site := p.rebuild(b.Context(), []string{chapter})
		page, ok, err := site.File("zh/goroutines/index.html")
		if err != nil || !ok || !bytes.Contains(page, mark) {
			b.Fatalf("the page does not show the edit: %v %v\n%v", ok, err, site.Problems)
		}
	}
}
