package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huoye/gen/book"
	"huoye/gen/golden"
)

// shard is one of n equal shares of a book's runs, counted from 1. The zero
// shard is the whole book.
type shard struct{ i, n int }

func (s shard) String() string { return fmt.Sprintf("%d/%d", s.i, s.n) }

// parseShard reads I/N.
func parseShard(text string) (shard, error) {
	i, n, ok := strings.Cut(text, "/")
	var s shard
	var err1, err2 error
	s.i, err1 = strconv.Atoi(i)
	s.n, err2 = strconv.Atoi(n)
	if !ok || err1 != nil || err2 != nil || s.i < 1 || s.i > s.n {
		return shard{}, fmt.Errorf("want I/N, the share and how many there are, from 1/N to N/N")
	}
	return s, nil
}

// What a share is estimated to take, beside the recorded times of its runs.
const (
	perRun     = 100 * time.Millisecond // building and starting it
	perChapter = 100 * time.Millisecond // rendering and checking its pages
)

// makesPages reports whether the share has to do with pages: making and
// checking them cannot be divided, so the first share of a check does it. No
// share writes them, which would show outputs that others are recording.
func (s shard) makesPages(command string) bool {
	return s.n == 0 || s.i == 1 && command == "check"
}

// of is the set of the runs of b in this share. It is the same on each machine
// that has the same book. The shares take about equally long, going by the
// recorded outputs: the longest run that is left goes to the share with the
// least so far.
func (s shard) of(b *book.Book, recorded map[*book.Run]*golden.Golden) map[*book.Run]bool {
	share := make(map[*book.Run]bool)
	runs := slices.Collect(allRuns(b))
	if s.n == 0 {
		for _, run := range runs {
			share[run] = true
		}
		return share
	}
	longestFirst(runs, recorded)
	load := make([]time.Duration, s.n)
	load[0] = perChapter * time.Duration(len(b.Chapters))
	for _, run := range runs {
		least := slices.Index(load, slices.Min(load))
		load[least] += perRun + took(recorded[run])
		if least == s.i-1 {
			share[run] = true
		}
	}
	return share
}

// longestFirst orders runs by how long they took when they were recorded, so
// that a long one does not begin when all others are done.
func longestFirst(runs []*book.Run, recorded map[*book.Run]*golden.Golden) {
	slices.SortStableFunc(runs, func(a, b *book.Run) int { return cmp.Compare(took(recorded[b]), took(recorded[a])) })
}

// took is how long a run took when g was recorded; 0 if there is no g.
func took(g *golden.Golden) time.Duration {
	if g == nil {
		return 0
	}
	var end time.Duration
	for _, l := range g.Output.Lines {
		end = max(end, l.At)
	}
	for _, p := range g.Output.Procs {
		end = max(end, p.End)
	}
	return end
}
