package book

import (
	"crypto/sha256"
	"fmt"
	"go/token"
	"path"
	"slices"
	"strings"

	"huoye/gen/problem"
)

// programDirs lists the programs under snippets/, sorted by name, not yet
// loaded. It also records every file there, for links.
func (l *loader) programDirs() ([]*Program, error) {
	chapters, err := l.list("snippets")
	if err != nil {
		return nil, err
	}
	var programs []*Program
	for _, chapter := range chapters {
		// The package snippets has tests and may have their data.
		if !chapter.dir || chapter.name == "testdata" || !l.isSlugDir(chapter) {
			continue
		}
		dirs, err := l.list(chapter.path)
		if err != nil {
			return nil, err
		}
		for _, dir := range dirs {
			if !dir.dir {
				l.strayProgram(dir)
				continue
			}
			if dir.name == "testdata" || !l.isSlugDir(dir) {
				continue
			}
			programs = append(programs, &Program{
				Chapter: chapter.name,
				Name:    chapter.name + "/" + dir.name,
				Dir:     dir.path,
			})
		}
	}
	return programs, nil
}

// strayProgram reports a Go file that lies beside the programs.
func (l *loader) strayProgram(e entry) {
	if path.Ext(e.name) == ".go" && !isTestFile(e.name) {
		name := strings.TrimSuffix(e.name, ".go")
		l.probs.add(e.start(), problem.ProgramMain,
			"a program is a directory; move this to %s/%s/main.go", path.Dir(e.path), name)
	}
}

func (l *loader) isSlugDir(e entry) bool {
	if isSlug(e.name) {
		return true
	}
	l.probs.add(e.start(), problem.Slug,
		"the directory name %q is no slug; %s%s", e.name, slugRule, slugify(e.name))
	return false
}

// loadProgram reads the files and runs of p.
func (l *loader) loadProgram(p *Program) error {
	entries, err := l.list(p.Dir)
	if err != nil || len(entries) == 0 {
		return err
	}
	var runs *entry
	var tests, records []entry
	for _, e := range entries {
		if !e.dir {
			l.addFile(e.path)
		}
		switch {
		case e.bad && path.Ext(e.name) != ".go" && e.name != "runs.yaml":
		case e.name == "runs.yaml":
			runs = &e
		case e.dir && !isRecord(e.name):
			err = l.addTree(e.path)
		case isRunsMisspelt(e.name):
			l.probs.add(e.start(), problem.FileName,
				"this file is not read; rename it to runs.yaml")
		case isRecord(e.name):
			records = append(records, e)
		case isTestFile(e.name):
			tests = append(tests, e)
		case path.Ext(e.name) == ".go":
			err = l.addSource(p, e)
		}
		if err != nil {
			return err
		}
	}
	if !p.hasMain() && len(tests) > 0 {
		p.Tests = true
		for _, e := range tests {
			if err := l.addSource(p, e); err != nil {
				return err
			}
		}
	}
	if len(p.Files) == 0 {
		l.probs.add(token.Position{Filename: p.Dir, Line: 1, Column: 1}, problem.ProgramMain,
			"no Go files; a program is a directory with a package main, or with tests")
		return nil
	}
	isFirst := func(s *SourceFile) bool { return s.Name == "main.go" }
	if p.Tests {
		isFirst = func(s *SourceFile) bool { return isTestFile(s.Name) }
	}
	if i := slices.IndexFunc(p.Files, isFirst); i > 0 {
		first := p.Files[i]
		p.Files = slices.Insert(slices.Delete(p.Files, i, i+1), 0, first)
	}
	l.checkMain(p)
	if err := l.loadRuns(p, runs); err != nil {
		return err
	}
	p.sum()
	return l.checkRecords(p, records)
}

// sum sets p.Sum and forgets the text of runs.yaml.
func (p *Program) sum() {
	h := sha256.New()
	add := func(name string, data []byte) {
		fmt.Fprintf(h, "%s %d\n", name, len(data)) // a hash does not fail
		h.Write(data)
	}
	for _, f := range p.Files {
		add(f.Name, f.Source)
	}
	add("runs.yaml", p.runsFile)
	p.runsSum = sha256.Sum256(p.runsFile)
	p.runsFile = nil
	h.Sum(p.Sum[:0])
}

