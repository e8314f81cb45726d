package main

import (
	"context"
	"fmt"
	"io"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
	"huoye/gen/problem"
	"huoye/gen/runner"
)

// propose runs the runs of one program repeatedly and prints drafts of their
// contracts, for the author to edit.
func propose(ctx context.Context, o options, stdout, stderr io.Writer) (problem.List, error) {
	b, problems, err := book.Load(o.dir)
	if err != nil || problems.Failing() {
		return problems, err
	}
	runs, problems := findRuns(b, o.args[0])
	if len(problems) > 0 {
		return problems, nil
	}
	cache, release, err := binaryCache(ctx, o.dir)
	if err != nil {
		return nil, err
	}
	defer release()
	p := newProgress(stderr, o)
	defer p.end()
	stdout = p.beside(stdout)
	p.begin("build", count(len(programs(runs)), "program"))
	bins, problems, err := runner.Build(ctx, b, cache, programs(runs), o.jobs)
	if err != nil || problems.Failing() {
		return problems, err
	}
	runs = slices.DeleteFunc(runs, bins.Lacks)
	for _, p := range problems {
		p.Notice = len(runs) > 0 // of runs left out: a problem if none remains
	}
	log := io.Discard
	if o.verbose {
		log = p.beside(stderr)
	}
	first := true
	for _, run := range runs {
		p.begin("run", "")
		p.expect(o.runs)
		outputs, found := observe(ctx, p, bins, run, o, log)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(found) > 0 {
			problems = append(problems, found...)
			continue
		}
		d := contract.Propose(outputs)
		if found := undraftable(run, d, o.runs); len(found) > 0 {
			problems = append(problems, found...)
			continue
		}
		about, entry := "", draftEntry(run, d)
		if !o.quiet {
			about = "# " + strings.Join(aboutDraft(run, d, o), "\n# ") + "\n"
		}
		switch {
		case first && entry != "":
			entry, first = "runs:\n"+entry, false
		case !first && about != "":
			about = "\n  " + strings.TrimSuffix(strings.ReplaceAll(about, "\n", "\n  "), "  ")
		case !first:
			about = "\n"
		}
		if _, err := io.WriteString(stdout, about+entry); err != nil {
			return nil, err
		}
	}
	return problems, nil
}

// findRuns returns the runs that name stands for and this platform supports.
func findRuns(b *book.Book, name string) ([]*book.Run, problem.List) {
	all, remedy := b.Find(name, "a program is named chapter/program, a run of it chapter/program/run")
	if len(all) == 0 {
		return nil, misnamed("snippets", problem.ProgramName, fmt.Sprintf("there is no program %q%s", name, remedy))
	}
	runs := slices.DeleteFunc(slices.Clone(all), func(r *book.Run) bool { return !runner.Supported(r) })
	var problems problem.List
	if len(runs) == 0 {
		problems.Add(position(all[0]), problem.RunPlatform, fmt.Sprintf("%s cannot be run on this platform", name))
	}
	return runs, problems
}

// manyProcs is a GOMAXPROCS far above the number of cores.
const manyProcs = "32"

