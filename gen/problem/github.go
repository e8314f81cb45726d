package problem

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"fmt"
	"go/token"
	"io"
	"slices"
	"strings"
)

// maxAnnotations is how many annotations of each kind GitHub takes from one
// step of a job.
const maxAnnotations = 10

// An annotation is what GitHub shows at a line of a file.
type annotation struct {
	kind  string // error, warning or notice
	pos   token.Position
	title string
	msg   string
}

// writeGitHub writes the text, then the annotations as workflow commands: an
// error for each problem, a warning at each other position that it concerns,
// and a notice for each notice, the worst first.
func (r *Report) writeGitHub(w io.Writer) error {
	var b bytes.Buffer
	if len(r.Problems) > 0 {
		// The runner would obey commands in what a program printed or an
		// author wrote. It stops until it reads a word that nobody knows.
		resume := rand.Text()
		fmt.Fprintf(&b, "::stop-commands::%s\n", resume)
		if err := r.writeText(&b); err != nil {
			return err
		}
		fmt.Fprintf(&b, "::%s::\n", resume)
	}
	if r.Err != nil {
		fmt.Fprintf(&b, "::error title=%s::%s\n", escapeProperty("gen "+r.Command), escapeData(r.Err.Error()))
	}
	files := &sources{files: r.Files}
	written := make(map[string]int)
	left := 0
	for _, a := range annotations(worstFirst(r.Problems)) {
		if written[a.kind] == maxAnnotations {
			left++
			continue
		}
		written[a.kind]++
		column := files.get(a.pos.Filename).units(a.pos.Line, a.pos.Column)
		fmt.Fprintf(&b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", a.kind,
			escapeProperty(r.file(a.pos.Filename)), max(a.pos.Line, 1), column, escapeProperty(a.title), escapeData(a.msg))
	}
	if left > 0 {
		fmt.Fprintf(&b, "%s left out: GitHub takes %d errors, warnings and notices of a step; all problems are listed above\n",
			count(left, "annotation"), maxAnnotations)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// annotations are what is to be shown of problems, in their order.
func annotations(problems List) []annotation {
	var list []annotation
	for _, p := range problems {
		a := annotation{kind: "error", pos: p.Pos, title: string(p.Rule), msg: clip(strings.TrimRight(p.Msg, "\n"))}
		if p.Notice {
			a.kind = "notice"
		}
		list = append(list, a)
		what, _ := p.Split()
		for _, other := range p.Related {
			if !p.Notice {
				list = append(list, annotation{"warning", other.Pos, a.title, fmt.Sprintf("%s: %s", other.Msg, what)})
			}
		}
	}
	return list
}

// worstFirst orders problems by how bad they are: first what makes the book
// untrue, and last what follows from others or is a matter of style. Among
// equals the first problem of each rule comes before the second of any.
func worstFirst(problems List) List {
	seen := make(map[Rule]int)
	type rank struct{ grade, nth int }
	ranks := make(map[*Problem]rank)
	for _, p := range problems {
		ranks[p] = rank{grade(p), seen[p.Rule]}
		seen[p.Rule]++
	}
	sorted := slices.Clone(problems)
	slices.SortStableFunc(sorted, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(ranks[a].grade, ranks[b].grade), cmp.Compare(ranks[a].nth, ranks[b].nth))
	})
	return sorted
}

// grade is how bad p is, from 0, the worst.
func grade(p *Problem) int {
	switch {
	case p.Notice:
		return 3
	case p.Run != "" || strings.HasPrefix(p.Pos.Filename, "snippets/"):
		return 0
	case p.Rule == SiteOutdated || strings.HasPrefix(string(p.Rule), "prose-"):
		return 2
	}
	return 1
}

// clip bounds a message to what people read of an annotation.
func clip(s string) string {
	const most = 4 << 10
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// escapeData escapes the message of a workflow command.
func escapeData(s string) string {
	return dataEscapes.Replace(Printable(s))
}

// escapeProperty escapes the value of a parameter of a workflow command.
func escapeProperty(s string) string {
	return propertyEscapes.Replace(Printable(s))
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
