package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/problem"
	"huoye/gen/render"
	"huoye/gen/runner"
	"huoye/gen/site"
)

// checkBuild reports flags of build that do not go together.
func checkBuild(o *options) error {
	switch {
	case o.shard.n > 0 && !o.update:
		return errors.New("-shard belongs to check and build -update; the site is of the whole book")
	case o.shard.n > 0 && o.archive != "":
		return errors.New("-archive and -shard contradict each other: a share makes no site")
	}
	return checkArchive(o)
}

// makeBook takes the book in o.dir through all stages. It stops after the
// first stage that had problems, and returns them with all notices; the error
// is for failures of the generator or the machine.
func makeBook(ctx context.Context, o options, stdout, stderr io.Writer) (problems problem.List, err error) {
	b := &build{options: o, log: io.Discard, release: func() {}, watch: newStopwatch(), progress: newProgress(stderr, o)}
	defer b.progress.end()
	b.stdout = b.progress.beside(stdout)
	if o.verbose {
		b.log = b.progress.beside(stderr)
	}
	defer func() { err = errors.Join(err, b.close()) }()
	defer b.tell()
	go runner.Isolation() // a probe, which takes as long as reading a small book
	if o.command == "build" && b.nothingToDo() {
		if !o.quiet {
			b.summarize(stdout)
		}
		return nil, nil
	}
	for _, s := range b.stages() {
		b.progress.begin(s.name, "")
		found, err := s.do(ctx)
		b.watch.lap(s.name)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, p := range found {
			p.Stage = s.name
		}
		if b.book != nil {
			b.book.Relate(found)
		}
		problems = append(problems, found...)
		if err != nil || problems.Failing() {
			return problems, err
		}
	}
	if o.command == "build" && len(problems) == 0 && b.unpaired() == 0 && b.unstable() == 0 { // notices are given again
		if err := b.rememberWhole(); err != nil {
			fmt.Fprintf(b.log, "what was built is not remembered: %v\n", err)
		}
	}
	b.progress.end()
	if !o.quiet {
		b.summarize(stdout)
	}
	return problems, nil
}

// tell fills in the report what was done.
func (b *build) tell() {
	r := b.report
	r.Chapters, r.Programs = b.whole.Chapters, b.whole.Programs
	if len(b.watch.laps) == 0 {
		return // nothing had changed
	}
	for i, s := range b.stages() {
		told := problem.Stage{Name: s.name, Skipped: i >= len(b.watch.laps)}
		if !told.Skipped {
			told.Elapsed = b.watch.laps[i].took
		}
		r.Stages = append(r.Stages, told)
	}
	for _, run := range b.selected {
		if o, ran := b.results[run]; ran {
			r.Runs = append(r.Runs, problem.Run{ID: run.ID(), Pos: position(run), Elapsed: o.took})
		} else {
			r.Runs = append(r.Runs, problem.Run{ID: run.ID(), Pos: position(run), Skipped: b.whyNotRun(run)})
		}
	}
	for _, run := range b.skipped {
		r.Runs = append(r.Runs, problem.Run{ID: run.ID(), Pos: position(run.Run), Skipped: run.why})
	}
	slices.SortFunc(r.Runs, func(a, b problem.Run) int { return cmp.Compare(a.ID, b.ID) })
}

// whyNotRun says why a run that was asked for has no result.
func (b *build) whyNotRun(run *book.Run) string {
	if b.inputs != nil && !slices.Contains(b.needed, run) {
		return "nothing has changed since it was verified"
	}
	return "a stage before it had problems"
}

// close gives back what the build holds.
func (b *build) close() error {
	b.release()
	if b.draft == nil {
		return nil
	}
	return b.draft.Close()
}

