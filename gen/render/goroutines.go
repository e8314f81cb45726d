package render

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"huoye/gen/golden"
	"huoye/gen/gotrace"
)

// A goroutines figure shows what the goroutines of a traced run did, and below
// them, whom each thread executed. Goroutines change what they do every few
// microseconds, and then do nothing for milliseconds: time goes to the right,
// but is not drawn to scale. Places are parts of the width, as in a timeline.
type goroutines struct {
	*golden.Trace
	times   []time.Duration // when something changes, each once, first to last
	places  []float64       // of times, from 0 to 1
	lanes   []goLane
	threads []threadLane
}

// A goLane is the life of one goroutine.
type goLane struct {
	name  string // of its function, short
	by    int    // the goroutine that started it; 0 for main
	spans []goSpan
	mid   int // y
}

// A goSpan is how long a goroutine did the same.
type goSpan struct {
	from, to time.Duration
	state    gotrace.State
	thread   int
	wokenBy  int // the goroutine that ended a wait; 0 if none did
}

// A threadLane shows which goroutines a thread executed.
type threadLane struct {
	spans []threadSpan
	mid   int
}

type threadSpan struct {
	from, to  time.Duration
	goroutine int
}

const (
	fewLanes = 12 // more lanes weigh too much for the page of a chapter

	goLaneHeight     = 18
	threadLaneHeight = 17
	firstLane        = 12 // y of the first lane's middle
)

// newGoroutines returns nil if there is nothing to draw.
func newGoroutines(t *golden.Trace) *goroutines {
	if t == nil {
		return nil
	}
	f := &goroutines{Trace: t, lanes: make([]goLane, len(t.Goroutines)), threads: make([]threadLane, t.Threads)}
	f.place()
	for i := range f.lanes {
		f.lanes[i].name = shortFunc(t.Goroutines[i].Func)
		f.lanes[i].mid = firstLane + i*goLaneHeight
	}
	for _, c := range t.Changes {
		f.change(c)
	}
	for i := range f.lanes {
		f.end(&f.lanes[i], t.Total)
	}
	y := firstLane + len(f.lanes)*goLaneHeight + 6
	for i := range f.threads {
		f.threads[i].mid = y + i*threadLaneHeight
	}
	f.execute()
	return f
}

// place gives every time when something changes its place. A stretch between
// two of them grows with the logarithm of its length: what takes one
// microsecond can be seen, and what takes a thousand is no more than some times
// as wide.
func (f *goroutines) place() {
	f.times = []time.Duration{0}
	for _, c := range f.Changes {
		f.times = append(f.times, c.At)
	}
	f.times = append(f.times, f.Total)
	slices.Sort(f.times)
	f.times = slices.Compact(f.times)
	f.places = make([]float64, len(f.times))
	x := 0.0
	for i := 1; i < len(f.times); i++ {
		stretch := f.times[i] - f.times[i-1]
		x += 1 + math.Log2(1+float64(stretch)/float64(time.Microsecond))
		f.places[i] = x
	}
	for i := range f.places {
		f.places[i] /= max(x, 1)
	}
}

// part is where a time is, from 0 to 1.
func (f *goroutines) part(at time.Duration) float64 {
	i, _ := slices.BinarySearch(f.times, at)
	return f.places[i]
}

// change takes over a change of a goroutine.
func (f *goroutines) change(c gotrace.Change) {
	ln := &f.lanes[c.Goroutine-1]
	if n := len(ln.spans); n == 0 {
		ln.by = c.By
	} else {
		ln.spans[n-1].wokenBy = c.By
	}
	f.end(ln, c.At)
	ln.spans = append(ln.spans, goSpan{from: c.At, to: c.At, state: c.State, thread: c.Thread})
}

// end ends the last span of a lane, unless the goroutine has ended.
func (f *goroutines) end(ln *goLane, at time.Duration) {
	if n := len(ln.spans); n > 0 && ln.spans[n-1].state != gotrace.Ended {
		ln.spans[n-1].to = at
	}
}

// execute finds out whom each thread executed.
func (f *goroutines) execute() {
	for i, ln := range f.lanes {
		for _, s := range ln.spans {
			if s.thread == 0 {
				continue
			}
			t := &f.threads[s.thread-1]
			if n := len(t.spans); n > 0 && t.spans[n-1].goroutine == i+1 && t.spans[n-1].to == s.from {
				t.spans[n-1].to = s.to
				continue
			}
			t.spans = append(t.spans, threadSpan{s.from, s.to, i + 1})
		}
	}
	for _, t := range f.threads {
		slices.SortStableFunc(t.spans, func(a, b threadSpan) int { return int(a.from - b.from) })
	}
}

// shortFunc is a function's name without what does not fit before a lane:
// main.main is main, main.(*Thread).Start.func1 is func1.
func shortFunc(name string) string {
	const most = 7
	name = name[strings.LastIndexByte(name, '/')+1:]
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	if len(name) > most {
		name = name[:most-1] + "…"
	}
	return name
}

