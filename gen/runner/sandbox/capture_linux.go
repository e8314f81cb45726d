package sandbox

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// stream is the receiving end of what programs print to: a socket, a pipe or a
// terminal. A stream socket with SO_PASSCRED tells, with each piece, which
// process wrote it, by the id it has in the namespace of the receiver; it loses
// nothing, and never mixes two writers in one piece. The others do not tell.
type stream struct {
	fd   int
	name Stream
	buf  []byte // may be shared
	oob  []byte // nil unless it is a socket
}

// capture opens the streams, and the files of the program.
func (s *supervisor) capture() error {
	if err := s.standardFiles(); err != nil || !s.command.Extra {
		return err
	}
	return s.open(extraStream, (*stream).pipe)
}

func (s *supervisor) standardFiles() error {
	in, err := standardInput(s.command.Stdin)
	if err != nil {
		return err
	}
	s.files = []uintptr{uintptr(in)}
	if s.command.Capture == Terminal {
		return s.terminal()
	}
	connect := (*stream).socket
	if s.command.Capture == Pipe {
		connect = (*stream).pipe
	}
	if s.means&Barrier == 0 {
		if err := s.open(Unknown, connect); err != nil {
			return err
		}
		s.files = append(s.files, s.files[1])
		return nil
	}
	if err := s.open(Stdout, connect); err != nil {
		return err
	}
	return s.open(Stderr, connect)
}

// open opens a stream, and the program's end of it.
func (s *supervisor) open(name Stream, connect func(*stream) (writer int, err error)) error {
	st := &stream{name: name, buf: s.buf}
	writer, err := connect(st)
	if err != nil {
		return err
	}
	s.streams = append(s.streams, st)
	s.files = append(s.files, uintptr(writer))
	return nil
}

func (st *stream) socket() (writer int, err error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	st.fd = pair[0]
	st.oob = make([]byte, unix.CmsgSpace(unix.SizeofUcred))
	return pair[1], unix.SetsockoptInt(st.fd, unix.SOL_SOCKET, unix.SO_PASSCRED, 1)
}

// pipe is for programs that open /dev/stdout, which a socket does not allow.
func (st *stream) pipe() (writer int, err error) {
	var pair [2]int
	if err := unix.Pipe2(pair[:], unix.O_CLOEXEC); err != nil {
		return -1, err
	}
	st.fd = pair[0]
	_ = unix.Fchmod(pair[1], 0o666) // whoever the program will be may open it
	return pair[1], unix.SetNonblock(st.fd, true)
}

// terminal opens a terminal for both streams: the kernel hands over what is
// written to one some time later, so two would not keep the order.
func (s *supervisor) terminal() error {
	master, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC|unix.O_NONBLOCK, 0)
	if err != nil {
		return fmt.Errorf("opening a terminal: %w", err)
	}
	s.streams = append(s.streams, &stream{fd: master, name: Unknown, buf: s.buf})
	if err := unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0); err != nil {
		return fmt.Errorf("unlocking a terminal: %w", err)
	}
	n, err := unix.IoctlGetInt(master, unix.TIOCGPTN)
	if err != nil {
		return fmt.Errorf("numbering a terminal: %w", err)
	}
	name := "/dev/pts/" + strconv.Itoa(n)
	slave, err := unix.Open(name, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("opening %s: %w", name, err)
	}
	_ = unix.Fchmod(slave, 0o666)
	mode, err := unix.IoctlGetTermios(slave, unix.TCGETS)
	if err != nil {
		return fmt.Errorf("reading the mode of a terminal: %w", err)
	}
	mode.Oflag &^= unix.OPOST // lines end as the program ends them
	mode.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(slave, unix.TCSETS, mode); err != nil {
		return fmt.Errorf("setting the mode of a terminal: %w", err)
	}
	size := &unix.Winsize{Row: 24, Col: 80}
	if err := unix.IoctlSetWinsize(slave, unix.TIOCSWINSZ, size); err != nil {
		return fmt.Errorf("setting the size of a terminal: %w", err)
	}
	s.slave = slave
	s.files = append(s.files, uintptr(slave), uintptr(slave))
	return nil
}

// lastWords reads what is still on its way through the terminal, when nobody
// writes to it any more: all that comes before a mark.
func (s *supervisor) lastWords() {
	mark := []byte("\x00\xff huoye: the end \xff\x00")
	if n, err := unix.Write(s.slave, mark); err != nil || n < len(mark) {
		return
	}
	st := s.streams[0]
	var text []byte
	for end := time.Now().Add(time.Second); time.Now().Before(end); {
		_, _ = unix.Poll([]unix.PollFd{{Fd: int32(st.fd), Events: unix.POLLIN}}, 100)
		n, err := unix.Read(st.fd, st.buf)
		if err != nil {
			continue
		}
		text = append(text, st.buf[:n]...)
		if before, ok := bytes.CutSuffix(text, mark); ok {
			text = before
			break
		}
	}
	if len(text) > 0 {
		s.printed(0, st.name, text)
	}
}

// standardInput opens a file that holds text.
func standardInput(text string) (int, error) {
	if text == "" {
		return unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	}
	// Not a pipe: someone would have to feed it, and notice that the
	// program does not read.
	fd, err := unix.MemfdCreate("stdin", unix.MFD_CLOEXEC)
	if err != nil {
		return -1, err
	}
	for rest := []byte(text); len(rest) > 0; {
		n, err := unix.Write(fd, rest)
		if err != nil {
			return -1, err
		}
		rest = rest[n:]
	}
	_, err = unix.Seek(fd, 0, unix.SEEK_SET)
	return fd, err
}

// drain reads all that is in the socket.
func (st *stream) drain(f func(pid int, name Stream, text []byte)) {
	// A socket holds less than that; what is more has come meanwhile, and
	// would go on coming.
	const most = 512 << 10
	for total := 0; total < most; {
		n := st.read(f)
		if n == 0 {
			return
		}
		total += n
	}
}

// read reads one piece, if there is any, and returns its length.
func (st *stream) read(f func(pid int, name Stream, text []byte)) int {
	if st.oob == nil {
		n, err := unix.Read(st.fd, st.buf)
		if err != nil || n <= 0 {
			return 0
		}
		f(0, st.name, st.buf[:n])
		return n
	}
	for {
		n, oobn, _, _, err := unix.Recvmsg(st.fd, st.buf, st.oob, unix.MSG_DONTWAIT)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return 0
		}
		f(sender(st.oob[:oobn]), st.name, st.buf[:n])
		return n
	}
}

// sender reads the process id from the credentials of a message; 0 if there
// are none.
func sender(oob []byte) int {
	head := unix.CmsgLen(0)
	if len(oob) < head+4 {
		return 0
	}
	return int(int32(binary.NativeEndian.Uint32(oob[head:])))
}
