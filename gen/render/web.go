package render

import (
	"encoding/xml"

	"huoye/gen/book"
)

// webFiles makes the files for search engines and feed readers; none if it is unknown where
// the site is published.
func (s *site) webFiles() map[string]func(*buffer) {
	if s.book.URL == "" {
		return nil
	}
	return map[string]func(*buffer){
		feedPath(book.ZH): func(w *buffer) { s.feed(w, book.ZH) },
		feedPath(book.EN): func(w *buffer) { s.feed(w, book.EN) },
		"sitemap.xml":     s.sitemap,
		"robots.txt": func(w *buffer) {
			w.raw("User-agent: *\nAllow: /\nSitemap: ", s.address("sitemap.xml"), "\n")
		},
	}
}

// sitemap lists the pages of the editions, each with its other language.
func (s *site) sitemap(w *buffer) {
	paths := []func(view) string{func(v view) string { return string(v) + "/index.html" }}
	for _, c := range s.book.Chapters {
		paths = append(paths, func(v view) string { return string(v) + "/" + c.Slug + "/index.html" })
	}
	for _, name := range s.extras() {
		paths = append(paths, extraPath(name))
	}
	w.WriteString(xml.Header)
	w.WriteString(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"` +
		` xmlns:xhtml="http://www.w3.org/1999/xhtml">` + "\n")
	element := func(before, url, after string) {
		w.WriteString(before)
		_ = xml.EscapeText(w, []byte(url)) // a buffer does not fail
		w.WriteString(after)
	}
	element("<url><loc>", s.address("index.html"), "</loc></url>\n")
	for _, path := range paths {
		for _, v := range []view{viewZH, viewEN} {
			element("<url><loc>", s.address(path(v)), "</loc>")
			for _, a := range s.alternates(path) {
				element(`<xhtml:link rel="alternate" hreflang="`+a.Lang+`" href="`, a.URL, `"/>`)
			}
			w.WriteString("</url>\n")
		}
	}
	w.WriteString("</urlset>\n")
}
