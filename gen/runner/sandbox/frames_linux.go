package sandbox

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// The supervisor and the runner speak through two pipes: the supervisor reads
// one order, and answers with frames.

// order is what the runner asks of a supervisor.
type order struct {
	Means   Means
	Command *Command // nil: set all up and say whether that worked
	Place   place    // unless the supervisor makes it
	Mount   bool     // binaryFD is a mount of the program
}

// writeOrder writes o, its length first: the pipe stays open after it.
func writeOrder(w io.Writer, o *order) error {
	text, err := json.Marshal(o)
	if err != nil {
		return err
	}
	_, err = w.Write(append(binary.LittleEndian.AppendUint32(nil, uint32(len(text))), text...))
	return err
}

func readOrder(r io.Reader) (*order, error) {
	var n uint32
	if err := binary.Read(r, binary.LittleEndian, &n); err != nil {
		return nil, err
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, err
	}
	o := &order{}
	return o, json.Unmarshal(text, o)
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
