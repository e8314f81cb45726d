package book

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestContentAgain reads the chapters of the book as those of a book are read
// that is too large to be kept.
func TestContentAgain(t *testing.T) {
	b, list, err := Load("../..")
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	first := dumpBlocks(b)
	b.kept = newKept()
	if d := cmp.Diff(first, dumpBlocks(b)); d != "" {
		t.Errorf("read again (-first +again):\n%s", d)
	}
}

func TestContentChanged(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		writeFile(t, filepath.Join(dir, name), []byte(text))
	}
	write("content/a/zh.md", "---\ntitle: 甲\n---\n\n文\n")
	write("content/a/en.md", "---\ntitle: A\n---\n\nText\n")
	write("content/book.yaml", "title: {zh: 书, en: Book}\nparts:\n  - title: {zh: 一, en: One}\n    chapters: [a]\n")
	b, list, err := Load(dir)
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	b.kept = newKept()
	write("content/a/en.md", "---\ntitle: A\n---\n\nText.\n")
	want := "content/a/en.md was changed meanwhile; build the book again"
	if _, err := b.Content(b.Chapters[0]); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if err := os.Remove(filepath.Join(dir, "content/a/en.md")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Content(b.Chapters[0]); err == nil || !strings.Contains(err.Error(), "content/a/en.md") {
		t.Errorf("got %v", err)
	}
}
