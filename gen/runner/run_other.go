//go:build !linux

package runner

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

// Isolation says by which means runs on this machine are isolated, strongest
// first, in a few words for people: "user, pid, mount, net, ipc, uts
// namespaces". It is found by a probe, once.
func Isolation() string { return isolation }

func getReady(int) {}

// grace is how long a process may still hold the output when the program has
// ended.
const grace = 200 * time.Millisecond

// Isolated reports whether runs on this machine are isolated by all means.
func Isolated() bool { return false }

// Refusals are the stronger ways of isolation that this machine refuses: it
// knows none.
func Refusals() []Refusal { return nil }

// supervise runs the program with the means that every system has: one pipe for both
// streams, so that their order is true, and the end of its process group.
func supervise(ctx context.Context, c *sandbox.Command) (*Result, error) {
	tmp, err := os.MkdirTemp("", "run-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	work := filepath.Join(tmp, "work")
	if err := os.Mkdir(work, 0o777); err != nil {
		return nil, err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	cmd := &exec.Cmd{
		Path:   c.Path,
		Args:   c.Argv(),
		Env:    c.Environ(work, tmp),
		Dir:    work,
		Stdout: w,
		Stderr: w,
	}
	if c.Stdin != "" {
		cmd.Stdin = strings.NewReader(c.Stdin)
		cmd.WaitDelay = grace // of a child that does not read it
	}
	ownGroup(cmd)
	start := time.Now()
	err = cmd.Start()
	w.Close()
	if err != nil {
		return nil, err
	}
	p := &pipeRun{c: c, cmd: cmd, start: start, full: make(chan struct{}), read: make(chan struct{})}
	go p.collect(r)
	return p.wait(ctx)
}

// pipeRun is a run whose streams come through one pipe.
type pipeRun struct {
	c     *sandbox.Command
	cmd   *exec.Cmd
	start time.Time
	full  chan struct{} // closed at the output limit
	read  chan struct{} // closed at the end of the output

	lines *collector
}

func (p *pipeRun) collect(r io.Reader) {
	defer close(p.read)
	p.lines = newCollector(p.c.Limits)
	var total int64
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		if total += int64(n); n > 0 {
			p.lines.add(chunk{at: time.Since(p.start), text: append([]byte(nil), buf[:n]...)})
		}
		if total > p.c.Limits.Output {
			close(p.full)
			_, _ = io.Copy(io.Discard, r) // until the writers are killed
			return
		}
		if err != nil {
			return
		}
	}
}

func (p *pipeRun) wait(ctx context.Context) (*Result, error) {
	ended := make(chan struct{})
	var elapsed time.Duration
	go func() {
		_ = p.cmd.Wait() // ProcessState says it
		elapsed = time.Since(p.start)
		close(ended)
	}()
	timer := time.NewTimer(p.c.Timeout)
	defer timer.Stop()
	limit := ""
	select {
	case <-ended:
		select {
		case <-p.read:
		case <-p.full:
			limit = "output"
		case <-time.After(grace):
		}
	case <-timer.C:
		limit = "time"
	case <-p.full:
		limit = "output"
	case <-ctx.Done():
	}
	killGroup(p.cmd)
	<-ended
	select {
	case <-p.read:
	case <-time.After(grace):
		// A process that left the group holds the pipe.
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	out := &contract.Output{Lines: p.lines.finish(), Status: status(p.cmd.ProcessState)}
	res := &Result{Output: out, Elapsed: elapsed}
	if limit != "" {
		return res, newLimit(p.c, limit, out)
	}
	return res, nil
}

func status(s *os.ProcessState) contract.Status {
	if w, ok := s.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return contract.Status{Signal: signalName(w.Signal())}
	}
	return contract.Status{Code: s.ExitCode()}
}
