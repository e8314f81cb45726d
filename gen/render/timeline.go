package render

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huoye/gen/contract"
)

// A timeline shows when the processes of a recorded run lived and printed. Time
// goes to the right, in proportion and without a break; it has no width of its
// own, since places on it are percentages, so that it fits any page.
type timeline struct {
	total time.Duration
	lanes []lane
	lines []mark // of all lanes, as in the output
	axis  int    // its y
	// crowded is set if of marks at the same place only one is drawn.
	crowded bool
}

// A lane is the life of one process.
type lane struct {
	contract.Proc
	label  int // 1 for p1
	lines  []mark
	groups []group
	bar    int // y of the bar's middle
	status string
}

// A mark is a line of output.
type mark struct {
	number int // as in the output, from 1
	proc   int // 1 for p1
	at     time.Duration
	stderr bool
}

// A group is the number, or numbers, of marks that are close together.
type group struct {
	marks []mark
	text  string
}

const (
	maxLanes  = 100 // more are not drawn
	openLanes = 8   // more are folded away
	ownMarks  = 300 // with more lines, not each has a mark of its own

	// narrowest is the least width of a timeline in pixels, for a page of
	// 320 pixels. Text must not overlap there.
	narrowest = 215
	digit     = 6.2 // width of a digit

	barHeight  = 8
	withMarks  = 30 // height of a lane whose process printed something
	noMarks    = 18
	extraLine  = 12 // for the status below the bar, where it has no room beside
	axisHeight = 22
)

// newTimeline returns nil if there is nothing to draw: one process only, or
// some whose lives are not known.
func newTimeline(out *contract.Output) *timeline {
	n := len(out.Procs)
	if n < 2 || n > maxLanes {
		return nil
	}
	t := &timeline{lanes: make([]lane, n), crowded: len(out.Lines) > ownMarks}
	for i, p := range out.Procs {
		if p.End == 0 {
			return nil
		}
		t.lanes[i] = lane{Proc: p, label: i + 1, status: statusText(p)}
		t.total = max(t.total, p.End)
	}
	for i, l := range out.Lines {
		if l.Proc == 0 {
			return nil
		}
		ln := &t.lanes[l.Proc-1]
		m := mark{i + 1, l.Proc, l.At, l.Stream == contract.Stderr}
		t.lines, ln.lines = append(t.lines, m), append(ln.lines, m)
		t.total = max(t.total, l.At)
	}
	y := 0
	for i := range t.lanes {
		ln := &t.lanes[i]
		ln.groups = t.group(ln.lines)
		if len(ln.lines) > 0 {
			y += withMarks
		} else {
			y += noMarks
		}
		ln.bar = y - noMarks/2
		if _, _, below := t.statusPlace(ln); below {
			y += extraLine
		}
	}
	t.axis = y + 4
	return t
}

// statusText is how a process ended, if that is worth saying in the figure.
func statusText(p contract.Proc) string {
	switch {
	case p.Status.Signal != "":
		return p.Status.Signal
	case p.Status.Code != 0:
		return strconv.Itoa(p.Status.Code)
	}
	return ""
}

// part is where on the axis a time is, from 0 to 1.
func (t *timeline) part(at time.Duration) float64 {
	return float64(at) / float64(t.total)
}

// at is the same as an attribute's value.
func (t *timeline) at(at time.Duration) string { return percent(t.part(at)) }

func percent(part float64) string {
	return strconv.FormatFloat(float64(perMille(part))/10, 'f', -1, 64) + "%"
}

// perMille rounds a place to what can be seen.
func perMille(part float64) int { return int(part*1e3 + .5) }

// group numbers marks together whose numbers would overlap on a narrow page.
func (t *timeline) group(marks []mark) []group {
	var groups []group
	for _, m := range marks {
		groups = append(groups, group{[]mark{m}, numbers([]mark{m})})
		for n := len(groups); n > 1; n-- {
			a, b := groups[n-2], groups[n-1]
			_, _, right := t.span(a)
			left, _, _ := t.span(b)
			if right < left {
				break
			}
			both := slices.Concat(a.marks, b.marks)
			groups = append(groups[:n-2], group{both, numbers(both)})
		}
	}
	return groups
}

