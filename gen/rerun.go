package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"sync"
	"time"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/problem"
	"huoye/gen/runner"
)

// reruns runs programs while a preview goes on: those that have changed since
// it began, and those whose recorded output cannot stay. What is recorded for
// all others is taken as it is. Nothing is written to disk.
type reruns struct {
	ctx  context.Context
	jobs int // how many programs run at once
	log  io.Writer
	news chan struct{} // receives after a program has been run

	mu      sync.Mutex // guards what follows, and log
	running sync.WaitGroup
	begun   map[string]version  // of programs when the preview began; nil before
	touched map[string]int      // how often other files of a program have changed
	tried   map[string]*trial   // by run, the last
	stands  map[string]standing // by run
	work    map[*work]bool      // that goes on
}

// version stands for all files of a program that make its output.
type version struct {
	sum     [32]byte
	touched int
}

// A trial is how a run went.
type trial struct {
	version version // of its program
	outcome
	built problem.List // why it did not run at all
	fresh *golden.Golden
}

// standing is what is wrong with what is recorded for a run.
type standing struct {
	program, golden [32]byte
	problems        problem.List
}

// work is the building and running of some programs.
type work struct {
	programs map[string]version
	cancel   context.CancelFunc
	done     chan struct{} // closed when it is over
}

func newReruns(ctx context.Context, o options, log io.Writer) *reruns {
	return &reruns{
		ctx:     ctx,
		jobs:    o.jobs,
		log:     log,
		news:    make(chan struct{}, 1),
		touched: make(map[string]int),
		tried:   make(map[string]*trial),
		stands:  make(map[string]standing),
		work:    make(map[*work]bool),
	}
}

// wait waits until nothing runs any more, once the context is done.
func (r *reruns) wait() { r.running.Wait() }

func (r *reruns) version(p *book.Program) version { return version{p.Sum, r.touched[p.Name]} }

// touch notes that files have changed. A program may read others than those
// that a book knows, by embedding them.
func (r *reruns) touch(b *book.Book, changed []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, name := range changed {
		switch ext := path.Ext(name); {
		case ext == ".go", ext == ".golden", path.Base(name) == "runs.yaml":
			continue // a version or a golden has their content
		}
		for _, p := range b.Programs {
			if name != p.Dir && within(name, p.Dir) {
				r.touched[p.Name]++
			}
		}
	}
}

// outputs are what a preview shows of runs.
type outputs struct {
	shown    map[*book.Run]*golden.Golden
	problems problem.List // what is wrong, and what is not recorded
	waiting  bool         // there are runs that must be run first
	begun    *work        // what was begun for them just now, if anything
}

// look decides what is shown for each run: what is recorded, unless a run of
// the program as it is now has printed something else that may be recorded.
// What must be run for it is begun.
func (r *reruns) look(b *book.Book, recorded map[*book.Run]*golden.Golden) outputs {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.begun == nil {
		r.begun = make(map[string]version)
		for _, p := range b.Programs {
			r.begun[p.Name] = r.version(p)
		}
	}
	o := outputs{shown: maps.Clone(recorded)}
	var missing []*book.Run
	for run := range allRuns(b) {
		t, now := r.tried[run.ID()], r.version(run.Program)
		switch unfit := r.standing(run, recorded[run]); {
		case t != nil && t.version == now:
			o.problems = append(o.problems, r.judge(run, t, o.shown)...)
		case now == r.begun[run.Program.Name] && len(unfit) == 0:
		case !runner.Supported(run):
			o.problems = append(o.problems, unfit...)
		default:
			missing = append(missing, run)
			if t != nil && t.fresh != nil {
				o.shown[run] = t.fresh // until there is a newer one
				o.problems = append(o.problems, unrecorded(run))
			}
		}
	}
	o.problems = copies(o.problems)
	b.Relate(o.problems)
	o.waiting = len(missing) > 0
	o.begun = r.begin(b, missing)
	return o
}

// copies are problems that can be told where the chapters are that show a
// program; these may be elsewhere the next time.
func copies(problems problem.List) problem.List {
	var list problem.List
	for _, p := range problems {
		again := *p
		again.Related = slices.Clone(p.Related)
		list = append(list, &again)
	}
	return list
}

// standing is what is wrong with what is recorded for run, known before or not.
func (r *reruns) standing(run *book.Run, g *golden.Golden) problem.List {
	s := standing{program: run.Program.Sum}
	if g != nil {
		s.golden = g.Sum()
	}
	if old, ok := r.stands[run.ID()]; ok && old.program == s.program && old.golden == s.golden {
		return old.problems
	}
	s.problems = golden.Compare(run, g, nil)
	r.stands[run.ID()] = s
	return s.problems
}

