package contract

import (
	"slices"
)

// A search looks for an assignment of the lines of an output to the patterns
// of a contract: depth first, line by line, most particular pattern first.
// States that turned out to lead nowhere are remembered. It is complete: it
// fails only if there is no assignment, or says that it gave up.
type search struct {
	p     *program
	out   *Output
	lines []Line // of out
	root  *frame
	lists []openLines // by node id
	ids   map[idKey][]idUse
	idsum uint64 // hash of ids

	rules    *checker // checked line by line; nil: not at all
	assigned []assignment
	readings [][]reading // of each line, once wanted

	choices []choice
	failed  map[situation]struct{}
	steps   int
	limit   int

	trail  []func() // takes back all changes since the first choice
	keyBuf []byte

	found   bool
	gaveUp  bool    // it is not known whether there is an assignment
	vague   *node   // a pattern that a line can be read as in too many ways
	failure failure // the furthest
}

// A reading is a way to understand a line, wherever it may stand.
type reading struct {
	node   *node
	values []string // of the holes
}

// An assignment is the reading of a line that accounts for it, and its place.
type assignment struct {
	reading
	frame *frame // of the node
}

// readings are the lines without their places, as rules see them.
func readings(assigned []assignment) []reading {
	list := make([]reading, len(assigned))
	for i, a := range assigned {
		list[i] = a.reading
	}
	return list
}

// A situation is a state before a line.
type situation struct {
	line int
	hash uint64
}

// A choice is a line for which there is more than one way to go on.
type choice struct {
	line    int
	options []option
	next    *entry // of options[0], to be tried next
	before  uint64 // hash of the state
	after   uint64 // hash of the state that the latest way led to
	trail   int    // how long it was
}

// An option is a reading of a line and a bucket of lines that it may be.
type option struct {
	reading
	bucket *bucket
}

// An idKey is the value of an id, such as a pid.
type idKey struct {
	typ  *valueType
	text string
}

// An idUse counts the variables of one name that have an id.
type idUse struct {
	name  string
	count int
}

func newSearch(p *program, out *Output) *search {
	return &search{
		p:        p,
		out:      out,
		lines:    out.Lines,
		lists:    make([]openLines, len(p.nodes)),
		ids:      make(map[idKey][]idUse),
		assigned: make([]assignment, len(out.Lines)),
		readings: make([][]reading, len(out.Lines)),
		failed:   make(map[situation]struct{}),
		limit:    stepLimit(len(out.Lines)),
	}
}

// run searches for an assignment. If it is found, s.assigned holds it.
func (s *search) run() {
	hopeless := len(s.lines) < s.p.root.fewest || len(s.lines) > s.p.root.most
	if hopeless {
		s.limit /= 20 // enough to find out what is missing or too much
	}
	s.root = s.enter(s.p.root, nil, 0, newEnv(nil, s.p.scope), true)

	for i := 0; ; {
		if i == len(s.lines) && s.root.fin && (s.rules == nil || s.rules.finish() == nil) {
			s.found = true
			return
		}
		if i < len(s.lines) && s.forward(i) {
			i++
			continue
		}
		s.fail(i)
		if i < len(s.lines) && len(s.read(i)) == 0 {
			return // whatever is done with the other lines
		}
		var ok bool
		if i, ok = s.back(); !ok {
			s.gaveUp = !hopeless && s.steps > s.limit || s.vague != nil
			return
		}
		i++
	}
}

// stepLimit bounds the work of a search for n lines.
func stepLimit(n int) int { return 1_000_000 + 50*n }

// forward accounts for line i in the first way that is possible, and keeps
// the others as a choice.
func (s *search) forward(i int) bool {
	before := s.hash()
	if len(s.failed) > 0 {
		if _, known := s.failed[situation{i, before}]; known {
			return false
		}
	}
	options := s.options(i)
	if len(options) == 0 {
		return false
	}
	e, rest := s.pick(options, options[0].bucket.first())
	if e == nil {
		return false
	}
	c := choice{line: i, options: rest, next: rest[0].bucket.after(e), before: before, trail: len(s.trail)}
	if c.next != nil || len(rest) > 1 {
		s.choices = append(s.choices, c)
	}
	if !s.step(i, e, rest[0]) {
		return false
	}
	if c.next != nil || len(rest) > 1 {
		s.choices[len(s.choices)-1].after = s.hash()
	}
	return true
}

// back returns to the latest choice that has another way to go on, and takes
// it. It returns the line of the choice.
func (s *search) back() (line int, ok bool) {
	for len(s.choices) > 0 && s.steps <= s.limit {
		c := &s.choices[len(s.choices)-1]
		if c.after != 0 {
			s.failed[situation{c.line + 1, c.after}] = struct{}{}
			c.after = 0
		}
		s.undo(c)
		e, options := s.pick(c.options, c.next)
		if e == nil {
			s.failed[situation{c.line, c.before}] = struct{}{}
			s.choices = s.choices[:len(s.choices)-1]
			continue
		}
		c.options, c.next = options, options[0].bucket.after(e)
		if s.step(c.line, e, options[0]) {
			c.after = s.hash()
			return c.line, true
		}
	}
	return 0, false
}

