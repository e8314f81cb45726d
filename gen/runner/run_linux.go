package runner

import (
	"context"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

// getReady has what n runs at once need made ready.
func getReady(n int) { strongest().Prepare(n) }

func supervise(ctx context.Context, c *sandbox.Command) (*Result, error) {
	return superviseBy(ctx, strongest(), c)
}

func superviseBy(ctx context.Context, m sandbox.Means, c *sandbox.Command) (*Result, error) {
	p := &protocol{lines: newCollector(c.Limits), labels: map[int]int{}}
	ending, err := m.Run(ctx, c, p.add)
	if err != nil {
		return nil, err
	}
	return p.end(ending, c)
}

// protocol makes a result of events.
type protocol struct {
	lines  *collector
	procs  []contract.Proc
	waits  []wait
	labels map[int]int // pid to label
	stacks strings.Builder
	trace  []byte
}

func (p *protocol) add(f *sandbox.Event) {
	switch f.Kind {
	case sandbox.Chunk:
		p.lines.add(chunk{f.At, p.labels[f.PID], contract.Stream(f.Stream), f.Text})
	case sandbox.Started:
		p.procs = append(p.procs, contract.Proc{PID: f.PID, Parent: p.labels[f.Parent], Start: f.At})
		p.labels[f.PID] = len(p.procs)
	case sandbox.Execed, sandbox.Exited:
		if label := p.labels[f.PID]; label > 0 {
			live(&p.procs[label-1], f)
		}
	case sandbox.Waits:
		if label := p.labels[f.PID]; label > 0 {
			p.waits = append(p.waits, wait{label, p.labels[f.Parent], f.At})
		}
	case sandbox.Stack:
		p.stacks.Write(f.Text)
	case sandbox.Extra:
		if len(p.trace) < maxTrace {
			p.trace = append(p.trace, f.Text...)
		}
	}
}

func (p *protocol) end(e *sandbox.Ending, c *sandbox.Command) (*Result, error) {
	out := &contract.Output{Lines: p.lines.finish(), Procs: p.procs, Status: status(e.Status)}
	settleLives(out, p.waits, e.Traced)
	res := &Result{
		Output:   out,
		Elapsed:  e.Elapsed,
		Outlived: e.Outlived,
		Killed:   e.Killed,
		Notes:    notes(out),
		Trace:    p.trace,
	}
	if e.Limit == "" {
		res.refused = refused(c, out)
		return res, nil
	}
	limit := newLimit(c, e.Limit, out)
	limit.Stacks = foldStacks(p.stacks.String())
	return res, limit
}

// status understands a raw wait status.
func status(raw uint32) contract.Status {
	w := syscall.WaitStatus(raw)
	if w.Signaled() {
		return contract.Status{Signal: unix.SignalName(w.Signal())}
	}
	return contract.Status{Code: w.ExitStatus()}
}

// notes finds in an output what the way of capturing it did to the program.
func notes(out *contract.Output) []string {
	for _, l := range out.Lines {
		if strings.Contains(l.Text, "o such device or address") &&
			(strings.Contains(l.Text, "/dev/std") || strings.Contains(l.Text, "/fd/")) {
			return []string{"the program opened /dev/stdout or /dev/stderr anew, " +
				"which is not possible because its output is captured by a socket; " +
				"say \"capture: pipe\" in runs.yaml"}
		}
	}
	return nil
}
