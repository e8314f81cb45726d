package render

import "html/template"

// What stands around the text of every page is written here and not by a
// template, which would take longer for it than the text itself takes.

const icon = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20viewBox='0%200%2032%2032'%3E" +
	"%3Crect%20width='32'%20height='32'%20rx='4'%20fill='%23a3271c'/%3E" +
	"%3Cpath%20d='M9%206v20h14V11l-5-5zM18%206v5h5M13%2015h6M13%2020h6'%20fill='none'%20stroke='%23fff'%20stroke-width='2'/%3E%3C/svg%3E"

// Head, Top and Bottom are for templates.
func (f frame) Head() template.HTML   { return written(f.writeHead) }
func (f frame) Top() template.HTML    { return written(f.writeTop) }
func (f frame) Bottom() template.HTML { return written(f.writeBottom) }

// written is what write writes.
func written(write func(*buffer)) template.HTML {
	var w buffer
	write(&w)
	// Safe: this package escapes every text it writes.
	return template.HTML(w.String())
}

// writeHead writes what stands before the body.
func (f *frame) writeHead(w *buffer) {
	w.raw("<!doctype html>\n<html")
	w.attr("lang", f.Lang)
	w.raw(">\n<head>\n<meta charset=\"utf-8\">\n<title>")
	w.text(f.Title)
	w.raw("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
	policy := "default-src 'none'; script-src 'self'"
	if f.Data != nil {
		policy += " " + f.Data.Hash
	}
	policy += "; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
	w.tag("meta", "http-equiv", "Content-Security-Policy", "content", policy)
	w.tag("meta", "name", "color-scheme", "content", "light dark")
	w.tag("meta", "name", "generator", "content", "Huoye")
	if f.Description != "" {
		w.tag("meta", "name", "description", "content", f.Description)
	}
	if f.NoIndex {
		w.tag("meta", "name", "robots", "content", "noindex")
	}
	if f.Canonical != "" {
		w.tag("link", "rel", "canonical", "href", f.Canonical)
	}
	for _, a := range f.Alternates {
		w.tag("link", "rel", "alternate", "hreflang", a.Lang, "href", a.URL)
	}
	for _, l := range f.Feeds {
		w.tag("link", "rel", "alternate", "type", "application/rss+xml", "title", l.Title, "href", l.Href)
	}
	f.writeAbout(w)
	if f.Prev != nil {
		w.tag("link", "rel", "prev", "href", f.Prev.Href)
	}
	if f.Next != nil {
		w.tag("link", "rel", "next", "href", f.Next.Href)
	}
	w.tag("link", "rel", "stylesheet", "href", f.Style)
	if f.Beside != "" {
		w.tag("link", "rel", "stylesheet", "href", f.Beside)
	}
	w.raw("<script")
	w.attr("src", f.Theme)
	w.raw("></script>\n<script")
	w.attr("src", f.Page)
	w.attr("data-view", string(f.View))
	w.raw(" defer></script>\n<link rel=\"icon\" href=\"", icon, "\">\n</head>")
}

// writeAbout writes what the page says of itself to machines.
func (f *frame) writeAbout(w *buffer) {
	if g := f.Graph; g != nil {
		w.tag("meta", "property", "og:title", "content", g.Title)
		if g.Description != "" {
			w.tag("meta", "property", "og:description", "content", g.Description)
		}
		w.tag("meta", "property", "og:type", "content", g.Type)
		w.tag("meta", "property", "og:locale", "content", g.Locale)
		w.tag("meta", "property", "og:url", "content", g.URL)
	}
	if f.Data != nil {
		// Safe: JSON in which < and > are escaped.
		w.raw(`<script type="application/ld+json">`, string(f.Data.JSON), "</script>\n")
	}
}

// tag writes an element without content, on a line of its own.
func (b *buffer) tag(name string, attrs ...string) {
	b.raw("<", name)
	for i := 0; i < len(attrs); i += 2 {
		b.attr(attrs[i], attrs[i+1])
	}
	b.raw(">\n")
}

// writeTop writes the bar at the top of the page.
func (f *frame) writeTop(w *buffer) {
	w.raw(`<a class="skip" href="#page:text">`, string(f.Skip), "</a>\n<header class=\"top\">\n<a class=\"home\"")
	w.attr("href", f.Home)
	w.raw(`><span class="seal" aria-hidden="true" lang="zh-Hans">活页</span> <span>`, string(f.BookTitle), "</span></a>\n<nav class=\"views\"")
	w.attr("aria-label", f.ViewsLabel)
	w.raw(">\n")
	for _, l := range f.Views {
		w.raw(`<a`)
		w.attr("href", l.Href)
		w.attr("lang", l.Lang)
		if l.Current {
			w.raw(` aria-current="page"`)
		}
		w.raw(`>`)
		w.text(l.Name)
		w.raw("</a>\n")
	}
	w.raw("</nav>\n<a class=\"find\"")
	w.attr("href", f.SearchHref)
	w.raw(`>`, string(f.Search), "</a>\n<button class=\"theme\" type=\"button\"")
	w.attr("aria-label", f.ThemeLabel)
	w.raw(">◐</button>\n</header>")
}

// writeBottom writes what stands below the text.
func (f *frame) writeBottom(w *buffer) {
	w.raw("<footer class=\"bottom\">\n<p>", string(f.MadeBy), "</p>\n<p class=\"links\">")
	link := func(href string, label template.HTML, rel string) {
		w.raw(`<a`)
		w.attr("href", href)
		w.attr("rel", rel)
		w.raw(`>`, string(label), `</a>`)
	}
	for _, l := range f.Extras {
		link(l.Href, l.Label, "")
		w.raw(" ")
	}
	if f.SourceURL != "" {
		link(f.SourceURL, f.SourceLabel, "noopener")
		w.raw(" ")
	}
	if f.EditURL != "" {
		link(f.EditURL, f.EditLabel, "noopener")
		w.raw(" ")
	}
	if f.Repository != "" {
		link(f.Repository, f.Sources, "noopener")
	}
	w.raw("</p>\n</footer>")
}
