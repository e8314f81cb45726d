package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"huoye/gen/book"
	"huoye/gen/disk"
	"huoye/gen/problem"
)

// mendRounds is how often the book is read again for fixes that touched
// others, or showed more. A fix that does not mend its problem must end, too.
const mendRounds = 100

// mend makes the fixes of what loading the book found, reads it again, and so
// on until none is left to be made. It returns what remains.
func (b *build) mend(problems problem.List) (problem.List, error) {
	for range mendRounds {
		done, err := applyFixes(b.dir, problems)
		for _, p := range done {
			shown := *p
			shown.Pos.Filename = path.Join(b.report.Dir, p.Pos.Filename)
			if !b.quiet {
				fmt.Fprintf(b.stdout, "mended %s\n", problem.Printable(shown.Head()))
			}
		}
		b.report.Fixed = append(b.report.Fixed, done...)
		if err != nil || len(done) == 0 {
			return problems, err
		}
		b.book, problems, err = book.Load(b.dir)
		if err != nil {
			return nil, err
		}
	}
	return problems, nil
}

// applyFixes makes the fixes of problems in the book in dir and returns the
// problems that are mended. Each file is replaced in one step.
func applyFixes(dir string, problems problem.List) (problem.List, error) {
	fixable := make(map[string]problem.List) // by files, not by links to them
	for _, p := range problems {
		if p.Fix == nil {
			continue
		}
		file, err := filepath.EvalSymlinks(filepath.Join(dir, filepath.FromSlash(p.Pos.Filename)))
		if err != nil {
			return nil, err
		}
		fixable[file] = append(fixable[file], p)
	}
	var mended problem.List
	for _, file := range slices.Sorted(maps.Keys(fixable)) {
		done, err := fixFile(file, fixable[file])
		mended = append(mended, done...)
		if err != nil {
			return mended, err
		}
	}
	mended.Sort()
	return mended, nil
}

// fixFile makes the fixes of problems in one file and returns those that are
// mended.
func fixFile(file string, problems problem.List) (problem.List, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	before, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	after, done := problems.Fix(before)
	if bytes.Equal(before, after) {
		return nil, nil
	}
	if err := disk.Replace(file, after, info.Mode().Perm()); err != nil {
		return nil, err
	}
	return done, nil
}