// checkMain reports a program that has neither func main nor tests, and files
// of packages that the go command would not make a program of.
func (l *loader) checkMain(p *Program) {
	for _, s := range p.Files {
		switch {
		case !s.sound:
		case !p.Tests && s.pkg != "main":
			l.probs.add(s.pkgAt, problem.ProgramMain, "package %s; a program is a package main", s.pkg)
			s.sound = false
		case p.Tests && s.pkg == "main" && !isTestFile(s.Name):
			l.probs.add(s.pkgAt, problem.ProgramMain,
				"package main without func main, which go build ./... cannot link; "+
					"add func main or, if only the tests are to be run, rename the package")
			s.sound = false
		}
	}
	at := token.Position{Filename: p.Files[0].File, Line: 1, Column: 1}
	switch {
	case !p.sound():
	case p.Tests && !slices.ContainsFunc(p.Files, func(s *SourceFile) bool { return s.isTest }):
		l.probs.add(at, problem.ProgramMain,
			"program %s has neither func main nor a test; add func main or a func TestXxx(t *testing.T)", p.Name)
	case !p.Tests && !p.hasMain():
		l.probs.add(at, problem.ProgramMain, "program %s has no func main; add it", p.Name)
	}
}

func (p *Program) hasMain() bool {
	return slices.ContainsFunc(p.Files, func(s *SourceFile) bool { return s.isMain })
}

func isRunsMisspelt(name string) bool {
	switch name {
	case "run.yaml", "runs.yml", "run.yml":
		return true
	}
	return false
}

// addTree records the files below dir.
func (l *loader) addTree(dir string) error {
	entries, err := l.list(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.dir {
			l.addFile(e.path)
			continue
		}
		if err := l.addTree(e.path); err != nil {
			return err
		}
	}
	return nil
}

// addFile records a file under snippets/ as a possible target of links.
func (l *loader) addFile(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.book.files[name] = true
}

// isRecord reports whether a file holds what build -update records.
func isRecord(name string) bool {
	ext := path.Ext(name)
	return ext == ".golden" || ext == ".trace"
}

// checkRecords reports recorded outputs and traces that belong to no run.
func (l *loader) checkRecords(p *Program, records []entry) error {
	if !p.runsSound {
		return nil
	}
	for _, e := range records {
		info, err := l.root.Stat(e.path)
		if err != nil {
			return fmt.Errorf("reading %s: %w", e.path, err)
		}
		at := e.start()
		ext := path.Ext(e.name)
		what, unused := "a recorded output", problem.GoldenUnused
		if ext == ".trace" {
			what, unused = "a recorded trace", problem.TraceUnused
		}
		name := strings.TrimSuffix(e.name, ext)
		run := p.Run(name)
		switch {
		case run == nil:
			l.probs.add(at, unused, "no run of %s is named %q%s",
				p.Name, name, problem.Suggest(name, p.runNames(), "delete this file or name the run"))
		case e.dir:
			l.probs.add(at, problem.FileKind, "a directory where %s belongs; move it away", what)
		case ext == ".trace" && !run.Traced:
			l.probs.add(at, unused, "run %s is not traced; delete this file, or say \"trace: true\" in runs.yaml", run.ID())
		case info.Size() > maxGolden:
			l.probs.add(at, problem.FileSize, "larger than %d MiB, the limit for %s; "+
				"make the program print less", maxGolden>>20, what)
		}
	}
	return nil
}

// sound reports whether all files of p were read.
func (p *Program) sound() bool {
	for _, s := range p.Files {
		if !s.sound {
			return false
		}
	}
	return len(p.Files) > 0
}

// Run returns the run of p with a name, nil if it has none.
func (p *Program) Run(name string) *Run {
	for _, r := range p.Runs {
		if r.Name == name {
			return r
		}
	}
	return nil
}

func (p *Program) runNames() []string {
	var names []string
	for _, r := range p.Runs {
		names = append(names, r.Name)
	}
	return names
}

// file returns the source file of p with a name, nil if it has none.
func (p *Program) file(name string) *SourceFile {
	for _, s := range p.Files {
		if s.Name == name {
			return s
		}
	}
	return nil
}
