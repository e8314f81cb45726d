package sandbox

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// The first arguments of the processes that are this binary, started again.
const (
	starterName    = "huoye-starter"
	supervisorName = "huoye-supervisor"
)

// nobody is the user that a run by root is outside of its namespace.
const nobody = 65534

// Inside of its user namespace a program is this user and group.
const insideID = 1000

// starterFD is where the starter is asked for supervisors. When it is closed,
// the runner is gone.
const starterFD = 3

// theStarter starts supervisors, in a process of its own. The runner had better
// not do that itself: the kernel copies the memory of who starts a process in a
// new user namespace, and kills a supervisor when the thread that started it
// ends, of which the runner has many. It is started once, and ends with the
// runner.
var theStarter = sync.OnceValues(func() (*starter, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(pair[1])
	null, err := unix.Open(os.DevNull, unix.O_RDWR|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: os.DevNull, Err: err}
	}
	defer unix.Close(null)
	// Without a terminal: what interrupts the runner must not end it.
	_, err = syscall.ForkExec("/proc/self/exe", []string{starterName}, &syscall.ProcAttr{
		Env:   supervisorEnv,
		Files: []uintptr{uintptr(null), uintptr(null), 2, uintptr(pair[1])},
		Sys:   &syscall.SysProcAttr{Setsid: true},
	})
	if err != nil {
		return nil, fmt.Errorf("starting the starter of supervisors: %w", err)
	}
	st := &starter{fd: pair[0], spare: map[Means][]*session{}}
	st.rest = time.AfterFunc(idle, st.dismiss)
	return st, nil
})

// supervisorEnv is the environment of starters and supervisors. Collecting
// garbage must not stop the world while a program is being started; see
// supervisor.launch. Nor would one processor do then. Hardly any supervisor
// needs so much memory.
var supervisorEnv = []string{"GOGC=off", "GOMEMLIMIT=32MiB", "GOMAXPROCS=2"}

// starter is the runner's end of the process that starts supervisors. It has
// as many ready as there are runs that go on, so that the next run need not wait
// for a supervisor to prepare itself.
type starter struct {
	fd int

	mu      sync.Mutex
	running int // runs that go on
	spare   map[Means][]*session
	rest    *time.Timer // runs out when there has been no run for some time
}

// idle is how long spare supervisors wait when no run goes on.
const idle = time.Second

// take returns a supervisor that is ready or will be soon: the one that has been
// waiting longest. If it succeeds, done must be called when the run has ended.
func (st *starter) take(m Means) (s *session, err error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	for spare := st.spare[m]; len(spare) > 0 && s == nil; spare = spare[1:] {
		if s, st.spare[m] = spare[0], spare[1:]; s.gone() {
			s.close() // somebody has killed it
			s = nil
		}
	}
	if s == nil {
		if s, err = st.start(m); err != nil {
			return nil, err
		}
	}
	st.running++
	if len(st.spare[m]) < st.running {
		if next, err := st.start(m); err == nil { // else it will be told later
			st.spare[m] = append(st.spare[m], next)
		}
	}
	return s, nil
}

// Prepare has n supervisors start, for runs that are about to come. If none comes
// they end after some time.
func (m Means) Prepare(n int) {
	st, err := theStarter()
	if err != nil {
		return // as the run will be told
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	for len(st.spare[m]) < n {
		s, err := st.start(m)
		if err != nil {
			return
		}
		st.spare[m] = append(st.spare[m], s)
	}
	if st.running == 0 {
		st.rest.Reset(idle)
	}
}

// gone reports whether the supervisor has ended without a word.
func (s *session) gone() (gone bool) {
	raw, err := s.conn.SyscallConn()
	if err != nil {
		return true
	}
	_ = raw.Control(func(fd uintptr) { // it is not closed
		n, _, err := unix.Recvfrom(int(fd), make([]byte, 1), unix.MSG_PEEK|unix.MSG_DONTWAIT)
		gone = n == 0 && err == nil || err == unix.ECONNRESET
	})
	return gone
}

// done says that a run has ended. Its supervisor may serve another.
func (st *starter) done(s *session) {
	st.mu.Lock()
	st.running--
	st.mu.Unlock()
	st.keep(s)
}

// keep keeps a supervisor for the next run, if it can serve it.
func (st *starter) keep(s *session) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if s.again {
		st.spare[s.means] = append(st.spare[s.means], s)
	}
	if st.running == 0 {
		st.rest.Reset(idle)
	}
}

// dismiss ends the spare supervisors if no run goes on.
func (st *starter) dismiss() {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.running > 0 {
		return
	}
	for _, spare := range st.spare {
		for _, s := range spare {
			s.close()
		}
	}
	clear(st.spare)
}

