package contract

import (
	"strconv"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"
)

// matchRecorded compares line by line with the recorded output. Ids of its
// processes stand for ids: equal ones stay equal, different ones different, and
// the writer's own id stays its own.
func (c *Contract) matchRecorded(recorded, got *Output) (m *Match, explain func() *Mismatch) {
	known := labels(recorded.Procs)
	ids := newRenaming(recorded, got)
	differ := func(i int) (*Match, func() *Mismatch) {
		return nil, func() *Mismatch { return c.explainRecorded(recorded, got, ids, i) }
	}
	m = &Match{Notes: make([]Note, len(got.Lines))}
	for i := range got.Lines {
		if i >= len(recorded.Lines) {
			return differ(i)
		}
		spans, ok := ids.same(&recorded.Lines[i], &got.Lines[i], known, got.writer(i))
		if !ok {
			return differ(i)
		}
		m.Notes[i].Spans = spans
	}
	if len(recorded.Lines) > len(got.Lines) {
		return differ(len(got.Lines))
	}
	return m, nil
}

// A renaming relates the process ids of two runs, one to one.
type renaming struct {
	labels map[string]int // ids of the other run, by the labels of the first
	ids    map[int]string
	// known are the ids of the other run's processes; nil if its capture
	// may not know them all.
	known map[string]int
}

func newRenaming(recorded, got *Output) *renaming {
	return &renaming{labels: make(map[string]int), ids: make(map[int]string),
		known: knownIDs(recorded, got)}
}

// same compares two lines, and notes the ids that are new in them. known are
// the labels of the ids in want; writer is the id of the process that printed
// got, "" if the capture does not know.
func (r *renaming) same(want, got *Line, known map[string]int, writer string) (spans []Span, ok bool) {
	if want.Partial != got.Partial ||
		want.Stream != got.Stream && want.Stream != Unknown && got.Stream != Unknown {
		return nil, false
	}
	w, g := 0, 0
	for _, id := range processIDs(want.Text, known) {
		lit := want.Text[w:id.start]
		if len(got.Text)-g < len(lit) || got.Text[g:g+len(lit)] != lit {
			return nil, false
		}
		g += len(lit)
		n := digits(got.Text[g:])
		if old := want.Text[id.start:id.end]; got.Text[g:g+n] == old && r.known != nil && r.known[old] == 0 {
			// No process has this id now, but the number is still
			// the same: it never was an id, only equal to one.
			w, g = id.end, g+n
			continue
		}
		own := id.label == want.Proc && writer != ""
		if own && got.Text[g:g+n] != writer || !r.bind(id.label, got.Text[g:g+n]) {
			return nil, false
		}
		spans = append(spans, Span{Start: g, End: g + n, Type: "pid", Name: "p" + strconv.Itoa(id.label)})
		w, g = id.end, g+n
	}
	return spans, want.Text[w:] == got.Text[g:]
}

// bind relates an id to a label, or reports that it cannot.
func (r *renaming) bind(label int, id string) bool {
	if old, ok := r.ids[label]; ok {
		return old == id
	}
	if _, other := r.labels[id]; other || !isID(id) {
		return false
	}
	if r.known != nil && r.known[id] == 0 {
		return false
	}
	r.ids[label], r.labels[id] = id, label
	return true
}

// explainRecorded shows the difference, process ids replaced by labels.
func (c *Contract) explainRecorded(recorded, got *Output, ids *renaming, i int) *Mismatch {
	// Lines are compared with the ids that agreed before the first
	// difference; those that appear later are new.
	known := labels(got.Procs)
	diff := udiff.Unified("recorded", "this run",
		labelled(recorded, labels(recorded.Procs)), labelled(got, ids.relabel(known, len(recorded.Procs))))
	m := c.mismatch(c.pos, "recorded output", "")
	switch {
	case i >= len(recorded.Lines):
		m.Detail = "this run printed " + show(got, i) + "\nafter the last line that was recorded."
	case i >= len(got.Lines):
		m.Detail = "this run ended before it printed " + show(recorded, i) + "\nwhich was recorded."
	default:
		m.Detail = "this run printed " + show(got, i) + "\nbut recorded was " + show(recorded, i)
		if why := ids.why(&recorded.Lines[i], &got.Lines[i], labels(recorded.Procs), got.writer(i)); why != "" {
			m.Detail += "\n" + why
		}
	}
	if diff != "" {
		m.Detail += "\n" + strings.TrimSuffix(diff, "\n")
	}
	return m
}

// why explains two lines that look alike.
func (r *renaming) why(want, got *Line, known map[string]int, writer string) string {
	switch {
	case want.Text == got.Text && want.Partial != got.Partial:
		return "They differ in the newline at the end."
	case want.Stream != got.Stream && want.Stream != Unknown && got.Stream != Unknown:
		return "They were printed on different streams."
	}
	// With a fresh renaming the lines agree if only ids differ.
	fresh := &renaming{labels: make(map[string]int), ids: make(map[int]string)}
	if _, ok := fresh.same(want, got, known, ""); !ok {
		return ""
	}
	for _, id := range processIDs(want.Text, known) {
		label, now := showLabel(id.label), fresh.ids[id.label]
		if old, ok := r.ids[id.label]; ok && old != now {
			return "The id of " + label + " was " + old + " in the lines before, and is " + now + " here."
		}
		if other, ok := r.labels[now]; ok && other != id.label {
			return "The id " + now + " belongs to " + showLabel(other) + ", but this place is for that of " + label + ", a different process."
		}
		if r.known != nil && r.known[now] == 0 {
			return "No process of this run has the id " + now + "."
		}
		if id.label == want.Proc && writer != "" && now != writer {
			return "This place is for the id of the process that printed the line, which is " + writer + "."
		}
	}
	return ""
}

// relabel returns the labels by which ids of the other run are shown: those of
// the recorded processes they stand for, new ones for others.
func (r *renaming) relabel(known map[string]int, used int) map[string]int {
	m := make(map[string]int, len(known))
	for id, label := range known {
		if old, ok := r.labels[id]; ok {
			m[id] = old
		} else if _, taken := r.ids[label]; !taken {
			m[id] = label
		} else {
			m[id] = used + label
		}
	}
	for id, label := range r.labels {
		m[id] = label
	}
	return m
}

// labelled is the text of an output, process ids replaced by labels, lines of
// standard error marked.
func labelled(o *Output, known map[string]int) string {
	var b strings.Builder
	for i := range o.Lines {
		l := &o.Lines[i]
		if l.Cut > 0 {
			b.WriteString("…\n")
		}
		if l.Stream == Stderr {
			b.WriteString("(stderr) ")
		}
		b.WriteString(replaceIDs(l.Text, known, showLabel))
		if l.Partial {
			b.WriteString(" (no newline)")
		}
		b.WriteByte('\n')
	}
	return b.String()
}
