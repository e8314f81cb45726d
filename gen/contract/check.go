package contract

import "slices"

// sameEvent reports whether two readings of a line are one to the rules.
func (p *program) sameEvent(a, b reading) bool {
	if !p.ruled(a.node.line.name) && !p.ruled(b.node.line.name) {
		return true
	}
	if a.node.line.name != b.node.line.name {
		return false
	}
	for i, h := range a.node.line.pat.holes {
		if !h.asked {
			continue
		}
		if v, ok := b.value(h.name); !ok || v != a.values[i] {
			return false
		}
	}
	return true
}

// ruled reports whether one rule speaks of lines of all these names.
func (p *program) ruled(names ...string) bool {
	return slices.ContainsFunc(p.rules, func(r *rule) bool {
		return !slices.ContainsFunc(names, func(name string) bool { return !r.speaksOf(name) })
	})
}

func (r *rule) speaksOf(name string) bool {
	return slices.ContainsFunc(r.refs, func(o ref) bool { return o.line == name })
}

// value returns the value of the hole called name.
func (r reading) value(name string) (string, bool) {
	i := r.node.line.pat.hole(name)
	if i < 0 {
		return "", false
	}
	return r.values[i], true
}

// check returns the first rule, in the order of the text, that the assigned
// lines break, nil if there is none.
func (p *program) check(assigned []assignment) *broken {
	if len(p.rules) == 0 {
		return nil
	}
	lines := readings(assigned)
	for _, r := range p.rules {
		if b := r.check(lines); b != nil {
			return b
		}
	}
	return nil
}

// check returns how the lines break the rule, nil if they do not.
func (r *rule) check(lines []reading) *broken {
	c := newChecker([]*rule{r})
	for _, l := range lines {
		if b := c.next(l); b != nil {
			return b
		}
	}
	return c.finish()
}

// A broken rule, and the lines that break it.
type broken struct {
	rule   *rule
	lines  []int  // from 0
	detail string // what is wrong, in a sentence
}

// A checker follows the lines of an output and says which rule breaks first.
// It can go back.
type checker struct {
	tallies []*tally
	byLine  map[string][]*tally
	lines   []reading
	hashes  []uint64
}

func newChecker(rules []*rule) *checker {
	c := &checker{byLine: make(map[string][]*tally)}
	for _, r := range rules {
		t := &tally{rule: r, groups: make(map[string]*group)}
		c.tallies = append(c.tallies, t)
		for i, a := range r.refs {
			if !slices.ContainsFunc(r.refs[:i], func(b ref) bool { return a.line == b.line }) {
				c.byLine[a.line] = append(c.byLine[a.line], t)
			}
		}
	}
	return c
}

// next takes the next line, or says which rule it breaks and does not.
func (c *checker) next(l reading) *broken {
	name := l.node.line.name
	tallies := c.byLine[name]
	for i, t := range tallies {
		if b := t.add(l, c.lines); b != nil {
			for _, t := range tallies[:i] {
				t.remove(l)
			}
			return b
		}
	}
	h := c.hash()
	if len(tallies) > 0 {
		h = mix(h, textHash(name)+uint64(len(c.lines)))
		for i, hole := range l.node.line.pat.holes {
			if hole.asked {
				h = mix(h, textHash(l.values[i]))
			}
		}
	}
	c.lines = append(c.lines, l)
	c.hashes = append(c.hashes, h)
	return nil
}

// rewind forgets all lines from line on.
func (c *checker) rewind(line int) {
	for len(c.lines) > line {
		l := c.lines[len(c.lines)-1]
		for _, t := range c.byLine[l.node.line.name] {
			t.remove(l)
		}
		c.lines = c.lines[:len(c.lines)-1]
		c.hashes = c.hashes[:len(c.hashes)-1]
	}
}

// hash identifies what the rules have seen.
func (c *checker) hash() uint64 {
	if len(c.hashes) == 0 {
		return 0
	}
	return c.hashes[len(c.hashes)-1]
}

// finish returns the first rule broken by the end of the output.
func (c *checker) finish() *broken {
	for _, t := range c.tallies {
		if b := t.finish(c.lines); b != nil {
			return b
		}
	}
	return nil
}
