package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huoye/gen/problem"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("HUOYE_TEST_WRITE"); dir != "" {
		writeForever(dir)
	}
	os.Exit(m.Run())
}

// doc is a small page of ours.
func doc(body string) []byte {
	return []byte(`<!DOCTYPE html><html lang="en"><head><meta name="generator" content="Huoye"><title>T</title></head><body>` + body + "</body></html>\n")
}

// check adds files to a draft and checks it.
func check(t testing.TB, dir string, files map[string][]byte, b Budget) problem.List {
	t.Helper()
	d, err := Begin(dir, b, false)
	if err != nil {
		t.Fatal(err)
	}
	addAll(t, d, files)
	problems, err := d.Check()
	if err != nil {
		t.Fatal(err)
	}
	return problems
}

// addFile adds a file that is a unit of its own.
func addFile(d *Draft, name string, data []byte) error {
	return d.Add(name, sha256.Sum256(data), []string{name}, map[string][]byte{name: data})
}

// addAll adds files to a draft, pages last.
func addAll(t testing.TB, d *Draft, files map[string][]byte) {
	t.Helper()
	for _, pages := range []bool{false, true} {
		for name, data := range files {
			if isPage(name) != pages {
				continue
			}
			if err := addFile(d, name, data); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// publish makes dir hold files.
func publish(dir string, files map[string][]byte) (Diff, error) {
	d, err := Begin(dir, Budget{}, true)
	if err != nil {
		return Diff{}, err
	}
	for name, data := range files {
		if err := addFile(d, name, data); err != nil {
			return Diff{}, errors.Join(err, d.Close())
		}
	}
	return d.Publish()
}

func TestCheck(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"fine", `<p id="a"><a href="#a">x</a> <a href="b/index.html#c">y</a> <a href="https://example.org/x">z</a></p>`, ""},
		{"fragment of another page", `<a href="b/index.html#nope">y</a>`, `link "b/index.html#nope": b/index.html has no id "nope"`},
		{"fragment", `<a href="#nope">y</a>`, `link "#nope": index.html has no id "nope"`},
		{"dead", `<a href="c.html">y</a>`, `link "c.html" leads to a page that does not exist`},
		{"asset", `<img src="a.svg">`, `link "a.svg" leads to a page that does not exist`},
		{"absolute", `<a href="/b/index.html">y</a>`, `link "/b/index.html" must be relative, http, https or mailto`},
		{"script", `<a href="javascript:alert(1)">y</a>`, `link "javascript:alert(1)" must be relative, http, https or mailto`},
		{"image in the link", `<img src="data:image/svg+xml,%3Csvg/%3E">`, ""},
		{"page in the link", `<a href="data:text/html,x">y</a>`, `link "data:text/html,x" must be relative, http, https or mailto`},
		{"directory", `<a href="b/">y</a>`, `link "b/" must name a file, so that it works without a server`},
		{"above the root", `<a href="../x.html">y</a>`, `link "../x.html" leads to a page that does not exist`},
		{"twice", `<p id="a"></p><p id="a"></p>`, `id "a" appears twice`},
		{"stars", `<p>a **b**</p>`, `Markdown's ** is left in the text`},
		{"stars in code", `<pre>a ** b</pre> <code>x**y</code>`, ""},
		{"stars after code", `<code>x</code> **`, `Markdown's ** is left in the text`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			problems := check(t, "site", map[string][]byte{
				"index.html":   doc(tt.body),
				"b/index.html": doc(`<p id="c"></p>`),
			}, Budget{})
			var got []string
			for _, p := range problems {
				got = append(got, p.Msg)
			}
			if strings.Join(got, "\n") != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCheckPosition(t *testing.T) {
	problems := check(t, "site", map[string][]byte{
		"a.html": []byte("<html lang=en><title>甲</title>\n<p>中文 <a href='x.html'>x</a>\n</html>"),
		"b.html": []byte("<html></html>"),
	}, Budget{})
	want := "site/a.html:2:11: link \"x.html\" leads to a page that does not exist [link-target]\n" +
		"site/b.html:1:1: the page does not name its language [page-text]\n" +
		"site/b.html:1:1: the page has no title [page-text]\n"
	var got strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&got, p)
	}
	if d := cmp.Diff(want, got.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// readTree reads every file below dir.
func readTree(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := make(map[string][]byte)
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = os.ReadFile(p)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	write := func(files map[string][]byte, want Diff) {
		t.Helper()
		got, err := publish(dir, files)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("difference (-want +got):\n%s", d)
		}
		if d := cmp.Diff(files, readTree(t, dir)); d != "" {
			t.Errorf("site (-want +got):\n%s", d)
		}
		entries, err := os.ReadDir(filepath.Dir(dir))
		if err != nil || len(entries) != 1 {
			t.Errorf("beside the site: %v, %v", entries, err)
		}
	}
	index, style := doc("one"), []byte("p{}")
	write(map[string][]byte{"index.html": index, "a/style.css": style},
		Diff{Added: []string{"a/style.css", "index.html"}})

	before, err := os.Stat(filepath.Join(dir, "a", "style.css"))
	if err != nil {
		t.Fatal(err)
	}
	write(map[string][]byte{"index.html": index, "a/style.css": style}, Diff{})
	write(map[string][]byte{"index.html": doc("two"), "a/style.css": style, "b/c/d.html": doc("")},
		Diff{Added: []string{"b/c/d.html"}, Changed: []string{"index.html"}})
	after, err := os.Stat(filepath.Join(dir, "a", "style.css"))
	if err != nil {
		t.Fatal(err)
	}
	if !before.ModTime().Equal(after.ModTime()) {
		t.Error("an unchanged file was written again")
	}
	write(map[string][]byte{"index.html": doc("two")},
		Diff{Removed: []string{"a/style.css", "b/c/d.html"}})
}

func TestWriteEach(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	old := map[string][]byte{"index.html": doc("one"), "gone/x.html": doc(""), "same.css": []byte("p{}")}
	if _, err := publish(dir, old); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"index.html": doc("two"), "new/y.html": doc(""), "same.css": []byte("p{}")}
	d, err := Begin(dir, Budget{}, true)
	if err != nil {
		t.Fatal(err)
	}
	addAll(t, d, files)
	diff, err := d.Diff()
	if err != nil {
		t.Fatal(err)
	}
	if err := replaceEach(d.staged, dir, diff); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(files, readTree(t, dir)); d != "" {
		t.Errorf("site (-want +got):\n%s", d)
	}
	if _, err := os.Stat(filepath.Join(dir, "gone")); err == nil {
		t.Error("an empty directory is left")
	}
}

func TestWriteNotOurs(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "thesis.txt")
	if err := os.WriteFile(precious, []byte("years of work"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := publish(dir, map[string][]byte{"index.html": doc("")}); err == nil || !strings.Contains(err.Error(), "no site of this generator") {
		t.Errorf("Write = %v, want a refusal", err)
	}
	if _, err := os.Stat(precious); err != nil {
		t.Error(err)
	}
}

// generation is a site whose every file names its generation.
func generation(n int) map[string][]byte {
	files := map[string][]byte{"same.css": []byte("p{}")}
	for i := range 20 {
		files[fmt.Sprintf("p%d/index.html", i)] = fmt.Appendf(nil, "generation %d", n)
	}
	files["index.html"] = doc(fmt.Sprintf("generation %d", n))
	return files
}

func writeForever(dir string) {
	for n := 0; ; n++ {
		if _, err := publish(dir, generation(n)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// TestWriteKilled ends a writing process at some moment, again and again:
// whatever is on disk must be one whole generation.
func TestWriteKilled(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 25 {
		var stderr bytes.Buffer
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), "HUOYE_TEST_WRITE="+dir)
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+7*i) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); cmd.ProcessState.Exited() {
			t.Fatalf("the writer ended by itself: %v: %s", err, &stderr)
		}
		if _, err := os.Stat(dir); err != nil {
			continue // killed before the first site
		}
		files := readTree(t, dir)
		var n int
		if _, err := fmt.Sscanf(string(files["p0/index.html"]), "generation %d", &n); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(generation(n), files); d != "" {
			t.Fatalf("kill %d left a mixed site:\n%s", i, d)
		}
	}
	if _, err := publish(dir, generation(-1)); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || len(entries) != 1 {
		t.Errorf("left beside the site: %v, %v", entries, err)
	}
}

func benchmarkFiles(n int) map[string][]byte {
	body := strings.Repeat(`<p>一段文字 with <code>code</code> and <a href="../index.html">a link</a>.</p>`+"\n", 100)
	files := map[string][]byte{"index.html": doc("")}
	for i := range n {
		files[fmt.Sprintf("c%d/index.html", i)] = doc(fmt.Sprintf(`<h2 id="h%d">x</h2>%s`, i, body))
	}
	return files
}

func BenchmarkCheck(b *testing.B) {
	files := benchmarkFiles(1000)
	for b.Loop() {
		if problems := check(b, "site", files, Budget{Pages: []Limit{{Max: 1 << 20}}}); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkWriteUnchanged(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "site")
	files := benchmarkFiles(1000)
	for b.Loop() {
		if _, err := publish(dir, files); err != nil {
			b.Fatal(err)
		}
	}
}
