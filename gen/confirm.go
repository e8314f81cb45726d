package main

import (
	"context"
	"fmt"
	"go/token"
	"io"
	"strings"

	"huoye/gen/book"
	"huoye/gen/problem"
)

// confirm records that the editions of a chapter, or of one block of it, say
// the same though only one of them has changed: the author has read them.
func confirm(_ context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	b, problems, err := book.Load(o.dir)
	if err != nil || problems.Failing() {
		return problems, err
	}
	slug, id, one := strings.Cut(o.args[0], "#")
	c, problems := findChapter(b, slug)
	if c == nil {
		return problems, nil
	}
	accepted := c.Pairs.Open
	if one && c.Pairs.CountOpen() > 0 {
		pair, problems := findPair(c, id)
		if pair == nil {
			return problems, nil
		}
		accepted = []book.Pair{*pair}
	}
	if err := writePairs(b, c, func(p book.Pair) bool { return !one || p.ID == id }); err != nil {
		return nil, err
	}
	for _, p := range accepted {
		fmt.Fprintf(stdout, "confirmed %s#%s (%s:%d): %s\n", slug, p.ID, p.EN.Filename, p.EN.Line, p.Reason())
	}
	switch {
	case c.Pairs.Unrecorded:
		fmt.Fprintf(stdout, "confirmed all of chapter %s: %s\n", slug, count(c.Pairs.Count, "block"))
	case len(accepted) == 0:
		fmt.Fprintf(stdout, "all of chapter %s is confirmed already\n", slug)
	}
	return nil, nil
}

// findChapter finds the chapter with a slug, or says that there is none.
func findChapter(b *book.Book, slug string) (*book.Chapter, problem.List) {
	c, remedy := b.FindChapter(slug, "a chapter is named as its directory in content/")
	if c != nil {
		return c, nil
	}
	return nil, misnamed("content", problem.ChapterName, fmt.Sprintf("there is no chapter %q%s", slug, remedy))
}

// findPair finds what is open of a block of c, or says that nothing is.
func findPair(c *book.Chapter, id string) (*book.Pair, problem.List) {
	otherwise := `run "gen check" to see those that have`
	if c.Pairs.Unrecorded {
		otherwise = fmt.Sprintf("nothing of it is recorded yet, run \"gen confirm %s\"", c.Slug)
	}
	pair, remedy := c.Pairs.Find(id, otherwise)
	if pair != nil {
		return pair, nil
	}
	return nil, misnamed(c.Pairs.File(), problem.ChapterName,
		fmt.Sprintf("chapter %s has nothing to confirm in a block %q%s", c.Slug, id, remedy))
}

// misnamed reports a wrong name on the command line, where in the book the
// right ones are.
func misnamed(file string, rule problem.Rule, message string) (list problem.List) {
	list.Add(token.Position{Filename: file, Line: 1, Column: 1}, rule, message)
	return list
}
