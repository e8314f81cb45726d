package book

import (
	"errors"
	"fmt"
	"go/token"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// Target is where a link goes: to a web address, to a chapter, or to a file
// under snippets/.
type Target struct {
	// URL is the web address or mailto: link; "" if the link stays in the
	// book.
	URL string

	Chapter  *Chapter
	Fragment string // the id of a heading of Chapter; "" for its beginning

	File    string      // below snippets/, slash-separated, relative to the book's Dir
	Program *Program    // that File belongs to; nil if it lies elsewhere
	Source  *SourceFile // File as a source of Program; nil if it is none
	Region  *Region     // of Source; nil for the whole file
	Run     *Run        // whose recorded output is File; nil if it is none
}

// Resolve says where a link with destination dest goes that stands in the
// edition from. The error says what is wrong with it and what to do. Whether a
// chapter has a heading with the fragment is not its business.
func (b *Book) Resolve(from *Edition, dest string) (Target, error) {
	if dest == "" {
		return Target{}, errors.New("the link goes nowhere; write its destination")
	}
	u, err := url.Parse(dest)
	if err != nil {
		return Target{}, fmt.Errorf("%q is no address; correct it", dest)
	}
	if u.Scheme != "" || u.Host != "" {
		return resolveAddress(u, dest)
	}
	if strings.HasPrefix(dest, "/") {
		return Target{}, errors.New("the link begins with /; " +
			"write it relative to this file, such as ../chapter/zh.md")
	}
	name, fragment, ok := bookPath(from, dest)
	if !ok {
		return Target{}, errors.New("the link leads out of the book; " +
			"link to a chapter, a file under snippets/, or a web address")
	}
	if u.RawQuery != "" {
		return Target{}, fmt.Errorf("a link inside the book has no query; remove ?%s", u.RawQuery)
	}
	switch {
	case strings.HasPrefix(name, "content/"):
		return b.resolveChapter(from, name, fragment)
	case strings.HasPrefix(name, "snippets/"):
		return b.resolveFile(name, fragment)
	}
	return Target{}, fmt.Errorf("%s is no part of the book; "+
		"link to a chapter, a file under snippets/, or a web address", name)
}

func resolveAddress(u *url.URL, dest string) (Target, error) {
	switch {
	case u.Scheme == "":
		return Target{}, fmt.Errorf("the address has no scheme; write https:%s", dest)
	case u.Scheme == "mailto" && u.Opaque != "":
		return Target{URL: dest}, nil
	case u.Scheme != "http" && u.Scheme != "https":
		return Target{}, fmt.Errorf("%s: links are not allowed; use https, http or mailto", u.Scheme)
	case u.Host == "":
		return Target{}, fmt.Errorf("the address %q names no host; correct it", dest)
	}
	return Target{URL: dest}, nil
}

// bookPath returns the file in the book that a relative link leads to and its
// fragment. ok is false if it leads out of the book.
func bookPath(from *Edition, dest string) (name, fragment string, ok bool) {
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") {
		return "", "", false
	}
	if u.Path == "" {
		return from.File(), u.Fragment, true
	}
	name = path.Join(path.Dir(from.File()), u.Path)
	return name, u.Fragment, name != ".." && !strings.HasPrefix(name, "../")
}

// resolveChapter resolves content/<slug>/<lang>.md.
func (b *Book) resolveChapter(from *Edition, name, fragment string) (Target, error) {
	slug, file, _ := strings.Cut(strings.TrimPrefix(name, "content/"), "/")
	want := string(from.Lang) + ".md"
	c := b.chapters[slug]
	if c == nil {
		return Target{}, fmt.Errorf("there is no chapter %q%s", slug,
			problem.Suggest(slug, slices.Sorted(maps.Keys(b.chapters)), "the chapters are listed in "+bookFile))
	}
	if file != want {
		return Target{}, fmt.Errorf(
			"%s is not the chapter's file in this language; link to ../%s/%s", name, slug, want)
	}
	return Target{Chapter: c, Fragment: fragment}, nil
}

