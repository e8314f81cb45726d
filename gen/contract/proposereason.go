package contract

// A reason is what can be said of why line a came before line b.
type reason byte

const (
	reasonLikely reason = iota // one process, or one descends from the other
	reasonProved               // b's process was started after, or a's had ended
	reasonDoubt                // it may be so, but the capture cannot tell
	reasonNone                 // nothing made b wait for a
	reasons
)

// reason looks for a reason why a came before b. The times of lines and of the
// ends of processes are those of their capture, each of which may be a little
// late, so that one run that shows a reason outweighs others that do not; only
// starts and ends can be compared with each other.
func (d *drafter) reason(a, b *seen) reason {
	o := d.outputs[a.run]
	above := func(p, q int) bool { // p is above q
		for n := 0; q > 0 && q <= len(o.Procs) && n <= len(o.Procs); n++ {
			if q = o.Procs[q-1].Parent; q == p {
				return true
			}
		}
		return false
	}
	if a.proc == b.proc || min(a.proc, b.proc) < 1 || max(a.proc, b.proc) > len(o.Procs) {
		return reasonLikely
	}
	p, q := &o.Procs[a.proc-1], &o.Procs[b.proc-1]
	lives := p.End != 0 && q.End != 0
	switch {
	case !lives && (above(a.proc, b.proc) || above(b.proc, a.proc)):
		return reasonLikely
	case above(a.proc, b.proc) && o.Lines[a.at].At <= q.Start,
		above(b.proc, a.proc) && p.End <= o.Lines[b.at].At:
		return reasonProved
	case above(a.proc, b.proc), above(b.proc, a.proc):
		return reasonDoubt
	case !lives:
		return reasonDoubt
	case p.End <= q.Start:
		return reasonProved
	}
	return reasonNone
}

// likely reports whether an order has a reason, by how often each was found.
func likely(found [reasons]int) bool {
	return found[reasonNone] == 0 && (found[reasonDoubt] == 0 || found[reasonProved] > 0)
}

// allRelated reports whether the order of the lines of u and v is likely to
// have a reason.
func (d *drafter) allRelated(u, v *unit) bool {
	var found [reasons]int
	for run := range d.outputs {
		for _, a := range ends(u.lines[run]) {
			for _, b := range ends(v.lines[run]) {
				if a.at < b.at {
					found[d.reason(a, b)]++
				} else {
					found[d.reason(b, a)]++
				}
			}
		}
	}
	return likely(found)
}
