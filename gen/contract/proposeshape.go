package contract

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// To draft a contract, lines are cut into pieces. Lines whose pieces are the
// same but for numbers, and in the end for a word, have the same shape: they
// look like the work of one statement.

// A piece is a word, a number or the like of a line.
type piece struct {
	kind pieceKind
	text string
}

type pieceKind byte

const (
	pieceText     pieceKind = iota // what stands between the others
	pieceWord                      // letters and digits
	pieceNumber                    // 12, -3, 0.16; ids too
	pieceDuration                  // 1.5ms
	pieceAddress                   // 0xc000012345
	piecePath                      // /tmp/x
	pieceLine                      // a whole line that is not UTF-8
)

// cut parts a line into pieces.
func cut(line string) []piece {
	if !utf8.ValidString(line) {
		return []piece{{pieceLine, line}}
	}
	var list []piece
	text := 0 // where text not yet in a piece begins
	for i := 0; i < len(line); {
		t := pieceAt(line, i)
		if t.text == "" {
			_, size := utf8.DecodeRuneInString(line[i:])
			i += size
			continue
		}
		if text < i {
			list = append(list, piece{pieceText, line[text:i]})
		}
		list = append(list, t)
		i += len(t.text)
		text = i
	}
	if text < len(line) {
		list = append(list, piece{pieceText, line[text:]})
	}
	return list
}

// pieceAt returns the piece that begins at byte i, with an empty text if that
// is one of the characters between pieces.
func pieceAt(line string, i int) piece {
	rest := line[i:]
	open := i == 0 || strings.IndexByte(" =([:,\t\"'", line[i-1]) >= 0
	if open && rest[0] == '/' {
		end := strings.IndexAny(rest, " \t\"'`:;,()")
		if end < 0 {
			end = len(rest)
		}
		if path := strings.TrimRight(rest[:end], "."); len(path) > 1 {
			return piece{piecePath, path}
		}
		return piece{}
	}
	sign := 0
	if open && rest[0] == '-' {
		sign = 1
	}
	if digits(rest[sign:]) > 0 {
		if t := numberAt(rest, sign); t.text != "" {
			return t
		}
	}
	return piece{pieceWord, rest[:span(rest, isWordRune)]}
}

// numberAt returns the number, duration or address that s begins with, after
// a sign of that many bytes; it ends where a word would end.
func numberAt(s string, sign int) piece {
	end := sign + span(s[sign:], func(r rune) bool { return isWordRune(r) || r == '.' || r == 'µ' })
	if i := strings.Index(s[:end], ".."); i >= 0 {
		end = i
	}
	all := strings.TrimRight(s[:end], ".")
	switch {
	case isFloat(all):
		return piece{pieceNumber, all}
	case isDuration(all):
		return piece{pieceDuration, all}
	case sign == 0 && isAddress(all):
		return piece{pieceAddress, all}
	case sign == 0 && strings.Trim(all, "0123456789.") == "":
		return piece{pieceWord, all} // 127.0.0.1, 1.26.8
	}
	return piece{}
}

func isWordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// span returns how many bytes of s are characters that satisfy ok.
func span(s string, ok func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !ok(r) }); i >= 0 {
		return i
	}
	return len(s)
}

// A shape is what lines of all runs have in common.
type shape struct {
	pieces []piece // of its first line
	stream Stream
	lines  []*seen
	slots  []*slot // pieces that are not the same in all lines, in order
	name   string  // for rules
	origin *shape  // that this one is a part of, nil if it is whole
}

// A seen line is one line of one run.
type seen struct {
	run, at int // at counts the lines of the run from 0
	proc    int
	pieces  []piece
}

// A slot is a piece of a shape that varies.
type slot struct {
	piece int // index in shape.pieces
	typ   string
	id    bool
	own   bool   // the id is that of the process that printed the line
	key   bool   // the values are the same in each run: those of a loop
	name  string // "" if it has none
}

func (l *seen) value(s *slot) string { return l.pieces[s.piece].text }

// shapes finds the shapes of all lines, in the order of their first lines.
func (d *drafter) shapes() []*shape {
	index := make(map[string]*shape)
	var shapes []*shape
	for run, o := range d.outputs {
		for at, l := range o.Lines {
			line := &seen{run: run, at: at, proc: l.Proc, pieces: cut(l.Text)}
			key := skeleton(line.pieces, -1) + string(rune('0'+l.Stream))
			s := index[key]
			if s == nil {
				s = &shape{pieces: line.pieces, stream: l.Stream}
				index[key] = s
				shapes = append(shapes, s)
			}
			s.lines = append(s.lines, line)
		}
	}
	return d.mergeWords(shapes)
}

