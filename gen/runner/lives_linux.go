package runner

import (
	"cmp"
	"slices"
	"time"

	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

// live takes over what an event tells of a process.
func live(p *contract.Proc, f *sandbox.Event) {
	switch f.Kind {
	case sandbox.Execed:
		p.Execs = append(p.Execs, f.At)
	case sandbox.Exited:
		p.End, p.Status = f.At, status(f.Status)
		p.Killed = f.Killed && p.Status.Signal == "SIGKILL"
	}
}

// wait is a call by which a process waits for a child to end; for any if child
// is 0.
type wait struct {
	proc, child int // labels
	at          time.Duration
}

// settleWaits finds out how long each call took. Calls that did not have to
// wait are left out: those for a child that had ended already.
func settleWaits(procs []contract.Proc, waits []wait) {
	gone := make([]bool, len(procs)+1) // waited for
	for _, w := range waits {
		if w.child == 0 {
			w.child = next(procs, w, gone)
		}
		if w.child == 0 || procs[w.child-1].Parent != w.proc {
			continue // the kernel refuses, as Go finds out once
		}
		gone[w.child] = true
		p := &procs[w.proc-1]
		end := min(procs[w.child-1].End, p.End) // it may be killed before
		again := slices.ContainsFunc(p.Waits, func(old contract.Wait) bool { return old.Proc == w.child })
		if w.at < end && !again {
			p.Waits = append(p.Waits, contract.Wait{Proc: w.child, From: w.at, To: end})
		}
	}
}

// next returns the child that a wait for any child returns: of those whose end
// has not been waited for, the one that ends first.
func next(procs []contract.Proc, w wait, gone []bool) int {
	first := 0
	for i, p := range procs {
		if p.Parent != w.proc || p.End == 0 || p.Start > w.at || gone[i+1] {
			continue
		}
		if first == 0 || p.End < procs[first-1].End {
			first = i + 1
		}
	}
	return first
}

// settleLives makes the lives of processes agree with the lines they printed,
// and their order with that of their starts. Of a run that was not traced no
// lives are known.
func settleLives(out *contract.Output, waits []wait, traced bool) {
	if traced {
		settleWaits(out.Procs, waits)
		sortByStart(out)
	}
	for i := range out.Procs {
		if p := &out.Procs[i]; !traced || p.End == 0 {
			*p = contract.Proc{PID: p.PID, Parent: p.Parent}
		}
	}
	// A line has the time when it was read, a little after it was written.
	for _, l := range out.Lines {
		if l.Proc == 0 || out.Procs[l.Proc-1].End == 0 {
			continue
		}
		p := &out.Procs[l.Proc-1]
		p.End = max(p.End, l.At.Round(time.Microsecond))
	}
}

// sortByStart numbers the processes anew. They were told of when they became
// other programs, which need not be the order in which they were started.
func sortByStart(out *contract.Output) {
	order := make([]int, len(out.Procs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(out.Procs[a].Start, out.Procs[b].Start)
	})
	labels := make([]int, len(out.Procs)+1) // 0 stays 0
	procs := make([]contract.Proc, len(out.Procs))
	for i, old := range order {
		labels[old+1] = i + 1
		procs[i] = out.Procs[old]
	}
	for i := range procs {
		procs[i].Parent = labels[procs[i].Parent]
		for j := range procs[i].Waits {
			procs[i].Waits[j].Proc = labels[procs[i].Waits[j].Proc]
		}
	}
	for i := range out.Lines {
		out.Lines[i].Proc = labels[out.Lines[i].Proc]
	}
	out.Procs = procs
}
