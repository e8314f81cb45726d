// Package site turns files in memory into a checked site on disk, all or
// nothing. It hides the output directory: how it is compared, and how it is
// replaced so that no reader ever sees half of it.
package site

import (
	"bytes"
	"fmt"
	"go/token"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huoye/gen/problem"
)

// Check reads every HTML page of files and reports what a reader would trip
// over: repeated ids, links to pages, files or fragments that do not exist,
// Markdown markers left in the text, a page without language or title, and
// what is heavier than the budget allows. Positions are in the generated
// pages, under dir.
func Check(dir string, files map[string][]byte, budget Budget) problem.List {
	names := make([]string, 0, len(files))
	for name := range files {
		if strings.HasSuffix(name, ".html") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	pages := make([]page, len(names))
	parallel(len(names), func(i int) {
		pages[i] = readPage(path.Join(dir, names[i]), files[names[i]])
		pages[i].resolveLoads(names[i])
	})
	ids := make(map[string]map[string]bool, len(names))
	for i, name := range names {
		ids[name] = pages[i].ids
	}
	for i, name := range names {
		p := &pages[i]
		for _, l := range p.links {
			p.checkLink(name, l, files, ids)
		}
	}
	problems := budget.check(dir, files, names, pages)
	for _, p := range pages {
		problems = append(problems, p.problems...)
	}
	problems.Sort()
	return problems
}

// parallel calls f for 0 to n-1 on all cores.
func parallel(n int, f func(i int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// page is what Check remembers of one HTML file.
type page struct {
	file     string
	ids      map[string]bool
	links    []link
	loads    []string // files that a browser loads with the page
	problems problem.List
}

type link struct {
	dest string
	pos  token.Position
}

func (p *page) problem(pos token.Position, rule problem.Rule, format string, args ...any) {
	p.problems.Add(pos, rule, fmt.Sprintf(format, args...))
}

// readPage collects the ids and links of one page and checks its text.
func readPage(file string, data []byte) page {
	p := page{file: file, ids: make(map[string]bool)}
	z := html.NewTokenizer(bytes.NewReader(data))
	pos := token.Position{Filename: file, Line: 1, Column: 1}
	var lang, title bool
	verbatim := 0 // open elements whose text is not prose
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := z.Raw()
		at := pos
		advance(&pos, raw)
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if isVerbatim(tok.DataAtom) && kind == html.StartTagToken {
				verbatim++
			}
			title = title || tok.DataAtom == atom.Title
			if dest := loaded(tok); dest != "" {
				p.loads = append(p.loads, dest)
			}
			for _, a := range tok.Attr {
				switch {
				case a.Key == "id":
					if p.ids[a.Val] {
						p.problem(at, problem.PageID, "id %q appears twice", a.Val)
					}
					p.ids[a.Val] = true
				case a.Key == "href" || a.Key == "src":
					p.links = append(p.links, link{a.Val, at})
				case a.Key == "lang" && tok.DataAtom == atom.Html:
					lang = a.Val != ""
				}
			}
		case html.EndTagToken:
			if isVerbatim(z.Token().DataAtom) && verbatim > 0 {
				verbatim--
			}
		case html.TextToken:
			if i := bytes.Index(raw, []byte("**")); i >= 0 && verbatim == 0 {
				advance(&at, raw[:i])
				p.problem(at, problem.PageText, `Markdown's ** is left in the text`)
			}
		}
	}
	start := token.Position{Filename: file, Line: 1, Column: 1}
	if !lang {
		p.problem(start, problem.PageText, "the page does not name its language")
	}
	if !title {
		p.problem(start, problem.PageText, "the page has no title")
	}
	return p
}

// loaded returns what a browser loads for an element without being asked, ""
// if nothing.
func loaded(tok html.Token) string {
	attr := func(key string) string {
		for _, a := range tok.Attr {
			if a.Key == key {
				return a.Val
			}
		}
		return ""
	}
	switch {
	case tok.DataAtom == atom.Link && attr("rel") == "stylesheet":
		return attr("href")
	case tok.DataAtom == atom.Script:
		return attr("src")
	}
	return ""
}

// resolveLoads makes the loads of the page called name names of files; those
// with absolute addresses name none.
func (p *page) resolveLoads(name string) {
	for i, dest := range p.loads {
		if u, err := url.Parse(dest); err == nil && u.Scheme == "" {
			p.loads[i] = path.Join(path.Dir(name), u.Path)
		}
	}
}

// isVerbatim reports whether the text of an element is shown as it was
// written by a program or an author, so that it may hold anything.
func isVerbatim(a atom.Atom) bool {
	switch a {
	case atom.Pre, atom.Code, atom.Kbd, atom.Samp, atom.Style, atom.Script:
		return true
	}
	return false
}

// advance moves pos over text.
func advance(pos *token.Position, text []byte) {
	pos.Offset += len(text)
	if n := bytes.Count(text, []byte("\n")); n > 0 {
		pos.Line += n
		pos.Column = len(text) - bytes.LastIndexByte(text, '\n')
	} else {
		pos.Column += len(text)
	}
}

// checkLink checks one link of the page called name.
func (p *page) checkLink(name string, l link, files map[string][]byte, ids map[string]map[string]bool) {
	u, err := url.Parse(l.dest)
	switch {
	case err != nil:
		p.problem(l.pos, problem.LinkTarget, "link %q: %v", l.dest, err)
		return
	case u.Scheme == "http" || u.Scheme == "https" || u.Scheme == "mailto":
		return // another site's business
	case strings.HasPrefix(l.dest, "data:image/"):
		return // the picture is in the link
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/"):
		p.problem(l.pos, problem.LinkTarget, "link %q must be relative, http, https or mailto", l.dest)
		return
	}
	target := name
	if u.Path != "" {
		target = path.Join(path.Dir(name), u.Path)
		if strings.HasSuffix(u.Path, "/") {
			p.problem(l.pos, problem.LinkTarget, "link %q must name a file, so that it works without a server", l.dest)
			return
		}
	}
	if _, ok := files[target]; !ok {
		p.problem(l.pos, problem.LinkTarget, "link %q leads to a page that does not exist", l.dest)
		return
	}
	if u.Fragment != "" && !ids[target][u.Fragment] {
		p.problem(l.pos, problem.LinkTarget, "link %q: %s has no id %q", l.dest, target, u.Fragment)
	}
}
