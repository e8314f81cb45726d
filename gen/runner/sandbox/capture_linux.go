package sandbox

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// stream is the receiving end of a socket that programs print to. A stream
// socket with SO_PASSCRED tells, with each piece, which process wrote it, by
// the id it has in the namespace of the receiver; it loses nothing, and never
// mixes two writers in one piece.
type stream struct {
	fd   int
	name Stream
	buf  []byte
	oob  []byte
}

// capture opens the streams and returns the standard files of the program.
func (s *supervisor) capture() ([]uintptr, error) {
	in, err := standardInput(s.command.Stdin)
	if err != nil {
		return nil, err
	}
	files := []uintptr{uintptr(in)}
	names := []Stream{Stdout, Stderr}
	if s.means&Barrier == 0 {
		names = []Stream{Unknown}
	}
	for _, name := range names {
		pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return nil, err
		}
		if err := unix.SetsockoptInt(pair[0], unix.SOL_SOCKET, unix.SO_PASSCRED, 1); err != nil {
			return nil, err
		}
		s.streams = append(s.streams, &stream{
			fd:   pair[0],
			name: name,
			buf:  make([]byte, 64<<10),
			oob:  make([]byte, unix.CmsgSpace(unix.SizeofUcred)),
		})
		files = append(files, uintptr(pair[1]))
	}
	if len(files) == 2 {
		files = append(files, files[1])
	}
	return files, nil
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