// build is a book on its way through the stages. Each stage sets what the
// later ones read.
type build struct {
	options
	stdout   io.Writer
	log      io.Writer // what -v shows
	watch    *stopwatch
	progress *progress

	began    time.Time
	before   fileSums // the book's files when the build began; nil if they are not known
	whole    golden.Whole
	book     *book.Book
	recorded map[*book.Run]*golden.Golden
	found    problem.List       // in what is recorded
	share    map[*book.Run]bool // the runs of this shard
	selected []*book.Run        // what is asked for, the longest first
	skipped  []skippedRun       // what cannot be run here
	verification
	bins    *runner.Binaries
	release func() // of the binaries
	results results
	failed  map[*book.Run]bool // at least once
	unfit   problem.List       // why outputs were not recorded
	written int                // goldens
	paired  int                // blocks recorded to say the same in both editions
	draft   *site.Draft        // what is rendered
	diff    site.Diff
}

// stage is one step; the last to run is the first that finds more than notices.
type stage struct {
	name string
	do   func(context.Context) (problem.List, error)
}

// stages are the steps that the options ask for, in order.
func (b *build) stages() []stage {
	stages := []stage{{"load", b.load}, {"verify", b.verify}, {"build", b.compile}, {"run", b.run}}
	if b.update {
		stages = append(stages, stage{"record", b.record}, stage{"trace", b.trace})
	}
	if b.update && b.options.run == nil && b.shard.i <= 1 {
		stages = append(stages, stage{"pair", b.recordPairs})
	}
	if b.count > 1 {
		stages = append(stages, stage{"repeat", b.repeat})
	}
	stages = append(stages, stage{"compare", b.compare})
	if b.command == "check" {
		stages = append(stages, stage{"judge", b.judgeAll})
	}
	if !b.shard.makesPages(b.command) {
		return stages
	}
	stages = append(stages, stage{"text", b.text})
	if b.command == "check" {
		return append(stages, stage{"render", b.render}, stage{"check", b.check}, stage{"diff", b.outdated})
	}
	stages = append(stages, stage{"render", b.render}, stage{"check", b.check}, stage{"write", b.write})
	if b.archive != "" {
		stages = append(stages, stage{"archive", b.pack})
	}
	return stages
}

// loadBook reads the book. A build parses the chapters that have changed.
func (b *build) loadBook(ctx context.Context) (*book.Book, problem.List, error) {
	read := func(early *book.Book) (func(*book.Chapter) error, error) { return b.renderEarly(ctx, early) }
	id, file := generatorID(), cacheFile(b.dir, "chapters")
	if b.command != "build" || id == "" || file == "" {
		return book.LoadWith(b.dir, nil, read)
	}
	facts := book.OpenFacts(file, id)
	facts.Sums = func(file string) (sum [sha256.Size]byte, ok bool) {
		f, ok := b.before.find(file)
		return f.sum, ok
	}
	loaded, problems, err := book.LoadWith(b.dir, facts, read)
	if err := facts.Save(); err != nil {
		fmt.Fprintf(b.log, "what was read is not remembered: %v\n", err)
	}
	return loaded, problems, err
}

// The memory that a build may take before garbage is collected often. What is kept
// of a chapter is known roughly: of a book that needs more, collecting what little
// there is beside that would take most of the time.
const (
	memory        = 48 << 20
	memoryBase    = 10 << 20
	chapterMemory = 2500
)

// balanceMemory has garbage collected seldom while there is room for it, unless
// the environment says otherwise.
func (b *build) balanceMemory() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	limit := max(memory, (memoryBase+b.countChapters()*chapterMemory)*4/3)
	debug.SetMemoryLimit(limit)
	debug.SetGCPercent(400)
}

