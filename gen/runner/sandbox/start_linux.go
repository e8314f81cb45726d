package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// Run runs c with the means m, and tells what happens while it does. A program
// that exits with any status has an ending; the error is the context's, or says
// why the program could not be started.
func (m Means) Run(ctx context.Context, c *Command, tell func(*Event)) (*Ending, error) {
	st, err := theStarter()
	if err != nil {
		return nil, err
	}
	s, err := st.take(m)
	if err != nil {
		return nil, err
	}
	defer st.done(s)
	return s.supervise(ctx, c, tell)
}

// Probe reports why m does not work here.
func (m Means) Probe() error {
	st, err := theStarter()
	if err != nil {
		return err
	}
	s, err := st.start(m)
	if err != nil {
		return err
	}
	_, err = s.supervise(context.Background(), nil, func(*Event) {})
	st.keep(s)
	return err
}

// session is the runner's end of one supervised run.
type session struct {
	means   Means
	command *Command
	conn    *os.File // to the supervisor: orders there, frames back
	orders  *orderWriter
	leash   *os.File // to the starter; see there
	tmp     string   // where the run has no mounts of its own
	again   bool     // the supervisor can serve another run
}

// supervise has c run by the supervisor. With no command it only tries whether
// the means work.
func (s *session) supervise(ctx context.Context, c *Command, tell func(*Event)) (*Ending, error) {
	s.again = false
	defer s.leave()
	if err := s.order(c); err != nil {
		return nil, fmt.Errorf("ordering a run: %w", err)
	}
	stop := context.AfterFunc(ctx, s.kill)
	defer stop()
	if c != nil {
		// The supervisor keeps the time; this is for one that is stuck.
		late := time.AfterFunc(c.Timeout+dying+lingering+10*time.Second, s.kill)
		defer func() { s.again = late.Stop() && s.again }()
	}
	ending, err := s.follow(tell)
	if err == nil {
		// Nothing is left but the supervisor.
		s.again = stop() && ending.again
		return ending, ctx.Err()
	}
	s.kill()
	text := s.end()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if len(text) > 0 {
		err = fmt.Errorf("%w: %s", err, text)
	}
	return nil, err
}

// order tells the supervisor what to run.
func (s *session) order(c *Command) (err error) {
	s.command = c
	o := &order{Command: c}
	if c != nil && s.means&MountNS == 0 {
		if s.tmp, err = os.MkdirTemp("", "run-"); err != nil {
			return err
		}
		o.Place = place{Binary: c.Path, Work: filepath.Join(s.tmp, "work"), Tmp: s.tmp}
		if err := os.Mkdir(o.Place.Work, 0o777); err != nil {
			return err
		}
	}
	mount := -1
	if s.means.demotes() {
		// Nobody may not reach the binary. A mount of it, made by root,
		// can be put anywhere.
		name := os.DevNull // for a probe
		if c != nil {
			name = c.Path
		}
		if mount, err = unix.OpenTree(unix.AT_FDCWD, name, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC); err != nil {
			return &os.PathError{Op: "open_tree", Path: name, Err: err}
		}
		defer unix.Close(mount)
	}
	err = s.orders.write(o, mount)
	if errors.Is(err, unix.EPIPE) || errors.Is(err, unix.ECONNRESET) {
		return nil // the supervisor has ended, and said why
	}
	return err
}

// follow reads frames until the end.
func (s *session) follow(tell func(*Event)) (*Ending, error) {
	r := bufio.NewReaderSize(s.conn, 64<<10)
	for {
		f, err := readFrame(r)
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, unix.ECONNRESET):
			return nil, errors.New("the supervisor ended before the program")
		case err != nil:
			return nil, err
		case f.Kind == brokenFrame:
			return nil, errors.New(string(f.Text))
		case f.Kind == endFrame:
			return f.ending(), nil
		}
		tell(f)
	}
}

// kill ends the supervisor and all it supervises.
func (s *session) kill() {
	end := s.conn // the supervisor sees that, kills and exits
	if s.means&PIDNS != 0 {
		end = s.leash // the starter kills the supervisor, and the kernel all others
	}
	shut(end)
}

// shut says that nothing more will come.
func shut(f *os.File) {
	raw, err := f.SyscallConn()
	if err == nil {
		_ = raw.Control(func(fd uintptr) { _ = unix.Shutdown(int(fd), unix.SHUT_WR) }) // it may be gone
	}
}

// end waits for the end of the supervisor, and returns what it printed: nothing,
// unless it is broken.
func (s *session) end() []byte {
	_, _ = io.Copy(io.Discard, s.conn)
	shut(s.leash)
	text, _ := io.ReadAll(io.LimitReader(s.leash, 64<<10)) // what there is
	return bytes.TrimSpace(text)
}

// leave ends a run, and the supervisor unless it can serve another.
func (s *session) leave() {
	if s.tmp != "" {
		_ = os.RemoveAll(s.tmp) // the system's own cleaning finds the rest
		s.tmp = ""
	}
	if !s.again {
		s.close()
	}
}

func (s *session) close() {
	_ = s.conn.Close() // sockets
	_ = s.leash.Close()
}
