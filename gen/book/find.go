package book

import "huoye/gen/problem"

// Find returns the runs that name stands for: chapter/program all runs of a
// program, chapter/program/run one of them. If there are none, like is the
// name most like it, "" if none is like it.
func (b *Book) Find(name string) (runs []*Run, like string) {
	var names []string
	for _, p := range b.Programs {
		if p.Name == name {
			return p.Runs, ""
		}
		names = append(names, p.Name)
		for _, r := range p.Runs {
			if r.ID() == name {
				return []*Run{r}, ""
			}
			names = append(names, r.ID())
		}
	}
	return nil, problem.Nearest(name, names)
}

// FindChapter returns the chapter with a slug. If there is none, like is the
// slug most like it, "" if none is like it.
func (b *Book) FindChapter(slug string) (c *Chapter, like string) {
	if c := b.chapters[slug]; c != nil {
		return c, ""
	}
	var slugs []string
	for _, c := range b.Chapters {
		slugs = append(slugs, c.Slug)
	}
	return nil, problem.Nearest(slug, slugs)
}

// Find returns what is open of the block with an id. If nothing is, like is the
// id most like it of what is, "" if none is like it.
func (p *Pairs) Find(id string) (pair *Pair, like string) {
	var ids []string
	for i := range p.Open {
		if p.Open[i].ID == id {
			return &p.Open[i], ""
		}
		ids = append(ids, p.Open[i].ID)
	}
	return nil, problem.Nearest(id, ids)
}
