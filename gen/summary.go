package main

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"huoye/gen/book"
	"huoye/gen/golden"
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
	if b.shard.n > 0 {
		fmt.Fprintf(w, "share %d of %d\n", b.shard.i, b.shard.n)
	}
	fmt.Fprintf(w, "%s, %s, %s\n", count(b.whole.Chapters, "chapter"), count(b.whole.Programs, "program"), b.ran())
	if len(b.results) > 0 {
		weaker := ""
		if !runner.Isolated() {
			weaker = " (weaker than possible: see gen doctor)"
		}
		fmt.Fprintf(w, "isolation: %s%s\n", runner.Isolation(), weaker)
	}
	if n := b.unstable(); n > 0 {
		fmt.Fprintf(w, "%s failed before, with nothing changed since: see gen status\n", count(n, "run"))
	}
	if len(b.whole.Skipped) > 0 {
		fmt.Fprintf(w, "not run on %s/%s: %s\n", runtime.GOOS, runtime.GOARCH, strings.Join(b.whole.Skipped, ", "))
	}
	if b.written > 0 {
		fmt.Fprintf(w, "recorded %s; read the difference before you commit it\n", count(b.written, "output"))
	}
	if b.paired > 0 {
		fmt.Fprintf(w, "recorded %s as the same in both languages\n", count(b.paired, "block"))
	}
	if n := b.unpaired(); n > 0 {
		fmt.Fprintf(w, "%s not recorded yet as the same in both languages; read them, then run \"gen build -update\"\n", count(n, "new or changed block"))
	}
	var times []string
	for _, l := range b.watch.laps {
		times = append(times, fmt.Sprintf("%s %.2fs", l.stage, l.took.Seconds()))
	}
	if len(times) == 0 {
		times = append(times, "nothing has changed")
	}
	fmt.Fprintf(w, "%.2fs: %s\n", time.Since(b.watch.start).Seconds(), strings.Join(times, ", "))
	if b.archive != "" {
		fmt.Fprintf(w, "a copy of the whole site is in %s\n", b.archive)
	}
	index := filepath.ToSlash(filepath.Join(b.siteDir(), "index.html"))
	switch {
	case !b.shard.makesPages("build") && b.command == "build":
		fmt.Fprintln(w, "the site is not written, it would be of this share only; when all shares are together, run \"gen build\"")
	case b.command == "check" && len(b.report.Fixed) > 0:
		fmt.Fprintf(w, "%s; nothing was written but what was mended: %s\n", b.holds(), count(len(b.report.Fixed), "problem"))
	case b.command == "check":
		fmt.Fprintf(w, "%s; nothing was written\n", b.holds())
	case b.diff.Empty():
		fmt.Fprintf(w, "the site is unchanged; open %s\n", index)
	default:
		fmt.Fprintf(w, "the site has %d new, %d changed and %d removed files; open %s\n",
			len(b.diff.Added), len(b.diff.Changed), len(b.diff.Removed), index)
	}
}

// ran says how many of the runs were asked for.
func (b *build) ran() string {
	asked := b.whole.Runs - len(b.whole.Skipped)
	if b.book != nil {
		asked = len(b.selected)
	}
	if b.selective() && asked+len(b.skipped) == 0 {
		of := ""
		if b.shard.n > 0 {
			of = " of this share"
		}
		return fmt.Sprintf("no run%s matches -run %q", of, b.options.run)
	}
	before := ""
	if n := asked - len(b.results); n > 0 {
		before = fmt.Sprintf(" (%d verified before)", n)
	}
	return fmt.Sprintf("%d of %s%s, all as recorded", asked, count(b.whole.Runs, "run"), before)
}

// selective reports whether runs of the share were not asked for.
func (b *build) selective() bool { return len(b.selected)+len(b.skipped) < len(b.share) }

// holds says what a check without problems has proved.
func (b *build) holds() string {
	runs := "what was run holds"
	switch {
	case !b.selective() && b.shard.n == 0:
		return "everything holds"
	case !b.selective():
		runs = "this share holds"
	case len(b.selected) == 0:
		runs = "nothing was run"
	}
	if b.shard.i > 1 {
		return runs + "; links, pages and site/ are checked by share 1"
	}
	return runs + "; all pages hold"
}

// unstable counts the runs that have held now, and failed before.
func (b *build) unstable() int {
	n := 0
	for _, run := range b.selected {
		if b.history.Of(run, b.recorded[run]).Unstable() {
			n++
		}
	}
	return n
}

// wholeOf counts what b has.
func wholeOf(b *book.Book, skipped []skippedRun) golden.Whole {
	w := golden.Whole{Chapters: len(b.Chapters), Programs: len(b.Programs)}
	for range allRuns(b) {
		w.Runs++
	}
	for _, r := range skipped {
		w.Skipped = append(w.Skipped, fmt.Sprintf("%s (%s)", r.ID(), r.why))
	}
	slices.Sort(w.Skipped)
	return w
}

// count is a number with its noun: "1 run", "2 runs".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
