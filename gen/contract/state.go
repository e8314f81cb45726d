package contract

// The state of a match is the tree of the groups that have been entered and
// not left, as frames; the leaves are the lines that may come next. Matching
// a line changes the frames on the way from its leaf to the root. All changes
// go to a trail, so that they can be undone.

// A frame is a node that has been entered.
type frame struct {
	node *node
	up   *frame
	idx  int  // the how-manieth part of up it is; for free groups its class
	env  *env // values of the variables that its lines see
	own  bool // env begins here: the frame is an iteration, or the root
	leaf *entry
	frameState
}

// frameState is what changes in a frame.
type frameState struct {
	// kids are the parts that have been entered. In a sequence all but
	// those that have been passed: kids[0] is part number lo, and each
	// but the last may be left as it is.
	kids    []*frame
	lo      int
	pending int    // of a free group: parts that may not end yet
	left    int    // of a class with several copies: those not yet entered
	started bool   // a line has matched
	fin     bool   // it may end here
	hash    uint64 // equal for frames with the same future
	sum     uint64 // of a free group: sum of the hashes of its parts
}

// An env holds the values of one scope.
type env struct {
	up     *env
	scope  *scope
	values []value
}

type value struct {
	text    string
	set     bool
	waiting []*frame // leaves entered before the value was known
}

// at returns the value of v, which is of e's scope or one around it.
func (e *env) at(v *variable) *value {
	for e.scope != v.scope {
		e = e.up
	}
	return &e.values[v.slot]
}

func newEnv(up *env, s *scope) *env {
	return &env{up: up, scope: s, values: make([]value, len(s.vars))}
}

// enter makes the frame of a node and of all its parts that may begin.
func (s *search) enter(n *node, up *frame, idx int, e *env, own bool) *frame {
	f := &frame{node: n, up: up, idx: idx, env: e, own: own}
	switch n.kind {
	case kindLine:
		s.open(f)
	case kindFree, kindEach:
		f.kids = make([]*frame, 0, len(n.classes))
		for i := range n.classes {
			kid := s.enterClass(f, i)
			count := n.classes[i].count
			kid.left = count - 1
			f.sum += uint64(count) * kid.hash
			if !kid.fin {
				f.pending += count
			}
		}
	default:
		s.extend(f)
	}
	f.settle()
	return f
}

// enterClass enters one more part of class i of the free group f.
func (s *search) enterClass(f *frame, i int) *frame {
	c := &f.node.classes[i]
	e, own := f.env, false
	if v := f.node.loop; v != nil {
		e, own = newEnv(f.env, v.scope), true
		e.values[v.slot] = value{text: c.value, set: true}
	}
	kid := s.enter(c.body, f, i, e, own)
	f.kids = append(f.kids, kid)
	return kid
}

// parts returns how many parts the sequence f can have.
func (f *frame) parts() int {
	switch f.node.kind {
	case kindFor:
		return len(f.node.values)
	case kindRepeat:
		return f.node.max
	}
	return len(f.node.items)
}

// extend enters the parts of the sequence f that may come next.
func (s *search) extend(f *frame) {
	for f.lo+len(f.kids) < f.parts() {
		if len(f.kids) > 0 {
			last := f.kids[len(f.kids)-1]
			if !last.fin || f.node.kind == kindRepeat && !last.started {
				return
			}
		}
		i := f.lo + len(f.kids)
		n, e, own := f.node, f.env, false
		body := n.items[0]
		switch n.kind {
		case kindSequence:
			body = n.items[i]
		case kindFor:
			e, own = newEnv(f.env, n.loop.scope), true
			e.values[n.loop.slot] = value{text: n.values[i], set: true}
		case kindRepeat:
			e, own = newEnv(f.env, n.scope), true
		}
		f.kids = append(f.kids, s.enter(body, f, i, e, own))
	}
}

