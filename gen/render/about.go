package render

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html/template"

	"huoye/gen/book"
)

// What pages say of themselves to machines needs absolute addresses; nothing
// is said if it is unknown where the site is.

// An openGraph is what is shown of a page where somebody links to it.
type openGraph struct {
	Title, Description, Type, Locale, URL string
}

// openGraph describes the page with frame f; its title has no name of the
// book behind it.
func (s *site) openGraph(f *frame, kind string, title book.Text) *openGraph {
	if s.book.URL == "" {
		return nil
	}
	locale := "zh_CN"
	if f.View == viewEN {
		locale = "en_US"
	}
	return &openGraph{f.View.plain(title), f.Description, kind, locale, f.Canonical}
}

// A thing is something of schema.org, as JSON-LD.
type thing struct {
	Context     string `json:"@context,omitempty"`
	Type        string `json:"@type"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Language    string `json:"inLanguage"`
	URL         string `json:"url"`
	Position    int    `json:"position,omitempty"`
	IsPartOf    *thing `json:"isPartOf,omitempty"`
}

const schema = "https://schema.org"

// pageData is what a page says of itself to search engines. Browsers do not
// run it, and so no policy for scripts is about it; the hash in that of the
// page is for the checkers that do not know this.
type pageData struct {
	JSON template.JS
	Hash string
}

func (t *thing) data() *pageData {
	t.Context = schema
	text, _ := json.Marshal(t) // strings and numbers only: it cannot fail
	sum := sha256.Sum256(text)
	return &pageData{
		// Safe: Marshal escapes what could end the script.
		JSON: template.JS(text),
		Hash: "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
	}
}

// bookAbout describes the book in l, whose contents are at path.
func (s *site) bookAbout(l book.Lang, path string) *pageData {
	if s.book.URL == "" {
		return nil
	}
	b := s.bookThing(l, path)
	b.Description = s.book.Tagline.In(l)
	return b.data()
}

// chapterAbout describes a chapter, which is at path.
func (s *site) chapterAbout(c *book.Chapter, l book.Lang, path string) *pageData {
	if s.book.URL == "" {
		return nil
	}
	t := &thing{
		Type: "Chapter", Name: c.In(l).Title, Description: c.In(l).Description,
		Language: l.Tag(), URL: s.address(path), Position: c.Number,
		IsPartOf: s.bookThing(l, string(l)+"/index.html"),
	}
	return t.data()
}

func (s *site) bookThing(l book.Lang, path string) *thing {
	return &thing{Type: "Book", Name: s.book.Title.In(l), Language: l.Tag(), URL: s.address(path)}
}
