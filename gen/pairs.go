package main

import (
	"context"
	"fmt"
	"path/filepath"

	"huoye/gen/book"
	"huoye/gen/disk"
	"huoye/gen/problem"
)

// inStep says where the editions are not confirmed to say the same. check wants
// all of it mended; build goes on, marks what is stale on its page, and leaves
// what -update records to the summary. Of several shares, the first looks.
func (b *build) inStep() problem.List {
	if b.shard.i > 1 {
		return nil
	}
	var problems problem.List
	for _, c := range b.book.Chapters {
		for _, p := range c.Pairs.Problems() {
			if b.command == "check" {
				problems = append(problems, p)
			} else if p.Rule == problem.Stale {
				p.Notice = true
				problems = append(problems, p)
			}
		}
	}
	return problems
}

// recordPairs records the blocks that are new or have changed in both editions,
// and drops those that are gone. What is stale stays so. Of several shares, the
// first records.
func (b *build) recordPairs(context.Context) (problem.List, error) {
	for _, c := range b.book.Chapters {
		if err := writePairs(b.book, c, book.Pair.Recordable); err != nil {
			return nil, err
		}
		if n := c.Pairs.CountRecordable(); n > 0 {
			b.paired += n
			fmt.Fprintf(b.log, "recorded %s in %s\n", count(n, "block"), c.Pairs.File())
		}
	}
	return nil, nil
}

// unpaired is how many blocks -update would record.
func (b *build) unpaired() int {
	if b.book == nil || b.shard.i > 1 {
		return 0 // nothing has changed since a build that left nothing
	}
	n := -b.paired
	for _, c := range b.book.Chapters {
		n += c.Pairs.CountRecordable()
	}
	return n
}

// writePairs writes what is confirmed of c, with the pairs for which accept is
// true, in one step.
func writePairs(b *book.Book, c *book.Chapter, accept func(book.Pair) bool) error {
	data, err := b.RecordPairs(c, accept)
	if err != nil || data == nil {
		return err
	}
	return disk.Replace(filepath.Join(b.Dir, filepath.FromSlash(c.Pairs.File())), data, 0o644)
}
