package render

import (
	"encoding/xml"

	"huoye/gen/book"
)

// A feed tells of the chapters of one language. It is RSS and not Atom, which
// wants to know when each chapter was changed: a book does not know, and two
// builds of it are equal. A reader of feeds needs no more than a new address.

// feedPath is where the feed of a language is.
func feedPath(l book.Lang) string { return string(l) + "/feed.xml" }

// A feedLink leads to a feed.
type feedLink struct{ Title, Href string }

// feedLinks leads to the feeds in the languages of v.
func (s *site) feedLinks(v view, root string) []feedLink {
	if s.book.URL == "" {
		return nil
	}
	var links []feedLink
	for _, l := range v.langs() {
		links = append(links, feedLink{s.book.Title.In(l), root + feedPath(l)})
	}
	return links
}

func (s *site) feed(w *buffer, l book.Lang) {
	element := func(name, text, end string) {
		w.WriteString("<" + name + ">")
		_ = xml.EscapeText(w, []byte(text)) // a buffer does not fail
		w.WriteString("</" + name + ">" + end)
	}
	w.WriteString(xml.Header)
	w.WriteString(`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>` + "\n")
	element("title", s.book.Title.In(l), "\n")
	element("link", s.address(string(l)+"/index.html"), "\n")
	about := s.book.Tagline.In(l)
	if about == "" {
		about = s.book.Title.In(l) // it is required
	}
	element("description", about, "\n")
	element("language", l.Tag(), "\n")
	w.WriteString(`<atom:link rel="self" type="application/rss+xml" href="`)
	_ = xml.EscapeText(w, []byte(s.address(feedPath(l))))
	w.WriteString("\"/>\n")
	for _, c := range s.book.Chapters {
		url := s.address(string(l) + "/" + c.Slug + "/index.html")
		w.WriteString("<item>")
		element("title", c.In(l).Title, "")
		element("link", url, "")
		element("guid", url, "")
		if text := c.In(l).Description; text != "" {
			element("description", text, "")
		}
		w.WriteString("</item>\n")
	}
	w.WriteString("</channel></rss>\n")
}
