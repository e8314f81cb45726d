package site

import (
	"bytes"
	"fmt"
	"go/token"
	"net/url"
	"path"
	"slices"
	"strings"

	"huoye/gen/problem"
)

// page is what was read of a page.
type page struct {
	name string // in the site
	file string // for problems: under the site's directory
	data []byte

	ids      []string
	links    []link
	loads    []string // what a browser loads with it, by name in the site
	problems problem.List
}

// link is a link to a place in the site.
type link struct {
	dest     string // as written
	target   string // name of a file
	fragment string
	offset   int // of its tag
}

// readPage collects the ids and links of one page and checks its text.
func readPage(dir, name string, data []byte) *page {
	p := &page{name: name, file: path.Join(dir, name), data: data}
	stars := bytes.Contains(data, []byte("**"))
	var lang, title bool
	verbatim := 0 // open elements whose text is not prose
	s := &tagReader{data: data}
	for {
		start := s.at
		text, ok := s.next()
		if stars && verbatim == 0 {
			if i := bytes.Index(text, []byte("**")); i >= 0 {
				p.problem(start+i, problem.PageText, `Markdown's ** is left in the text`)
			}
		}
		if !ok {
			break
		}
		switch {
		case s.tag.End:
			if verbatim > 0 && isVerbatim(s.tag.Name) {
				verbatim--
			}
			continue
		case isVerbatim(s.tag.Name):
			verbatim++
		case s.tag.Name == "title":
			title = true
		}
		for _, a := range s.attrs {
			switch {
			case a.Key == "id":
				p.ids = append(p.ids, a.Val)
			case a.Key == "href" || a.Key == "src":
				p.link(a.Val, s.tag.Offset)
			case a.Key == "lang" && s.tag.Name == "html":
				lang = a.Val != ""
			}
		}
		if dest := loaded(s.tag.Name, s.attrs); dest != "" && !strings.Contains(dest, ":") {
			p.loads = append(p.loads, path.Join(path.Dir(name), dest))
		}
	}
	if !lang {
		p.problem(0, problem.PageText, "the page does not name its language")
	}
	if !title {
		p.problem(0, problem.PageText, "the page has no title")
	}
	p.checkIDs()
	return p
}

// checkIDs sorts the ids of p and reports those that it has twice.
func (p *page) checkIDs() {
	slices.Sort(p.ids)
	for i := 1; i < len(p.ids); i++ {
		if p.ids[i] != p.ids[i-1] || i > 1 && p.ids[i] == p.ids[i-2] {
			continue
		}
		p.problem(p.second(p.ids[i]), problem.PageID, "id %q appears twice", p.ids[i])
	}
}

// second returns where the second element with an id begins.
func (p *page) second(id string) int {
	s := &tagReader{data: p.data}
	seen := false
	for _, ok := s.next(); ok; _, ok = s.next() {
		for _, a := range s.attrs {
			if a.Key == "id" && a.Val == id && !s.tag.End {
				if seen {
					return s.tag.Offset
				}
				seen = true
			}
		}
	}
	return 0
}

func (p *page) problem(offset int, rule problem.Rule, format string, args ...any) {
	p.problems.Add(p.position(offset), rule, fmt.Sprintf(format, args...))
}

func (p *page) position(offset int) token.Position {
	before := p.data[:offset]
	return token.Position{
		Filename: p.file,
		Offset:   offset,
		Line:     bytes.Count(before, []byte("\n")) + 1,
		Column:   offset - bytes.LastIndexByte(before, '\n'),
	}
}

// loaded returns what a browser loads for an element without being asked, ""
// if nothing.
func loaded(name string, attrs []attr) string {
	value := func(key string) string {
		for _, a := range attrs {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
	switch {
	case name == "link" && value("rel") == "stylesheet":
		return value("href")
	case name == "script":
		return value("src")
	}
	return ""
}

// isVerbatim reports whether the text of an element is shown as it was
// written by a program or an author, so that it may hold anything.
func isVerbatim(name string) bool {
	switch name {
	case "pre", "code", "kbd", "samp", "style", "script":
		return true
	}
	return false
}

// link notes a link to a place in the site, and reports one that no site of
// ours may have.
func (p *page) link(dest string, offset int) {
	file, fragment, plain := dest, "", !strings.ContainsAny(dest, ":?%&\\ \t\n\r")
	if plain {
		file, fragment, _ = strings.Cut(dest, "#")
	} else {
		u, err := url.Parse(dest)
		switch {
		case err != nil:
			p.problem(offset, problem.LinkTarget, "link %q: %v", dest, err)
			return
		case u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "mailto":
			return // another site's business
		case strings.HasPrefix(dest, "data:image/"):
			return // the picture is in the link
		case u.Scheme != "" || u.Host != "":
			p.mustBeRelative(dest, offset)
			return
		}
		file, fragment = u.Path, u.Fragment
	}
	target := p.name
	switch {
	case strings.HasPrefix(file, "/"):
		p.mustBeRelative(dest, offset)
		return
	case strings.HasSuffix(file, "/"):
		p.problem(offset, problem.LinkTarget, "link %q must name a file, so that it works without a server", dest)
		return
	case file != "":
		target = path.Join(path.Dir(p.name), file)
	}
	p.links = append(p.links, link{dest, target, fragment, offset})
}

func (p *page) mustBeRelative(dest string, offset int) {
	p.problem(offset, problem.LinkTarget, "link %q must be relative, http, https or mailto", dest)
}

// A place is a hash of a file's name, or of that and an id in it: of a large
// site there are too many to be kept as text.
type place uint64

func placeOf(name, id string) place {
	// FNV-1a
	h := uint64(14695981039346656037)
	add := func(s string) {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
	}
	add(name)
	if id != "" {
		add("#")
		add(id)
	}
	return place(h)
}

// places returns what can be linked to in p.
func (p *page) places() []place {
	list := []place{placeOf(p.name, "")}
	for _, id := range p.ids {
		list = append(list, placeOf(p.name, id))
	}
	return list
}

// needs returns the places that p leads to, but for those in p itself.
func (p *page) needs() []place {
	own := p.places()
	slices.Sort(own)
	var list []place
	for _, l := range p.links {
		need := placeOf(l.target, l.fragment)
		if _, ok := slices.BinarySearch(own, need); !ok {
			list = append(list, need)
		}
	}
	slices.Sort(list)
	return slices.Clip(slices.Compact(list))
}

// checkLinks reports the links of p that lead to no place of the site.
func (p *page) checkLinks(has func(place) bool) {
	for _, l := range p.links {
		switch {
		case has(placeOf(l.target, l.fragment)):
		case !has(placeOf(l.target, "")):
			p.problem(l.offset, problem.LinkTarget, "link %q leads to a page that does not exist", l.dest)
		default:
			p.problem(l.offset, problem.LinkTarget, "link %q: %s has no id %q", l.dest, l.target, l.fragment)
		}
	}
}
