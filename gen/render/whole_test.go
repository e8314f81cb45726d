package render

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestWhole holds what is true of the whole book on one page: it has every
// block of every chapter, leads to no chapter's own page, and hides nothing
// that a reader of paper could not unfold. That ids come once, TestSite tests.
func TestWhole(t *testing.T) {
	for _, file := range cases(t) {
		b, recorded := loadBook(t, parseCase(t, file).Files)
		files, err := renderAll(b, recorded)
		if err != nil {
			t.Fatal(err)
		}
		if files["bi/book/index.html"] != nil {
			t.Errorf("%s: there is a whole book side by side", file)
		}
		for _, l := range []string{"zh", "en"} {
			name := l + "/book/index.html"
			doc, err := html.Parse(bytes.NewReader(files[name]))
			if err != nil {
				t.Fatal(err)
			}
			ids := make(map[string]bool)
			var links []string
			h1 := 0
			for n := range doc.Descendants() {
				if n.Data == "h1" {
					h1++
				}
				if n.Data == "details" && !hasAttr(n, "open") && !inside(n, "details") && !strings.Contains(attrOf(n, "class"), "timeline") {
					t.Errorf("%s: %s: %s is folded", file, name, attrOf(n, "class"))
				}
				if id := attrOf(n, "id"); id != "" {
					ids[id] = true
				}
				if n.Data == "a" {
					links = append(links, attrOf(n, "href"))
				}
			}
			if h1 != 1 {
				t.Errorf("%s: %s has %d h1", file, name, h1)
			}
			if !strings.Contains(string(files[name]), `<meta name="robots" content="noindex">`) {
				t.Errorf("%s: %s is for search engines", file, name)
			}
			for _, c := range b.Chapters {
				for _, id := range blockIDs(t, files[l+"/"+c.Slug+"/index.html"]) {
					if !ids[c.Slug+"."+id] {
						t.Errorf("%s: %s lacks %s of %s", file, name, id, c.Slug)
					}
				}
				for _, href := range links {
					if strings.HasPrefix(href, "../"+c.Slug+"/") {
						t.Errorf("%s: %s leads out of the page: %s", file, name, href)
					}
				}
			}
			for _, href := range links {
				if id, ok := strings.CutPrefix(href, "#"); ok && !ids[id] {
					t.Errorf("%s: %s: dead link %s", file, name, href)
				}
			}
		}
	}
}

func hasAttr(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