// checkFragment reports as error that the chapter t leads to has no such
// heading in language l.
func (t Target) checkFragment(l Lang) error {
	if t.Chapter == nil || t.Fragment == "" {
		return nil
	}
	e := t.Chapter.In(l)
	if e == nil || !e.sound {
		return nil
	}
	d := e.Details()
	if d.heading(t.Fragment) != nil {
		return nil
	}
	return fmt.Errorf("chapter %s has no heading {#%s}%s", t.Chapter.Slug, t.Fragment,
		problem.Suggest(t.Fragment, d.headingIDs(), "correct the link or give a heading this id"))
}

// resolveFile resolves a file under snippets/.
func (b *Book) resolveFile(name, fragment string) (Target, error) {
	parts := strings.SplitN(strings.TrimPrefix(name, "snippets/"), "/", 3)
	if len(parts) < 3 {
		return Target{}, fmt.Errorf("%s is no file of a program; link to snippets/<chapter>/<program>/<file>", name)
	}
	p := b.programs[parts[0]+"/"+parts[1]]
	if p == nil {
		id := parts[0] + "/" + parts[1]
		return Target{}, fmt.Errorf("there is no program %q%s", id,
			problem.Suggest(id, slices.Sorted(maps.Keys(b.programs)), "write it under snippets/ or correct the link"))
	}
	t := Target{File: name, Program: p, Source: p.file(parts[2])}
	if run, ok := strings.CutSuffix(parts[2], ".golden"); ok && !strings.Contains(run, "/") {
		t.Run = p.Run(run)
		if t.Run == nil && p.runsSound {
			return Target{}, fmt.Errorf("program %s has no run %q%s", p.Name, run,
				problem.Suggest(run, p.runNames(), "add it to its runs.yaml or correct the link"))
		}
	} else if !b.files[name] {
		return Target{}, fmt.Errorf("program %s has no file %q%s", p.Name, parts[2],
			problem.Suggest(parts[2], b.filesBelow(p.Dir), "write it or correct the link"))
	}
	if fragment == "" {
		return t, nil
	}
	if t.Source == nil {
		return Target{}, fmt.Errorf("only .go files have regions; remove #%s", fragment)
	}
	t.Region = t.Source.region(fragment)
	if t.Region == nil && t.Source.sound {
		return Target{}, fmt.Errorf("%s has no region %q%s", parts[2], fragment,
			problem.Suggest(fragment, t.Source.regionNames(), "mark it with // region "+fragment+" or correct the link"))
	}
	return t, nil
}

// filesBelow lists the files of a program, relative to its directory.
func (b *Book) filesBelow(dir string) []string {
	var names []string
	for name := range b.files {
		if rest, ok := strings.CutPrefix(name, dir+"/"); ok {
			names = append(names, rest)
		}
	}
	slices.Sort(names)
	return names
}

// linkUse is a link to a heading.
type linkUse struct {
	target Target
	pos    token.Position // of its destination
}

// checkLink reports a link that leads nowhere, and notes one to a heading for
// checkFragments.
func (e *Body) checkLink(b *Book, link *ast.Link) {
	at := destOffset(e.file, link)
	t, err := b.Resolve(e.Edition, string(link.Destination))
	switch {
	case err != nil:
		e.file.problem(at, problem.LinkTarget, "%v", err)
	case t.Chapter != nil && t.Fragment != "":
		e.links = append(e.links, linkUse{t, e.file.position(at)})
	}
}

// checkFragments reports the links to headings that are not there.
func (l *loader) checkFragments() error {
	return parallel(l.book.Chapters, func(c *Chapter) error {
		for _, e := range c.editions() {
			for _, link := range e.Details().links {
				if err := link.target.checkFragment(e.Lang); err != nil {
					l.probs.add(link.pos, problem.LinkTarget, "%v", err)
				}
			}
		}
		return nil
	})
}
