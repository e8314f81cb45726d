package contract

import (
	"fmt"
	"strings"
	"unicode"
)

// A draftWriter writes a draft as YAML.
type draftWriter struct {
	runs  int
	named func(line string) bool // whether a line needs its name
	typed map[string]bool        // placeholders whose type has been said
}

// seen says how often something held.
func (w *draftWriter) seen() string {
	return fmt.Sprintf("seen in %d of %d runs, not proved", w.runs, w.runs)
}

// writeDraft returns the keys output and rules of a draft from so many runs, and
// in which line, from 1, each rule stands. Lines that must be spoken of have
// their names, and those that named accepts.
func writeDraft(runs int, b *branch, rules []*guess, named func(line string) bool) (yaml []byte, at []int) {
	w := &draftWriter{runs: runs, named: named, typed: make(map[string]bool)}
	lines := []string{"output:"}
	items := []*branch{b}
	if b.kind == kindSequence {
		items = b.items
	}
	if len(items) == 0 {
		lines[0] = "output: []"
	}
	for _, item := range items {
		lines = append(lines, indent(w.item(item), "  - ", "    ")...)
	}
	if len(rules) > 0 {
		lines = append(lines, "rules:")
	}
	for _, r := range rules {
		comment := w.seen()
		switch {
		case r.kind == ruleRange:
			comment = fmt.Sprintf("%s in %d runs; the bounds are a guess", r.comment, w.runs)
		case r.comment != "":
			comment = fmt.Sprintf("%s in %d runs, not proved", r.comment, w.runs)
		}
		lines = append(lines, "  - "+r.write()+" # "+comment)
		at = append(at, len(lines))
	}
	return []byte(strings.Join(lines, "\n") + "\n"), at
}

// indent puts first before the first line and rest before the others.
func indent(lines []string, first, rest string) []string {
	list := make([]string, len(lines))
	for i, l := range lines {
		list[i] = rest + l
		if i == 0 {
			list[i] = first + l
		}
	}
	return list
}

// item writes an item, without its dash.
func (w *draftWriter) item(b *branch) []string {
	var lines []string
	list := func(under string) {
		for _, item := range b.items {
			lines = append(lines, indent(w.item(item), under+"- ", under+"  ")...)
		}
	}
	switch {
	case b.unit != nil:
		lines = w.unit(b.unit)
	case b.kind == kindSequence:
		list("")
	case b.kind == kindRepeat:
		lines = []string{"repeat: 0..1", "do:"}
		list("  ")
	default:
		lines = []string{"unordered:"}
		list("  ")
	}
	if b.seen && !strings.Contains(lines[0], " # ") {
		lines[0] += " # " + w.order()
	}
	return lines
}

// order says that the place of an item is what was seen.
func (w *draftWriter) order() string {
	return fmt.Sprintf("seen after the above in %d of %d runs, not proved", w.runs, w.runs)
}

func (w *draftWriter) unit(u *unit) []string {
	var lines []string
	switch u.kind {
	case kindLine:
		return w.line(u.shapes[0], w.named(u.shapes[0].name))
	case kindFor:
		lines = []string{"for: " + loopName(u.values) + " in " + writeValues(u.values)}
	case kindEach:
		lines = []string{"each: " + loopName(u.values) + " in " + writeValues(u.values)}
	case kindRepeat:
		lines = []string{fmt.Sprintf("repeat: %d", u.max)}
		if u.min < u.max {
			lines = []string{fmt.Sprintf("repeat: %d..%d # as in %d runs", u.min, u.max, w.runs)}
		}
	}
	if len(u.shapes) == 1 {
		return append(lines, w.line(u.shapes[0], true)...)
	}
	lines = append(lines, "do:")
	for _, s := range u.shapes {
		lines = append(lines, indent(w.line(s, w.named(s.name)), "  - ", "    ")...)
	}
	return lines
}

func (w *draftWriter) line(s *shape, named bool) []string {
	text := quoteYAML(s.text(w.typed))
	switch {
	case named && s.stream == Stderr:
		return []string{s.name + ": " + text, "stream: stderr"}
	case named:
		return []string{s.name + ": " + text}
	case s.stream == Stderr:
		return []string{"stderr: " + text}
	}
	return []string{text}
}

// quoteYAML writes a text as YAML, in quotes if it must.
func quoteYAML(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) {
		var b strings.Builder
		b.WriteByte('"')
		for _, r := range s {
			switch {
			case r == '"' || r == '\\':
				b.WriteString(`\` + string(r))
			case r == '\t':
				b.WriteString(`\t`)
			case unicode.IsPrint(r):
				b.WriteRune(r)
			case r <= 0xffff:
				fmt.Fprintf(&b, `\u%04x`, r)
			default:
				fmt.Fprintf(&b, `\U%08x`, r)
			}
		}
		return b.String() + `"`
	}
	letter := s != "" && (isLower(strings.ToLower(s[:1])) || s[0] >= 0x80)
	special := map[string]bool{"true": true, "false": true, "null": true, "yes": true, "no": true, "on": true, "off": true}
	if letter && !special[strings.ToLower(s)] && !strings.Contains(s, ": ") && !strings.Contains(s, " #") &&
		!strings.HasSuffix(s, ":") && !strings.HasSuffix(s, " ") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}
