package contract

import (
	"fmt"
	"slices"
	"strings"

	"huoye/gen/problem"
)

// A failure is the furthest line that could not be accounted for, or the end
// of the output if more lines were expected.
type failure struct {
	set  bool
	line int
	open []openPattern // what was expected there, in the order of the text
	more int           // further open patterns
	near []nearMiss    // why the patterns that the line reads as were no use
}

// An openPattern is a line that may come next, the values known filled in.
type openPattern struct {
	node   *node
	text   string
	needed bool // it must come yet
}

// A nearMiss is a pattern that the failed line can be read as.
type nearMiss struct {
	node *node
	why  string
}

const (
	maxOpenShown   = 6
	maxOpenPerNode = 3
	maxFramesSeen  = 20_000
)

// fail notes that line i has no place in the present state.
func (s *search) fail(i int) {
	if s.failure.set && i <= s.failure.line {
		return
	}
	open, seen := s.openFrames()
	s.steps += seen/16 + i/16 // explaining is work, too
	f := failure{set: true, line: i}
	shown := make(map[*node]int)
	texts := make(map[string]bool)
	for _, o := range open {
		if !o.possible() || i == len(s.lines) && !o.needed() {
			continue
		}
		text := o.describe()
		switch {
		case texts[text]:
		case shown[o.node] == maxOpenPerNode || len(f.open) == maxOpenShown:
			f.more++
		default:
			texts[text] = true
			shown[o.node]++
			f.open = append(f.open, openPattern{o.node, text, o.needed()})
		}
	}
	if i < len(s.lines) {
		f.near = s.nearMisses(i, open)
	}
	s.failure = f
}

// openFrames lists the leaves that are open, in the order of the text.
func (s *search) openFrames() (open []*frame, seen int) {
	var visit func(f *frame)
	visit = func(f *frame) {
		if seen++; seen > maxFramesSeen || f.hash == 0 {
			return
		}
		if f.leaf != nil && f.leaf.bucket != nil {
			open = append(open, f)
		}
		for _, kid := range f.kids {
			visit(kid)
		}
	}
	visit(s.root)
	return open, seen
}

// needed reports whether the output cannot end without the leaf f.
func (f *frame) needed() bool {
	for ; f != nil; f = f.up {
		if f.fin || f.up != nil && f.up.node.kind == kindRepeat && !f.started && f.idx >= f.up.node.min {
			return false
		}
	}
	return true
}

// describe shows the pattern of the leaf f, the values known filled in.
func (f *frame) describe() string {
	p := f.node.line.pat
	return p.fill(func(i int) string {
		if v := p.holes[i].v; v != nil {
			if val := f.env.at(v); val.set {
				return val.text
			}
		}
		return p.holes[i].show()
	})
}

// nearMisses says of each pattern that line i reads as why it was no use.
func (s *search) nearMisses(i int, open []*frame) []nearMiss {
	var list []nearMiss
	for _, r := range s.read(i) {
		if slices.ContainsFunc(list, func(m nearMiss) bool { return m.node == r.node }) {
			continue
		}
		why := ""
		if s.rules != nil {
			if b := s.rules.next(r); b != nil {
				why = b.detail
			} else {
				s.rules.rewind(i)
			}
		}
		if why == "" {
			why = s.whyNot(i, r, open)
		}
		list = append(list, nearMiss{r.node, why})
	}
	return list
}

// whyNot explains why line i, read as r, has no place.
func (s *search) whyNot(i int, r reading, open []*frame) string {
	var blocked *frame
	clash := ""
	for _, f := range open {
		if f.node != r.node {
			continue
		}
		c := s.clash(f, r.values)
		switch {
		case !f.possible():
			blocked = f
		case clash == "":
			clash = c
		}
		if blocked == f && c == "" {
			break
		}
	}
	taken := s.taker(i, r)
	switch {
	case taken >= 0 && (clash == "" || r.node.line.inLoop()):
		return fmt.Sprintf("its place was taken by line %d: %s", taken+1, s.lines[taken].Text)
	case clash != "":
		return clash
	case blocked != nil:
		return "other lines must come before it"
	}
	for j := i - 1; j >= 0; j-- {
		if s.assigned[j].node == r.node {
			return "it is not due now"
		}
	}
	return "other lines must come before it"
}

// taker returns the latest line before line i that took the place that r
// could have had, -1 if there is none.
func (s *search) taker(i int, r reading) int {
	for j := i - 1; j >= 0; j-- {
		a := s.assigned[j]
		if a.node == r.node && slices.Equal(r.node.line.fixed(a.values), r.node.line.fixed(r.values)) {
			return j
		}
	}
	return -1
}

// inLoop reports whether the line has the variable of a loop in it.
func (l *line) inLoop() bool {
	return slices.ContainsFunc(l.pat.holes, func(h hole) bool { return h.ofLoop() })
}

// fixed returns those of the values that are loop variables.
func (l *line) fixed(values []string) []string {
	var list []string
	for i, h := range l.pat.holes {
		if h.ofLoop() {
			list = append(list, values[i])
		}
	}
	return list
}

// clash says which of the values does not suit the open leaf f.
func (s *search) clash(f *frame, values []string) string {
	l := &f.node.line
	for _, i := range l.vars {
		h := &l.pat.holes[i]
		val := f.env.at(h.v)
		switch {
		case val.set && val.text != values[i] && h.v.loop:
			return fmt.Sprintf("%s is %s here, but was due with %s", h.name, values[i], val.text)
		case val.set && val.text != values[i]:
			return fmt.Sprintf("%s is %s here, but %s%s", h.name, values[i], val.text, s.origin(val))
		case !val.set && h.v.typ.id:
			if other := s.owner(h.v, values[i]); other != "" {
				return fmt.Sprintf("%s is %s here, which is also %s; ids of different names differ", h.name, values[i], other)
			}
		}
	}
	return ""
}

// origin says which line gave a variable its value.
func (s *search) origin(val *value) string {
	for j, a := range s.assigned {
		if a.frame == nil {
			break
		}
		for i, h := range a.node.line.pat.holes {
			if h.v != nil && a.frame.env.at(h.v) == val && a.values[i] == val.text {
				return fmt.Sprintf(" in line %d", j+1)
			}
		}
	}
	return ""
}

// nearest returns the open pattern that is most like a text, "" if none is.
func (f *failure) nearest(text string) (openPattern, bool) {
	best, distance := openPattern{}, len(text)/2+2
	for _, o := range f.open {
		if len(o.text) > 500 || len(text) > 500 {
			continue
		}
		if d := problem.Distance(text, o.text, distance); d < distance {
			best, distance = o, d
		}
	}
	return best, best.node != nil
}

// expected lists the open patterns, one a line.
func (f *failure) expected() string {
	var b strings.Builder
	for _, o := range f.open {
		b.WriteString("    " + o.text)
		if o.node.line.stream == Stderr {
			b.WriteString("   (stderr)")
		}
		if o.text == "" {
			b.WriteString("(an empty line)")
		}
		b.WriteByte('\n')
	}
	if f.more > 0 {
		fmt.Fprintf(&b, "    … and %d more\n", f.more)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
