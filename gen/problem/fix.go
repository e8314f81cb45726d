package problem

import (
	"cmp"
	"slices"
)

// Fix makes the fixes of the problems in l, which are all in the file that
// holds data, and returns what becomes of the file and the problems that were
// mended. Of fixes that touch each other only the first is made: what the
// others would do is not known until the file is read again.
func (l List) Fix(data []byte) (mended []byte, done List) {
	s := newSource(data)
	sorted := slices.DeleteFunc(slices.Clone(l), func(p *Problem) bool {
		return p.Fix == nil || !s.holds(p.Fix)
	})
	slices.SortStableFunc(sorted, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.Fix.Start, b.Fix.Start), cmp.Compare(a.Fix.End, b.Fix.End))
	})
	at := -1 // where the last fix ended
	written := 0
	for _, p := range sorted {
		if p.Fix.Start <= at {
			continue
		}
		mended = append(mended, data[written:s.onDisk(p.Fix.Start)]...)
		mended = append(mended, s.lineEnds(p.Fix.Text)...)
		at, written = p.Fix.End, s.onDisk(p.Fix.End)
		done = append(done, p)
	}
	return append(mended, data[written:]...), done
}
