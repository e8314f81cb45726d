package site

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

// TestTags compares what is read of pages with what a complete HTML tokenizer
// reads: of every page of the book, and of some that are written differently.
func TestTags(t *testing.T) {
	pages := []string{
		"", "<", "a < b", "<!-- <p id=x> --><b>", "<!-- <b>",
		`<a href=x.html>y</a><br/><img src='a"b' alt>`, `<p title="a&amp;b &lt; c" x=&quot;>`, "<A HREF=x>",
		`<script>if (a<b) "<p id=1>"</script><p id="2">`, `<p a=1 / b>`, "<p\n  id = \"a\"\n>",
	}
	files, err := filepath.Glob("../../site/*/*/index.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no pages of the book", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, string(data))
	}
	for _, page := range pages {
		if d := cmp.Diff(tokenized(page), tags(page)); d != "" {
			t.Errorf("%.60q (-tokenizer +ours):\n%s", page, d)
		}
	}
}

// TestBriefTags passes over what is not needed: what remains is the same.
func TestBriefTags(t *testing.T) {
	files, err := filepath.Glob("../../site/*/*/index.html")
	if err != nil || len(files) == 0 {
		t.Fatal("no pages of the book", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(tags(string(data)), func(tag string) bool {
			return strings.HasPrefix(tag, "/") || strings.HasPrefix(tag, "span class=") && strings.Count(tag, "=") == 1
		})
		got := slices.DeleteFunc(tagsOf(&tagReader{data: data, brief: true}), func(tag string) bool { return strings.HasPrefix(tag, "/") })
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-all +brief):\n%s", file, d)
		}
	}
}

func FuzzTags(f *testing.F) {
	f.Add(`<p id="a" class=b>text</p><!-- c --><script>x</script>`)
	f.Fuzz(func(t *testing.T, page string) { tags(page) })
}

func tags(page string) []string { return tagsOf(&tagReader{data: []byte(page)}) }

func tagsOf(s *tagReader) []string {
	var list []string
	for _, ok := s.next(); ok; _, ok = s.next() {
		if len(s.tag.Name) == 0 {
			continue
		}
		var attrs []string
		for _, a := range s.attrs() {
			attrs = append(attrs, string(a.Key)+"="+a.Val())
		}
		list = append(list, line(string(s.tag.Name), s.tag.End, attrs))
	}
	return list
}

func tokenized(page string) []string {
	var list []string
	z := html.NewTokenizer(bytes.NewReader([]byte(page)))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return list
		}
		tok := z.Token()
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			var attrs []string
			for _, a := range tok.Attr {
				attrs = append(attrs, a.Key+"="+a.Val)
			}
			list = append(list, line(tok.Data, kind == html.EndTagToken, attrs))
		}
	}
}

func line(name string, end bool, attrs []string) string {
	if end {
		return "/" + name
	}
	slices.Sort(attrs)
	return strings.Join(append([]string{name}, attrs...), " ")
}
