// Package skeleton writes the first words of chapters, programs and books. It
// hides what these are and where they are put in a book that has others
// already. It makes files in memory and changes nothing on disk. Files that are
// there already come last in its lists: until they are written, the book knows
// nothing of the others.
package skeleton

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"github.com/goccy/go-yaml"

	"huoye/gen/book"
	"huoye/gen/problem"
)

// File is a file to be written.
type File struct {
	Name string // slash-separated, relative to the book
	Data []byte
	Old  bool // it is there already, and gets more text
}

//go:embed files
var files embed.FS

var templates = template.Must(template.ParseFS(files, "files/*"))

// region is the part of a program that chapters show.
const region = "steps"

// values are what the templates are filled with.
type values struct {
	Title  book.Text
	YAML   book.Text // the title as a YAML scalar
	Name   string    // of the program, chapter/program
	Base   string    // its last element
	Doc    string    // how the program's comment begins
	Region string
	ID     string // of the heading
	Module string
	Go     string
}

func newValues(name string, title book.Text) (*values, error) {
	base := path.Base(name)
	words := titleOf(base)
	if title.ZH == "" {
		title.ZH = words
	}
	if title.EN == "" {
		title.EN = words
	}
	v := &values{
		Title:  title,
		Name:   name,
		Base:   base,
		Doc:    strings.ToUpper(base[:1]) + base[1:],
		Region: region,
	}
	zh, err := yaml.Marshal(title.ZH)
	if err != nil {
		return nil, err
	}
	en, err := yaml.Marshal(title.EN)
	if err != nil {
		return nil, err
	}
	v.YAML = book.Text{ZH: strings.TrimSpace(string(zh)), EN: strings.TrimSpace(string(en))}
	v.Title = book.Text{ZH: escape(title.ZH), EN: escape(title.EN)}
	return v, nil
}

// titleOf makes a title of a slug.
func titleOf(slug string) string {
	words := strings.Split(slug, "-")
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

// marks are what Markdown may take for more than a character.
var marks = regexp.MustCompile("[\\\\`*_{}\\[\\]<>~&|#]")

// escape makes text of s in Markdown.
func escape(s string) string { return marks.ReplaceAllString(s, `\$0`) }

// fill returns the template called name, filled with v.
func (v *values) fill(name string) ([]byte, error) {
	var b bytes.Buffer
	err := templates.ExecuteTemplate(&b, name, v)
	return b.Bytes(), err
}

// A draft collects files; the first error ends it.
type draft struct {
	values *values
	files  []File
	err    error
}

func (d *draft) add(name, template string) {
	if d.err == nil {
		var data []byte
		data, d.err = d.values.fill(template)
		d.files = append(d.files, File{Name: name, Data: data})
	}
}

// addChapter adds a chapter's editions and its program.
func (d *draft) addChapter(slug string) {
	d.add("content/"+slug+"/zh.md", "zh.md")
	d.add("content/"+slug+"/en.md", "en.md")
	d.add("snippets/"+d.values.Name+"/main.go", "main.go.txt")
}

// Chapter drafts a chapter for the book in dir: two editions, a program named
// like the chapter, and the line in book.yaml that puts it at the end of a
// part, numbered from 1, or of the last part for 0. A title that is empty is
// made from the slug. Nothing that is there already is touched, which is a
// problem; the error may also say that slug or part is no good.
func Chapter(dir, slug string, title book.Text, part int) ([]File, problem.List, error) {
	b, problems, err := outline(dir)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	v, err := newValues(slug+"/"+slug, title)
	if err != nil {
		return nil, nil, err
	}
	d := &draft{values: v}
	d.addChapter(slug)
	if d.err != nil {
		return nil, nil, d.err
	}
	if problems := taken(dir, d.files); len(problems) > 0 {
		return nil, problems, nil
	}
	for _, c := range b.Chapters {
		if c.Slug == slug {
			return nil, one("content/book.yaml", problem.NewName, "chapter %s is listed already; write it, or choose another name", slug), nil
		}
	}
	const listing = "content/book.yaml"
	src, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(listing)))
	if err != nil {
		return nil, nil, err
	}
	edited, err := book.ListChapter(src, slug, part)
	if err != nil {
		return nil, one(listing, problem.NewPlace, "%v", err), nil
	}
	return append(d.files, File{listing, edited, true}), nil, nil
}

