package render

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"

	"huoye/gen/book"
	"huoye/gen/golden"
)

var update = flag.Bool("update", false, "rewrite the wanted pages in testdata")

// loadBook loads a book from files, some of which are made up if missing.
func loadBook(t testing.TB, files []txtar.File) (*book.Book, map[*book.Run]*golden.Golden) {
	t.Helper()
	dir := t.TempDir()
	add := func(name string, data []byte) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	add("content/book.yaml", []byte(`
title: {zh: 书, en: The Book}
tagline: {zh: 一句话, en: One sentence}
url: https://example.org/book/
repository: https://example.org/repo
parts:
  - title: {zh: 第一部分, en: Part One}
    chapters: [first, second]
`))
	if !slices.ContainsFunc(files, func(f txtar.File) bool { return f.Name == "content/book.yaml" }) {
		add("content/second/zh.md", []byte("---\ntitle: 第二章\n---\n\n## 结尾 {#end}\n\n完。\n"))
		add("content/second/en.md", []byte("---\ntitle: Second\n---\n\n## End {#end}\n\nDone.\n"))
	}
	for _, f := range files {
		switch f.Name {
		case "zh.md", "en.md":
			title := map[string]string{"zh.md": "第一章", "en.md": "First"}[f.Name]
			add("content/first/"+f.Name, []byte("---\ntitle: "+title+"\n---\n\n"+string(f.Data)))
		default:
			add(f.Name, f.Data)
		}
	}
	b, problems, err := book.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := problems.Err(); err != nil {
		t.Fatalf("loading: %v", problems)
	}
	recorded := make(map[*book.Run]*golden.Golden)
	for _, p := range b.Programs {
		for _, run := range p.Runs {
			g, problems, err := golden.Load(b, run)
			if err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			recorded[run] = g
		}
	}
	return b, recorded
}

// cases are the books of testdata.
func cases(t testing.TB) []string {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	return files
}

func parseCase(t testing.TB, file string) *txtar.Archive {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestText renders the chapter of each case and compares its text in the
// views for which the case has a file, such as bi.html.
func TestText(t *testing.T) {
	for _, file := range cases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a := parseCase(t, file)
			b, recorded := loadBook(t, a.Files)
			s := newSite(b, recorded, embedded)
			for i, f := range a.Files {
				name, ok := strings.CutSuffix(f.Name, ".html")
				if !ok {
					continue
				}
				content, err := b.Content(b.Chapters[0])
				if err != nil {
					t.Fatal(err)
				}
				text, err := s.newChapterPage(content, view(name), false, newCache()).text()
				if err != nil {
					t.Fatal(err)
				}
				if *update {
					a.Files[i].Data = []byte(text)
					continue
				}
				if d := cmp.Diff(string(f.Data), string(text)); d != "" {
					t.Errorf("%s (-want +got):\n%s", f.Name, d)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// TestSite holds what is true of every page.
func TestSite(t *testing.T) {
	for _, file := range cases(t) {
		b, recorded := loadBook(t, parseCase(t, file).Files)
		files, err := renderAll(b, recorded)
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range files {
			if filepath.Ext(name) == ".html" {
				checkPage(t, file+": "+name, data)
			}
		}
		for _, c := range b.Chapters {
			var ids [][]string
			for _, v := range views {
				ids = append(ids, blockIDs(t, files[string(v)+"/"+c.Slug+"/index.html"]))
			}
			if d := cmp.Diff(ids[0], ids[1]); d != "" {
				t.Errorf("%s: ids (-zh +en):\n%s", file, d)
			}
			if d := cmp.Diff(ids[0], ids[2]); d != "" {
				t.Errorf("%s: ids (-zh +bi):\n%s", file, d)
			}
		}
		again, err := renderAll(b, recorded)
		if err != nil {
			t.Fatal(err)
		}
		if !maps.EqualFunc(files, again, bytes.Equal) {
			t.Errorf("%s: two renderings differ", file)
		}
	}
}

// allElements are the elements that pages may have.
var allElements = strings.Fields(`a article aside b blockquote body br button code dd del details
	div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 head header hr html i kbd li link
	main meta nav ol p pre samp script section small span strong summary sup table tbody td th
	thead title tr ul var
	line path rect svg text tspan`)

// checkPage reports elements, attributes and characters no page should have.
func checkPage(t *testing.T, name string, page []byte) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for n := range doc.Descendants() {
		switch n.Type {
		case html.TextNode:
			for _, r := range n.Data {
				if r != '\n' && !isVisible(r) {
					t.Errorf("%s: text with %U: %.60q", name, r, n.Data)
				}
			}
			if strings.Contains(n.Data, "**") && n.Parent.Data != "code" && !inside(n, "figure") {
				t.Errorf("%s: visible stars: %.60q", name, n.Data)
			}
		case html.CommentNode:
			t.Errorf("%s: comment %q", name, n.Data)
		case html.ElementNode:
			if !slices.Contains(allElements, n.Data) {
				t.Errorf("%s: element %s", name, n.Data)
			}
			for _, a := range n.Attr {
				checkAttr(t, name, n, a)
				if a.Key == "id" {
					if seen[a.Val] {
						t.Errorf("%s: id %s twice", name, a.Val)
					}
					seen[a.Val] = true
				}
			}
		}
	}
}

var scriptSource = regexp.MustCompile(`^(\.\./|https://example\.org/book/)*assets/(theme|page)\.[0-9a-f]+\.js$`)

func checkAttr(t *testing.T, name string, n *html.Node, a html.Attribute) {
	t.Helper()
	switch {
	case strings.HasPrefix(a.Key, "on"), a.Key == "style",
		a.Key == "src" && !scriptSource.MatchString(a.Val):
		t.Errorf("%s: attribute %s of %s", name, a.Key, n.Data)
	case a.Key == "href":
		scheme, _, ok := strings.Cut(a.Val, ":")
		if ok && !strings.ContainsAny(scheme, "/#") &&
			scheme != "https" && scheme != "http" && scheme != "mailto" && n.Data != "link" {
			t.Errorf("%s: link to %s", name, a.Val)
		}
	}
}

func inside(n *html.Node, element string) bool {
	for p := range n.Ancestors() {
		if p.Data == element {
			return true
		}
	}
	return false
}

// blockIDs returns the ids of a page in order, footnotes excepted.
func blockIDs(t *testing.T, page []byte) []string {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "id" && !strings.Contains(a.Val, ":") {
				ids = append(ids, a.Val)
			}
		}
	}
	return ids
}

// payloads are texts that try to be more than text.
func payloads() []string {
	parts := []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`,
		`"><script>alert(1)</script>`, `' onmouseover='alert(1)`, `</title><script>alert(1)</script>`,
		`</pre></samp><iframe src="javascript:alert(1)">`, `<!-- --><style>*{display:none}</style>`,
		`&lt;script&gt;`, `&#60;script&#62;`, `]]>`, `<?php ?>`, `{{.}}`, `{{"<b>"}}`, "`<b>`",
		`javascript:alert(1)`, "\x1b[31mred\x1b[0m", "\x1b]8;;javascript:alert(1)\x07x\x1b]8;;\x07",
		"\u202egnp.exe", "a\u200bb", "\ufeff", "\x00", "\xff\xfe", "\r\rhidden", "\u2066x\u2069",
		"a" + strings.Repeat("\u0301", 10000), strings.Repeat("x", 10000), "\U000e0041", "\u3164", "\x7f\u0085",
	}
	var all []string
	for i, p := range parts {
		all = append(all, p)
		for j := range 6 {
			all = append(all, p+" "+parts[(i*7+j*5+1)%len(parts)])
		}
	}
	return all
}

