// Package book reads content/ and snippets/ and hands out one complete,
// checked [Book]. It hides the layout on disk, YAML, and the parsing of
// Markdown.
package book

import (
	"crypto/sha256"
	"go/token"
	"path"
	"time"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"

	"huoye/gen/contract"
)

// Lang is an edition's language: zh or en.
type Lang string

const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Langs are the editions in the order of authorship.
var Langs = [...]Lang{ZH, EN}

// Tag is the BCP 47 language tag for pages: zh-Hans or en.
func (l Lang) Tag() string {
	if l == ZH {
		return "zh-Hans"
	}
	return "en"
}

// Text is a phrase in both languages.
type Text struct{ ZH, EN string }

// In returns the phrase in language l.
func (t Text) In(l Lang) string {
	if l == ZH {
		return t.ZH
	}
	return t.EN
}

// Book is a loaded book. Nothing in it changes after Load.
type Book struct {
	Dir        string // the directory that holds content/ and snippets/
	Title      Text
	Tagline    Text
	URL        string // where the site is published, with a final slash; "" if unknown
	Repository string // web address of the sources, without a final slash; "" if unknown
	Parts      []*Part
	Chapters   []*Chapter // of all parts, in reading order
	Programs   []*Program // sorted by Name
	Glossary   []*Term    // in the order of glossary.yaml
	Idioms     []*Idiom   // in the order of python.yaml

	chapters map[string]*Chapter
	programs map[string]*Program
	terms    map[string]*Term
	files    map[string]bool // all files under snippets/
	kept     *kept
	markdown parser.Parser
}

// Part is a run of chapters under one title.
type Part struct {
	Title    Text
	Chapters []*Chapter
}

// Chapter is what the rest of the book has to know of a chapter. What it says
// is its [Content].
type Chapter struct {
	Slug   string
	Number int // from 1, through all parts
	Part   *Part
	zh, en *Edition
	// Pairs is how the editions stand to what was confirmed of them.
	Pairs Pairs

	book  *Book
	sum   listed // pairs.sum
	shows string // Shows, packed
}

// In returns the chapter's edition in language l.
func (c *Chapter) In(l Lang) *Edition {
	if l == ZH {
		return c.zh
	}
	return c.en
}

// Showing is an embed without what the editions say of it.
type Showing struct {
	Block   string // its id
	Program *Program
	Source  *SourceFile // nil if it is an output
	Region  *Region     // nil: the whole file
	Run     *Run        // nil if it is code
	First   int         // first and last line shown, from 1; 0: all
	Last    int
	Nested  bool // in a callout or block quote
}

// Edition is what the rest of the book has to know of a chapter in one
// language.
type Edition struct {
	Lang        Lang
	Title       string
	Description string

	chapter  *Chapter
	known    string // the sum of the file and Details, packed; "" if it was not read
	sound    bool   // the Markdown was read
	badEmbed bool   // it is not known which programs are embedded
	listed   listed
}

// File is the edition's file, slash-separated, relative to the book's Dir.
func (e *Edition) File() string { return e.entry().path }

// Sum is the SHA-256 of the file; zero if it could not be read.
func (e *Edition) Sum() (sum [sha256.Size]byte) {
	copy(sum[:], e.known)
	return sum
}

// Details is what is known of an edition besides its title. Much of it is known
// of a large book, so it is packed until it is asked for.
type Details struct {
	Headings []Heading
	Uses     []Use       // first uses of terms, in order
	Embeds   []EmbedLink // in order

	links  []linkUse   // into the book, to be checked when all is read
	quotes []quote     // what may be quoted from an output
	allows []allowance // of prose-quote
}

// entry returns the file of e as it was listed.
func (e *Edition) entry() entry { return e.listed.entry(e.chapter.Slug, string(e.Lang)+".md") }

// listed is how a file of a chapter was listed; its zero value is one that is not
// there. Of a large book there are many, whose names follow from where they are.
type listed struct{ there, dir, bad bool }

func (e entry) listed() listed { return listed{true, e.dir, e.bad} }

func (l listed) entry(slug, name string) entry {
	return entry{name: name, path: "content/" + slug + "/" + name, dir: l.dir, bad: l.bad}
}