// skeleton is equal for lines that differ only in numbers and the like, and
// in piece number without.
func skeleton(pieces []piece, without int) string {
	var b strings.Builder
	for i, t := range pieces {
		switch {
		case i == without:
			b.WriteString("\x00w")
		case t.kind == pieceText, t.kind == pieceWord:
			b.WriteString(t.text)
			b.WriteByte(1)
		default:
			b.WriteByte(0)
			b.WriteByte('0' + byte(t.kind))
		}
	}
	return b.String()
}

// mergeWords makes one shape of those that differ in one word only, if that
// looks like a value: there are at least three such words, each once, or there
// are now more lines of one and now of another, or the numbers beside it are
// the same in each run only if it does not count.
func (d *drafter) mergeWords(shapes []*shape) []*shape {
	const most = 400 // shapes; more are not the work of a loop over words
	if len(shapes) > most {
		return shapes
	}
	groups := make(map[string][]*shape) // by the words around the one
	var order []string
	at := make(map[string]int)
	for _, s := range shapes {
		for i, t := range s.pieces {
			if t.kind != pieceWord {
				continue
			}
			p := skeleton(s.pieces, i) + string(rune('0'+s.stream))
			if groups[p] == nil {
				order = append(order, p)
				at[p] = i
			}
			groups[p] = append(groups[p], s)
		}
	}
	gone := make(map[*shape]bool)
	for _, p := range order {
		group := slices.DeleteFunc(groups[p], func(s *shape) bool { return gone[s] })
		if len(group) < 2 {
			continue
		}
		merged := merge(group)
		if !d.looksLikeValue(group, at[p]) && !d.completes(merged, group) {
			continue
		}
		*group[0] = *merged
		for _, s := range group[1:] {
			gone[s] = true
		}
	}
	return slices.DeleteFunc(shapes, func(s *shape) bool { return gone[s] })
}

// merge makes one shape of several.
func merge(group []*shape) *shape {
	m := &shape{pieces: group[0].pieces, stream: group[0].stream}
	for _, s := range group {
		m.lines = append(m.lines, s.lines...)
	}
	slices.SortStableFunc(m.lines, func(a, b *seen) int {
		return cmp.Or(cmp.Compare(a.run, b.run), cmp.Compare(a.at, b.at))
	})
	return m
}

// completes reports whether merged has numbers that are the same in each run,
// as those of one of its parts are not. Ids are no such numbers.
func (d *drafter) completes(merged *shape, group []*shape) bool {
	ints := func(s *shape) (keys, others int) {
		d.findSlots(s)
		for _, sl := range s.slots {
			switch {
			case sl.typ == "int" && sl.key:
				keys++
			case sl.typ == "int":
				others++
			}
		}
		return keys, others
	}
	id := func(sl *slot) bool { return sl.id }
	keys, others := ints(merged)
	if keys != 1 || others > 0 {
		return false
	}
	open := false
	for _, s := range group {
		_, others := ints(s)
		open = open || others > 0
		if slices.ContainsFunc(s.slots, id) != slices.ContainsFunc(merged.slots, id) {
			return false
		}
	}
	return open
}

// looksLikeValue reports whether the word number at of the shapes is a value.
func (d *drafter) looksLikeValue(group []*shape, at int) bool {
	total, vary, once := make([]int, d.runs()), false, true
	for _, s := range group {
		n := d.counts(s)
		for r := range n {
			total[r] += n[r]
		}
		vary = vary || !allEqual(n)
		once = once && slices.Max(n) == 1
	}
	if vary && allEqual(total) {
		return true
	}
	other := false // another word says that it is the same statement
	for i, t := range group[0].pieces {
		other = other || i != at && t.kind == pieceWord
	}
	return len(group) >= 3 && once && other
}

// counts returns the number of lines of s in each run.
func (d *drafter) counts(s *shape) []int {
	n := make([]int, d.runs())
	for _, l := range s.lines {
		n[l.run]++
	}
	return n
}

func allEqual[T comparable](list []T) bool {
	for _, v := range list {
		if v != list[0] {
			return false
		}
	}
	return true
}

// findSlots settles which pieces of the shape vary, and how.
func (d *drafter) findSlots(s *shape) {
	s.slots = nil
	for i, t := range s.pieces {
		if t.kind == pieceText {
			continue
		}
		sl := &slot{piece: i}
		sl.id = d.idSlot(s, sl)
		sl.own = sl.own && sl.id
		same := true
		for _, l := range s.lines {
			same = same && l.pieces[i].text == t.text
		}
		if same && !sl.id && t.kind != pieceLine {
			continue
		}
		if !sl.id {
			sl.typ = s.typeOf(sl)
		}
		s.slots = append(s.slots, sl)
	}
	// Values that are the same in each run, such as the numbers of tasks.
	for _, sl := range s.slots {
		if sl.id || sl.typ == "text" {
			continue
		}
		sl.key = true
		sl.key = s.keysRepeat(d.runs())
	}
}

