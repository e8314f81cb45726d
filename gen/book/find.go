package book

import "huoye/gen/problem"

// Find returns the runs that name stands for: chapter/program all runs of a
// program, chapter/program/run one of them. If there are none, remedy ends a
// message about it, with the name most like it or with otherwise.
func (b *Book) Find(name, otherwise string) (runs []*Run, remedy string) {
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
	return nil, problem.Suggest(name, names, otherwise)
}

// FindChapter returns the chapter with a slug; if there is none, a remedy as
// [Book.Find] does.
func (b *Book) FindChapter(slug, otherwise string) (c *Chapter, remedy string) {
	if c := b.chapters[slug]; c != nil {
		return c, ""
	}
	var slugs []string
	for _, c := range b.Chapters {
		slugs = append(slugs, c.Slug)
	}
	return nil, problem.Suggest(slug, slugs, otherwise)
}

// Find returns what is open of the block with an id; if nothing is, a remedy as
// [Book.Find] does.
func (p *Pairs) Find(id, otherwise string) (pair *Pair, remedy string) {
	var ids []string
	for i := range p.Open {
		if p.Open[i].ID == id {
			return &p.Open[i], ""
		}
		ids = append(ids, p.Open[i].ID)
	}
	return nil, problem.Suggest(id, ids, otherwise)
}
