package site

import (
	"os"
	"path/filepath"
	"testing"
)

// TestPlainTarget leaves to the full reading of a link what it is not sure of,
// and agrees with it on the rest.
func TestPlainTarget(t *testing.T) {
	tests := map[string]bool{ // whether the link is plain
		"x.html":                 true,
		"a/b-c_D/9.html":         true,
		"../x.html":              true,
		"../../assets/style.css": true,
		"a..b/c.":                true,
		"../../../x.html":        false, // above the root
		"":                       false,
		"..":                     false,
		"../":                    false,
		"a/../x.html":            false,
		"./x.html":               false,
		"a//x.html":              false,
		"a/":                     false,
		"/x.html":                false,
		"//host/x.html":          false,
		"https://host/x.html":    false,
		"mailto:x":               false,
		"x.html?y":               false,
		"a%20b.html":             false,
		"a&amp;b.html":           false,
		"线程.html":                false,
	}
	p := readPage("site", "zh/chapter/index.html", nil)
	defer p.free()
	for link, plain := range tests {
		got, ok := p.plainTarget([]byte(link))
		if ok != plain {
			t.Errorf("%q is plain: %v, want %v", link, ok, plain)
		}
		if !ok {
			continue
		}
		if want, ok := p.target(attr{raw: []byte(link)}, 0); !ok || got != want {
			t.Errorf("%q leads to another file than when it is read in full", link)
		}
	}
}
func BenchmarkReadPage(b *testing.B) {
	files, err := filepath.Glob("../../site/*/*/index.html")
	if err != nil || len(files) == 0 {
		b.Fatal("no pages of the book", err)
	}
	var pages [][]byte
	size := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		pages = append(pages, data)
		size += len(data)
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for i, data := range pages {
			readPage("site", files[i], data).free()
		}
	}
}