// observe runs run o.runs times: with GOMAXPROCS unset, 1, 2 and many, unless
// the run sets it; some in peace, then some with all cores kept busy. Of some
// the lives of their processes are recorded, to tell an order that has a reason
// from one that has not.
func observe(ctx context.Context, p *progress, bins *runner.Binaries, run *book.Run, o options, log io.Writer) ([]*contract.Output, problem.List) {
	outputs := make([]*contract.Output, o.runs)
	failed := make([]error, o.runs)
	var mu sync.Mutex // guards log
	for _, load := range []bool{false, true} {
		stop := func() {}
		if load {
			stop = keepBusy()
		}
		var wg sync.WaitGroup
		slots := make(chan struct{}, o.jobs)
		for i := range outputs {
			if underLoad(i) != load || ctx.Err() != nil {
				continue
			}
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				start := time.Now()
				varied, how := vary(run, i)
				do := bins.Run
				if i%3 == 2 {
					do = bins.Record
				}
				res, err := p.follow(do)(ctx, varied)
				if failed[i] = err; err == nil {
					outputs[i] = res.Output
				}
				mu.Lock()
				defer mu.Unlock()
				fmt.Fprintf(log, "ran %s with GOMAXPROCS %s in %.3fs\n", run.ID(), how, time.Since(start).Seconds())
			})
		}
		wg.Wait()
		stop()
	}
	var problems problem.List
	bad := 0
	for _, err := range failed {
		if err != nil {
			bad++
		}
	}
	if i := slices.IndexFunc(failed, func(err error) bool { return err != nil }); i >= 0 {
		problems.Add(position(run), problem.ContractDraft, fmt.Sprintf("no contract can be drafted, since %d of %d runs had no output; the first: %s",
			bad, o.runs, explainRun(run, failed[i])))
	}
	return outputs, problems
}

// underLoad reports whether the i-th run is run on busy cores.
func underLoad(i int) bool { return i/4%2 == 1 }

// vary returns run with the i-th GOMAXPROCS in its environment, and how it is
// called.
func vary(run *book.Run, i int) (*book.Run, string) {
	const key = "GOMAXPROCS="
	for _, kv := range run.Env {
		if value, ok := strings.CutPrefix(kv, key); ok {
			return run, value
		}
	}
	procs := []string{"", "1", "2", manyProcs}[i%4]
	if procs == "" {
		return run, "unset"
	}
	varied := *run
	varied.Env = append(slices.Clone(run.Env), key+procs)
	return &varied, procs
}

// keepBusy keeps all cores busy until stop is called.
func keepBusy() (stop func()) {
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range runtime.NumCPU() {
		wg.Go(func() {
			for n := 0; ; n++ {
				if n%1000 == 0 {
					select {
					case <-done:
						return
					default:
					}
				}
			}
		})
	}
	return func() {
		close(done)
		wg.Wait()
	}
}

// undraftable reports why there is no draft.
func undraftable(run *book.Run, d *contract.Draft, runs int) problem.List {
	var problems problem.List
	switch {
	case len(d.Statuses) > 1:
		var ways []string
		for _, s := range d.Statuses {
			ways = append(ways, fmt.Sprintf("%s in %d", s.Status, s.Runs))
		}
		problems.Add(position(run), problem.ContractDraft, fmt.Sprintf("no contract can be drafted for run %s, since of %d runs it ended with %s; make it end the same way each time",
			run.ID(), runs, strings.Join(ways, ", with ")))
	case d.Cut:
		problems.Add(position(run), problem.ContractDraft, fmt.Sprintf("no contract can be drafted for run %s, since it printed more than may be kept; let it print less", run.ID()))
	case !d.Same && len(d.YAML) == 0:
		problems.Add(position(run), problem.ContractDraft, fmt.Sprintf("no contract can be drafted for run %s: its outputs have too little in common", run.ID()))
	}
	return problems
}

// draftEntry is the entry of runs.yaml for a run, "" if it needs none.
func draftEntry(run *book.Run, d *contract.Draft) string {
	keys := settings(run, d.Statuses[0].Status)
	if len(d.YAML) > 0 {
		keys = append(keys, strings.TrimSuffix(string(d.YAML), "\n"))
	}
	if len(keys) == 0 {
		return ""
	}
	var b strings.Builder
	indent := "  - "
	for line := range strings.SplitSeq(strings.Join(keys, "\n"), "\n") {
		if line != "" {
			line = indent + line
		}
		b.WriteString(line + "\n")
		indent = "    "
	}
	return b.String()
}

