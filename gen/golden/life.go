package golden

import (
	"bytes"
	"fmt"
	"strings"

	"huoye/gen/contract"
)

// formatLife writes what is known of a process, to the end of the line.
func formatLife(b *bytes.Buffer, p contract.Proc) {
	known := p.End > 0
	fmt.Fprintf(b, "pid %d", p.PID)
	switch {
	case p.Parent > 0:
		fmt.Fprintf(b, ", started by p%d", p.Parent)
		if known {
			fmt.Fprintf(b, " at %.6f", p.Start.Seconds())
		}
	case known && p.Start > 0:
		fmt.Fprintf(b, ", started at %.6f", p.Start.Seconds())
	}
	if known {
		for _, at := range p.Execs {
			fmt.Fprintf(b, ", exec at %.6f", at.Seconds())
		}
		for _, w := range p.Waits {
			fmt.Fprintf(b, ", waited for p%d from %.6f to %.6f", w.Proc, w.From.Seconds(), w.To.Seconds())
		}
		if p.Killed {
			fmt.Fprintf(b, ", killed at %.6f", p.End.Seconds())
		} else {
			fmt.Fprintf(b, ", ended at %.6f with %s", p.End.Seconds(), FormatStatus(p.Status))
		}
	}
	b.WriteByte('\n')
}

// life reads what formatLife wrote.
func (p *parser) life(value string) contract.Proc {
	var proc contract.Proc
	for i, fact := range strings.Split(value, ", ") {
		pid, isPID := strings.CutPrefix(fact, "pid ")
		if isPID != (i == 0) {
			p.problem(1, "not a process (want \"pid N\", and what is known of it)")
			return proc
		}
		if isPID {
			proc.PID = int(p.number(pid))
			continue
		}
		if wait, ok := strings.CutPrefix(fact, "waited for p"); ok {
			proc.Waits = append(proc.Waits, p.wait(wait))
			continue
		}
		what, at, timed := strings.Cut(fact, " at ")
		if parent, ok := strings.CutPrefix(what, "started by p"); ok {
			if proc.Parent = int(p.number(parent)); proc.Parent == 0 {
				p.problem(1, "there is no process p0")
			}
			what = "started"
		}
		switch {
		case what == "started" && timed:
			proc.Start = p.seconds(at)
		case what == "started":
		case what == "exec":
			proc.Execs = append(proc.Execs, p.seconds(at))
		case what == "ended":
			at, status, _ := strings.Cut(at, " with ")
			proc.End, proc.Status = p.seconds(at), p.status(status)
		case what == "killed":
			proc.End, proc.Killed = p.seconds(at), true
			proc.Status.Signal = "SIGKILL"
		default:
			p.problem(1, "%q is not known of processes", fact)
		}
	}
	if proc.End == 0 && (proc.Start > 0 || proc.Execs != nil || proc.Waits != nil || proc.Killed) {
		p.problem(1, "the process has no end")
	}
	return proc
}

// wait reads "2 from 0.1 to 0.2".
func (p *parser) wait(s string) contract.Wait {
	proc, times, _ := strings.Cut(s, " from ")
	from, to, _ := strings.Cut(times, " to ")
	w := contract.Wait{Proc: int(p.number(proc)), From: p.seconds(from), To: p.seconds(to)}
	if w.Proc == 0 || w.From > w.To {
		p.problem(1, "%q is no wait (want \"pN from seconds to seconds\")", s)
	}
	return w
}
