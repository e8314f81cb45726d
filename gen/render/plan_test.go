package render

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestKeys changes a book in all its parts, one at a time. What a unit makes
// may only change with its key, and some key must change.
func TestKeys(t *testing.T) {
	base := append(parseCase(t, "testdata/terms.txtar").Files,
		txtar.File{Name: "snippets/first/hello/hello.golden", Data: []byte("command: hello\nexit: 0\ngo: go1.26\nplatform: linux/amd64\nisolation: none\np1: pid 42\n\n0.000412 p1 out | Hello.\n")},
		txtar.File{Name: "content/second/zh.md", Data: []byte("---\ntitle: 第二章\n---\n\n## 结尾 {#end}\n\n完。\n")},
		txtar.File{Name: "content/second/en.md", Data: []byte("---\ntitle: Second\n---\n\n## End {#end}\n\nDone.\n")},
		txtar.File{Name: "content/book.yaml", Data: []byte("title: {zh: 书, en: The Book}\ntagline: {zh: 一句话, en: One sentence}\n" +
			"parts:\n  - title: {zh: 第一部分, en: Part One}\n    chapters: [first, second]\n")})
	book := func(edit func(name string, data string) string) (map[string]Key, map[string]map[string][]byte) {
		t.Helper()
		var files []txtar.File
		for _, f := range base {
			files = append(files, txtar.File{Name: f.Name, Data: []byte(edit(f.Name, string(f.Data)))})
		}
		b, recorded := loadBook(t, files)
		keys := make(map[string]Key)
		pages := make(map[string]map[string][]byte)
		for u := range NewPlan(b, recorded).Units {
			out, err := made(u)
			if err != nil {
				t.Fatal(err)
			}
			if got := slices.Sorted(maps.Keys(out)); !slices.Equal(got, slices.Sorted(slices.Values(u.Files))) {
				t.Errorf("%s makes %q, not %q", u.Name, got, u.Files)
			}
			if pages[u.Name] != nil {
				t.Errorf("there are two units %s", u.Name)
			}
			keys[u.Name], pages[u.Name] = u.Key, out
		}
		return keys, pages
	}
	keys, pages := book(func(_, data string) string { return data })
	edits := 0
	for _, f := range base {
		if strings.HasSuffix(f.Name, ".html") {
			continue
		}
		for _, e := range editsOf(f.Name, string(f.Data)) {
			edits++
			newKeys, newMade := book(func(name, data string) string {
				if name == f.Name {
					return e.text
				}
				return data
			})
			some := false
			for name, key := range newKeys {
				if key != keys[name] {
					some = true
					continue
				}
				for file, data := range newMade[name] {
					if !bytes.Equal(data, pages[name][file]) {
						t.Errorf("%s: %s: %s changes, but not the key of %s", f.Name, e.name, file, name)
					}
				}
			}
			if !some {
				t.Errorf("%s: %s: no key changes", f.Name, e.name)
			}
		}
	}
	if edits < 10 {
		t.Errorf("only %d edits were tried", edits)
	}
}

type edit struct{ name, text string }

// editsOf returns changes of a file, one for each kind of thing that is in it.
func editsOf(name, text string) []edit {
	var list []edit
	add := func(what, old, new string) {
		if changed := strings.Replace(text, old, new, 1); changed != text {
			list = append(list, edit{what, changed})
		}
	}
	switch {
	case strings.HasSuffix(name, ".md"):
		add("title", "title: ", "title: X ")
		add("description", "\n---\n", "\ndescription: New.\n---\n")
		add("heading", "## ", "## X ")
		add("text", "是程序", "就是程序")
		add("text", "A process again", "One process again")
	case strings.HasSuffix(name, "book.yaml"):
		add("title", "title: {zh: ", "title: {zh: X")
		add("tagline", "tagline: {zh: ", "tagline: {zh: X")
		add("part", "  - title: {zh: ", "  - title: {zh: X")
		list = append(list, edit{"url", text + "url: https://example.org/\n"}, edit{"repository", text + "repository: https://example.org/r\n"})
	case strings.HasSuffix(name, "python.yaml"):
		add("idiom", "go: ", "go: x")
		add("see", "see: [first/hello, ", "see: [")
	case strings.HasSuffix(name, "glossary.yaml"):
		add("term", "pinyin: ", "pinyin: a")
	case strings.HasSuffix(name, ".go"):
		list = append(list, edit{"source", text + "\n// X\n"})
	case strings.HasSuffix(name, ".golden"):
		list = append(list, edit{"output", text + "0.500000 p1 out | X\n"})
	}
	return list
}
