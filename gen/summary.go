package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"huoye/gen/book"
	"huoye/gen/runner"
	"huoye/gen/site"
)

// stopwatch measures the stages.
type stopwatch struct {
	start, last time.Time
	stages      []stage
}

type stage struct {
	name string
	took time.Duration
}

func newStopwatch() *stopwatch {
	now := time.Now()
	return &stopwatch{start: now, last: now}
}

// lap ends the stage called name.
func (w *stopwatch) lap(name string) {
	now := time.Now()
	w.stages = append(w.stages, stage{name, now.Sub(w.last)})
	w.last = now
}

// summary is what a person wants to know after a build without problems.
type summary struct {
	book    *book.Book
	runs    int
	skipped []*book.Run
	news    int
	diff    site.Diff
	index   string
	check   bool
	watch   *stopwatch
}

func (s summary) print(w io.Writer) {
	total := 0
	for range allRuns(s.book) {
		total++
	}
	fmt.Fprintf(w, "%s, %s, %d of %s, all as recorded\n",
		count(len(s.book.Chapters), "chapter"), count(len(s.book.Programs), "program"), s.runs, count(total, "run"))
	if s.runs > 0 {
		weaker := ""
		if !runner.Isolated() {
			weaker = " (weaker than possible: see go run ./gen doctor)"
		}
		fmt.Fprintf(w, "isolation: %s%s\n", runner.Isolation(), weaker)
	}
	if n := len(s.skipped); n > 0 {
		var names []string
		for _, r := range s.skipped {
			names = append(names, r.ID())
		}
		slices.Sort(names)
		fmt.Fprintf(w, "not run, since this platform cannot: %s\n", strings.Join(names, ", "))
	}
	if s.news > 0 {
		fmt.Fprintf(w, "recorded %s; read the difference before you commit it\n", count(s.news, "output"))
	}
	var times []string
	for _, st := range s.watch.stages {
		times = append(times, fmt.Sprintf("%s %.2fs", st.name, st.took.Seconds()))
	}
	fmt.Fprintf(w, "%.2fs: %s\n", time.Since(s.watch.start).Seconds(), strings.Join(times, ", "))
	switch {
	case s.check:
		fmt.Fprintln(w, "everything holds; nothing was written")
	case s.diff.Empty():
		fmt.Fprintf(w, "the site is unchanged; open %s\n", s.index)
	default:
		fmt.Fprintf(w, "the site has %d new, %d changed and %d removed files; open %s\n",
			len(s.diff.Added), len(s.diff.Changed), len(s.diff.Removed), s.index)
	}
}

// count is a number with its noun: "1 run", "2 runs".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
