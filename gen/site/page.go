package site

import (
	"bytes"
	"fmt"
	"go/token"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"

	"huoye/gen/problem"
)

// page is what was read of a page.
type page struct {
	name string // in the site
	file string // for problems: under the site's directory
	data []byte

	own      []place  // the page itself and what has an id in it, sorted
	links    []link   // to places in the site
	loads    []string // what a browser loads with it, by name in the site
	problems problem.List

	base place   // of the page
	dirs []place // above it, from the site's root
}

// link is a link to a place in the site.
type link struct {
	to     place
	file   place  // that the place is in
	raw    []byte // as written
	offset int    // of its tag
}

// pages are used again for the room they have.
var pages = sync.Pool{New: func() any { return new(page) }}

// readPage collects the ids and links of one page and checks its text. The page
// holds until it is freed.
func readPage(dir, name string, data []byte) *page {
	p := pages.Get().(*page)
	*p = page{
		name:  name,
		file:  path.Join(dir, name),
		data:  data,
		base:  placeOf(name),
		dirs:  appendDirs(p.dirs[:0], name),
		own:   p.own[:0],
		links: p.links[:0],
	}
	p.own = append(p.own, p.base)
	stars := bytes.Contains(data, []byte("**"))
	var lang, title bool
	verbatim := 0 // open elements whose text is not prose
	s := &tagReader{data: data, brief: !stars}
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
		switch name := string(s.tag.Name); {
		case s.tag.End:
			if stars && verbatim > 0 && isVerbatim(name) {
				verbatim--
			}
			continue
		case stars && isVerbatim(name):
			verbatim++
		case name == "title":
			title = true
		case name == "html":
			lang = s.has("lang")
		}
		if onlyClass(s.body) || !mayConcern(s.body) {
			continue
		}
		attrs := s.attrs()
		for _, a := range attrs {
			switch string(a.Key) {
			case "id":
				p.own = append(p.own, p.base.at(a.raw))
			case "href", "src":
				p.link(a, s.tag.Offset)
			}
		}
		if name := string(s.tag.Name); name == "script" || name == "link" {
			p.load(name, attrs)
		}
	}
	if !lang {
		p.problem(0, problem.PageText, "the page does not name its language")
	}
	if !title {
		p.problem(0, problem.PageText, "the page has no title")
	}
	slices.Sort(p.own)
	for i := 1; i < len(p.own); i++ {
		if p.own[i] == p.own[i-1] {
			p.checkIDs()
			break
		}
	}
	return p
}

func (p *page) free() { pages.Put(p) }

// onlyClass reports whether a start tag certainly has no attribute but its class,
// as most have: code is coloured by them.
func onlyClass(body []byte) bool {
	value, ok := bytes.CutPrefix(body, []byte(` class="`))
	return ok && bytes.IndexByte(value, '"') == len(value)-1
}

// mayConcern reports whether a start tag may have an attribute that readPage reads:
// id, href or src.
func mayConcern(body []byte) bool {
	for {
		i := bytes.IndexByte(body, '=')
		if i < 0 {
			return false
		}
		if before := body[:i]; bytes.HasSuffix(before, []byte("id")) || bytes.HasSuffix(before, []byte("href")) || bytes.HasSuffix(before, []byte("src")) {
			return true
		}
		body = body[i+1:]
	}
}

// has reports whether the tag has an attribute with a value.
func (s *tagReader) has(key string) bool {
	return slices.ContainsFunc(s.attrs(), func(a attr) bool { return string(a.Key) == key && len(a.raw) > 0 })
}

