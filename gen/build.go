package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
	"huoye/gen/render"
	"huoye/gen/runner"
	"huoye/gen/site"
)

// makeBook takes the book in o.dir through all stages. It stops after the
// first stage that had problems and returns them; the error is for failures
// of the generator or the machine.
func makeBook(ctx context.Context, o options, stdout, stderr io.Writer) (scanner.ErrorList, error) {
	watch := newStopwatch()
	log := io.Discard
	if o.verbose {
		log = stderr
	}

	b, problems, err := book.Load(o.dir)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	recorded, problems, err := loadGoldens(b)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	selected, skipped := selectRuns(b, o)
	longestFirst(selected, recorded)
	watch.lap("load")

	cache, release, err := binaryCache(ctx, o.dir)
	if err != nil {
		return nil, err
	}
	defer release()
	bins, problems, err := runner.Build(ctx, o.dir, cache, programs(selected), o.jobs)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	watch.lap("build")

	outputs, problems := runAll(ctx, bins.Run, selected, o.jobs, log)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	watch.lap("run")

	var news int
	if o.update {
		r := recorder{b: b, bins: bins, recorded: recorded, jobs: o.jobs, log: log}
		found, err := r.record(ctx, selected, outputs)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
		news = r.written
		watch.lap("record")
	}
	problems = append(problems, compareAll(b, recorded, outputs, o.update)...)
	watch.lap("compare")
	if o.count > 1 && len(problems) == 0 {
		problems = runAgain(ctx, bins, selected, recorded, o)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		watch.lap(fmt.Sprintf("%d times more", o.count-1))
	}
	if o.command == "check" && len(problems) == 0 {
		report := io.Discard
		if o.judge {
			report = stdout
		}
		problems = judgeAll(judged(b, recorded, o), recorded, o.jobs, report)
		watch.lap("judge")
	}
	if len(problems) > 0 {
		return problems, nil
	}

	files, err := render.Render(b, recorded)
	if err != nil {
		return nil, err
	}
	watch.lap("render")
	siteDir := filepath.Join(o.dir, "site")
	if problems := site.Check("site", files, budget); len(problems) > 0 {
		return problems, nil
	}
	watch.lap("check")
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}

	var diff site.Diff
	if o.command == "check" {
		diff, err = site.Compare(siteDir, files)
		problems = outdated(diff)
	} else {
		diff, err = site.Write(siteDir, files)
	}
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	watch.lap("write")

	if !o.quiet {
		s := summary{
			book: b, runs: len(outputs), skipped: skipped, news: news,
			diff: diff, index: filepath.ToSlash(filepath.Join(siteDir, "index.html")),
			check: o.command == "check", watch: watch,
		}
		s.print(stdout)
	}
	return nil, nil
}

// loadGoldens reads the recorded output of every run that has one.
func loadGoldens(b *book.Book) (map[*book.Run]*golden.Golden, scanner.ErrorList, error) {
	recorded := make(map[*book.Run]*golden.Golden)
	var problems scanner.ErrorList
	for run := range allRuns(b) {
		g, found, err := golden.Load(b, run)
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, found...)
		if g != nil {
			recorded[run] = g
		}
	}
	return recorded, problems, nil
}