// settings are the keys of runs.yaml that say how run is run, in the order of
// the manual, without those that have their defaults. status is how it ended.
func settings(run *book.Run, status contract.Status) []string {
	var keys []string
	add := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	if len(run.Program.Runs) > 1 || run.Name != path.Base(run.Program.Name) {
		add("name: %s", run.Name)
	}
	if run.Fails {
		add("build: fails") // which says how it ends
		status = contract.Status{}
	}
	if len(run.Args) > 0 {
		add("args: %s", flowList(run.Args))
	}
	if run.Stdin != "" {
		add("stdin: %s", blockText(run.Stdin))
	}
	if len(run.Env) > 0 {
		add("env: {%s}", strings.Join(flowWords(run.Env), ", "))
	}
	if status != (contract.Status{}) {
		add("exit: %s", golden.FormatStatus(status))
	}
	if run.Timeout != book.DefaultTimeout {
		add("timeout: %s", run.Timeout)
	}
	if limits := run.Limits.YAML(); limits != "" {
		add("limits: %s", limits)
	}
	if run.Capture != "" {
		add("capture: %s", run.Capture)
	}
	for _, flag := range []struct {
		key string
		set bool
	}{{"race", run.Race}, {"trace", run.Traced}, {"leaves", run.Leaves}} {
		if flag.set {
			add("%s: true", flag.key)
		}
	}
	if len(run.Platforms) > 0 {
		add("platforms: %s", flowList(run.Platforms))
	}
	return keys
}

// aboutDraft says what the draft rests on and what it is worth.
func aboutDraft(run *book.Run, d *contract.Draft, o options) []string {
	loaded := 0
	for i := range o.runs {
		if underLoad(i) {
			loaded++
		}
	}
	varied, procs := vary(run, 1)
	if varied != run {
		procs = "unset, 1, 2 and " + manyProcs
	}
	lines := []string{fmt.Sprintf("%s: %d runs, GOMAXPROCS %s, %d of them on busy cores.", run.ID(), o.runs, procs, loaded)}
	switch {
	case d.Same && len(d.YAML) == 0:
		return append(lines, "All printed the same, process ids aside: no contract is needed.")
	case d.Same:
		lines = append(lines, "All printed the same, process ids aside: no contract is needed if the program",
			"guarantees the order of the lines. If not, this is what looks free:")
	}
	if d.Weak != "" {
		lines = append(lines, "A weak draft: "+d.Weak+".")
	}
	v := d.Verdict
	lines = append(lines, fmt.Sprintf("Of %d doctored copies of the first output it rejects %d; %d more are lawful.", v.Tried, v.Rejected, v.Lawful))
	const most = 5
	for i, s := range v.Survivors {
		if i == most {
			lines = append(lines, fmt.Sprintf("  and %d more", len(v.Survivors)-most))
			break
		}
		lines = append(lines, "  accepts "+problem.Printable(shortLine(s.String())))
	}
	return append(lines, "What was seen is not proved: keep what the program guarantees.")
}

// plainWord matches words that need no quotes anywhere in YAML.
var plainWord = regexp.MustCompile(`^[A-Za-z_./-][A-Za-z0-9_./-]*$`)

func flowWord(s string) string {
	if plainWord.MatchString(s) && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "-", ".", "-."}, strings.ToLower(s)) {
		return s
	}
	if _, err := time.ParseDuration(s); err == nil && s != "0" {
		return s
	}
	return strconv.Quote(s)
}

func flowList(words []string) string {
	var list []string
	for _, w := range words {
		list = append(list, flowWord(w))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// flowWords writes KEY=VALUE pairs as keys and values.
func flowWords(env []string) []string {
	var list []string
	for _, kv := range env {
		k, v, _ := strings.Cut(kv, "=")
		list = append(list, k+": "+flowWord(v))
	}
	return list
}

// blockText writes a text of several lines.
func blockText(s string) string {
	odd := strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) })
	if odd || !strings.HasSuffix(s, "\n") || strings.HasSuffix(s, "\n\n") || strings.Trim(s[:1], " \t\n") == "" {
		return strconv.Quote(s)
	}
	return "|\n  " + strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n  ")
}
