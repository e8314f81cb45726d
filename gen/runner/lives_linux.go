package runner

import (
	"cmp"
	"slices"
	"time"

	"huoye/gen/contract"
)

// live takes over what a frame tells of a process.
func live(p *contract.Proc, f *frame) {
	switch f.kind {
	case execFrame:
		p.Execs = append(p.Execs, f.at)
	case exitFrame:
		p.End, p.Status = f.at, status(f.status)
		p.Killed = f.killed && p.Status.Signal == "SIGKILL"
	}
}

// settleLives makes the lives of processes agree with the lines they printed,
// and their order with that of their starts. Of a run that was not traced no
// lives are known.
func settleLives(out *contract.Output, traced bool) {
	if traced {
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
	}
	for i := range out.Lines {
		out.Lines[i].Proc = labels[out.Lines[i].Proc]
	}
	out.Procs = procs
}