// pick returns the first open line, from next in the bucket of options[0] on,
// that may come next with its option's values; and the options left, its own
// the first.
func (s *search) pick(options []option, next *entry) (*entry, []option) {
	for {
		for e := next; e != nil; e = options[0].bucket.after(e) {
			s.steps++
			if e.frame.possible() && s.fits(e.frame, options[0].values) {
				return e, options
			}
		}
		if options = options[1:]; len(options) == 0 {
			return nil, nil
		}
		next = options[0].bucket.first()
	}
}

// step accounts for line i by the open line e. It returns false if a rule
// forbids it.
func (s *search) step(i int, e *entry, o option) bool {
	s.steps++
	s.assigned[i] = assignment{o.reading, e.frame}
	if s.rules != nil && s.rules.next(o.reading) != nil {
		return false
	}
	s.take(e.frame, o.values)
	return true
}

// hash identifies the state, as far as it matters for the lines to come.
func (s *search) hash() uint64 {
	h := mix(s.root.hash, s.idsum)
	if s.rules != nil {
		h = mix(h, s.rules.hash())
	}
	return h
}

// options lists the ways to account for line i, the most particular pattern
// first, whether or not their values suit.
func (s *search) options(i int) []option {
	var list []option
	for _, r := range s.read(i) {
		for _, b := range s.fitting(r.node, r.values) {
			list = append(list, option{r, b})
		}
	}
	return list
}

// read returns the readings of line i.
func (s *search) read(i int) []reading {
	if s.readings[i] == nil {
		list, more := s.p.index.readings(&s.lines[i], s.out.writer(i))
		if s.readings[i] = list; more != nil {
			s.vague = more
		}
	}
	return s.readings[i]
}

// fits reports whether the values of the holes of leaf f agree with what is
// known of their variables, and whether ids of different names differ.
func (s *search) fits(f *frame, values []string) bool {
	l := &f.node.line
	for n, i := range l.vars {
		v := l.pat.holes[i].v
		val := f.env.at(v)
		if val.set {
			if val.text != values[i] {
				return false
			}
			continue
		}
		if !v.typ.id {
			continue
		}
		if s.owner(v, values[i]) != "" || s.p.known != nil && s.p.known[values[i]] == 0 {
			return false
		}
		for _, j := range l.vars[:n] {
			w := l.pat.holes[j].v
			if w.typ == v.typ && values[j] == values[i] && s.p.mustDiffer(v.name, w.name) {
				return false
			}
		}
	}
	return true
}

// owner returns the name, other than v's, that the id text belongs to, "" if it
// may be v's.
func (s *search) owner(v *variable, text string) string {
	for _, use := range s.ids[idKey{v.typ, text}] {
		if use.count > 0 && s.p.mustDiffer(use.name, v.name) {
			return use.name
		}
	}
	return ""
}

// bind gives the variables of leaf f their values.
func (s *search) bind(f *frame, values []string) {
	l := &f.node.line
	for _, i := range l.vars {
		v := l.pat.holes[i].v
		val := f.env.at(v)
		if val.set {
			continue
		}
		val.text, val.set = values[i], true
		if v.typ.id {
			s.countID(v, val.text, 1)
		}
		if s.recording() {
			s.trail = append(s.trail, func() {
				if v.typ.id {
					s.countID(v, val.text, -1)
				}
				val.text, val.set = "", false
			})
		}
		for _, w := range val.waiting {
			if w != f && w.leaf.bucket != nil {
				s.rekey(w)
				s.steps++
			}
		}
	}
}

// countID notes that one more variable of v's name has the id, or one less.
func (s *search) countID(v *variable, text string, n int) {
	key := idKey{v.typ, text}
	uses := s.ids[key]
	i := slices.IndexFunc(uses, func(u idUse) bool { return u.name == v.name })
	if i < 0 {
		i = len(uses)
		uses = append(uses, idUse{name: v.name})
		s.ids[key] = uses
	}
	was := uses[i].count > 0
	uses[i].count += n
	if is := uses[i].count > 0; is != was {
		h := mix(textHash(text), textHash(v.name))
		if was {
			h = -h
		}
		s.idsum += h
	}
}

// recording reports whether changes must go to the trail: there is a choice
// to come back to.
func (s *search) recording() bool { return len(s.choices) > 0 }

// save puts the state of f on the trail, before it changes.
func (s *search) save(f *frame) {
	if s.recording() {
		leaf, state := f.leaf, f.frameState
		s.trail = append(s.trail, func() { f.leaf, f.frameState = leaf, state })
	}
}

// undo goes back to the state before the choice c.
func (s *search) undo(c *choice) {
	for len(s.trail) > c.trail {
		last := len(s.trail) - 1
		s.trail[last]()
		s.trail = s.trail[:last]
	}
	if s.rules != nil {
		s.rules.rewind(c.line)
	}
}
