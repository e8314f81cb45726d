package main

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"io"
	"strings"
	"sync"
	"time"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
	"huoye/gen/problem"
	"huoye/gen/runner"
)

// runFunc is [runner.Binaries.Run] or [runner.Binaries.Record].
type runFunc func(context.Context, *book.Run) (*runner.Result, error)

// results are how runs went.
type results map[*book.Run]outcome

// outcome is how one run went.
type outcome struct {
	*runner.Result                  // nil if it has none
	problem        *problem.Problem // why it has none, or what is wrong besides what it printed
	took           time.Duration
}

// output returns what run printed, nil if it did not run.
func (r results) output(run *book.Run) *contract.Output {
	if o := r[run]; o.Result != nil {
		return o.Output
	}
	return nil
}

// problems says what is wrong with run and with its recorded output, nil if
// there is none.
func (r results) problems(run *book.Run, recorded *golden.Golden) problem.List {
	o, ran := r[run]
	if ran && o.Result == nil {
		return problem.List{o.problem}
	}
	problems := about(run, golden.Compare(run, recorded, r.output(run)))
	if ran {
		// What else is known of the run may be why they differ.
		for _, p := range problems {
			for _, note := range o.Notes {
				p.Msg = strings.TrimRight(p.Msg, "\n") + "\n    note: " + note
			}
		}
	}
	if o.problem != nil {
		problems = append(problems, o.problem)
	}
	return problems
}

// runAll runs every run, jobs at a time. If ctx is done, some are missing.
func runAll(ctx context.Context, do runFunc, runs []*book.Run, jobs int, log io.Writer) results {
	done := make(results, len(runs))
	var mu sync.Mutex // guards done and log
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
			o := outcome{Result: res, took: time.Since(start)}
			switch {
			case err != nil:
				o.Result, o.problem = nil, runProblem(run, ruleOf(err), explainRun(run, err))
			case res.Killed > 0 && !run.Leaves:
				o.problem = runProblem(run, problem.RunLeft, explainLeft(run, res))
			}
			mu.Lock()
			defer mu.Unlock()
			done[run] = o
			if o.Result != nil {
				logRun(log, run, res, o.took)
			}
		})
	}
	wg.Wait()
	return done
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

// about says of problems that they are about run.
func about(run *book.Run, problems problem.List) problem.List {
	for _, p := range problems {
		p.Run = run.ID()
	}
	return problems
}

// position is where run is declared.
func position(run *book.Run) token.Position {
	return token.Position{Filename: run.File, Line: run.Line, Column: run.Column}
}

// runProblem is a problem of run, at its declaration.
func runProblem(run *book.Run, rule problem.Rule, msg string) *problem.Problem {
	return &problem.Problem{Pos: position(run), Rule: rule, Msg: msg, Run: run.ID()}
}

// ruleOf is the rule by which a run has no output.
func ruleOf(err error) problem.Rule {
	var broken runner.Broken
	var limit *runner.Limit
	switch {
	case errors.As(err, &broken):
		return problem.ProgramFails
	case errors.As(err, &limit):
		return problem.RunLimit
	}
	return problem.RunStart
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
			fmt.Fprintf(&b, "    | %s\n", problem.Printable(shortLine(l.Text)))
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
