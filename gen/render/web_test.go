package render

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// edgy is a book whose texts mean something to HTML, XML and JSON.
func edgy() []txtar.File {
	return []txtar.File{
		{Name: "content/first/zh.md", Data: []byte("---\ntitle: 一</script>&\"x\"\ndescription: 甲<b>\n---\n\n## 始 {#start}\n\n文。\n")},
		{Name: "content/first/en.md", Data: []byte("---\ntitle: One</script>&\"x\"\ndescription: A<b>\n---\n\n## Start {#start}\n\nText.\n")},
	}
}

// TestAbout holds what pages say of themselves to machines.
func TestAbout(t *testing.T) {
	b, recorded := loadBook(t, edgy())
	files, err := renderAll(b, recorded)
	if err != nil {
		t.Fatal(err)
	}
	page := string(files["en/first/index.html"])
	checkPage(t, "en/first", []byte(page))
	for _, want := range []string{
		`<meta property="og:title" content="One&lt;/script&gt;&amp;&#34;x&#34;">`,
		`<meta property="og:description" content="A&lt;b&gt;">`,
		`<meta property="og:type" content="article">`,
		`<meta property="og:locale" content="en_US">`,
		`<meta property="og:url" content="https://example.org/book/en/first/index.html">`,
		`<link rel="alternate" type="application/rss+xml" title="The Book" href="../../en/feed.xml">`,
		`<a href="https://example.org/repo/blob/main/content/first/en.md" rel="noopener">Source of this chapter</a>`,
		`<a href="https://example.org/repo/edit/main/content/first/en.md" rel="noopener">Edit this chapter</a>`,
		`<link rel="alternate" hreflang="x-default" href="https://example.org/book/zh/first/index.html">`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	got := dataOf(t, page)
	want := thing{
		Context: schema, Type: "Chapter", Name: `One</script>&"x"`, Description: "A<b>", Language: "en",
		URL: "https://example.org/book/en/first/index.html", Position: 1,
		IsPartOf: &thing{Type: "Book", Name: "The Book", Language: "en", URL: "https://example.org/book/en/index.html"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("data of a chapter (-want +got):\n%s", d)
	}
	got = dataOf(t, string(files["zh/index.html"]))
	want = thing{Context: schema, Type: "Book", Name: "书", Description: "一句话", Language: "zh-Hans",
		URL: "https://example.org/book/zh/index.html"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("data of the book (-want +got):\n%s", d)
	}
	for _, name := range []string{"bi/first/index.html", "zh/book/index.html", "404.html"} {
		if s := string(files[name]); strings.Contains(s, "og:") || strings.Contains(s, "ld+json") {
			t.Errorf("%s, which is for no search engine, describes itself", name)
		}
	}
	if strings.Contains(string(files["404.html"]), "feed.xml") {
		t.Error("404.html has a feed, which is relative to nothing")
	}

	b.URL = ""
	files, err = renderAll(b, recorded)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range files {
		if strings.HasSuffix(name, ".xml") || strings.Contains(string(data), "og:url") ||
			strings.Contains(string(data), "ld+json") || strings.Contains(string(data), "feed.xml") {
			t.Errorf("%s: needs an address, of which there is none", name)
		}
	}
}

// dataOf returns the JSON-LD of a page.
func dataOf(t *testing.T, page string) (data thing) {
	t.Helper()
	_, rest, ok := strings.Cut(page, `<script type="application/ld+json">`)
	text, _, _ := strings.Cut(rest, "</script>")
	if err := json.Unmarshal([]byte(text), &data); !ok || err != nil {
		t.Errorf("data %q: %v", text, err)
	}
	return data
}

// TestFeed reads a feed as a reader of feeds does.
func TestFeed(t *testing.T) {
	b, recorded := loadBook(t, edgy())
	files, err := renderAll(b, recorded)
	if err != nil {
		t.Fatal(err)
	}
	type item struct {
		Title       string `xml:"title"`
		Link        string `xml:"link"`
		GUID        string `xml:"guid"`
		Description string `xml:"description"`
	}
	var got struct {
		Version     string `xml:"version,attr"`
		Title       string `xml:"channel>title"`
		Description string `xml:"channel>description"`
		Language    string `xml:"channel>language"`
		Items       []item `xml:"channel>item"`
	}
	if err := xml.Unmarshal(files["zh/feed.xml"], &got); err != nil {
		t.Fatalf("%v\n%s", err, files["zh/feed.xml"])
	}
	want := got
	want.Version, want.Title, want.Description, want.Language = "2.0", "书", "一句话", "zh-Hans"
	first, second := "https://example.org/book/zh/first/index.html", "https://example.org/book/zh/second/index.html"
	want.Items = []item{{`一</script>&"x"`, first, first, "甲<b>"}, {"第二章", second, second, ""}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