// judge says what is wrong with how run went, and has its output shown if it
// may be recorded, and is not as recorded.
func (r *reruns) judge(run *book.Run, t *trial, shown map[*book.Run]*golden.Golden) problem.List {
	problems := t.built
	if t.problem != nil {
		problems = append(problems, t.problem)
	}
	problems = append(problems, untraced(run, shown[run])...)
	if t.Result == nil || len(golden.Compare(run, shown[run], t.Output)) == 0 {
		return problems
	}
	if unfit := golden.Accept(run, t.Output); len(unfit) > 0 {
		return append(problems, unfit...)
	}
	if t.fresh == nil {
		t.fresh = golden.New(run, runner.Isolation(), t.Output)
	}
	shown[run] = t.fresh // which has no trace
	return append(problems, unrecorded(run))
}

// untraced says that the trace that is shown of run is none of this program.
func untraced(run *book.Run, g *golden.Golden) problem.List {
	problems := golden.CompareTrace(run, g)
	for _, p := range problems {
		p.Notice = true
	}
	return problems
}

// unrecorded says that the output of run is shown though it is not recorded.
func unrecorded(run *book.Run) *problem.Problem {
	notice := runProblem(run, problem.GoldenUnrecorded,
		fmt.Sprintf("the output of run %s is shown as just run, not recorded yet; run \"gen build -update\" to record it", run.ID()))
	notice.Notice = true
	return notice
}

// begin begins the work for runs, unless it goes on already. Work for programs
// that have changed since is given up. It returns what it has begun, nil if
// that is nothing.
func (r *reruns) begin(b *book.Book, runs []*book.Run) *work {
	want := make(map[string]version)
	for _, run := range runs {
		want[run.Program.Name] = r.version(run.Program)
	}
	going := make(map[string]bool)
	for w := range r.work {
		for name, v := range w.programs {
			if want[name] != v {
				w.cancel()
				delete(r.work, w)
			}
		}
		for name := range w.programs {
			going[name] = going[name] || r.work[w]
		}
	}
	w := &work{programs: make(map[string]version), done: make(chan struct{})}
	var own []*book.Run
	for _, run := range runs {
		if name := run.Program.Name; !going[name] {
			w.programs[name] = want[name]
			own = append(own, run)
		}
	}
	if len(own) == 0 {
		return nil
	}
	var ctx context.Context
	ctx, w.cancel = context.WithCancel(r.ctx)
	r.work[w] = true
	r.running.Go(func() {
		defer close(w.done)
		defer w.cancel()
		r.do(ctx, b, w, own)
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.work, w)
	})
	return w
}

// do builds programs and runs their runs.
func (r *reruns) do(ctx context.Context, b *book.Book, w *work, runs []*book.Run) {
	// The binaries that are kept for builds are not touched: a build may be
	// using them, and would have to wait for us.
	cache, err := os.MkdirTemp("", "huoye-serve-")
	if err != nil {
		r.failed(ctx, w, runs, err)
		return
	}
	defer os.RemoveAll(cache)
	start := time.Now()
	bins, problems, err := runner.Build(ctx, b, cache, programs(runs), r.jobs)
	if err != nil {
		r.failed(ctx, w, runs, err)
		return
	}
	r.write("built %s in %.3fs\n", count(len(w.programs), "program"), time.Since(start).Seconds())
	slots := make(chan struct{}, r.jobs)
	var all sync.WaitGroup
	for _, run := range runs {
		if found := problemsOf(run.Program, problems); len(found) > 0 {
			r.done(ctx, run, &trial{version: w.programs[run.Program.Name], built: found})
			continue
		}
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			var log bytes.Buffer
			o := runAll(ctx, bins.Record, []*book.Run{run}, 1, &log)[run]
			r.write("%s", &log)
			r.done(ctx, run, &trial{version: w.programs[run.Program.Name], outcome: o})
		})
	}
	all.Wait()
}

// write writes to the log.
func (r *reruns) write(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.log, format, args...)
}

// problemsOf are the problems in the files of p, or those outside all programs.
func problemsOf(p *book.Program, problems problem.List) problem.List {
	var list problem.List
	for _, q := range problems {
		if within(q.Pos.Filename, p.Dir) || !within(q.Pos.Filename, "snippets") {
			list = append(list, q)
		}
	}
	return list
}

// failed notes that no run could be tried.
func (r *reruns) failed(ctx context.Context, w *work, runs []*book.Run, err error) {
	for _, run := range runs {
		r.done(ctx, run, &trial{
			version: w.programs[run.Program.Name],
			built:   problem.List{runProblem(run, problem.RunStart, fmt.Sprintf("run %s could not be built: %v", run.ID(), err))},
		})
	}
}

// done notes how a run went, unless it was given up.
func (r *reruns) done(ctx context.Context, run *book.Run, t *trial) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ctx.Err() != nil {
		return
	}
	r.tried[run.ID()] = t
	select {
	case r.news <- struct{}{}:
	default: // they will look anyway
	}
}
