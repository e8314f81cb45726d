package book

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
	return nil, Nearest(name, names)
}