// countChapters returns about how many chapters there are, before they are read.
func (b *build) countChapters() int64 {
	dir, err := os.Open(filepath.Join(b.dir, "content"))
	if err != nil {
		return 0 // which will be reported
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	return int64(len(names))
}

func (b *build) load(ctx context.Context) (problems problem.List, err error) {
	b.balanceMemory()
	b.book, problems, err = b.loadBook(ctx)
	if b.fix && err == nil {
		problems, err = b.mend(problems)
	}
	if err != nil || problems.Failing() {
		return problems, err
	}
	if b.draft == nil { // else they were needed before
		b.recorded, b.found, err = loadGoldens(b.book)
	}
	problems = append(problems, b.found...)
	if err != nil || problems.Failing() {
		return problems, err
	}
	b.share = b.shard.of(b.book, b.recorded)
	b.selected, b.skipped = selectRuns(b.book, b.share, b.options)
	longestFirst(b.selected, b.recorded)
	b.failed = make(map[*book.Run]bool)
	b.whole = wholeOf(b.book, b.skipped)
	return problems, nil
}

// loadGoldens reads the recorded output of every run that has one.
func loadGoldens(b *book.Book) (map[*book.Run]*golden.Golden, problem.List, error) {
	recorded := make(map[*book.Run]*golden.Golden)
	var problems problem.List
	for run := range allRuns(b) {
		g, found, err := golden.Load(b, run)
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, about(run, found)...)
		if g != nil {
			recorded[run] = g
		}
	}
	return recorded, problems, nil
}

// compile builds the programs of the runs that are needed. Some of these may
// turn out to be the same as when they were verified.
func (b *build) compile(ctx context.Context) (problems problem.List, err error) {
	if len(b.needed) == 0 {
		return nil, nil
	}
	cache, release, err := binaryCache(ctx, b.dir)
	if err != nil {
		return nil, err
	}
	b.release = release
	list := programs(b.needed)
	b.progress.begin("build", count(len(list), "program"))
	b.bins, problems, err = runner.Build(ctx, b.book, cache, list, b.jobs)
	if err == nil && !problems.Failing() {
		b.skipWithoutRaceDetector()
		b.settle()
	}
	for _, p := range problems {
		p.Notice = p.Notice && !b.isolated // of runs left out
	}
	return problems, err
}

// skipWithoutRaceDetector leaves out the runs that want one where there is none.
func (b *build) skipWithoutRaceDetector() {
	b.selected = slices.DeleteFunc(b.selected, func(run *book.Run) bool {
		if !slices.Contains(b.needed, run) || !b.bins.Lacks(run) {
			return false
		}
		b.skipped = append(b.skipped, skippedRun{run, "no race detector here"})
		return true
	})
	b.needed = slices.DeleteFunc(b.needed, b.bins.Lacks)
	b.whole = wholeOf(b.book, b.skipped)
}

// run leaves what went wrong to be reported with what differs.
func (b *build) run(ctx context.Context) (problem.List, error) {
	b.progress.expect(len(b.needed))
	b.results = runAll(ctx, b.progress.follow(b.bins.Run), b.needed, b.jobs, b.log)
	return nil, nil
}

// compare compares every output with what is recorded, and what is recorded with
// the contract of its run.
func (b *build) compare(context.Context) (problem.List, error) {
	problems := slices.Clone(b.unfit)
	for run := range allRuns(b.book) {
		if !b.share[run] {
			continue
		}
		var found problem.List
		if !b.update || b.results.output(run) == nil {
			found = b.results.problems(run, b.recorded[run])
			problems = append(problems, golden.CompareTrace(run, b.recorded[run])...)
		} else if p := b.results[run].problem; p != nil {
			found = problem.List{p} // what it printed is recorded, or unfit
		}
		problems = append(problems, found...)
		if found.Failing() {
			b.failed[run] = true
		}
		if b.count == 1 { // otherwise repeat has counted
			b.tally(run, found)
		}
	}
	b.remember()
	return problems, nil
}

// text compares the editions with what was confirmed of them, and what they quote
// from outputs with what is recorded now: a stage earlier it might be about to
// change.
func (b *build) text(context.Context) (problem.List, error) {
	problems := b.inStep()
	for _, c := range b.book.Chapters {
		found, err := b.book.CheckQuotes(c, b.lines)
		if err != nil {
			return problems, err
		}
		problems = append(problems, found...)
	}
	return problems, nil
}

