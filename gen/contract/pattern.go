package contract

import (
	"strings"
)

// A pattern is the text of a line with placeholders in it:
// lits[0] holes[0] lits[1] holes[1] … lits[len(holes)].
type pattern struct {
	text  string // as written by the author
	lits  []string
	holes []hole
}

// A hole is one placeholder of a pattern.
type hole struct {
	name   string // "" if it has none
	typ    *valueType
	self   bool // a pid that must be the id of the line's own process
	offset int  // of its brace in pattern.text, for messages

	// v is the variable whose value the hole must have, nil if the value
	// is of no concern to any other hole.
	v *variable
	// asked is set if a rule asks for the value, so that two ways to read
	// a line are not the same if they differ here.
	asked bool
}

// typeName is the hole's type as the author writes it.
func (h *hole) typeName() string {
	if h.self {
		return selfName
	}
	return h.typ.name
}

// settle turns the type self into a pid that is bound to the writer.
func (h *hole) settle() {
	if h.typ != nil && h.typ.name == selfName {
		h.typ, h.self = typeNamed("pid"), true
	}
}

// ofLoop reports whether the hole stands for the variable of a for or each.
func (h *hole) ofLoop() bool { return h.v != nil && h.v.loop }

// matters reports whether the hole's value can decide anything beyond its
// own line.
func (h *hole) matters() bool { return h.v != nil || h.asked }

// parsePattern reads the text of a line. It returns the pattern as far as it
// can be understood and calls report for each mistake, with its byte offset
// in text. Types of names are settled later: hole.typ is nil if not given.
func parsePattern(text string, report func(offset int, message string)) *pattern {
	p := &pattern{text: text}
	var lit strings.Builder
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '{' && strings.HasPrefix(text[i:], "{{"),
			c == '}' && strings.HasPrefix(text[i:], "}}"):
			lit.WriteByte(c)
			i += 2
		case c == '}':
			report(i, "a lone } in a pattern; write }} for the character itself")
			lit.WriteByte(c)
			i++
		case c == '{':
			end := strings.IndexByte(text[i:], '}')
			if end < 0 {
				report(i, "the placeholder has no closing }; write {{ for the character itself")
				lit.WriteString(text[i:])
				i = len(text)
				break
			}
			h := parseHole(text[i+1:i+end], i, report)
			h.settle()
			p.lits = append(p.lits, lit.String())
			lit.Reset()
			p.holes = append(p.holes, h)
			i += end + 1
		default:
			lit.WriteByte(c)
			i++
		}
	}
	p.lits = append(p.lits, lit.String())
	return p
}

// parseHole reads what stands between the braces at offset: name:type, a
// name, or a type.
func parseHole(inner string, offset int, report func(int, string)) hole {
	h := hole{offset: offset}
	name, typ, both := strings.Cut(inner, ":")
	if !both {
		// A type's name without a colon is a value without a name.
		if h.typ = typeNamed(inner); h.typ != nil {
			return h
		}
		if strings.Contains(inner, "|") {
			report(offset, "a choice with an empty word: {"+inner+"}; write words with single bars between them, {a|b|c}")
			h.typ = typeNamed("text")
			return h
		}
		name = inner
	}
	switch {
	case inner == "":
		report(offset, "an empty placeholder; write {name:type}, or {{}} for the two braces")
		h.typ = typeNamed("text")
		return h
	case !isName(name):
		report(offset, "the placeholder's name "+quote(name)+" is not a word of letters, digits, - and _ that begins with a letter; write {name:type}, or {{ for a brace")
		h.typ = typeNamed("text")
		return h
	}
	h.name = name
	if !both {
		return h
	}
	if h.typ = typeNamed(typ); h.typ == nil {
		var known []string
		for _, t := range valueTypes {
			known = append(known, t.name)
		}
		report(offset+1+len(name)+1, "unknown placeholder type "+quote(typ)+"; "+didYouMean(typ, known, "the types are"))
		h.typ = typeNamed("text")
	}
	return h
}

