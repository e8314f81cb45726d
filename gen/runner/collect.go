package runner

import (
	"bytes"
	"time"

	"huoye/gen/contract"
	"huoye/gen/runner/sandbox"
)

// chunk is what one process wrote to one stream at once.
type chunk struct {
	at     time.Duration
	proc   int // label; 0 if unknown
	stream contract.Stream
	text   []byte
}

// collector makes the lines of an output from chunks. It keeps the beginning
// and the end of what was printed, and counts what it drops between.
type collector struct {
	lines []contract.Line
	open  bool // the last line is not ended yet
	text  []byte

	head    int // bytes that may still go to the lines directly
	tail    []chunk
	held    int // bytes in tail
	most    int // bytes that tail may hold
	dropped int64
}

func newCollector(l sandbox.Limits) *collector {
	return &collector{head: l.Head, most: l.Tail}
}

// add takes over c, its text too.
func (k *collector) add(c chunk) {
	n := min(k.head, len(c.text))
	k.head -= n
	k.lay(chunk{c.at, c.proc, c.stream, c.text[:n]}, 0)
	if c.text = c.text[n:]; len(c.text) == 0 {
		return
	}
	k.tail = append(k.tail, c)
	k.held += len(c.text)
	for k.held > k.most {
		first := &k.tail[0]
		n := min(k.held-k.most, len(first.text))
		first.text = first.text[n:]
		k.held -= n
		k.dropped += int64(n)
		if len(first.text) == 0 {
			k.tail = k.tail[1:]
		}
	}
}

// lay appends a chunk to the lines, after a cut of so many bytes.
func (k *collector) lay(c chunk, cut int64) {
	for len(c.text) > 0 {
		if k.open {
			last := &k.lines[len(k.lines)-1]
			if cut > 0 || last.Proc != c.proc || last.Stream != c.stream {
				k.end(true)
			}
		}
		if !k.open {
			k.lines = append(k.lines, contract.Line{At: c.at, Proc: c.proc, Stream: c.stream, Cut: cut})
			k.open, cut = true, 0
		}
		line, rest, whole := bytes.Cut(c.text, []byte("\n"))
		k.text = append(k.text, line...)
		if whole {
			k.end(false)
		}
		c.text = rest
	}
}

func (k *collector) end(partial bool) {
	last := &k.lines[len(k.lines)-1]
	last.Text, last.Partial = string(k.text), partial
	k.text, k.open = k.text[:0], false
}

// finish returns the lines. The collector must not be used any more.
func (k *collector) finish() []contract.Line {
	cut := k.dropped
	for _, c := range k.tail {
		k.lay(c, cut)
		cut = 0
	}
	if k.open {
		k.end(true)
	}
	return k.lines
}
