package book

import (
	"go/token"
	"path"
	"slices"

	"huoye/gen/problem"
)

// findChapters matches the chapters of book.yaml with the directories under
// content/ and gives them their editions, not yet loaded. Without a listing,
// every directory is taken for a chapter.
func (l *loader) findChapters(list *listing) error {
	entries, err := l.list("content")
	if err != nil {
		return err
	}
	dirs := map[string]bool{}
	for _, e := range entries {
		if !e.dir {
			continue
		}
		dirs[e.name] = true
		if list == nil && isSlug(e.name) {
			l.addChapter(&Chapter{Slug: e.name})
		}
	}
	if list != nil {
		l.book.Parts = list.parts
		for _, c := range list.chapters {
			l.addChapter(c)
		}
	}
	if err := parallel(entries, l.checkChapterDir); err != nil {
		return err
	}
	if list == nil {
		return nil
	}
	for i, c := range list.chapters {
		if c.zh == nil && c.en == nil {
			l.missingChapter(c, list.text.position(list.at[i]), dirs)
		}
	}
	return nil
}

func (l *loader) addChapter(c *Chapter) {
	c.book = l.book
	c.Pairs.slug = c.Slug
	l.book.Chapters = append(l.book.Chapters, c)
	l.book.chapters[c.Slug] = c
}

// checkChapterDir finds the editions in a directory under content/.
func (l *loader) checkChapterDir(dir entry) error {
	if !dir.dir {
		return nil
	}
	entries, err := l.list(dir.path)
	if err != nil || len(entries) == 0 {
		return err
	}
	at := token.Position{Filename: dir.path, Line: 1, Column: 1}
	if i := slices.IndexFunc(entries, isMarkdown); i >= 0 {
		at.Filename = entries[i].path
	}
	if !isSlug(dir.name) {
		l.probs.add(at, problem.Slug, "the chapter name %q is no slug; %s%s", dir.name, slugRule, slugify(dir.name))
		return nil
	}
	c := l.book.chapters[dir.name]
	if c == nil {
		l.probs.add(at, problem.ChapterFiles, "chapter %s is not listed in %s; add it to a part or remove it", dir.name, bookFile)
		return nil
	}
	for _, e := range entries {
		switch {
		case e.name == "zh.md":
			c.zh = &Edition{Lang: ZH, listed: e.listed(), chapter: c}
		case e.name == "en.md":
			c.en = &Edition{Lang: EN, listed: e.listed(), chapter: c}
		case e.name == pairsName:
			c.sum = e.listed()
		case isMarkdown(e):
			l.probs.add(e.start(), problem.FileName,
				"%s is no edition; a chapter has zh.md and en.md", e.name)
		}
	}
	l.missingEdition(c)
	return nil
}

func isMarkdown(e entry) bool { return path.Ext(e.name) == ".md" }

// missingEdition reports a chapter with one edition only.
func (l *loader) missingEdition(c *Chapter) {
	var there *Edition
	switch {
	case c.zh == nil:
		there = c.en
	case c.en == nil:
		there = c.zh
	}
	if there == nil {
		return
	}
	lang, other := "an English", "en.md"
	if there.Lang == EN {
		lang, other = "a Chinese", "zh.md"
	}
	l.probs.add(token.Position{Filename: there.File(), Line: 1, Column: 1}, problem.ChapterFiles,
		"chapter %s lacks %s edition; write %s", c.Slug, lang, path.Join(path.Dir(there.File()), other))
}

// missingChapter reports a listed chapter that has no edition at all.
func (l *loader) missingChapter(c *Chapter, at token.Position, dirs map[string]bool) {
	var unlisted []string
	for dir := range dirs {
		if l.book.chapters[dir] == nil {
			unlisted = append(unlisted, dir)
		}
	}
	slices.Sort(unlisted)
	l.probs.add(at, problem.ChapterFiles, "chapter %s has neither content/%s/zh.md nor en.md%s", c.Slug, c.Slug,
		problem.Suggest(c.Slug, unlisted, "write it or remove it here"))
}

// checkUnused reports the programs of chapters that no chapter shows.
func (l *loader) checkUnused() {
	var meant []*Program // to be shown
	for _, p := range l.book.Programs {
		if p.sound() && l.book.chapters[p.Chapter] != nil {
			meant = append(meant, p)
		}
	}
	if len(meant) == 0 {
		return // nor is it asked what all the chapters show
	}
	shown := map[*Program]bool{}
	for _, c := range l.book.Chapters {
		for _, e := range []*Edition{c.zh, c.en} {
			if e == nil || !e.sound || e.badEmbed {
				return // it may show any of them
			}
			for _, link := range e.Details().Embeds {
				shown[link.Program] = true
			}
		}
	}
	for _, p := range meant {
		if shown[p] {
			continue
		}
		l.probs.add(token.Position{Filename: p.Files[0].File, Line: 1, Column: 1}, problem.ProgramUnused,
			"program %s is shown in no chapter; embed it or remove %s", p.Name, p.Dir)
	}
}