// allRuns yields the runs of all programs in order.
func allRuns(b *book.Book) func(yield func(*book.Run) bool) {
	return func(yield func(*book.Run) bool) {
		for _, p := range b.Programs {
			for _, r := range p.Runs {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// selectRuns picks the runs that o asks for and this platform supports.
// skipped are those it asks for in vain.
func selectRuns(b *book.Book, o options) (selected, skipped []*book.Run) {
	for run := range allRuns(b) {
		switch {
		case o.run != nil && !o.run.MatchString(run.ID()):
		case !runner.Supported(run):
			skipped = append(skipped, run)
		default:
			selected = append(selected, run)
		}
	}
	return selected, skipped
}

// judged are the runs whose contracts o asks to judge: unlike running, judging
// works on every platform.
func judged(b *book.Book, recorded map[*book.Run]*golden.Golden, o options) []*book.Run {
	var runs []*book.Run
	for run := range allRuns(b) {
		if recorded[run] != nil && (o.run == nil || o.run.MatchString(run.ID())) {
			runs = append(runs, run)
		}
	}
	return runs
}

// longestFirst orders runs by how long they took when they were recorded, so
// that a long one does not begin when all others are done.
func longestFirst(runs []*book.Run, recorded map[*book.Run]*golden.Golden) {
	took := func(run *book.Run) time.Duration {
		g := recorded[run]
		if g == nil || len(g.Output.Lines) == 0 {
			return 0
		}
		return g.Output.Lines[len(g.Output.Lines)-1].At
	}
	slices.SortStableFunc(runs, func(a, b *book.Run) int { return cmp.Compare(took(b), took(a)) })
}

// programs are the programs of runs, each once, by name.
func programs(runs []*book.Run) []*book.Program {
	seen := make(map[*book.Program]bool)
	for _, r := range runs {
		seen[r.Program] = true
	}
	return slices.SortedFunc(maps.Keys(seen), func(a, b *book.Program) int { return cmp.Compare(a.Name, b.Name) })
}

// binaryCache is the directory where the book's binaries are kept from one
// build to the next, locked until release: a second generator at work on the
// same book waits for the first. Without a cache directory of the user nothing
// is kept.
func binaryCache(ctx context.Context, dir string) (cache string, release func(), err error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", nil, err
	}
	user, err := os.UserCacheDir()
	if err == nil {
		name := fmt.Sprintf("%x", sha256.Sum256([]byte(abs)))[:16]
		cache = filepath.Join(user, "huoye", name)
		err = os.MkdirAll(cache, 0o755)
	}
	if err != nil {
		cache, err = os.MkdirTemp("", "huoye-")
		return cache, func() { os.RemoveAll(cache) }, err
	}
	type locked struct {
		unlock func()
		err    error
	}
	done := make(chan locked, 1)
	go func() {
		unlock, err := lockedfile.MutexAt(filepath.Join(cache, "lock")).Lock()
		done <- locked{unlock, err}
	}()
	select {
	case l := <-done:
		return cache, l.unlock, l.err
	case <-ctx.Done():
		return "", nil, ctx.Err()
	}
}

// runFunc is [runner.Binaries.Run] or [runner.Binaries.Record].
type runFunc func(context.Context, *book.Run) (*runner.Result, error)

// results are what runs printed, and what else is known of them.
type results map[*book.Run]*runner.Result

// output returns what run printed, nil if it did not run.
func (r results) output(run *book.Run) *contract.Output {
	if res := r[run]; res != nil {
		return res.Output
	}
	return nil
}

// compare compares what run printed with what is recorded. What else is known
// of the run may be why they differ.
func (r results) compare(run *book.Run, recorded *golden.Golden) scanner.ErrorList {
	problems := golden.Compare(run, recorded, r.output(run))
	if res := r[run]; res != nil {
		for _, p := range problems {
			for _, note := range res.Notes {
				p.Msg = strings.TrimRight(p.Msg, "\n") + "\n    note: " + note
			}
		}
	}
	return problems
}

// runAll runs every run, jobs at a time, and returns their results. A run
// that has none is a problem, and so is one that leaves processes.
func runAll(ctx context.Context, do runFunc, runs []*book.Run, jobs int, log io.Writer) (results, scanner.ErrorList) {
	done := make(results, len(runs))
	var problems scanner.ErrorList
	var mu sync.Mutex // guards done, problems and log
	var wg sync.WaitGroup
	slots := make(chan struct{}, jobs)
	for _, run := range runs {
		slots <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		wg.Go(func() {
			defer func() { <-slots }()
			start := time.Now()
			res, err := do(ctx, run)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				problems.Add(position(run), explainRun(run, err))
				return
			}
			done[run] = res
			if res.Killed > 0 && !run.Leaves {
				problems.Add(position(run), explainLeft(run, res))
			}
			logRun(log, run, res, time.Since(start))
		})
	}
	wg.Wait()
	problems.Sort()
	return done, problems
}

// logRun says how run went.
func logRun(w io.Writer, run *book.Run, res *runner.Result, took time.Duration) {
	out := res.Output
	fmt.Fprintf(w, "ran %s in %.3fs: %s, exit %s", run.ID(), took.Seconds(),
		count(len(out.Lines), "line"), golden.FormatStatus(out.Status))
	if res.Outlived > 0 {
		fmt.Fprintf(w, ", %s outlived it", processes(res.Outlived))
	}
	if res.Killed > 0 {
		fmt.Fprintf(w, ", %s had to be killed", processes(res.Killed))
	}
	for _, note := range res.Notes {
		fmt.Fprintf(w, "; %s", note)
	}
	fmt.Fprintln(w)
}

func processes(n int) string {
	if n == 1 {
		return "1 process"
	}
	return fmt.Sprintf("%d processes", n)
}

// explainLeft says that run left processes.
func explainLeft(run *book.Run, res *runner.Result) string {
	return fmt.Sprintf("run %s left %s that had to be killed when it was over; have the program wait for them, "+
		"or say \"leaves: true\" in runs.yaml if this is what it shows", run.ID(), processes(res.Killed))
}

// position is where run is declared.
func position(run *book.Run) token.Position {
	return token.Position{Filename: run.File, Line: run.Line, Column: run.Column}
}

// explainRun says why run has no output.
func explainRun(run *book.Run, err error) string {
	var broken runner.Broken
	if errors.As(err, &broken) {
		return fmt.Sprintf("run %s %v", run.ID(), err)
	}
	var limit *runner.Limit
	if !errors.As(err, &limit) {
		return fmt.Sprintf("run %s did not start: %v", run.ID(), err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "run %s %v; mend the program, or raise the limit in runs.yaml (%s)\n", run.ID(), err, limit.Key())
	const tail = 10
	if limit.Output != nil && len(limit.Output.Lines) > 0 {
		lines := limit.Output.Lines
		fmt.Fprintf(&b, "    it printed %d lines until then; the last:\n", len(lines))
		for _, l := range lines[max(0, len(lines)-tail):] {
			fmt.Fprintf(&b, "    | %s\n", printable(shortLine(l.Text)))
		}
	} else {
		b.WriteString("    it had printed nothing until then\n")
	}
	if limit.Stacks != "" {
		b.WriteString("    its goroutines were:\n")
		for line := range strings.Lines(limit.Stacks) {
			b.WriteString("    " + line)
		}
	}
	return b.String()
}

// shortLine cuts a line of output to what a person reads in a message.
func shortLine(s string) string {
	const most = 200
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// runAgain runs every run o.count-1 times more, and reports those that break
// their contract now and then, with how often and one failure. Nothing that
// failed is tried until it passes.
func runAgain(ctx context.Context, bins *runner.Binaries, runs []*book.Run, recorded map[*book.Run]*golden.Golden, o options) scanner.ErrorList {
	failed := make(map[*book.Run]int)
	first := make(map[*book.Run]*scanner.Error)
	for range o.count - 1 {
		outputs, problems := runAll(ctx, bins.Run, runs, o.jobs, io.Discard)
		if ctx.Err() != nil {
			return nil
		}
		byPosition := make(map[token.Position]*scanner.Error)
		for _, p := range problems {
			byPosition[p.Pos] = p
		}
		for _, run := range runs {
			p := byPosition[position(run)]
			if outputs[run] != nil {
				found := outputs.compare(run, recorded[run])
				if len(found) == 0 {
					continue
				}
				p = found[0]
			}
			failed[run]++
			if first[run] == nil {
				first[run] = p
			}
		}
	}
	var problems scanner.ErrorList
	for run, n := range failed {
		problems.Add(first[run].Pos, fmt.Sprintf("run %s is unstable: it failed in %d of %d runs; the first failure:\n%s", run.ID(), n, o.count, first[run].Msg))
	}
	return problems
}

// compareAll compares every output with what is recorded, and what is
// recorded with the contract of its run. With update, the outputs that could
// not be recorded have had their say already.
func compareAll(b *book.Book, recorded map[*book.Run]*golden.Golden, outputs results, update bool) scanner.ErrorList {
	var problems scanner.ErrorList
	for run := range allRuns(b) {
		if update && outputs[run] != nil {
			continue
		}
		problems = append(problems, outputs.compare(run, recorded[run])...)
	}
	return problems
}

// outdated reports the differences between site/ and what would be written.
func outdated(d site.Diff) scanner.ErrorList {
	var problems scanner.ErrorList
	add := func(names []string, what string) {
		for _, name := range names {
			problems.Add(token.Position{Filename: "site/" + name, Line: 1, Column: 1},
				what+"; run \"go run ./gen\" and commit site/")
		}
	}
	add(d.Added, "the page is missing")
	add(d.Changed, "the page is not what the book makes now")
	add(d.Removed, "the page is no longer part of the book")
	return problems
}
