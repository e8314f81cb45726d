package book

import (
	"go/token"
	"slices"
	"strings"

	"huoye/gen/problem"
)

// Relate adds to the problems of programs and runs where the chapters show
// them, once in each edition: what is wrong is wrong there, too. Load has done
// so for the problems it returns.
func (b *Book) Relate(problems problem.List) {
	for _, p := range problems {
		program := programOf(p)
		if program == "" {
			continue
		}
		for _, c := range b.Chapters {
			for _, e := range c.editions() {
				r, ok := shownIn(e, program, p.Run)
				if ok && !slices.Contains(p.Related, r) {
					p.Related = append(p.Related, r)
				}
			}
		}
	}
}

// shownIn is where an edition shows the output of a run, or else the code of
// its program. Without a run it is where it shows the program at all.
func shownIn(e *Edition, program, run string) (problem.Related, bool) {
	var at EmbedLink
	var msg string
	for _, link := range e.Details().Embeds {
		if link.Program.Name != program {
			continue
		}
		if link.Run != nil && link.Run.ID() == run {
			at, msg = link, "its output is shown here"
			break
		}
		if msg == "" && (link.Run == nil || run == "") {
			at, msg = link, "the program is shown here"
		}
	}
	pos := token.Position{Filename: e.File(), Line: at.Line, Column: at.Column}
	return problem.Related{Pos: pos, Msg: msg}, msg != ""
}

// programOf names the program that p is about, chapter/program; "" if there is
// none.
func programOf(p *problem.Problem) string {
	if i := strings.LastIndexByte(p.Run, '/'); i >= 0 {
		return p.Run[:i]
	}
	file, ok := strings.CutPrefix(p.Pos.Filename, "snippets/")
	if parts := strings.SplitN(file, "/", 3); ok && len(parts) == 3 {
		return parts[0] + "/" + parts[1]
	}
	return ""
}