// span is where a group's text stands: at its left, middle and right.
func (t *timeline) span(g group) (left, middle, right float64) {
	half := (float64(len([]rune(g.text)))*digit + 4) / narrowest / 2
	middle = (t.part(g.marks[0].at) + t.part(g.marks[len(g.marks)-1].at)) / 2
	middle = min(max(middle, half), 1-half)
	return middle - half, middle, middle + half
}

// numbers are the numbers of marks in a few characters: 1, 3–5.
func numbers(marks []mark) string {
	var b strings.Builder
	for i := 0; i < len(marks); {
		j := i
		for j+1 < len(marks) && marks[j+1].number == marks[j].number+1 {
			j++
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.Itoa(marks[i].number))
		if j > i {
			fmt.Fprintf(&b, "–%d", marks[j].number)
		}
		i = j + 1
	}
	if b.Len() > 12 {
		return fmt.Sprintf("%d…%d", marks[0].number, marks[len(marks)-1].number)
	}
	return b.String()
}

// statusPlace is where the text of a lane's status goes: after the bar or, for
// want of room, below its end.
func (t *timeline) statusPlace(ln *lane) (x, anchor string, below bool) {
	if ln.status == "" {
		return "", "", false
	}
	room := (float64(len(ln.status))*digit + 14) / narrowest
	if t.part(ln.End)+room < 1 {
		return t.at(ln.End), "start", false
	}
	return t.at(ln.End), "end", true
}

// svg draws the timeline. The picture has no words but p1, SIGKILL and ms: it
// is the same in all languages.
func (t *timeline) svg() string {
	w := &buffer{}
	writeTicks(w, t.ticks(), t.axis)
	p := stretched{}
	for i := range t.lanes {
		t.arrows(w, p, &t.lanes[i])
		t.bars(p, &t.lanes[i])
	}
	p.write(w, t.axis, "s", "r", "b", "w", "x")
	t.marks(w)
	for i := range t.lanes {
		t.texts(w, &t.lanes[i])
	}
	return w.String()
}

// height is the height of the picture in pixels.
func (t *timeline) height() int { return t.axis + axisHeight }

// arrows draws how a process was started, and how a wait for it ended.
func (t *timeline) arrows(w *buffer, p stretched, ln *lane) {
	const half = barHeight / 2
	if ln.Parent > 0 {
		writeArrow(w, p, "s", t.part(ln.Start), t.lanes[ln.Parent-1].bar, ln.bar-half)
	}
	for _, wait := range ln.Waits {
		child := t.lanes[wait.Proc-1]
		if wait.To == child.End {
			writeArrow(w, p, "r", t.part(wait.To), child.bar, ln.bar+half)
		}
	}
}

// bars draws the life of a process.
func (t *timeline) bars(p stretched, ln *lane) {
	p.bar("b", t.part(ln.Start), t.part(ln.End), ln.bar)
	for _, wait := range idle(ln.Waits) {
		p.box("w", t.part(wait.From), t.part(wait.To), ln.bar, barHeight)
	}
	for i, at := range ln.Execs {
		if i > 0 || ln.Parent == 0 { // the first comes with the start
			p.vertical("x", t.part(at), ln.bar-barHeight/2, ln.bar+barHeight/2)
		}
	}
}

// writeArrow draws a vertical arrow with its tip at y = to. The tip, which is not
// to be stretched, is an element of its own.
func writeArrow(w *buffer, p stretched, class string, x float64, from, to int) {
	p.vertical(class, x, from, to)
	tip := "M-3-6h6l-3 6z"
	if to < from {
		tip = "M-3 6h6l-3-6z"
	}
	w.raw(`<svg x="`, percent(x), `" y="`, strconv.Itoa(to), `"><path d="`, tip, `"/></svg>`)
}

