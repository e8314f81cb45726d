package book

import (
	"fmt"
	"os"
	"slices"
	"sync"

	"huoye/gen/disk"
	"huoye/gen/problem"
)

// Load reads the book in dir. It reports every problem it finds in what
// authors wrote, sorted by position, none twice; the book is nil if there are
// more than notices. File names in problems are relative to dir. The error is
// for a disk that cannot be read.
func Load(dir string) (*Book, problem.List, error) { return LoadWith(dir, nil, nil) }

// LoadWith is Load, but it parses only the chapters that facts does not know, and
// keeps there what it finds. Nil facts keep nothing. What is read may be read at
// once by others; nil if it is not.
func LoadWith(dir string, facts *Facts, reader Reader) (*Book, problem.List, error) {
	b, list, err := survey(dir, facts, reader)
	if list.Failing() {
		b = nil
	}
	return b, list, err
}

// Survey is Load, but it returns the book also if there are problems, for
// counting what is there: editions and blocks may be missing.
func Survey(dir string) (*Book, problem.List, error) { return survey(dir, nil, nil) }

func survey(dir string, facts *Facts, reader Reader) (*Book, problem.List, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the book: %w", err)
	}
	defer root.Close()
	l := newLoader(root, dir)
	l.facts = facts
	if err := l.load(reader); err != nil {
		return nil, nil, err
	}
	if facts != nil {
		facts.end(l)
	}
	list := l.probs.sorted()
	l.book.Relate(list)
	return l.book, list, nil
}

// loader holds a book while it is read. Its steps go through the programs,
// then the editions, then the chapters, each on all cores.
type loader struct {
	tree
	book     *Book
	mu       sync.Mutex // guards book.files
	lexicons map[Lang]*lexicon
	facts    *Facts // may be nil
}

func newLoader(root *os.Root, dir string) *loader {
	return &loader{
		tree: tree{root, new(problems)},
		book: &Book{
			Dir:      dir,
			chapters: map[string]*Chapter{},
			programs: map[string]*Program{},
			terms:    map[string]*Term{},
			files:    map[string]bool{},
			kept:     newKept(),
			markdown: newMarkdown(),
		},
		lexicons: lexicons(nil),
	}
}

func (l *loader) load(reader Reader) error {
	b := l.book
	list, err := l.readBookFile()
	if err != nil {
		return err
	}
	if b.Programs, err = l.programDirs(); err != nil {
		return err
	}
	for _, p := range b.Programs {
		b.programs[p.Name] = p
	}
	if err := parallel(b.Programs, l.loadProgram); err != nil {
		return err
	}
	b.Programs = slices.DeleteFunc(b.Programs, func(p *Program) bool { return len(p.Files) == 0 })
	if err := l.findChapters(list); err != nil {
		return err
	}
	if len(b.Chapters) > longBook {
		b.kept.max = maxKeptLong
	}
	if err := l.readGlossary(); err != nil {
		return err
	}
	for _, t := range b.Glossary {
		b.terms[t.ID] = t
	}
	l.lexicons = lexicons(b.Glossary)
	if err := l.readIdioms(); err != nil {
		return err
	}
	if l.facts != nil {
		l.facts.begin(b)
	}
	if err := l.loadChapters(reader); err != nil {
		return err
	}
	// The rest needs the headings and embeds of all chapters.
	if err := l.checkFragments(); err != nil {
		return err
	}
	l.checkUnused()
	return nil
}

// parallel calls do for each item, on all cores, and returns the first error.
func parallel[T any](items []T, do func(T) error) error {
	return disk.Each(len(items), func(i int) error { return do(items[i]) })
}
