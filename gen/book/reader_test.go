package book

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// numbered writes a book of n chapters, c1 to cn, and returns its directory.
func numbered(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	var slugs []string
	for i := 1; i <= n; i++ {
		slug := fmt.Sprintf("c%d", i)
		slugs = append(slugs, slug)
		writeFile(t, filepath.Join(dir, "content", slug, "zh.md"), fmt.Appendf(nil, "---\ntitle: 第 %d 章\n---\n\n文。\n", i))
		writeFile(t, filepath.Join(dir, "content", slug, "en.md"), fmt.Appendf(nil, "---\ntitle: Chapter %d\n---\n\nText.\n", i))
	}
	writeFile(t, filepath.Join(dir, "content/book.yaml"),
		[]byte("title: {zh: 书, en: Book}\nparts:\n  - title: {zh: 一, en: One}\n    chapters: ["+strings.Join(slugs, ", ")+"]\n"))
	return dir
}

// TestReader reads books while they are loaded: each chapter comes once, with
// what it says at hand and its neighbours known.
func TestReader(t *testing.T) {
	for _, n := range []int{1, 2, 3, 40} {
		dir := numbered(t, n)
		facts := new(Facts)
		var mu sync.Mutex
		var seen map[int]int
		load := func() {
			t.Helper()
			seen = make(map[int]int)
			_, list, err := LoadWith(dir, facts, func(b *Book) (func(*Chapter) error, error) {
				return func(c *Chapter) error {
					mu.Lock()
					defer mu.Unlock()
					seen[c.Number]++
					if b.kept.get(c) == nil {
						t.Errorf("%s is not at hand", c.Slug)
					}
					for _, i := range []int{c.Number - 2, c.Number - 1, c.Number} {
						if i >= 0 && i < n && b.Chapters[i].In(EN).Title != fmt.Sprintf("Chapter %d", i+1) {
							t.Errorf("%s is read when chapter %d is not known", c.Slug, i+1)
						}
					}
					return nil
				}, nil
			})
			if err != nil || list.Failing() {
				t.Fatal(list, err)
			}
		}
		load()
		for i := 1; i <= n; i++ {
			if seen[i] != 1 {
				t.Errorf("of %d chapters, the %dth was read %d times", n, i, seen[i])
			}
		}
		if load(); len(seen) > 0 {
			t.Errorf("nothing has changed, and %v are read", seen)
		}
		writeFile(t, filepath.Join(dir, "content/c1/en.md"), []byte("---\ntitle: Chapter 1\n---\n\nMore.\n"))
		if load(); len(seen) != 1 || seen[1] != 1 {
			t.Errorf("the first chapter has changed, and %v are read", seen)
		}
	}
}

func TestReaderEnds(t *testing.T) {
	dir := numbered(t, 40)
	last := errors.New("enough")
	_, _, err := LoadWith(dir, nil, func(*Book) (func(*Chapter) error, error) {
		return func(*Chapter) error { return last }, nil
	})
	if err != last {
		t.Errorf("got %v, want %v", err, last)
	}
	if err := os.Remove(filepath.Join(dir, "content/c1/en.md")); err != nil {
		t.Fatal(err)
	}
	_, list, err := LoadWith(dir, nil, func(*Book) (func(*Chapter) error, error) {
		return func(*Chapter) error {
			t.Error("a book with problems is read")
			return nil
		}, nil
	})
	if err != nil || !list.Failing() {
		t.Errorf("got %v, %v", list, err)
	}
}
