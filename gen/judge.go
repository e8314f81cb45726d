package main

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
	"huoye/gen/problem"
)

// judgeAll asks of every contract whether it means anything: the recorded
// output of its run is doctored in all the ways that should break it, and what
// it accepts nevertheless is a problem. Every verdict is printed to report.
func judgeAll(runs []*book.Run, recorded map[*book.Run]*golden.Golden, jobs int, report io.Writer) problem.List {
	verdicts := make([]*contract.Verdict, len(runs))
	var wg sync.WaitGroup
	slots := make(chan struct{}, jobs)
	for i, run := range runs {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			verdicts[i] = run.Contract.Judge(recorded[run].Output)
		})
	}
	wg.Wait()

	var problems problem.List
	var tried, rejected, accepted int
	for i, run := range runs {
		v := verdicts[i]
		tried, rejected, accepted = tried+v.Tried, rejected+v.Rejected, accepted+len(v.Accepted)
		reportVerdict(report, run, v)
		problems = append(problems, about(run, v.Problems)...)
		switch {
		case v.Void:
			problems = append(problems, runProblem(run, problem.ContractWeak,
				fmt.Sprintf("the contract of run %s accepts everything, so it says nothing; say what must hold", run.ID())))
		case len(v.Survivors) > 0:
			problems = append(problems, runProblem(run, problem.ContractWeak,
				fmt.Sprintf("the contract of run %s accepts %s; make it stricter, or accept with a reason what is lawful\n%s",
					run.ID(), count(len(v.Survivors), "doctored output"), survivors(v.Survivors))))
		}
	}
	fmt.Fprintf(report, "in all, %d of %d doctored outputs are rejected", rejected, tried)
	if accepted > 0 {
		fmt.Fprintf(report, ", %d are accepted with a reason", accepted)
	}
	fmt.Fprintln(report)
	return problems
}

// reportVerdict prints how one contract was judged.
func reportVerdict(report io.Writer, run *book.Run, v *contract.Verdict) {
	fmt.Fprintf(report, "%s: %d of %d doctored outputs rejected", run.ID(), v.Rejected, v.Tried)
	if len(v.Accepted) > 0 {
		fmt.Fprintf(report, ", %d accepted with a reason", len(v.Accepted))
	}
	fmt.Fprintf(report, ", %d more are lawful\n", v.Lawful)
	for _, s := range v.Survivors {
		fmt.Fprintf(report, "    accepts %s\n", problem.Printable(s.String()))
	}
	for _, a := range v.Accepted {
		fmt.Fprintf(report, "    accepted %s, because %s\n", problem.Printable(a.String()), problem.Printable(a.Because))
	}
	for _, s := range v.Doubtful {
		fmt.Fprintf(report, "    lawful, but is a rule missing? %s\n", problem.Printable(s.String()))
	}
}

// survivors lists doctored outputs that were accepted, the first few of them.
func survivors(list []contract.Survivor) string {
	const most = 8
	var b strings.Builder
	for _, s := range list[:min(most, len(list))] {
		fmt.Fprintf(&b, "    %s\n", problem.Printable(shortLine(s.String())))
	}
	if more := len(list) - most; more > 0 {
		fmt.Fprintf(&b, "    and %d more; -judge lists them all\n", more)
	}
	return b.String()
}
