package preview

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"huoye/gen/problem"
)

// state is what the script is told of the problems.
type state struct {
	Problems []shown `json:"problems,omitempty"`
	Left     int     `json:"left,omitempty"` // how many there are besides
}

// shown is a problem as a page shows it. All of it is text, never markup.
type shown struct {
	File    string    `json:"file"`
	Line    int       `json:"line"`
	Column  int       `json:"column"`
	Notice  bool      `json:"notice,omitempty"`
	Rule    string    `json:"rule"`
	What    string    `json:"what"`
	Remedy  string    `json:"remedy,omitempty"`
	More    string    `json:"more,omitempty"`
	Before  string    `json:"before,omitempty"` // of the line, up to the column
	After   string    `json:"after,omitempty"`  // the rest of it
	Related []related `json:"related,omitempty"`
}

type related struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	What   string `json:"what"`
}

const (
	maxShown = 30      // problems on a page
	maxMore  = 8 << 10 // bytes of an explanation
	maxFile  = 1 << 20 // of a file that has problems
)

// describe is what the script is told, as JSON on one line.
func describe(dir string, problems problem.List) string {
	problems.Sort()
	var s state
	var files fs.FS
	if root, err := os.OpenRoot(dir); err == nil {
		defer root.Close()
		files = root.FS()
	}
	// What fails comes before what is worth knowing.
	for _, notice := range []bool{false, true} {
		for _, p := range problems {
			switch {
			case p.Notice != notice:
			case len(s.Problems) == maxShown:
				s.Left++
			default:
				s.Problems = append(s.Problems, show(files, p))
			}
		}
	}
	data, err := json.Marshal(s)
	if err != nil {
		return "{}" // strings and numbers can always be written
	}
	return string(data)
}

func show(files fs.FS, p *problem.Problem) shown {
	what, more := p.Split()
	if len(more) > maxMore {
		more = more[:maxMore] + "…"
	}
	what, remedy, _ := strings.Cut(what, "; ")
	s := shown{
		File: problem.Printable(p.Pos.Filename), Line: p.Pos.Line, Column: p.Pos.Column,
		Notice: p.Notice, Rule: string(p.Rule), What: problem.Printable(what), Remedy: problem.Printable(remedy), More: problem.Printable(more),
	}
	s.Before, s.After = excerpt(files, p.Pos.Filename, p.Pos.Line, p.Pos.Column)
	for _, r := range p.Related {
		s.Related = append(s.Related, related{problem.Printable(r.Pos.Filename), r.Pos.Line, r.Pos.Column, problem.Printable(r.Msg)})
	}
	return s
}

// excerpt is a line of a file, in two parts at a column; nothing if there is
// none, or if reading it would be unwise.
func excerpt(files fs.FS, name string, line, column int) (before, after string) {
	name = filepath.ToSlash(name)
	if files == nil || !fs.ValidPath(name) || line < 1 {
		return "", ""
	}
	info, err := fs.Stat(files, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return "", ""
	}
	data, err := fs.ReadFile(files, name)
	if err != nil {
		return "", ""
	}
	lines := bytes.Split(data, []byte("\n"))
	if line > len(lines) {
		return "", ""
	}
	text := bytes.TrimRight(lines[line-1], "\r")
	if column < 1 || column > len(text)+1 {
		return "", ""
	}
	// A long line is shown around the column.
	const most = 60
	left, right := []rune(problem.Printable(string(text[:column-1]))), []rune(problem.Printable(string(text[column-1:])))
	if len(left) > most {
		left = append([]rune{'…'}, left[len(left)-most:]...)
	}
	if len(right) > most {
		right = append(right[:most:most], '…')
	}
	return string(left), string(right)
}
