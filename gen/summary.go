package main

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"huoye/gen/runner"
)

// stopwatch measures the stages.
type stopwatch struct {
	start, last time.Time
	laps        []lap
}

type lap struct {
	stage string
	took  time.Duration
}

func newStopwatch() *stopwatch {
	now := time.Now()
	return &stopwatch{start: now, last: now}
}

// lap ends the stage called name.
func (w *stopwatch) lap(name string) {
	now := time.Now()
	w.laps = append(w.laps, lap{name, now.Sub(w.last)})
	w.last = now
}

// summarize prints what a person wants to know after a build without problems.
func (b *build) summarize(w io.Writer) {
	total := 0
	for range allRuns(b.book) {
		total++
	}
	fmt.Fprintf(w, "%s, %s, %d of %s, all as recorded\n",
		count(len(b.book.Chapters), "chapter"), count(len(b.book.Programs), "program"), len(b.results), count(total, "run"))
	if len(b.results) > 0 {
		weaker := ""
		if !runner.Isolated() {
			weaker = " (weaker than possible: see go run ./gen doctor)"
		}
		fmt.Fprintf(w, "isolation: %s%s\n", runner.Isolation(), weaker)
	}
	if n := len(b.skipped); n > 0 {
		var names []string
		for _, r := range b.skipped {
			names = append(names, fmt.Sprintf("%s (%s)", r.ID(), runner.Unsupported(r)))
		}
		slices.Sort(names)
		fmt.Fprintf(w, "not run on %s/%s: %s\n", runtime.GOOS, runtime.GOARCH, strings.Join(names, ", "))
	}
	if b.written > 0 {
		fmt.Fprintf(w, "recorded %s; read the difference before you commit it\n", count(b.written, "output"))
	}
	var times []string
	for _, l := range b.watch.laps {
		times = append(times, fmt.Sprintf("%s %.2fs", l.stage, l.took.Seconds()))
	}
	fmt.Fprintf(w, "%.2fs: %s\n", time.Since(b.watch.start).Seconds(), strings.Join(times, ", "))
	if b.archive != "" {
		fmt.Fprintf(w, "a copy of the whole site is in %s\n", b.archive)
	}
	index := filepath.ToSlash(filepath.Join(b.siteDir(), "index.html"))
	switch {
	case b.command == "check":
		fmt.Fprintln(w, "everything holds; nothing was written")
	case b.diff.Empty():
		fmt.Fprintf(w, "the site is unchanged; open %s\n", index)
	default:
		fmt.Fprintf(w, "the site has %d new, %d changed and %d removed files; open %s\n",
			len(b.diff.Added), len(b.diff.Changed), len(b.diff.Removed), index)
	}
}

// count is a number with its noun: "1 run", "2 runs".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
