package contract

import "slices"

// An event is a line as the rules see it.
type event struct {
	line   int // from 0
	node   *node
	values []string
}

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
		if v, ok := valueOf(b.node, b.values, h.name); !ok || v != a.values[i] {
			return false
		}
	}
	return true
}

// ruled reports whether a rule speaks of the lines of that name.
func (p *program) ruled(name string) bool {
	for _, r := range p.rules {
		for _, ref := range r.refs {
			if ref.line == name {
				return true
			}
		}
	}
	return false
}

// valueOf returns the value of the hole called name.
func valueOf(n *node, values []string, name string) (string, bool) {
	for i := range n.line.pat.holes {
		if n.line.pat.holes[i].name == name {
			return values[i], true
		}
	}
	return "", false
}

// check returns the first rule, in the order of the text, that the assigned
// lines break, nil if there is none.
func (p *program) check(assigned []assignment) *broken {
	for _, r := range p.rules {
		c := newChecker(&program{rules: []*rule{r}})
		for i, a := range assigned {
			if b := c.next(event{i, a.frame.node, a.values}); b != nil {
				return b
			}
		}
		if b := c.finish(); b != nil {
			return b
		}
	}
	return nil
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
	events  []event
	hashes  []uint64
}

func newChecker(p *program) *checker {
	c := &checker{byLine: make(map[string][]*tally)}
	for _, r := range p.rules {
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
func (c *checker) next(e event) *broken {
	h := uint64(0)
	if n := len(c.hashes); n > 0 {
		h = c.hashes[n-1]
	}
	tallies := c.byLine[e.node.line.name]
	for i, t := range tallies {
		if b := t.add(e, c.events); b != nil {
			for _, t := range tallies[:i] {
				t.remove(e)
			}
			return b
		}
	}
	if len(tallies) > 0 {
		h = mix(h, textHash(e.node.line.name)+uint64(e.line))
		for i, hole := range e.node.line.pat.holes {
			if hole.asked {
				h = mix(h, textHash(e.values[i]))
			}
		}
	}
	c.events = append(c.events, e)
	c.hashes = append(c.hashes, h)
	return nil
}

// rewind forgets all lines from line on.
func (c *checker) rewind(line int) {
	for len(c.events) > line {
		e := c.events[len(c.events)-1]
		for _, t := range c.byLine[e.node.line.name] {
			t.remove(e)
		}
		c.events = c.events[:len(c.events)-1]
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
		if b := t.finish(c.events); b != nil {
			return b
		}
	}
	return nil
}
