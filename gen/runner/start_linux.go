package runner

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"huoye/gen/contract"
)

// supervisorName is the first argument of a supervisor, by which Main knows it.
const supervisorName = "huoye-supervisor"

// nobody is the user that a run by root is outside of its namespace.
const nobody = 65534

// Inside of its user namespace a program is this user and group.
const insideID = 1000

// The files of a supervisor beside the standard ones.
const (
	orderFD  = 3 // the order is read here; its end says that the runner is gone
	frameFD  = 4 // frames are written here
	binaryFD = 5 // a mount of the program, if the supervisor cannot make it
)

func (c *command) run(ctx context.Context) (*Result, error) {
	return strongest().supervise(ctx, c)
}

// supervise has c run by a supervisor with the means m. With no command it
// only tries whether the means work.
func (m means) supervise(ctx context.Context, c *command) (*Result, error) {
	// A supervisor is told of the death of the thread that started it, not
	// of the process: the thread must live as long as the run.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	s := &session{means: m, command: c}
	defer s.close()
	if err := s.start(); err != nil {
		return nil, fmt.Errorf("starting the supervisor: %w", err)
	}
	stop := context.AfterFunc(ctx, s.kill)
	defer stop()
	if c != nil {
		// The supervisor keeps the time; this is for one that is stuck.
		late := time.AfterFunc(c.Timeout+dying+lingering+10*time.Second, s.kill)
		defer late.Stop()
	}
	res, err := s.follow()
	s.kill() // it has nothing more to do, whatever happened
	_ = s.frames.Close()
	_ = s.cmd.Wait() // killed, most likely
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if text := strings.TrimSpace(s.stderr.String()); text != "" && err != nil {
		err = fmt.Errorf("%w: %s", err, text)
	}
	return res, err
}

// session is the runner's end of one supervised run.
type session struct {
	means   means
	command *command
	cmd     *exec.Cmd
	orders  *os.File
	frames  *os.File
	tmp     string       // where the run has no mounts of its own
	stderr  bytes.Buffer // of the supervisor itself
}

func (s *session) start() error {
	in, orders, err := os.Pipe()
	if err != nil {
		return err
	}
	defer in.Close()
	s.orders = orders
	frames, answer, err := os.Pipe()
	if err != nil {
		return err
	}
	defer answer.Close()
	s.frames = frames
	s.cmd = &exec.Cmd{
		Path: "/proc/self/exe",
		Args: []string{supervisorName},
		// Collecting garbage must not stop the world while the program
		// is being started; see supervisor.launch. Nor would one
		// processor do then.
		Env:         []string{"GOGC=off", "GOMAXPROCS=2"},
		Stderr:      &s.stderr,
		ExtraFiles:  []*os.File{in, answer},
		SysProcAttr: s.means.attributes(),
	}
	var place place
	if s.command != nil && s.means&mountNS == 0 {
		if s.tmp, err = os.MkdirTemp("", "run-"); err != nil {
			return err
		}
		place.Binary, place.Tmp = s.command.Path, s.tmp
		place.Work = filepath.Join(s.tmp, "work")
		if err := os.Mkdir(place.Work, 0o777); err != nil {
			return err
		}
	}
	if s.means.demotes() {
		// Nobody may not reach the binary. A mount of it, made by root,
		// can be put anywhere.
		name := "/dev/null" // for a probe
		if s.command != nil {
			name = s.command.Path
		}
		fd, err := unix.OpenTree(unix.AT_FDCWD, name, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC)
		if err != nil {
			return &os.PathError{Op: "open_tree", Path: name, Err: err}
		}
		binary := os.NewFile(uintptr(fd), name)
		defer binary.Close()
		s.cmd.ExtraFiles = append(s.cmd.ExtraFiles, binary)
	}
	if err := s.cmd.Start(); err != nil {
		return err
	}
	return writeOrder(orders, &order{s.means, s.command, place, s.means.demotes()})
}