// EmbedLink is where an edition shows a program.
type EmbedLink struct {
	Program      *Program
	Run          *Run // nil if it shows code
	Line, Column int  // of the link, from 1
}

// Use is where a chapter first uses a term.
type Use struct {
	Term  *Term
	Block string // id of the block
}

// heading returns the heading with an id, nil if there is none.
func (d *Details) heading(id string) *Heading {
	for i := range d.Headings {
		if d.Headings[i].ID == id {
			return &d.Headings[i]
		}
	}
	return nil
}

func (d *Details) headingIDs() []string {
	var ids []string
	for _, h := range d.Headings {
		ids = append(ids, h.ID)
	}
	return ids
}

// Heading is a section heading.
type Heading struct {
	ID    string
	Level int    // 2 and up
	Text  string // plain text
}

// Program is a directory under snippets/ with a package main, or with tests.
type Program struct {
	Chapter string // the directory that holds it, usually a chapter's slug
	Name    string // chapter/program
	Dir     string // slash-separated, relative to the book's Dir
	Tests   bool   // its binary is that of go test
	// Files are the .go files, main.go first. The _test.go files are among
	// them only if the program is tests; then the first of these is first.
	Files []*SourceFile
	Runs  []*Run
	// Sum is the SHA-256 of Files and of runs.yaml.
	Sum [sha256.Size]byte

	runsSum   [sha256.Size]byte // of runs.yaml
	runsSound bool              // Runs is complete
	runsFile  []byte            // runs.yaml, until it is in Sum
}

// Binary is the name of the program that the go command makes of p.
func (p *Program) Binary() string {
	name := path.Base(p.Dir)
	if p.Tests {
		name += ".test"
	}
	return name
}

// SourceFile is one Go file of a program.
type SourceFile struct {
	Name    string // main.go
	File    string // slash-separated, relative to the book's Dir
	Source  []byte
	Regions []Region // in the order of their first lines

	sound  bool           // the file was parsed, Regions is complete
	pkg    string         // the name of its package
	pkgAt  token.Position // where that stands
	isMain bool           // it declares func main
	isTest bool           // it declares a func TestXxx(*testing.T)
}

// Region is a named stretch of lines. Lines are numbered from 1; the marker
// lines are outside First..Last.
type Region struct {
	Name        string
	First, Last int
}

// Run is one way to call a program.
type Run struct {
	Program *Program
	Name    string // a slug; the golden is Name + ".golden"
	Args    []string
	Stdin   string
	Env     []string // KEY=VALUE, sorted
	Timeout time.Duration
	Limits  Limits
	// Fails is set if the program must not compile: the output is what the
	// compiler says.
	Fails     bool
	Race      bool     // built with the race detector
	Capture   string   // "", "pipe" or "terminal"
	Leaves    bool     // processes of it may have to be killed
	Traced    bool     // what its goroutines do is recorded, by another run
	Platforms []string // GOOS or GOOS/GOARCH; empty: all
	Contract  *contract.Contract
	// Golden is the file of the recorded output, slash-separated, relative
	// to the book's Dir. It may not exist yet.
	Golden string
	// Trace is the same of what its goroutines did, if it is Traced.
	Trace string
	// File, Line and Column say where the run is declared: in runs.yaml, or
	// 1:1 of the program's first file without one.
	File         string
	Line, Column int
}

// ID names the run in messages and for -run: chapter/program/run.
func (r *Run) ID() string { return r.Program.Name + "/" + r.Name }

// Embed is a block that shows a source file or a recorded output; it stands
// where an embed link stood in the Markdown.
type Embed struct {
	ast.BaseBlock
	Program *Program
	Caption string      // plain text, in the edition's language
	Source  *SourceFile // of a program, if the link names a .go file
	Region  *Region     // nil: the whole file
	Run     *Run        // if the link names a .golden file
	First   int         // first and last line shown, from 1; 0: all
	Last    int
	Marks   [][2]int // marked lines, first and last

	dest  string    // the link's destination below snippets/
	title string    // the link's title
	link  *ast.Link // that it stands for; its text is the caption
}