// letters stand for what a goroutine waits for, where there is room.
var letters = map[gotrace.State]string{
	gotrace.Send: "→", gotrace.Receive: "←", gotrace.Select: "S", gotrace.Mutex: "M", gotrace.WaitGroup: "W",
	gotrace.Cond: "C", gotrace.Sleep: "Z", gotrace.Network: "N", gotrace.Blocked: "…",
}

// height is the height of the picture in pixels.
func (f *goroutines) height() int { return f.axis() + axisHeight }

func (f *goroutines) axis() int {
	if n := len(f.threads); n > 0 {
		return f.threads[n-1].mid + threadLaneHeight/2 + 4
	}
	return firstLane + len(f.lanes)*goLaneHeight
}

// svg draws the figure. The picture has no words but names from the program: it
// is the same in all languages.
func (f *goroutines) svg() string {
	w := &buffer{}
	writeTicks(w, f.ticks(), f.axis())
	p := stretched{}
	for _, ln := range f.lanes {
		f.arrows(w, p, ln)
		for _, s := range ln.spans {
			f.span(p, s, ln.mid)
		}
	}
	for _, t := range f.threads {
		for _, s := range t.spans {
			p.box("w", f.part(s.from), f.part(s.to), t.mid, 12)
		}
	}
	p.write(w, f.axis(), "s", "r", "i", "w", "k", "b")
	for i, ln := range f.lanes {
		writeLaneName(w, ln.mid+4, "G"+strconv.Itoa(i+1), ln.name)
		for _, s := range ln.spans {
			f.letter(w, letters[s.state], s.from, s.to, ln.mid)
		}
	}
	for i, t := range f.threads {
		writeLaneName(w, t.mid+4, "T"+strconv.Itoa(i+1), "")
		for _, s := range t.spans {
			f.letter(w, strconv.Itoa(s.goroutine), s.from, s.to, t.mid)
		}
	}
	return w.String()
}

// arrows draws who started a goroutine, and who ended its waits.
func (f *goroutines) arrows(w *buffer, p stretched, ln goLane) {
	arrow := func(class string, by int, at time.Duration) {
		if by == 0 {
			return
		}
		from, to := f.lanes[by-1].mid, ln.mid-barHeight/2
		if from > ln.mid {
			to = ln.mid + barHeight/2
		}
		writeArrow(w, p, class, f.part(at), from, to)
	}
	if len(ln.spans) > 0 {
		arrow("s", ln.by, ln.spans[0].from)
	}
	for _, s := range ln.spans {
		arrow("r", s.wokenBy, s.to)
	}
}

// span draws what a goroutine did for a while.
func (f *goroutines) span(p stretched, s goSpan, mid int) {
	from, to := f.part(s.from), f.part(s.to)
	switch s.state {
	case gotrace.Running:
		p.bar("k", from, to, mid)
	case gotrace.Syscall:
		p.bar("b", from, to, mid)
	case gotrace.Runnable:
		p.box("w", from, to, mid, barHeight-1)
	case gotrace.Ended:
	default:
		p.bar("i", from, to, mid)
	}
}

// letter writes what belongs in the middle of a span, if there is room.
func (f *goroutines) letter(w *buffer, text string, from, to time.Duration, mid int) {
	left, right := f.part(from), f.part(to)
	if text == "" || (right-left)*narrowest < float64(len([]rune(text)))*digit+3 {
		return
	}
	w.raw(`<text x="`, percent((left+right)/2), `" y="`, strconv.Itoa(mid+4), `">`, text, `</text>`)
}

// ticks returns a few of the times at which something changes, about equally
// far apart.
func (f *goroutines) ticks() []axisTick {
	const room = 44. / narrowest // for a number
	var ticks []axisTick
	last := math.Inf(-1)
	for i, x := range f.places {
		end := i == len(f.places)-1
		if !end && (x < last+room || x > 1-1.6*room) {
			continue
		}
		last = x
		k := axisTick{percent(x), "", f.time(f.times[i])}
		switch {
		case end:
			k.anchor, k.text = "end", k.text+" "+f.unit()
		case i == 0:
			k.anchor = "start"
		}
		ticks = append(ticks, k)
	}
	return ticks
}

// inMilliseconds reports whether times are written in milliseconds, not in
// microseconds.
func (f *goroutines) inMilliseconds() bool { return f.Total >= 10*time.Millisecond }

func (f *goroutines) unit() string {
	if f.inMilliseconds() {
		return "ms"
	}
	return "µs"
}

// time writes a time in the figure's unit, as exactly as anybody wants it.
func (f *goroutines) time(d time.Duration) string {
	switch {
	case d == 0:
		return "0"
	case f.inMilliseconds():
		return strconv.FormatFloat(milliseconds(d), 'f', 2, 64)
	case f.Total < 100*time.Microsecond:
		return gotrace.FormatTime(d)
	}
	return strconv.FormatInt(d.Round(time.Microsecond).Microseconds(), 10)
}
