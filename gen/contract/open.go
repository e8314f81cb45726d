package contract

// The lines that may come next are kept in buckets by their node and the
// values that are known already, so that of ten thousand open lines the one
// that fits is found at once. A bucket is a ring, so that a line taken out of
// it can be put back where it was.

// An entry is an open line.
type entry struct {
	frame      *frame
	prev, next *entry
	bucket     *bucket // nil once closed
}

// A bucket holds the open lines of one node with the same known values,
// oldest first.
type bucket struct {
	ring entry
}

func newBucket() *bucket {
	b := new(bucket)
	b.ring.prev, b.ring.next = &b.ring, &b.ring
	return b
}

// first returns the oldest entry, nil if there is none.
func (b *bucket) first() *entry { return b.after(&b.ring) }

// after returns the entry behind e, nil if e is the last.
func (b *bucket) after(e *entry) *entry {
	if e.next == &b.ring {
		return nil
	}
	return e.next
}

// openLines are the buckets of one line node.
type openLines struct {
	byMask []*maskedLines
}

// maskedLines are the open lines of a node of which the same variables have
// values: those of the bits in mask, which count the node's vars.
type maskedLines struct {
	mask    uint32
	buckets map[string]*bucket
}

const maxIndexed = 32 // variables of a line that take part in the index

// open makes the leaf f one that may come next.
func (s *search) open(f *frame) {
	f.leaf = &entry{frame: f}
	pat := f.node.line.pat
	for _, i := range f.node.line.vars {
		v := pat.holes[i].v
		if val := f.env.at(v); !val.set {
			val.waiting = append(val.waiting, f)
			if s.recording() {
				s.trail = append(s.trail, func() { val.waiting = val.waiting[:len(val.waiting)-1] })
			}
		}
	}
	s.link(f.leaf, s.bucketFor(f))
}

// bucketFor returns the bucket that the leaf f belongs to.
func (s *search) bucketFor(f *frame) *bucket {
	var mask uint32
	s.keyBuf = s.keyBuf[:0]
	for bit, i := range f.node.line.vars {
		if bit == maxIndexed {
			break
		}
		if val := f.env.at(f.node.line.pat.holes[i].v); val.set {
			mask |= 1 << bit
			s.keyBuf = append(append(s.keyBuf, val.text...), 0)
		}
	}
	open := &s.lists[f.node.id]
	for _, m := range open.byMask {
		if m.mask == mask {
			return m.bucket(s.keyBuf)
		}
	}
	m := &maskedLines{mask: mask, buckets: make(map[string]*bucket)}
	open.byMask = append(open.byMask, m)
	return m.bucket(s.keyBuf)
}

func (m *maskedLines) bucket(key []byte) *bucket {
	b := m.buckets[string(key)]
	if b == nil {
		b = newBucket()
		m.buckets[string(key)] = b
	}
	return b
}

// fitting returns the buckets whose lines agree with a reading of the node,
// as far as the index knows.
func (s *search) fitting(n *node, values []string) []*bucket {
	var found []*bucket
	for _, m := range s.lists[n.id].byMask {
		s.keyBuf = s.keyBuf[:0]
		for bit, i := range n.line.vars {
			if bit < maxIndexed && m.mask&(1<<bit) != 0 {
				s.keyBuf = append(append(s.keyBuf, values[i]...), 0)
			}
		}
		if b := m.buckets[string(s.keyBuf)]; b != nil && b.first() != nil {
			found = append(found, b)
		}
	}
	return found
}

func (s *search) link(e *entry, b *bucket) {
	last := b.ring.prev
	e.prev, e.next, e.bucket = last, &b.ring, b
	last.next, b.ring.prev = e, e
	if s.recording() {
		s.trail = append(s.trail, e.unlink)
	}
}

// unlink takes e out of its bucket, but leaves its own pointers.
func (e *entry) unlink() {
	e.prev.next, e.next.prev = e.next, e.prev
	e.bucket = nil
}

// close takes e out of its bucket; undo finds the place again by its pointers.
func (s *search) close(e *entry) {
	b := e.bucket
	e.unlink()
	if s.recording() {
		s.trail = append(s.trail, func() {
			e.prev.next, e.next.prev = e, e
			e.bucket = b
		})
	}
}

// rekey moves an open line to the bucket of the values known now. Only the
// trail knows its former place, so a new entry takes over.
func (s *search) rekey(f *frame) {
	b := s.bucketFor(f)
	if b == f.leaf.bucket {
		return
	}
	s.close(f.leaf)
	s.save(f)
	f.leaf = &entry{frame: f}
	s.link(f.leaf, b)
}
