package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"huoye/gen/book"
	"huoye/gen/runner"
)

// progress is a line at the foot of a terminal that says what is being done.
// It is redrawn in place and gone in the end. A nil progress shows nothing.
type progress struct {
	tty  *os.File
	quit chan struct{}
	done chan struct{} // closed when nothing is drawn any more

	mu      sync.Mutex // guards what follows, and the terminal
	stage   string
	what    string // is being done in it; may be empty
	began   time.Time
	left    int // runs that have not ended
	total   int // runs; 0 if the stage has none
	running []*followed
	drawn   string // what is shown; "" if the line is empty
}

// followed is a run that goes on.
type followed struct {
	name  string
	since time.Time
}

// How often the line is drawn, and when for the first time: what is done at
// once needs no progress.
const (
	redraw    = 100 * time.Millisecond
	firstDraw = 300 * time.Millisecond
)

// newProgress shows progress on stderr if that is a terminal, unless nobody
// looks at it or wants it.
func newProgress(stderr io.Writer, o options) *progress {
	tty := terminal(stderr)
	if tty == nil || o.quiet || os.Getenv("CI") != "" {
		return nil
	}
	p := &progress{tty: tty, quit: make(chan struct{}), done: make(chan struct{})}
	go p.keepDrawing()
	return p
}

func (p *progress) keepDrawing() {
	defer close(p.done)
	next := time.NewTimer(firstDraw)
	defer next.Stop()
	for {
		select {
		case <-p.quit:
			return
		case <-next.C:
			p.draw()
			next.Reset(redraw)
		}
	}
}

// end stops drawing and clears the line. It may be called again.
func (p *progress) end() {
	if p == nil {
		return
	}
	select {
	case <-p.done:
		return
	default:
	}
	close(p.quit)
	<-p.done
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

// begin says that a stage begins, and what is done in it.
func (p *progress) begin(stage, what string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stage, p.what, p.began, p.total = stage, what, time.Now(), 0
}

// expect says that n runs are to come in this stage.
func (p *progress) expect(n int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left, p.total = n, n
}

// follow returns do, and shows its runs while they go on.
func (p *progress) follow(do runFunc) runFunc {
	if p == nil {
		return do
	}
	return func(ctx context.Context, run *book.Run) (*runner.Result, error) {
		f := &followed{name: run.ID(), since: time.Now()}
		p.mu.Lock()
		p.running = append(p.running, f)
		p.mu.Unlock()
		defer func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.left--
			p.running = slices.DeleteFunc(p.running, func(r *followed) bool { return r == f })
		}()
		return do(ctx, run)
	}
}

// beside returns w for lines that are written while progress is shown: the
// line makes room for them.
func (p *progress) beside(w io.Writer) io.Writer {
	if p == nil {
		return w
	}
	return &besideProgress{p, w}
}

type besideProgress struct {
	p *progress
	w io.Writer
}

func (b *besideProgress) Write(data []byte) (int, error) {
	b.p.mu.Lock()
	defer b.p.mu.Unlock()
	b.p.clear()
	return b.w.Write(data)
}

// clear empties the line. A terminal that is gone is no reason to fail.
func (p *progress) clear() {
	if p.drawn != "" {
		_, _ = io.WriteString(p.tty, "\r\x1b[K")
		p.drawn = ""
	}
}

func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	width, _, err := term.GetSize(int(p.tty.Fd()))
	if err != nil || width <= 0 {
		width = 80
	}
	// A character in the last column would move the cursor on.
	line := p.line(time.Now(), width-1)
	if line != p.drawn {
		_, _ = io.WriteString(p.tty, "\r"+line+"\x1b[K")
		p.drawn = line
	}
}

// line is what is shown at a time, in at most width columns.
func (p *progress) line(now time.Time, width int) string {
	if p.stage == "" {
		return ""
	}
	if p.total == 0 {
		line := p.stage
		if p.what != "" {
			line += ": " + p.what
		}
		if took := now.Sub(p.began); took >= time.Second {
			line += ", " + seconds(took)
		}
		return cut(line, width)
	}
	line := p.stage + ": "
	if p.what != "" {
		line += p.what + ", "
	}
	line += fmt.Sprintf("%d of %d left", p.left, p.total)
	// The slowest is what people wait for.
	running := slices.SortedFunc(slices.Values(p.running), func(a, b *followed) int {
		return cmp.Or(a.since.Compare(b.since), strings.Compare(a.name, b.name))
	})
	for i, r := range running {
		next := ", " + r.name + " " + seconds(now.Sub(r.since))
		if i == 0 {
			next = ": " + next[2:]
		}
		more := ""
		if rest := len(running) - i - 1; rest > 0 {
			more = fmt.Sprintf(" and %d more", rest)
		}
		if i > 0 && len(line+next+more) > width {
			return cut(fmt.Sprintf("%s and %d more", line, len(running)-i), width)
		}
		line += next
	}
	return cut(line, width)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }

// cut shortens an ASCII line.
func cut(line string, width int) string {
	if len(line) <= width {
		return line
	}
	return line[:max(0, width-1)] + "…"
}
