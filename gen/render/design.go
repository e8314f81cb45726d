package render

import (
	"cmp"
	"embed"
	"go/token"
	"html/template"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"sync"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/problem"
)

// DesignFiles are what a [Design] is read from, files and directories. They
// lie in the directory of this package.
var DesignFiles = []string{"templates", "scripts", "style.css", "beside.css", "code.css"}

//go:embed templates scripts style.css beside.css code.css
var designFiles embed.FS

// embedded is read at start, so that a bad template cannot reach a build.
var embedded = func() *Design {
	d, problems, err := LoadDesign(designFiles)
	if err := cmp.Or(err, problems.Err()); err != nil {
		panic(err)
	}
	d.sum = Key{} // pages depend on nothing but the generator
	return d
}()

// Design is what all pages are made with besides the book: templates, style
// sheets and scripts. It is part of the generator; those who work on it look
// at one that is not built in yet.
type Design struct {
	templates *template.Template
	style     string // style.css
	beside    string // beside.css
	// colours is code.css: the colours of code, for light and for dark. It is
	// made from two styles of chroma by a test, since chroma reads all of its
	// styles as a process starts.
	colours                    string
	minified                   func() (style, beside []byte) // made once, with the colours in style
	theme, page, lines, search string                        // scripts
	sum                        Key                           // of all
}

// LoadDesign reads a design from a directory that holds [DesignFiles]. What
// templates have wrong is a problem at a file of that directory; the design is
// nil if there is any.
func LoadDesign(dir fs.FS) (*Design, problem.List, error) {
	d := new(Design)
	var all []string // names and texts
	for name, text := range map[string]*string{
		"style.css":         &d.style,
		"beside.css":        &d.beside,
		"code.css":          &d.colours,
		"scripts/theme.js":  &d.theme,
		"scripts/page.js":   &d.page,
		"scripts/lines.js":  &d.lines,
		"scripts/search.js": &d.search,
	} {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, nil, err
		}
		*text = string(data)
	}
	d.minified = sync.OnceValues(func() ([]byte, []byte) {
		return []byte(minify(d.style + d.colours)), []byte(minify(d.beside))
	})
	all = append(all, d.style, d.beside, d.colours, d.theme, d.page, d.lines, d.search)
	names, err := fs.Glob(dir, "templates/*.html")
	if err != nil {
		return nil, nil, err
	}
	var problems problem.List
	d.templates = template.New("")
	for _, name := range names {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, nil, err
		}
		all = append(all, name, string(text))
		if _, err := d.templates.New(path.Base(name)).Parse(string(text)); err != nil {
			problems = append(problems, templateProblem(name, err))
		}
	}
	if len(problems) > 0 {
		return nil, problems, nil
	}
	d.sum = hashOf(all)
	return d, nil, nil
}

// parseError is what package template says: where, and what.
var parseError = regexp.MustCompile(`^template: [^:]*:(\d+)(?::(\d+))?: (.*)`)

func templateProblem(name string, err error) *problem.Problem {
	p := &problem.Problem{
		Pos:  token.Position{Filename: name, Line: 1, Column: 1},
		Rule: problem.DesignTemplate,
		Msg:  err.Error(),
	}
	if m := parseError.FindStringSubmatch(p.Msg); m != nil {
		p.Pos.Line, _ = strconv.Atoi(m[1])
		if column, err := strconv.Atoi(m[2]); err == nil {
			p.Pos.Column = column
		}
		p.Msg = m[3]
	}
	p.Msg = "a template that does not parse: " + p.Msg
	return p
}

// Plan is [NewPlan] with another design.
func (d *Design) Plan(b *book.Book, recorded map[*book.Run]*golden.Golden) *Plan {
	return &Plan{newPlanner(b, recorded, d)}
}