// settle computes fin and hash from the parts.
func (f *frame) settle() {
	seed := mix(uint64(f.node.id)+1, 0)
	switch f.node.kind {
	case kindLine:
		f.fin = f.started
		f.hash = seed
		if f.started {
			f.hash = 0
		}
	case kindFree, kindEach:
		f.fin = f.pending == 0
		f.hash = 0
		if f.sum != 0 {
			f.hash = mix(seed, f.sum)
		}
	default:
		f.fin = true
		next := f.lo + len(f.kids)
		var sum uint64
		for i, kid := range f.kids {
			if kid.hash != 0 {
				sum += mix(kid.hash, uint64(f.lo+i))
			}
			if f.node.kind == kindRepeat && !kid.started {
				next-- // a further iteration, which may as well not be
				continue
			}
			f.fin = f.fin && kid.fin
		}
		if f.node.kind == kindRepeat {
			f.fin = f.fin && next >= f.node.min
		} else {
			f.fin = f.fin && next == f.parts()
		}
		f.hash = 0
		if sum != 0 || next < f.parts() {
			f.hash = mix(seed+uint64(next)<<32, sum)
		}
	}
	if f.own && f.hash != 0 {
		f.hash = mix(f.hash, f.valuesHash())
	}
}

// valuesHash covers the values of the frame's own scope that may matter yet.
func (f *frame) valuesHash() uint64 {
	var h uint64
	if f.node.kind == kindSequence && f.node.scope == f.env.scope {
		for _, v := range f.node.live[f.lo] {
			h += f.env.values[v.slot].hash(v.slot)
		}
		return h
	}
	for i := range f.env.values {
		h += f.env.values[i].hash(i)
	}
	return h
}

func (v *value) hash(slot int) uint64 {
	if !v.set {
		return 0
	}
	return mix(textHash(v.text), uint64(slot)+1)
}

// possible reports whether the leaf f may come next: no part that must come
// before it is incomplete.
func (f *frame) possible() bool {
	for c, p := f, f.up; p != nil; c, p = p, p.up {
		if p.node.kind.free() {
			continue
		}
		for _, kid := range p.kids[:c.idx-p.lo] {
			if !kid.fin {
				return false
			}
		}
	}
	return true
}

// take matches the leaf f: it is closed, and the state goes on from there.
func (s *search) take(f *frame, values []string) {
	s.bind(f, values)
	s.save(f)
	s.close(f.leaf)
	f.started = true
	hash, fin := f.hash, f.fin
	f.settle()
	for c, p := f, f.up; p != nil; c, p = p, p.up {
		s.save(p)
		oldHash, oldFin := p.hash, p.fin
		if p.node.kind.free() {
			s.progressFree(p, c, hash, fin)
		} else {
			for len(p.kids) > 0 && p.kids[0] != c {
				s.leave(p.kids[0])
				p.kids = p.kids[1:]
				p.lo++
			}
			s.extend(p)
			// A finished part needs no remembering.
			for len(p.kids) > 1 && p.kids[0].hash == 0 {
				p.kids = p.kids[1:]
				p.lo++
			}
		}
		p.started = true
		p.settle()
		hash, fin = oldHash, oldFin
	}
}

// progressFree accounts for the change of part c of the free group p, whose
// hash and fin were as given.
func (s *search) progressFree(p, c *frame, hash uint64, fin bool) {
	p.sum += c.hash - hash
	if fin && !c.fin {
		p.pending++
	}
	if !fin && c.fin {
		p.pending--
	}
	if c.left > 0 {
		left := c.left - 1
		s.save(c)
		c.left = 0
		s.enterClass(p, c.idx).left = left
	}
}

// leave closes all leaves of f, a part that ends as it is.
func (s *search) leave(f *frame) {
	if f.leaf != nil && f.leaf.bucket != nil {
		s.close(f.leaf)
	}
	for _, kid := range f.kids {
		if kid.hash != 0 {
			s.leave(kid)
		}
	}
}

// mix is a good 64-bit hash of two numbers.
func mix(a, b uint64) uint64 {
	h := a*0x9e3779b97f4a7c15 ^ (b+0x632be59bd9b4e019)*0xff51afd7ed558ccd
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// textHash is FNV-1a.
func textHash(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}