// writeLaneName writes what stands before a lane.
func writeLaneName(w *buffer, y int, label, name string) {
	w.raw(`<text class="p" x="-.6em" y="`, strconv.Itoa(y), `"><tspan>`, label, `</tspan>`)
	if name != "" {
		w.raw(` `)
		w.text(plainVisible(name))
	}
	w.raw(`</text>`)
}

// marks draws when each line was printed. They come in the order of the lines,
// by which lines.js finds one by the other, if there is a mark for each.
func (t *timeline) marks(w *buffer) {
	drawn := make(map[string]bool)
	for _, m := range t.lines {
		class, bar := "o", t.lanes[m.proc-1].bar
		if m.stderr {
			class = "e"
		}
		x := t.at(m.at)
		line := fmt.Sprintf(`<line class="%s" x1="%s" x2="%s" y1="%d" y2="%d"/>`, class, x, x, bar-8, bar+4)
		if !t.crowded || !drawn[line] {
			w.raw(line)
			drawn[line] = true
		}
	}
}

// texts writes what is to be read of a process.
func (t *timeline) texts(w *buffer, ln *lane) {
	writeLaneName(w, ln.bar+4, "p"+strconv.Itoa(ln.label), strconv.Itoa(ln.PID))
	for _, g := range ln.groups {
		_, middle, _ := t.span(g)
		w.raw(`<text x="`, percent(middle), `" y="`, strconv.Itoa(ln.bar-11), `">`, g.text, `</text>`)
	}
	if x, anchor, below := t.statusPlace(ln); x != "" {
		y, dx := ln.bar+4, ".6em"
		if below {
			y, dx = y+extraLine, "0"
		}
		w.raw(`<text class="bad" x="`, x, `" dx="`, dx, `" y="`, strconv.Itoa(y), `"`, anchored(anchor), `>✕ `, ln.status, `</text>`)
	}
}

// idle joins waits that overlap: a process waits when one of its threads does.
func idle(waits []contract.Wait) []contract.Wait {
	waits = slices.Clone(waits)
	slices.SortStableFunc(waits, func(a, b contract.Wait) int { return cmp.Compare(a.From, b.From) })
	var joined []contract.Wait
	for _, w := range waits {
		if n := len(joined); n > 0 && w.From <= joined[n-1].To {
			joined[n-1].To = max(joined[n-1].To, w.To)
			continue
		}
		joined = append(joined, w)
	}
	return joined
}

// An axisTick is a time on an axis, and its place.
type axisTick struct{ x, anchor, text string } // anchor: "" is the middle

// writeTicks draws the axis at y, and a line up from each tick.
func writeTicks(w *buffer, ticks []axisTick, y int) {
	for _, k := range ticks {
		w.raw(`<line class="g" x1="`, k.x, `" x2="`, k.x, `" y1="0" y2="`, strconv.Itoa(y), `"/><text y="`,
			strconv.Itoa(y+14), `" x="`, k.x, `"`, anchored(k.anchor), `>`, k.text, `</text>`)
	}
}

// anchored is the attribute of a text that is not centred, as texts are.
func anchored(anchor string) string {
	if anchor == "" {
		return ""
	}
	return ` text-anchor="` + anchor + `"`
}

// ticks returns a few round times.
func (t *timeline) ticks() []axisTick {
	step := 10 * time.Microsecond
	for i := 0; t.total > 4*step; i++ {
		step = step * time.Duration([]int{2, 5, 4}[i%3]) / time.Duration([]int{1, 2, 2}[i%3])
	}
	var ticks []axisTick
	for at := time.Duration(0); at <= t.total; at += step {
		k := axisTick{t.at(at), "", strconv.FormatFloat(milliseconds(at), 'f', -1, 64)}
		if at+step > t.total {
			k.text += " ms"
		}
		switch {
		case at == 0:
			k.anchor = "start"
		case t.part(at) > .9:
			k.anchor = "end"
		}
		ticks = append(ticks, k)
	}
	return ticks
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