// Program drafts a program for the book in dir, named chapter/program, and a
// section that shows it in both editions of the chapter: before the exercises,
// if there are any, or else at the end.
func Program(dir, name string, title book.Text) ([]File, problem.List, error) {
	b, problems, err := outline(dir)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	chapter, base, _ := strings.Cut(name, "/")
	var slugs []string
	for _, c := range b.Chapters {
		slugs = append(slugs, c.Slug)
	}
	if !slices.Contains(slugs, chapter) {
		remedy := fmt.Sprintf("begin it with \"gen new chapter %s\"", chapter)
		if like := problem.Nearest(chapter, slugs); like != "" {
			remedy = fmt.Sprintf("did you mean %q?", like)
		}
		return nil, one("content/book.yaml", problem.NewPlace, "there is no chapter %s; %s", chapter, remedy), nil
	}
	v, err := newValues(name, title)
	if err != nil {
		return nil, nil, err
	}
	d := &draft{values: v}
	d.add("snippets/"+name+"/main.go", "main.go.txt")
	if d.err != nil {
		return nil, nil, d.err
	}
	if problems := taken(dir, d.files); len(problems) > 0 {
		return nil, problems, nil
	}
	var editions [len(book.Langs)]File
	for i, l := range book.Langs {
		file := fmt.Sprintf("content/%s/%s.md", chapter, l)
		src, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, one(file, problem.ChapterFiles, "the chapter lacks this edition; write it first"), nil
		} else if err != nil {
			return nil, nil, err
		}
		editions[i] = File{file, src, true}
	}
	zh, en := &editions[0], &editions[1]
	v.ID = freeID(base, zh.Data, en.Data)
	before := exercises.Match(zh.Data) && exercises.Match(en.Data)
	for i, l := range book.Langs {
		section, err := v.fill(fmt.Sprintf("section.%s.md", l))
		if err != nil {
			return nil, nil, err
		}
		editions[i].Data = insertSection(editions[i].Data, section, before)
	}
	return append(d.files, editions[:]...), nil, nil
}

// exercises matches the heading of a chapter's exercises.
var exercises = regexp.MustCompile(`(?m)^## .*\{#exercises\}\s*$`)

// insertSection puts section before the exercises of src, or at its end.
func insertSection(src, section []byte, beforeExercises bool) []byte {
	crlf := bytes.Contains(src, []byte("\r\n"))
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	at := len(src)
	if beforeExercises {
		at = exercises.FindIndex(src)[0]
	}
	text := bytes.TrimRight(src[:at:at], "\n")
	text = append(text, "\n\n"...)
	text = append(text, section...)
	if at < len(src) {
		text = append(text, '\n')
		text = append(text, src[at:]...)
	}
	if crlf {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	return text
}

// freeID is an id for a heading that neither edition has. Blocks have ids made
// of their section's, section-1, section-2 and so on: it is not like these, and
// no heading is like those of its own blocks.
func freeID(base string, editions ...[]byte) string {
	for id := base; ; id += "-program" {
		taken := regexp.MustCompile(`\{#` + id + `(-[0-9]+)*\}`)
		if !numbered.MatchString(id) && !slices.ContainsFunc(editions, taken.Match) {
			return id
		}
	}
}

// numbered matches what may be the id of a block.
var numbered = regexp.MustCompile(`-[0-9]+$`)

// Book drafts a whole book for the directory dir, which need not exist: one
// chapter, called hello, and a Go module for its programs that needs the
// version of Go, such as 1.26. A title that is empty is made from dir's name.
func Book(dir string, title book.Text, goVersion string) ([]File, problem.List, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, nil, err
	}
	module := moduleName(filepath.Base(abs))
	v, err := newValues("hello/hello", book.Text{ZH: "你好", EN: "Hello"})
	if err != nil {
		return nil, nil, err
	}
	d := &draft{values: v}
	d.addChapter("hello")
	if d.values, err = newValues(module, title); err != nil {
		return nil, nil, err
	}
	d.values.Base, d.values.Module, d.values.Go = "hello", module, goVersion
	d.add("content/book.yaml", "book.yaml")
	d.add("go.mod", "go.mod.txt")
	d.add(".gitignore", "gitignore")
	d.add(".gitattributes", "gitattributes")
	d.add("README.md", "README.md")
	if d.err != nil {
		return nil, nil, d.err
	}
	return d.files, taken(dir, d.files), nil
}

// moduleName makes a module path of a directory's name. It has no dot, so that
// the go command looks for it nowhere.
func moduleName(dir string) string {
	words := strings.FieldsFunc(strings.ToLower(dir), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	name := strings.Join(words, "-")
	switch name {
	case "":
		return "book"
	case "std", "cmd", "vendor": // which mean something to the go command
		return name + "-book"
	}
	return name
}

// outline reads what the book has. Of problems only those of book.yaml matter.
func outline(dir string) (*book.Book, problem.List, error) {
	b, problems, err := book.Outline(dir)
	if err != nil {
		return nil, nil, err
	}
	return b, slices.DeleteFunc(problems, func(p *problem.Problem) bool { return p.Pos.Filename != "content/book.yaml" }), nil
}

// taken reports the files that are there already.
func taken(dir string, files []File) problem.List {
	var problems problem.List
	for _, f := range files {
		if _, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(f.Name))); err == nil {
			problems = append(problems, one(f.Name, problem.NewName, "this file is there already, and nothing is overwritten; choose another name, or move it away")...)
		}
	}
	return problems
}

// one is a problem with a file as a whole.
func one(file string, rule problem.Rule, format string, args ...any) problem.List {
	var list problem.List
	list.Add(token.Position{Filename: file, Line: 1, Column: 1}, rule, fmt.Sprintf(format, args...))
	return list
}
