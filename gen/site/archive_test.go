package site

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestArchive(t *testing.T) {
	files := map[string][]byte{"zh/index.html": []byte("书"), "assets/a.js": nil}
	site := filepath.Join(t.TempDir(), "site")
	files["index.html"] = doc("both")
	if _, err := publish(site, files); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "book.zip")
	var first []byte
	for range 2 {
		if err := Archive(file, "book", site); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && !bytes.Equal(first, data) {
			t.Error("two archives of one site differ")
		}
		first = data
	}
	z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !f.Modified.Equal(archived) {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
		got = append(got, f.Name+": "+string(data))
	}
	want := []string{"book/assets/a.js: ", "book/index.html: " + string(doc("both")), "book/zh/index.html: 书"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}

	// What fails leaves nothing behind.
	if err := os.Mkdir(filepath.Join(dir, "full.zip"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := Archive(filepath.Join(dir, "full.zip"), "full", site); err == nil {
		t.Error("a directory was replaced by an archive")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