// keyOf is the text of a line's values in key slots.
func (s *shape) keyOf(l *seen) string {
	var b strings.Builder
	for _, sl := range s.slots {
		if sl.key {
			b.WriteString(l.value(sl))
			b.WriteByte(0)
		}
	}
	return b.String()
}

// keysRepeat reports whether the lines have the same keys in each run, each
// key once.
func (s *shape) keysRepeat(runs int) bool {
	count := make(map[string]int)
	seenIn := make(map[string]map[int]bool)
	for _, l := range s.lines {
		k := s.keyOf(l)
		if seenIn[k] == nil {
			seenIn[k] = make(map[int]bool)
		}
		count[k]++
		seenIn[k][l.run] = true
	}
	for k, n := range count {
		if n != runs || len(seenIn[k]) != runs {
			return false
		}
	}
	return true
}

// idSlot reports whether the slot is the id of a process or thread, and which.
func (d *drafter) idSlot(s *shape, sl *slot) bool {
	if s.pieces[sl.piece].kind != pieceNumber {
		return false
	}
	known, near := 0, true
	sl.own = true
	values := make(map[string]bool)
	for _, l := range s.lines {
		v := l.value(sl)
		if !isID(v) {
			return false
		}
		values[v] = true
		sl.own = sl.own && v == d.outputs[l.run].writer(l.at)
		if d.ids[l.run][v] > 0 {
			known++
		}
		near = near && nearIDs(v, d.outputs[l.run].Procs)
	}
	before := strings.ToLower(s.wordBefore(sl))
	sl.typ = "pid"
	switch {
	case known == len(s.lines), strings.HasSuffix(before, "pid"):
		return true
	case strings.HasSuffix(before, "tid"), len(values) > 1 && strings.HasPrefix(before, "thread") && near:
		sl.typ = "tid"
		return true
	}
	return known*2 > len(s.lines) || near && len(values) > 1 && d.runs() > 1
}

// nearIDs reports whether v lies among the ids of processes, or just above.
func nearIDs(v string, procs []Proc) bool {
	n, _ := number(v)
	const least, above = 100, 64
	lo, hi := 0, 0
	for _, p := range procs {
		if lo == 0 || p.PID < lo {
			lo = p.PID
		}
		hi = max(hi, p.PID)
	}
	return lo >= least && float64(lo) <= n && n <= float64(hi+above)
}

// wordBefore is the word before a slot, if it stands close to it.
func (s *shape) wordBefore(sl *slot) string {
	i := sl.piece - 1
	if i >= 0 && s.pieces[i].kind == pieceText && len(s.pieces[i].text) <= 2 {
		i--
	}
	if i < 0 || s.pieces[i].kind != pieceWord {
		return ""
	}
	return s.pieces[i].text
}

// wordAfter is the word after a slot and one space.
func (s *shape) wordAfter(sl *slot) string {
	if i := sl.piece + 2; i < len(s.pieces) && s.pieces[i-1].text == " " && s.pieces[i].kind == pieceWord {
		return s.pieces[i].text
	}
	return ""
}

// typeOf returns the placeholder type that all values of a slot have.
func (s *shape) typeOf(sl *slot) string {
	all := func(ok func(string) bool) bool {
		return !slices.ContainsFunc(s.lines, func(l *seen) bool { return !ok(l.value(sl)) })
	}
	switch s.pieces[sl.piece].kind {
	case pieceNumber:
		before := ""
		if sl.piece > 0 {
			before = s.pieces[sl.piece-1].text
		}
		after := s.wordAfter(sl)
		switch {
		case strings.HasSuffix(before, ":") && all(isPort):
			return "port"
		case (after == "s" || strings.HasPrefix(after, "second")) && all(isSeconds):
			return "seconds"
		case all(isInt):
			return "int"
		}
		return "float"
	case pieceDuration:
		return "duration"
	case pieceAddress:
		return "address"
	case piecePath:
		return "path"
	case pieceLine:
		return "text"
	}
	var words []string
	for _, l := range s.lines {
		if w := l.value(sl); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	const most = 4
	if len(words) > most {
		return "word"
	}
	slices.Sort(words)
	return strings.Join(words, "|")
}