// checkIDs reports the ids that p has twice.
func (p *page) checkIDs() {
	seen := map[string]int{}
	s := &tagReader{data: p.data}
	for _, ok := s.next(); ok; _, ok = s.next() {
		for _, a := range s.attrs() {
			if s.tag.End || string(a.Key) != "id" {
				continue
			}
			id := a.Val()
			if seen[id]++; seen[id] == 2 {
				p.problem(s.tag.Offset, problem.PageID, "id %q appears twice", id)
			}
		}
	}
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

// load notes what a browser loads for an element without being asked.
func (p *page) load(name string, attrs []attr) {
	value := func(key string) string {
		for _, a := range attrs {
			if string(a.Key) == key {
				return a.Val()
			}
		}
		return ""
	}
	dest := ""
	switch {
	case name == "script":
		dest = value("src")
	case value("rel") == "stylesheet":
		dest = value("href")
	}
	if dest != "" && !strings.Contains(dest, ":") {
		p.loads = append(p.loads, path.Join(path.Dir(p.name), dest))
	}
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
func (p *page) link(a attr, offset int) {
	raw := a.raw
	file, fragment := raw, []byte(nil)
	if i := bytes.IndexByte(raw, '#'); i >= 0 {
		file, fragment = raw[:i], raw[i+1:]
	}
	target := p.base
	if len(file) > 0 {
		var ok bool
		if target, ok = p.plainTarget(file); !ok {
			if target, ok = p.target(a, offset); !ok {
				return
			}
		}
	}
	to := target
	if len(fragment) > 0 {
		// Ids may be written with entities, fragments with escapes; none
		// of ours needs either.
		to = target.at(fragment)
		if bytes.IndexByte(fragment, '%') >= 0 {
			if s, err := url.PathUnescape(string(fragment)); err == nil {
				to = target.at([]byte(s))
			}
		}
	}
	p.links = append(p.links, link{to, target, raw, offset})
}

// target returns the file that a link leads to; ok is false if it leads out of
// the site, or was reported.
func (p *page) target(a attr, offset int) (target place, ok bool) {
	dest := a.Val()
	u, err := url.Parse(dest)
	switch {
	case err != nil:
		p.problem(offset, problem.LinkTarget, "link %q: %v", dest, err)
	case u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "mailto":
		// another site's business
	case strings.HasPrefix(dest, "data:image/"):
		// the picture is in the link
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/"):
		p.problem(offset, problem.LinkTarget, "link %q must be relative, http, https or mailto", dest)
	case strings.HasSuffix(u.Path, "/"):
		p.problem(offset, problem.LinkTarget, "link %q must name a file, so that it works without a server", dest)
	default:
		return placeOf(path.Join(path.Dir(p.name), u.Path)), true
	}
	return 0, false
}

// plainTarget returns the file that a link leads to whose text is certainly the
// relative path of one, as most are.
func (p *page) plainTarget(dest []byte) (target place, ok bool) {
	up := 0
	for bytes.HasPrefix(dest, []byte("../")) {
		dest = dest[len("../"):]
		up++
	}
	if up >= len(p.dirs) || len(dest) == 0 || dest[len(dest)-1] == '/' {
		return 0, false
	}
	begins := true // whether an element of the path does
	for _, c := range dest {
		if !isLetter(c) && (c < '-' || c > '9') && c != '_' || begins && (c == '.' || c == '/') {
			return 0, false
		}
		begins = c == '/'
	}
	return p.dirs[len(p.dirs)-1-up].add(dest), true
}

// A place is a hash of a file's name, or of that and an id in it: of a large
// site there are too many to be kept as text.
type place uint64

// placeOf returns the place of a file: its hash by FNV-1a.
func placeOf(name string) place {
	return root.add([]byte(name))
}

// root is where names begin.
const root place = 14695981039346656037

// appendDirs appends the places of the directories above a file, with their final
// slashes, from the root.
func appendDirs(dirs []place, name string) []place {
	dirs = append(dirs, root)
	for i := range len(name) {
		if name[i] == '/' {
			dirs = append(dirs, placeOf(name[:i+1]))
		}
	}
	return dirs
}

// add returns the place of a name that goes on so.
func (p place) add(name []byte) place {
	for _, c := range name {
		p = (p ^ place(c)) * 1099511628211
	}
	return p
}

// at returns the place of an id in the file p.
func (p place) at(id []byte) place {
	return p.add([]byte{'#'}).add(id)
}

// needs returns the links of p to places outside of it; p has no others then.
func (p *page) needs() []link {
	return slices.DeleteFunc(p.links, func(l link) bool {
		_, ok := slices.BinarySearch(p.own, l.to)
		return ok
	})
}

// checkLinks reports the links of p that lead to no place of the site.
func (p *page) checkLinks(has func(place) bool) {
	for _, l := range p.links {
		dest := attr{raw: l.raw}.Val()
		file, id, _ := strings.Cut(dest, "#")
		switch {
		case has(l.to):
		case !has(l.file):
			p.problem(l.offset, problem.LinkTarget, "link %q leads to a page that does not exist", dest)
		default:
			target := p.name
			if file != "" {
				target = path.Join(path.Dir(p.name), file)
			}
			p.problem(l.offset, problem.LinkTarget, "link %q: %s has no id %q", dest, target, id)
		}
	}
}
