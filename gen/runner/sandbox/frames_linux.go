package sandbox

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// The supervisor and the runner speak through a socket: the supervisor is given
// orders, and answers each with frames.

// order is what the runner asks of a supervisor.
type order struct {
	Command *Command // nil: set all up and say whether that worked
	Place   place    // unless the supervisor makes it
}

// orderWriter writes orders to a supervisor.
type orderWriter struct {
	conn *os.File
	text bytes.Buffer
	gob  *gob.Encoder // to text; it says but once what an order is made of
}

func newOrderWriter(conn *os.File) *orderWriter {
	w := &orderWriter{conn: conn}
	w.gob = gob.NewEncoder(&w.text)
	return w
}

// write writes o. With it goes a mount of the program, unless that is -1.
func (w *orderWriter) write(o *order, mount int) error {
	w.text.Reset()
	if err := w.gob.Encode(o); err != nil {
		return err
	}
	raw, err := w.conn.SyscallConn()
	if err != nil {
		return err
	}
	var rights []byte
	if mount >= 0 {
		rights = unix.UnixRights(mount)
	}
	cerr := raw.Control(func(fd uintptr) {
		// There is room for one byte: the supervisor has read all others.
		err = unix.Sendmsg(int(fd), w.text.Next(1), rights, nil, unix.MSG_NOSIGNAL)
	})
	if err = errors.Join(cerr, err); err != nil {
		return err
	}
	_, err = w.conn.Write(w.text.Bytes())
	return err
}

// orderReader reads the orders of a supervisor.
type orderReader struct {
	conn  int
	mount int // that came last; -1 if none has come
	gob   *gob.Decoder
}

func newOrderReader(conn int) *orderReader {
	r := &orderReader{conn: conn}
	r.gob = gob.NewDecoder(r)
	return r
}

// next waits for an order, and returns it with the mount; -1 if there is none. The
// error is io.EOF if there is no other.
func (r *orderReader) next() (o *order, mount int, err error) {
	o, r.mount = &order{}, -1
	err = r.gob.Decode(o)
	return o, r.mount, err
}

// Read reads from the connection.
func (r *orderReader) Read(b []byte) (int, error) {
	oob := make([]byte, unix.CmsgSpace(4))
	for {
		n, oobn, _, _, err := unix.Recvmsg(r.conn, b, oob, unix.MSG_CMSG_CLOEXEC)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return 0, err
		case n == 0:
			return 0, io.EOF
		}
		if fds := received(oob[:oobn]); len(fds) == 1 {
			r.mount = fds[0]
		}
		return n, nil
	}
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
