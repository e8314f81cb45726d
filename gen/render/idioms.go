package render

import (
	"html/template"
	"path"

	"huoye/gen/book"
)

type pythonData struct {
	frame
	pageHead
	SeeLabel template.HTML
	Groups   []idiomGroup
}

// An idiomGroup is the idioms that one chapter shows first.
type idiomGroup struct {
	Href   string
	Number template.HTML
	Title  template.HTML
	Idioms []idiomData
}

type idiomData struct {
	Python, Go []string
	Notes      []langHTML
	See        []useLink
}

// python makes the page that leads from Python to Go in v.
func (s *site) python(v view) pythonData {
	d := pythonData{pageHead: s.pageHead(v, say.python, say.pythonLead), SeeLabel: v.label(say.see)}
	d.frame = s.extraFrame(v, book.PythonPage, say.python, say.pythonLead)
	for _, c := range s.book.Chapters {
		g := idiomGroup{
			Href:   "../" + c.Slug + "/index.html",
			Number: v.label(format(say.chapter, c.Number)),
			Title:  v.label(chapterTitle(c)),
		}
		for _, i := range s.book.Idioms {
			if i.See[0].Chapter == c {
				g.Idioms = append(g.Idioms, s.idiomData(v, i))
			}
		}
		if len(g.Idioms) > 0 {
			d.Groups = append(d.Groups, g)
		}
	}
	return d
}

func (s *site) idiomData(v view, i *book.Idiom) idiomData {
	d := idiomData{Python: i.Python, Go: i.Go, Notes: notes(v, i.Note)}
	for _, see := range i.See {
		link := useLink{Href: "../" + see.Chapter.Slug + "/index.html"}
		if see.Program == nil {
			link.Label = v.label(format(say.chapter, see.Chapter.Number))
		} else {
			if id := shownIn(see.Chapter, see.Program); id != "" {
				link.Href += "#" + id
			}
			var w buffer
			w.text(path.Base(see.Program.Name))
			// Safe: text escapes what it is given.
			link.Label = template.HTML(w.String())
		}
		d.See = append(d.See, link)
	}
	return d
}

// shownIn returns the id of the first block of c that shows p, "" if none does.
func shownIn(c *book.Chapter, p *book.Program) string {
	for _, e := range c.Shows() {
		if e.Program == p {
			return e.Block
		}
	}
	return ""
}