// start asks for a supervisor. Whether it can be started is told by frames.
func (st *starter) start(m Means) (*session, error) {
	conn, theirs, err := socket(m)
	if err != nil {
		return nil, err
	}
	defer unix.Close(theirs)
	leash, hand, err := socket(m)
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	defer unix.Close(hand)
	s := &session{means: m, conn: conn, orders: newOrderWriter(conn), leash: leash}
	err = unix.Sendmsg(st.fd, []byte(strconv.Itoa(int(m))), unix.UnixRights(theirs, hand), nil, unix.MSG_NOSIGNAL)
	if err != nil {
		s.close()
		return nil, fmt.Errorf("asking for a supervisor: %w", err)
	}
	return s, nil
}

// socket returns the two ends of a stream. Waiting at ours blocks no thread.
func socket(m Means) (ours *os.File, theirs int, err error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, -1, err
	}
	_ = unix.SetNonblock(pair[0], true) // cannot fail
	return os.NewFile(uintptr(pair[0]), m.String()), pair[1], nil
}

// serveStarts is the starter's process. Its only thread that starts others is
// the first, which lives as long as the process.
func serveStarts() {
	unix.CloseOnExec(starterFD)
	setSlack(lazy)
	text, oob := make([]byte, 32), make([]byte, unix.CmsgSpace(2*4))
	for {
		n, oobn, _, _, err := unix.Recvmsg(starterFD, text, oob, unix.MSG_CMSG_CLOEXEC)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n == 0 {
			return // the runner is gone; the kernel kills the supervisors
		}
		m, err := strconv.Atoi(string(text[:n]))
		fds := received(oob[:oobn])
		if err == nil && len(fds) == 2 {
			serveStart(Means(m), fds[0], fds[1])
		}
	}
}

// The kernel may wake a sleeping thread later by its timer slack, which threads
// and processes inherit. A thread of Go's runtime sleeps so shortly and often, in
// the first milliseconds of a process, that it costs as much as mounting all that
// a program needs; the supervisors need no such precision.
const (
	lazy  = 2 * time.Millisecond
	usual = 50 * time.Microsecond // what the kernel gives everybody
)

// setSlack sets the timer slack of this thread and of what it starts.
func setSlack(d time.Duration) {
	_ = unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(d), 0, 0, 0) // cannot fail
}

// received returns the descriptors that came with a message.
func received(oob []byte) []int {
	messages, err := unix.ParseSocketControlMessage(oob)
	if err != nil || len(messages) == 0 {
		return nil
	}
	fds, _ := unix.ParseUnixRights(&messages[0]) // none if it is something else
	return fds
}

// serveStart starts a supervisor that speaks with the runner by conn. The leash
// is its standard error, and the runner's hold on it: when the runner lets go, the
// supervisor is killed, and when it has ended, the leash ends. One without a PID
// namespace is not killed, because nobody else would kill what it supervises; it
// ends when its connection does.
func serveStart(m Means, conn, leash int) {
	pid, err := syscall.ForkExec("/proc/self/exe", []string{supervisorName, strconv.Itoa(int(m))}, &syscall.ProcAttr{
		Env:   supervisorEnv,
		Files: []uintptr{0, 1, uintptr(leash), uintptr(conn)},
		Sys:   m.attributes(),
	})
	frames := os.NewFile(uintptr(conn), "frames")
	defer frames.Close()
	if err != nil {
		w := bufio.NewWriter(frames)
		_ = writeFrame(w, &Event{Kind: brokenFrame, Text: []byte("starting the supervisor: " + err.Error())})
		_ = w.Flush() // nobody to tell
		_ = unix.Close(leash)
		return
	}
	_ = unix.SetNonblock(leash, true) // cannot fail
	hand := os.NewFile(uintptr(leash), "leash")
	go func() {
		_, _ = hand.Read([]byte{0}) // nothing comes, until the runner lets go
		if m&PIDNS != 0 {
			_ = unix.Kill(pid, unix.SIGKILL) // it may have ended, but keeps its id
		}
		for {
			if _, err := unix.Wait4(pid, nil, 0, nil); err != unix.EINTR {
				break
			}
		}
		_ = hand.Close()
	}()
}

// attributes says how the supervisor is started.
func (m Means) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Setsid: true}
	if m&PIDNS != 0 {
		// Without a namespace the end of the connection must do: a
		// supervisor that is killed leaves its processes alone.
		a.Pdeathsig = syscall.SIGKILL
	}
	for bit, flag := range map[Means]uintptr{
		UserNS: unix.CLONE_NEWUSER, PIDNS: unix.CLONE_NEWPID, MountNS: unix.CLONE_NEWNS,
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
