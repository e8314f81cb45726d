package render

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"

	"huoye/gen/book"
)

func (p *prose) link(n *ast.Link) {
	href, external := p.page.resolve(p.edition, string(n.Destination))
	if href == "" {
		p.children(n) // leads nowhere on the site
		return
	}
	p.raw(`<a`)
	p.attr("href", href)
	if len(n.Title) > 0 {
		p.raw(` title="`)
		html.DefaultWriter.Write(p.buffer, n.Title)
		p.raw(`"`)
	}
	if external {
		p.raw(` rel="noopener"`)
	}
	p.raw(`>`)
	p.children(n)
	p.raw(`</a>`)
}

func (p *prose) autoLink(n *ast.AutoLink) {
	href := string(n.URL(p.edition.Source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(href), "mailto:") {
		href = "mailto:" + href
	}
	href, external := p.page.resolve(p.edition, href)
	label := string(n.Label(p.edition.Source))
	if href == "" {
		p.visible(label)
		return
	}
	p.raw(`<a`)
	p.attr("href", href)
	if external {
		p.raw(` rel="noopener"`)
	}
	p.raw(`>`)
	p.visible(label)
	p.raw(`</a>`)
}

// resolve turns a link of a chapter's source into one that works in its page:
// to a chapter in the same view or in the whole book, to a file in the repository, or to a web
// address. It returns "" for what leads nowhere on the site.
func (c *chapterPage) resolve(from *book.Body, destination string) (href string, external bool) {
	t, err := c.site.book.Resolve(from.Edition, destination)
	switch {
	case err != nil:
		return "", false // reported when the book was loaded
	case t.URL != "":
		return t.URL, true
	case t.Chapter != nil && c.whole && t.Fragment == "":
		return "#" + t.Chapter.Slug, false
	case t.Chapter != nil && c.whole:
		return "#" + t.Chapter.Slug + "." + t.Fragment, false
	case t.Chapter == c.chapter.Chapter && t.Fragment != "":
		return "#" + t.Fragment, false
	case t.Chapter != nil:
		href = "../" + t.Chapter.Slug + "/index.html"
		if t.Fragment != "" {
			href += "#" + t.Fragment
		}
		return href, false
	case t.File != "" && c.site.book.Repository != "":
		return c.site.sourceURL(t.File), true
	}
	return "", false
}

// sourceURL is the address of a file in the repository.
func (s *site) sourceURL(file string) string {
	return s.book.Repository + "/blob/main/" + (&url.URL{Path: file}).EscapedPath()
}

// editURL is where a change of a file in the repository can be proposed.
func (s *site) editURL(file string) string {
	return s.book.Repository + "/edit/main/" + (&url.URL{Path: file}).EscapedPath()
}
