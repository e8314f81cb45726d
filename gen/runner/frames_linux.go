package runner

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"huoye/gen/contract"
)

// The supervisor and the runner speak through two pipes: the supervisor reads
// one order, and answers with frames.

// order is what the runner asks of a supervisor.
type order struct {
	Means   means
	Command *command // nil: set all up and say whether that worked
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

// frameKind says what a frame tells.
type frameKind byte

const (
	chunkFrame  frameKind = 'c' // pid wrote text to stream
	procFrame   frameKind = 'p' // pid, started by parent, is known from now on
	execFrame   frameKind = 'x' // pid has become another program
	waitFrame   frameKind = 'w' // pid waits for its child parent to end, for any if that is 0
	exitFrame   frameKind = 'q' // pid has ended with status
	stackFrame  frameKind = 's' // pid wrote text after it was asked for its stacks
	endFrame    frameKind = 'e' // text is an ending; nothing follows
	brokenFrame frameKind = 'b' // text says why the program was not started
)

// frame is one message of the supervisor.
type frame struct {
	kind   frameKind
	stream contract.Stream
	pid    int
	parent int
	status uint32 // raw, as wait4 gave it
	killed bool   // by the supervisor
	at     time.Duration
	text   []byte
}

// ending is how a run ended.
type ending struct {
	Status   uint32 // raw, as wait4 gave it
	Elapsed  time.Duration
	Outlived int
	Killed   int
	Limit    string // "time", "output", "CPU time" or ""
	Traced   bool   // the lives of all processes were told
}

const frameHead = 3 + 4 + 4 + 4 + 8 + 4

// writeFrame does not allocate: the supervisor runs with little memory.
func writeFrame(w *bufio.Writer, f *frame) error {
	b := append(w.AvailableBuffer(), byte(f.kind), byte(f.stream), 0)
	if f.killed {
		b[2] = 1
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(f.pid))
	b = binary.LittleEndian.AppendUint32(b, uint32(f.parent))
	b = binary.LittleEndian.AppendUint32(b, f.status)
	b = binary.LittleEndian.AppendUint64(b, uint64(f.at))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(f.text)))
	if _, err := w.Write(b); err != nil {
		return err
	}
	_, err := w.Write(f.text)
	return err
}

// readFrame returns the next frame, with a text of its own.
func readFrame(r *bufio.Reader) (*frame, error) {
	var b [frameHead]byte
	if _, err := io.ReadFull(r, b[:]); err != nil {
		return nil, err
	}
	f := &frame{
		kind:   frameKind(b[0]),
		stream: contract.Stream(b[1]),
		killed: b[2] == 1,
		pid:    int(binary.LittleEndian.Uint32(b[3:])),
		parent: int(binary.LittleEndian.Uint32(b[7:])),
		status: binary.LittleEndian.Uint32(b[11:]),
		at:     time.Duration(binary.LittleEndian.Uint64(b[15:])),
	}
	n := binary.LittleEndian.Uint32(b[23:])
	if n > 1<<20 {
		return nil, fmt.Errorf("the supervisor sent a frame of %d bytes", n)
	}
	f.text = make([]byte, n)
	_, err := io.ReadFull(r, f.text)
	return f, err
}