// isName reports whether s can name a line or a placeholder.
func isName(s string) bool {
	for i, c := range s {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c != '-' && c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

// hole returns the number of the first hole called name, -1 if none is.
func (p *pattern) hole(name string) int {
	for i := range p.holes {
		if p.holes[i].name == name && name != "" {
			return i
		}
	}
	return -1
}

// literal reports whether the pattern stands for one text only.
func (p *pattern) literal() bool { return len(p.holes) == 0 }

// weight counts the bytes that must be exactly so: the more, the more
// particular the pattern is.
func (p *pattern) weight() int {
	n := 0
	for _, l := range p.lits {
		n += len(l)
	}
	return n
}

// maxReadings bounds how many ways to read one line with one pattern are
// considered; more make the contract too ambiguous.
const maxReadings = 256

// maxReadingSteps bounds the work spent on reading one line with one pattern.
const maxReadingSteps = 1 << 16

// readings returns the ways in which s can be read as p: the values of the
// holes, in order. writer is the id of the process that printed s, "" if it is
// not known. Readings that differ only in holes that do not matter count as
// one. more is set if there were too many to list.
func (p *pattern) readings(s, writer string) (all [][]string, more bool) {
	if p.literal() {
		if s == p.lits[0] {
			return [][]string{nil}, false
		}
		return nil, false
	}
	if !strings.HasPrefix(s, p.lits[0]) || !strings.HasSuffix(s, p.lits[len(p.holes)]) {
		return nil, false
	}
	r := reader{p: p, s: s, writer: writer, values: make([]string, len(p.holes))}
	r.read(0, len(p.lits[0]))
	return r.all, r.more
}

// A reader collects the readings of one line.
type reader struct {
	p      *pattern
	s      string
	writer string
	values []string
	all    [][]string
	steps  int
	more   bool
}

// read extends r.values by the holes from the i-th on, the i-th beginning at
// pos.
func (r *reader) read(i, pos int) {
	last := i == len(r.p.holes)-1
	lit := r.p.lits[i+1]
	end := pos
	if last {
		end = len(r.s) - len(lit)
	}
	for ; end <= len(r.s) && !r.more; end++ {
		if r.steps++; r.steps > maxReadingSteps {
			r.more = true
			return
		}
		next := strings.Index(r.s[min(end, len(r.s)):], lit)
		if next < 0 || end < pos {
			return
		}
		end += next
		if !r.p.holes[i].ok(r.s[pos:end], r.writer) || !r.agrees(i, r.s[pos:end]) {
			if last {
				return
			}
			continue
		}
		r.values[i] = r.s[pos:end]
		if !last {
			r.read(i+1, end+len(lit))
			continue
		}
		r.keep()
		return
	}
}

// ok reports whether the hole can have the value in a line that the process
// with the id writer printed.
func (h *hole) ok(value, writer string) bool {
	return h.typ.ok(value) && (!h.self || writer == "" || value == writer)
}

// agrees reports whether value suits the earlier holes of the same variable.
func (r *reader) agrees(i int, value string) bool {
	v := r.p.holes[i].v
	if v == nil {
		return true
	}
	for j := range i {
		if r.p.holes[j].v == v && r.values[j] != value {
			return false
		}
	}
	return true
}

// keep adds the current reading unless it says nothing new.
func (r *reader) keep() {
	for _, old := range r.all {
		same := true
		for i := range r.p.holes {
			if r.p.holes[i].matters() && old[i] != r.values[i] {
				same = false
				break
			}
		}
		if same {
			return
		}
	}
	if len(r.all) == maxReadings {
		r.more = true
		return
	}
	r.all = append(r.all, append([]string(nil), r.values...))
}

// fill returns the pattern's text with each hole replaced by what show
// returns for it.
func (p *pattern) fill(show func(i int) string) string {
	var b strings.Builder
	for i := range p.holes {
		b.WriteString(p.lits[i])
		b.WriteString(show(i))
	}
	b.WriteString(p.lits[len(p.holes)])
	return b.String()
}

// show returns the pattern as a reader of the book sees it: Run task ‹n›.
func (p *pattern) show() string {
	return p.fill(func(i int) string { return p.holes[i].show() })
}

func (h *hole) show() string { return "‹" + h.label() + "›" }

// label is the hole's name, or its type if it has none.
func (h *hole) label() string {
	if h.name != "" {
		return h.name
	}
	return h.typeName()
}
