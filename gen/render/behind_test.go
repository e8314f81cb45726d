package render

import (
	"bytes"
	"testing"
)

// TestBehind counts the marks of all pages of a book: each view has its own.
func TestBehind(t *testing.T) {
	b, recorded := loadBook(t, parseCase(t, "testdata/behind.txtar").Files)
	files, err := renderAll(b, recorded)
	if err != nil {
		t.Fatal(err)
	}
	for page, want := range map[string]int{
		"zh/first/index.html": 0,
		"en/first/index.html": 10,
		"bi/first/index.html": 10,
		"zh/book/index.html":  0,
		"en/book/index.html":  10,
	} {
		if got := bytes.Count(files[page], []byte(`<p class="behind">`)); got != want {
			t.Errorf("%s has %d marks, want %d", page, got, want)
		}
	}
}