// attributes says how the supervisor is started.
func (m means) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setsid: true}
	if m&pidNS != 0 {
		// Without a namespace the end of the order pipe must do: a
		// supervisor that is killed leaves its processes alone.
		a.Pdeathsig = syscall.SIGKILL
	}
	for bit, flag := range map[means]uintptr{
		userNS: unix.CLONE_NEWUSER, pidNS: unix.CLONE_NEWPID, mountNS: unix.CLONE_NEWNS,
		netNS: unix.CLONE_NEWNET, ipcNS: unix.CLONE_NEWIPC, utsNS: unix.CLONE_NEWUTS,
	} {
		if m&bit != 0 {
			a.Cloneflags |= flag
		}
	}
	if m&userNS == 0 {
		return a
	}
	uid, gid := os.Geteuid(), os.Getegid()
	if m.demotes() {
		uid, gid = nobody, nobody
	}
	a.UidMappings = []syscall.SysProcIDMap{{ContainerID: insideID, HostID: uid, Size: 1}}
	a.GidMappings = []syscall.SysProcIDMap{{ContainerID: insideID, HostID: gid, Size: 1}}
	a.GidMappingsEnableSetgroups = m.demotes()
	a.Credential = &syscall.Credential{Uid: insideID, Gid: insideID, NoSetGroups: !m.demotes()}
	a.AmbientCaps = []uintptr{unix.CAP_SYS_ADMIN, unix.CAP_NET_ADMIN, unix.CAP_SETPCAP}
	return a
}

// demotes reports whether runs are nobody's outside of their user namespace:
// the programs of root must not be root anywhere.
func (m means) demotes() bool {
	return m&userNS != 0 && m&mountNS != 0 && os.Geteuid() == 0
}

// kill ends the supervisor and all it supervises.
func (s *session) kill() {
	if s.means&pidNS != 0 {
		_ = s.cmd.Process.Kill() // it may have ended
	} else {
		_ = s.orders.Close() // it sees that, kills and exits
	}
}

func (s *session) close() {
	if s.tmp != "" {
		_ = os.RemoveAll(s.tmp) // the system's own cleaning finds the rest
	}
	for _, f := range []*os.File{s.orders, s.frames} {
		if f != nil {
			_ = f.Close() // pipes
		}
	}
}

// follow reads frames until the end.
func (s *session) follow() (*Result, error) {
	r := bufio.NewReaderSize(s.frames, 64<<10)
	p := &protocol{labels: map[int]int{}}
	if s.command != nil {
		p.lines = newCollector(s.command.Limits)
	}
	for {
		f, err := readFrame(r)
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return nil, errors.New("the supervisor ended before the program")
		case err != nil:
			return nil, err
		case f.kind == brokenFrame:
			return nil, errors.New(string(f.text))
		case f.kind == endFrame && s.command == nil:
			return nil, nil
		case f.kind == endFrame:
			return p.end(f, s.command)
		}
		p.add(f)
	}
}

// protocol makes a result of frames.
type protocol struct {
	lines  *collector
	procs  []contract.Proc
	waits  []wait
	labels map[int]int // pid to label
	stacks strings.Builder
}

func (p *protocol) add(f *frame) {
	switch f.kind {
	case chunkFrame:
		p.lines.add(chunk{f.at, p.labels[f.pid], f.stream, f.text})
	case procFrame:
		p.procs = append(p.procs, contract.Proc{PID: f.pid, Parent: p.labels[f.parent], Start: f.at})
		p.labels[f.pid] = len(p.procs)
	case execFrame, exitFrame:
		if label := p.labels[f.pid]; label > 0 {
			live(&p.procs[label-1], f)
		}
	case waitFrame:
		if label := p.labels[f.pid]; label > 0 {
			p.waits = append(p.waits, wait{label, p.labels[f.parent], f.at})
		}
	case stackFrame:
		p.stacks.Write(f.text)
	}
}

func (p *protocol) end(f *frame, c *command) (*Result, error) {
	var e ending
	if err := json.Unmarshal(f.text, &e); err != nil {
		return nil, err
	}
	out := &contract.Output{Lines: p.lines.finish(), Procs: p.procs, Status: status(e.Status)}
	settleLives(out, p.waits, e.Traced)
	res := &Result{
		Output:   out,
		Elapsed:  e.Elapsed,
		Outlived: e.Outlived,
		Killed:   e.Killed,
		Notes:    notes(out),
	}
	if e.Limit == "" {
		return res, nil
	}
	return res, &Limit{
		What:   e.Limit,
		Value:  c.limit(e.Limit),
		Output: out,
		Stacks: foldStacks(p.stacks.String()),
	}
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
				"which is not possible because its output is captured by a socket"}
		}
	}
	return nil
}
