package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/preview"
	"huoye/gen/problem"
	"huoye/gen/render"
)

// checkServe reports a port that there cannot be.
func checkServe(o *options) error {
	if o.port > 65535 {
		return fmt.Errorf("-port %d: the last port is 65535", o.port)
	}
	return nil
}

// serve shows the book in a browser while it is being written, until it is
// interrupted, which is how it ends when all is well.
func serve(ctx context.Context, o options, stdout, stderr io.Writer) (problem.List, error) {
	p := newPreviewed(ctx, o, stderr)
	defer p.reruns.wait()
	return nil, preview.Serve(ctx, preview.Options{
		Dir:     o.dir,
		Watch:   p.watched(),
		Rebuild: p.rebuild,
		Again:   p.reruns.news,
		Port:    o.port,
		Ready: func(address string) {
			fmt.Fprintf(stdout, "the book is at %s (Ctrl-C ends)\n", address)
			if o.open {
				if err := openBrowser(address); err != nil {
					fmt.Fprintf(stderr, "huoye: opening a browser: %v; open the address yourself\n", err)
				}
			}
		},
		Warn: func(what string) { fmt.Fprintf(stderr, "huoye: %s\n", what) },
	})
}

// openBrowser opens an address as the user's system does.
func openBrowser(address string) error {
	command := []string{"xdg-open"}
	switch runtime.GOOS {
	case "darwin":
		command = []string{"open"}
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler"}
	}
	cmd := exec.Command(command[0], append(command[1:], address)...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait() // what becomes of it is the user's
	return nil
}

// designDir is where the generator's own design is, if the book lies in its
// repository.
const designDir = "gen/render"

// previewed is a book that is being written.
type previewed struct {
	options
	stderr    io.Writer
	said      string // the problems that were printed last
	ownDesign bool   // the book's directory has a design

	// What was read last, complete and without problems.
	book     *book.Book
	recorded map[*book.Run]*golden.Golden
	design   *render.Design // nil: the one that is built in
	notices  problem.List

	facts  *book.Facts  // of chapters, from one load to the next
	broken problem.List // why nothing newer could be read
	pages  *pages       // of the last plan; nil if there has been none
	made   made
	reruns *reruns
}

func newPreviewed(ctx context.Context, o options, stderr io.Writer) *previewed {
	p := &previewed{options: o, stderr: stderr, ownDesign: true, facts: book.OpenFacts("", "")}
	for _, name := range render.DesignFiles {
		_, err := os.Stat(filepath.Join(o.dir, designDir, name))
		p.ownDesign = p.ownDesign && err == nil
	}
	log := io.Discard
	if o.verbose {
		log = stderr
	}
	p.reruns = newReruns(ctx, o, log)
	return p
}

// watched are the files and directories that the site is made from.
func (p *previewed) watched() []string {
	list := []string{"content", "snippets"}
	if p.ownDesign {
		for _, name := range render.DesignFiles {
			list = append(list, path.Join(designDir, name))
		}
	}
	return list
}

// rebuild is the [preview.Options.Rebuild] of the book.
func (p *previewed) rebuild(ctx context.Context, changed []string) preview.Site {
	if len(changed) > 0 {
		p.broken = p.load(changed)
	}
	site := preview.Site{Problems: p.broken}
	waiting := false
	if len(p.broken) == 0 {
		o := p.outputs(ctx)
		waiting = o.waiting
		site.Problems = slices.Concat(p.notices, o.problems, p.wrong(ctx, o.shown))
		p.pages = newPages(p.plan(o.shown), &p.made)
	}
	if p.pages != nil {
		site.File = p.pages.file
	}
	site.Problems.Sort()
	if len(site.Problems) > 0 || !waiting {
		p.say(site.Problems)
	}
	return site
}

// grace is how long pages wait for the output of a program that has changed.
// Most programs are built and run in less: then code and output change at once,
// with one reload of the page.
const grace = 300 * time.Millisecond

// outputs are what is shown of runs.
func (p *previewed) outputs(ctx context.Context) outputs {
	o := p.reruns.look(p.book, p.recorded)
	if o.begun == nil {
		return o
	}
	select {
	case <-o.begun.done:
		return p.reruns.look(p.book, p.recorded)
	case <-ctx.Done():
	case <-time.After(grace):
	}
	return o
}

// load reads what may have changed. If it has problems, all stays as it is.
func (p *previewed) load(changed []string) problem.List {
	design := p.design
	isDesign := func(name string) bool { return within(name, designDir) || within(designDir, name) }
	if p.ownDesign && (p.book == nil || slices.ContainsFunc(changed, isDesign)) {
		var problems problem.List
		var err error
		design, problems, err = render.LoadDesign(os.DirFS(filepath.Join(p.dir, designDir)))
		for _, q := range problems {
			q.Pos.Filename = path.Join(designDir, q.Pos.Filename)
		}
		if err != nil || len(problems) > 0 {
			return withFailure(problems, err)
		}
	}
	b, problems, err := book.LoadWith(p.dir, p.facts, nil)
	if err != nil || problems.Failing() {
		return withFailure(problems, err)
	}
	recorded, found, err := loadGoldens(b)
	problems = append(problems, found...)
	if err != nil || problems.Failing() {
		return withFailure(problems, err)
	}
	p.book, p.recorded, p.design, p.notices = b, recorded, design, problems
	p.reruns.touch(b, changed)
	return nil
}

// within reports whether a slash-separated name is dir or lies in it.
func within(name, dir string) bool { return name == dir || strings.HasPrefix(name, dir+"/") }

// withFailure adds to problems that something could not be read. That ends a
// build, but not a preview: it may be readable again the next moment.
func withFailure(problems problem.List, err error) problem.List {
	if err == nil {
		return problems
	}
	at := "content/book.yaml"
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) && filepath.IsLocal(pathErr.Path) {
		at = filepath.ToSlash(pathErr.Path)
	}
	problems.Add(token.Position{Filename: at, Line: 1, Column: 1}, problem.FileRead, err.Error()+"; see that it can be read")
	return problems
}

func (p *previewed) plan(shown map[*book.Run]*golden.Golden) *render.Plan {
	if p.design == nil {
		return render.NewPlan(p.book, shown)
	}
	return p.design.Plan(p.book, shown)
}

// wrong is what a build would say of the book besides its runs, if their
// outputs were those that are shown.
func (p *previewed) wrong(ctx context.Context, shown map[*book.Run]*golden.Golden) problem.List {
	b := &build{options: p.options, book: p.book, recorded: shown}
	problems, err := b.text(ctx)
	return withFailure(problems, err)
}

// say prints problems that are new.
func (p *previewed) say(problems problem.List) {
	var text bytes.Buffer
	r := *p.report
	r.Problems, r.Colors = problems, colors(p.stderr)
	_ = r.Write(&text, problem.FormatText) // a bytes.Buffer does not fail
	if text.String() == p.said {
		return
	}
	p.said = text.String()
	if len(problems) == 0 {
		text.WriteString("no problems any more\n")
	}
	_, _ = p.stderr.Write(text.Bytes()) // nobody listens
}