// lines returns the recorded output of a run, nil if there is none.
func (b *build) lines(run *book.Run) []string {
	g := b.recorded[run]
	if g == nil {
		return nil
	}
	var lines []string
	for _, l := range g.Output.Lines {
		lines = append(lines, l.Text)
	}
	return lines
}

func (b *build) judgeAll(context.Context) (problem.List, error) {
	report := io.Discard
	if b.judge {
		report = b.stdout
	}
	return judgeAll(judged(b.book, b.share, b.recorded, b.options), b.recorded, b.jobs, report), nil
}

// renderEarly makes the pages of chapters as soon as these have been read: nobody
// has to parse them again. It does nothing where it is not known yet what they
// show, or whether there will be pages.
func (b *build) renderEarly(ctx context.Context, early *book.Book) (func(*book.Chapter) error, error) {
	if b.update || b.fix || !b.shard.makesPages(b.command) {
		return nil, nil
	}
	recorded, found, err := loadGoldens(early)
	if err != nil || found.Failing() {
		return nil, err // the latter will be found again
	}
	if err := b.beginDraft(); err != nil {
		return nil, err
	}
	b.recorded, b.found = recorded, found
	plan := render.NewEarly(early, recorded)
	return func(c *book.Chapter) error {
		units, err := plan.Chapter(c)
		for _, u := range units {
			if err == nil {
				err = b.addUnit(ctx, u)
			}
		}
		return err
	}, b.addUnit(ctx, plan.Assets())
}

func (b *build) render(ctx context.Context) (problems problem.List, err error) {
	b.progress.begin("render", count(len(b.book.Chapters), "chapter"))
	if b.draft == nil {
		if err := b.beginDraft(); err != nil {
			return nil, err
		}
	}
	return nil, render.NewPlan(b.book, b.recorded).Each(func(u *render.Unit) error { return b.addUnit(ctx, u) })
}

func (b *build) beginDraft() (err error) {
	b.draft, err = site.Begin(b.siteDir(), budget, b.command == "build")
	if err == nil && b.command == "build" {
		b.draft.Remember(b.siteMemory())
	}
	return err
}

// addUnit adds to the draft what u makes, if it has not what u would make.
func (b *build) addUnit(ctx context.Context, u *render.Unit) error {
	// A long book is not rendered to its end for one who interrupts.
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if b.draft.Keep(u.Name, u.Key, u.Files) {
		return nil
	}
	return u.Make(func(files map[string][]byte) error { return b.draft.Add(u.Name, u.Key, u.Files, files) })
}

// siteMemory is where it is kept what the site was made of.
func (b *build) siteMemory() site.Memory {
	id := generatorID()
	if id == "" {
		return site.Memory{}
	}
	return site.Memory{File: cacheFile(b.dir, "site"), Version: id}
}

func (b *build) check(context.Context) (problem.List, error) {
	return b.draft.Check()
}

func (b *build) siteDir() string { return filepath.Join(b.dir, "site") }

func (b *build) write(context.Context) (problems problem.List, err error) {
	b.diff, err = b.draft.Publish()
	return nil, err
}

func (b *build) pack(context.Context) (problems problem.List, err error) {
	dir := strings.TrimSuffix(filepath.Base(b.archive), ".zip")
	return nil, site.Archive(b.archive, dir, b.siteDir())
}

// outdated reports the differences between site/ and what would be written.
func (b *build) outdated(context.Context) (problems problem.List, err error) {
	d, err := b.draft.Diff()
	add := func(names []string, what string) {
		for _, name := range names {
			problems.Add(token.Position{Filename: "site/" + name, Line: 1, Column: 1}, problem.SiteOutdated,
				what+"; run \"gen build\" and commit site/")
		}
	}
	add(d.Added, "the page is missing")
	add(d.Changed, "the page is not what the book makes now")
	add(d.Removed, "the page is no longer part of the book")
	return problems, err
}