func TestPayloads(t *testing.T) {
	file := "testdata/output.txtar"
	b, recorded := loadBook(t, parseCase(t, file).Files)
	var run *book.Run
	for run = range recorded {
		break
	}
	lines := recorded[run].Output.Lines
	for i, p := range payloads() {
		line := lines[i%len(lines)]
		line.Text = p
		recorded[run].Output.Lines = append(recorded[run].Output.Lines, line)
	}
	for i, p := range payloads() {
		recorded[run].Command = p
		recorded[run].Isolation = p
		b.Parts[0].Title = book.Text{ZH: safeTitle(p), EN: safeTitle(p)}
		safe := safeTitle(p)
		b.Glossary = []*book.Term{{
			ID: "term", ZH: safe, EN: safe, Pinyin: safe, Also: []string{safe}, Not: []string{safe},
			Note: book.Text{ZH: safe, EN: safe},
		}}
		b.Idioms = []*book.Idiom{{
			Python: []string{safe}, Go: []string{safe}, Note: book.Text{ZH: safe, EN: safe},
			See: []book.See{{Chapter: b.Chapters[0]}, {Chapter: b.Chapters[0], Program: b.Programs[0]}},
		}}
		content, err := b.Content(b.Chapters[0]) // a small book is kept: the same each time
		if err != nil {
			t.Fatal(err)
		}
		for _, block := range content.Blocks {
			if e, ok := block.ZH.(*book.Embed); ok {
				e.Caption = p
			}
		}
		if i > 0 { // the output once, the rest each time
			recorded[run].Output.Lines = recorded[run].Output.Lines[:1]
		}
		files, err := renderAll(b, recorded)
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range files {
			if filepath.Ext(name) == ".html" {
				checkPage(t, fmt.Sprintf("payload %.40q: %s", p, name), data)
			}
			if strings.HasPrefix(name, "assets/search-") {
				checkIndex(t, p, data)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// checkIndex reports an index that is more than data, or has characters that
// nobody sees.
func checkIndex(t *testing.T, payload string, script []byte) {
	t.Helper()
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case string:
			for _, r := range v {
				if r != '\n' && !isVisible(r) {
					t.Errorf("payload %.40q: %U in the index", payload, r)
				}
			}
		}
	}
	x := decodeIndex(t, script)
	walk(x.Chapters)
	walk(x.Terms)
}

// safeTitle leaves what authors may not write in titles to the book package,
// which refuses it.
func safeTitle(s string) string { return plainVisible(strings.ToValidUTF8(s, "?")) }

// made returns the files that u makes.
func made(u *Unit) (map[string][]byte, error) {
	kept := make(map[string][]byte)
	err := u.Make(func(files map[string][]byte) error {
		for name, data := range files {
			kept[name] = bytes.Clone(data)
		}
		return nil
	})
	return kept, err
}

// renderAll returns every file of the site.
func renderAll(b *book.Book, recorded map[*book.Run]*golden.Golden) (map[string][]byte, error) {
	var mu sync.Mutex
	files := make(map[string][]byte)
	err := NewPlan(b, recorded).Each(func(u *Unit) error {
		some, err := made(u)
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		maps.Copy(files, some)
		return nil
	})
	return files, err
}
