package sandbox

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

// Run runs c with the means m, and tells what happens while it does. A program
// that exits with any status has an ending; the error is the context's, or says
// why the program could not be started.
func (m Means) Run(ctx context.Context, c *Command, tell func(*Event)) (*Ending, error) {
	return m.supervise(ctx, c, tell)
}

// Probe reports why m does not work here.
func (m Means) Probe() error {
	_, err := m.supervise(context.Background(), nil, nil)
	return err
}

// supervise has c run by a supervisor. With no command it only tries whether
// the means work.
func (m Means) supervise(ctx context.Context, c *Command, tell func(*Event)) (*Ending, error) {
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
	ending, err := s.follow(tell)
	s.kill() // it has nothing more to do, whatever happened
	_ = s.frames.Close()
	_ = s.cmd.Wait() // killed, most likely
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if text := strings.TrimSpace(s.stderr.String()); text != "" && err != nil {
		err = fmt.Errorf("%w: %s", err, text)
	}
	return ending, err
}

// session is the runner's end of one supervised run.
type session struct {
	means   Means
	command *Command
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
		// processor do then. Hardly any supervisor needs so much memory.
		// Looking for a container's limits takes longer than all else
		// that the runtime does as it starts.
		Env: []string{"GOGC=off", "GOMEMLIMIT=32MiB", "GOMAXPROCS=2",
			"GODEBUG=containermaxprocs=0,updatemaxprocs=0"},
		Stderr:      &s.stderr,
		ExtraFiles:  []*os.File{in, answer},
		SysProcAttr: s.means.attributes(),
	}
	var place place
	if s.command != nil && s.means&MountNS == 0 {
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
func (m Means) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setsid: true}
	if m&PIDNS != 0 {
		// Without a namespace the end of the order pipe must do: a
		// supervisor that is killed leaves its processes alone.
		a.Pdeathsig = syscall.SIGKILL
	}
	for bit, flag := range map[Means]uintptr{
		UserNS: unix.CLONE_NEWUSER, PIDNS: unix.CLONE_NEWPID, MountNS: unix.CLONE_NEWNS,
		NetNS: unix.CLONE_NEWNET, IPCNS: unix.CLONE_NEWIPC, UTSNS: unix.CLONE_NEWUTS,
	} {
		if m&bit != 0 {
			a.Cloneflags |= flag
		}
	}
	if m&UserNS == 0 {
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
func (m Means) demotes() bool {
	return m&UserNS != 0 && m&MountNS != 0 && os.Geteuid() == 0
}

// kill ends the supervisor and all it supervises.
func (s *session) kill() {
	if s.means&PIDNS != 0 {
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
func (s *session) follow(tell func(*Event)) (*Ending, error) {
	r := bufio.NewReaderSize(s.frames, 64<<10)
	for {
		f, err := readFrame(r)
		switch {
		case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
			return nil, errors.New("the supervisor ended before the program")
		case err != nil:
			return nil, err
		case f.Kind == brokenFrame:
			return nil, errors.New(string(f.Text))
		case f.Kind == endFrame && s.command == nil:
			return nil, nil
		case f.Kind == endFrame:
			e := &Ending{}
			return e, json.Unmarshal(f.Text, e)
		}
		tell(f)
	}
}
