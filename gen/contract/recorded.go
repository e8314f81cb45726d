package contract

import (
	"fmt"
	"strconv"
	"strings"
)

// processIDs returns where in text whole decimal numbers stand that are ids
// of procs, as byte ranges, each with its process's label number.
func processIDs(text string, labels map[string]int) []idRange {
	var found []idRange
	for i := 0; i < len(text); {
		n := digits(text[i:])
		if n == 0 {
			i++
			continue
		}
		if label, ok := labels[text[i:i+n]]; ok && whole(text, i, i+n) {
			found = append(found, idRange{i, i + n, label})
		}
		i += n
	}
	return found
}

// An idRange is a process id in a text.
type idRange struct{ start, end, label int }

// replaceIDs is text with what by returns for their labels in the place of ids.
func replaceIDs(text string, labels map[string]int, by func(label int) string) string {
	var b strings.Builder
	at := 0
	for _, id := range processIDs(text, labels) {
		b.WriteString(text[at:id.start] + by(id.label))
		at = id.end
	}
	return b.String() + text[at:]
}

// showLabel shows the label of a process in the place of its id.
func showLabel(label int) string { return "‹p" + strconv.Itoa(label) + "›" }

// whole reports whether the digits text[start:end] are a number of their own,
// not a part of a word or of a decimal fraction.
func whole(text string, start, end int) bool {
	if start > 0 {
		c := text[start-1]
		if isWordByte(c) || c == '.' && start > 1 && digits(text[start-2:start-1]) == 1 {
			return false
		}
	}
	if end < len(text) {
		c := text[end]
		if isWordByte(c) || c == '.' && end+1 < len(text) && digits(text[end+1:end+2]) == 1 {
			return false
		}
	}
	return true
}

func isWordByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// labels maps the ids of an output's processes to their label numbers. If an
// id was used twice, it belongs to the first.
func labels(procs []Proc) map[string]int {
	m := make(map[string]int, len(procs))
	for i, p := range procs {
		id := strconv.Itoa(p.PID)
		if _, ok := m[id]; !ok && p.PID > 0 {
			m[id] = i + 1
		}
	}
	return m
}

// recordedLine is the pattern of a recorded line: its text, the ids of the
// run's processes replaced by placeholders named after their labels. The id of
// the line's own process stays that.
func recordedLine(l *Line, labels map[string]int, vars map[int]*variable) line {
	pat := &pattern{text: l.Text}
	at := 0
	for _, r := range processIDs(l.Text, labels) {
		pat.lits = append(pat.lits, l.Text[at:r.start])
		at = r.end
		v := vars[r.label]
		pat.holes = append(pat.holes, hole{name: v.name, typ: v.typ, self: r.label == l.Proc, v: v})
	}
	pat.lits = append(pat.lits, l.Text[at:])
	return line{pat: pat, stream: l.Stream, ending: ending(*l)}
}

// recordedProgram makes a contract's program from a recorded output: its
// lines in that order, or in any. got is the output to be matched.
func recordedProgram(recorded, got *Output, kind nodeKind) *program {
	top := newScope(nil)
	known := labels(recorded.Procs)
	vars := make(map[int]*variable)
	for i := range recorded.Procs {
		v := &variable{name: fmt.Sprintf("p%d", i+1), typ: typeNamed("pid"), scope: top, slot: i}
		vars[i+1] = v
		top.vars = append(top.vars, v)
	}
	root := &node{kind: kindSequence, scope: top}
	group := &node{kind: kind, scope: top}
	root.items = []*node{group}
	for i := range recorded.Lines {
		group.items = append(group.items, &node{kind: kindLine, scope: top,
			line: recordedLine(&recorded.Lines[i], known, vars)})
	}
	p := newProgram(root, top)
	p.known = knownIDs(recorded, got)
	return p
}

// knownIDs returns the ids that processes of got can have, nil if its capture
// may not know them all: it knows fewer processes than were recorded.
func knownIDs(recorded, got *Output) map[string]int {
	if len(got.Procs) < len(recorded.Procs) || len(got.Procs) == 0 {
		return nil
	}
	return labels(got.Procs)
}
