package sandbox

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// The supervisor and the runner speak through a socket: the supervisor is given
// one order, and answers with frames.

// order is what the runner asks of a supervisor.
type order struct {
	Command *Command // nil: set all up and say whether that worked
	Place   place    // unless the supervisor makes it
}

// writeOrder writes o, its length first: there is no end to read up to. With the
// length goes a mount of the program, unless that is -1.
func writeOrder(conn *os.File, o *order, mount int) error {
	text := o.pack()
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	var rights []byte
	if mount >= 0 {
		rights = unix.UnixRights(mount)
	}
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(text)))
	cerr := raw.Control(func(fd uintptr) {
		err = unix.Sendmsg(int(fd), head, rights, nil, unix.MSG_NOSIGNAL)
	})
	if err = errors.Join(cerr, err); err != nil {
		return err
	}
	_, err = conn.Write(text)
	return err
}

// readOrder waits for an order, and returns it with the mount; -1 if there is
// none.
func readOrder(conn int) (o *order, mount int, err error) {
	head, oob := make([]byte, 4), make([]byte, unix.CmsgSpace(4))
	n, oobn, _, _, err := unix.Recvmsg(conn, head, oob, unix.MSG_CMSG_CLOEXEC)
	for err == unix.EINTR {
		n, oobn, _, _, err = unix.Recvmsg(conn, head, oob, unix.MSG_CMSG_CLOEXEC)
	}
	if err != nil {
		return nil, -1, err
	}
	if n < len(head) {
		return nil, -1, io.EOF
	}
	mount = -1
	if fds := received(oob[:oobn]); len(fds) == 1 {
		mount = fds[0]
	}
	text := make([]byte, binary.LittleEndian.Uint32(head))
	for rest := text; len(rest) > 0; {
		n, err := unix.Read(conn, rest)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return nil, -1, err
		}
		if n == 0 {
			return nil, -1, io.EOF
		}
		rest = rest[n:]
	}
	o, err = unpack(text)
	return o, mount, err
}

// place is where the program finds itself.
type place struct {
	Binary string
	Work   string // its working directory
	Tmp    string
}

const frameHead = 3 + 4 + 4 + 4 + 8 + 4

// writeFrame does not allocate: the supervisor runs with little memory.
func writeFrame(w *bufio.Writer, f *Event) error {
	b := append(w.AvailableBuffer(), byte(f.Kind), byte(f.Stream), 0)
	if f.Killed {
		b[2] = 1
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(f.PID))
	b = binary.LittleEndian.AppendUint32(b, uint32(f.Parent))
	b = binary.LittleEndian.AppendUint32(b, f.Status)
	b = binary.LittleEndian.AppendUint64(b, uint64(f.At))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(f.Text)))
	if _, err := w.Write(b); err != nil {
		return err
	}
	_, err := w.Write(f.Text)
	return err
}

// readFrame returns the next frame, with a text of its own.
func readFrame(r *bufio.Reader) (*Event, error) {
	var b [frameHead]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return nil, err
	}
	f := &Event{
		Kind:   Kind(b[0]),
		Stream: Stream(b[1]),
		Killed: b[2] == 1,
		PID:    int(binary.LittleEndian.Uint32(b[3:])),
		Parent: int(binary.LittleEndian.Uint32(b[7:])),
		Status: binary.LittleEndian.Uint32(b[11:]),
		At:     time.Duration(binary.LittleEndian.Uint64(b[15:])),
	}
	n := binary.LittleEndian.Uint32(b[23:])
	if n > 1<<20 {
		return nil, fmt.Errorf("the supervisor sent a frame of %d bytes", n)
	}
	f.Text = make([]byte, n)
	_, err := io.ReadFull(r, f.Text)
	return f, err
}
