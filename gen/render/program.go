package render

import (
	"fmt"
	"html/template"
	"net/url"
	"path"
	"strconv"

	"huoye/gen/book"
)

// A program has one page in both languages: its code and its outputs are the
// same in both.

type programData struct {
	frame
	Chapter     template.HTML
	ChapterHref string
	Contents    template.HTML
	Name        string
	About       template.HTML
	Places      []sampleLink // where the chapter shows it, by language
	From        template.HTML
	Files       []template.HTML
	Runs        []template.HTML
	RunsLabel   template.HTML
}

// rawExt ends the names of files that readers may download: in a directory of
// the book, files that end in .go would be part of its module.
const rawExt = ".txt"

// programPath is where p's page is in the site.
func programPath(p *book.Program) string { return p.Dir + "/index.html" }

// programPages adds the page of every program that is shown, and copies its
// files for readers to download.
func (p *planner) programPages() {
	done := make(map[*book.Program]bool)
	for _, c := range p.site.book.Chapters {
		for _, e := range c.Shows() {
			if !done[e.Program] {
				done[e.Program] = true
				p.programPage(c, e.Block, e.Program)
			}
		}
	}
}

// programPage adds the page of a program that c shows first, in a block.
func (p *planner) programPage(c *book.Chapter, block string, prog *book.Program) {
	s := p.site
	files := []string{programPath(prog)}
	for _, f := range prog.Files {
		files = append(files, f.File+rawExt)
	}
	key := hashOf(p.book, p.program(prog), c.Slug, c.In(book.ZH).Title, c.In(book.EN).Title, block)
	p.add("program "+prog.Name, key, files, func(use func(map[string][]byte) error) error {
		page := newBuffer()
		defer page.free()
		if err := s.design.execute(page, "program.html", s.program(c, block, prog)); err != nil {
			return fmt.Errorf("rendering %s: %w", prog.Name, err)
		}
		made := map[string][]byte{programPath(prog): page.Bytes()}
		for _, f := range prog.Files {
			made[f.File+rawExt] = f.Source
		}
		return use(made)
	})
}

// program makes the data of p's page; c shows it first, in the block id.
func (s *site) program(c *book.Chapter, id string, p *book.Program) programData {
	name := path.Base(p.Name)
	title := book.Text{
		ZH: name + " · " + s.book.Title.ZH,
		EN: name + " · " + s.book.Title.EN,
	}
	const root = "../../../"
	d := programData{
		frame:       s.frame(viewBI, 3, title, book.Text{}),
		Contents:    viewBI.label(say.contents),
		Chapter:     viewBI.label(chapterTitle(c)),
		ChapterHref: root + string(viewBI) + "/" + c.Slug + "/index.html",
		Name:        name,
		About:       viewBI.label(say.wholeProgram),
		From:        viewBI.label(say.shownIn),
		RunsLabel:   viewBI.label(say.runs),
	}
	d.Description = say.wholeProgram.ZH
	d.Views = viewLinks("", func(to view) string {
		return root + string(to) + "/" + c.Slug + "/index.html#" + id
	})
	for _, l := range book.Langs {
		href := root + string(l) + "/" + c.Slug + "/index.html#" + id
		d.Places = append(d.Places, sampleLink{l.Tag(), href, c.In(l).Title})
	}
	d.NoIndex = true // the chapters are what a reader should find
	for i, f := range p.Files {
		d.Files = append(d.Files, s.programFile(p, f, i))
	}
	for _, run := range p.Runs {
		d.Runs = append(d.Runs, s.programRun(p, run))
	}
	return d
}

// programFile shows the whole of the i-th file of p.
func (s *site) programFile(p *book.Program, f *book.SourceFile, i int) template.HTML {
	var w buffer
	e := &book.Embed{Program: p, Source: f}
	w.raw(`<figure class="code"`)
	w.attr("id", fileID(i))
	w.raw(`><figcaption><span class="cap">`)
	w.visible(f.Name)
	w.raw(`</span><span class="file">`)
	if s.book.Repository != "" {
		w.raw(`<a rel="noopener"`)
		w.attr("href", s.sourceURL(f.File))
		w.raw(`>`)
		viewBI.writeLabel(&w, say.inRepository)
		w.raw(`</a> `)
	}
	w.raw(`<a`)
	w.attr("download", f.Name)
	w.attr("href", (&url.URL{Path: "./" + f.Name + rawExt}).String())
	w.raw(`>`)
	viewBI.writeLabel(&w, say.download)
	w.raw("</a></span></figcaption>\n")
	w.openScroll(viewBI.plain(say.code))
	w.code((*cache)(nil).listing(viewBI, e), nil)
	w.raw("</div></figure>\n")
	// Safe: written by this package, which escapes every text.
	return template.HTML(w.String())
}

// runID is the id of a run's figure on the page of its program.
func runID(run *book.Run) string { return "run:" + run.Name }

func fileID(i int) string { return "file:" + strconv.Itoa(i+1) }

// programRun shows what a run of p printed.
func (s *site) programRun(p *book.Program, run *book.Run) template.HTML {
	var w buffer
	name := book.Text{ZH: run.Name, EN: run.Name}
	s.writeOutput(&w, viewBI, figure{
		id: runID(run), embed: &book.Embed{Program: p, Run: run}, caption: name, open: true, own: true,
	})
	// Safe: written by this package, which escapes every text.
	return template.HTML(w.String())
}

// programHref is the way from a page to the file of a program; root is the
// way to the site's root.
func programHref(root string, p *book.Program, f *book.SourceFile) string {
	for i, have := range p.Files {
		if have == f {
			return root + programPath(p) + "#" + fileID(i)
		}
	}
	return root + programPath(p)
}
