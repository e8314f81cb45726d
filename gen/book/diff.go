package book

// hunk is a difference between two lists: a[a0:a1] stands where b[b0:b1] does.
type hunk struct{ a0, a1, b0, b1 int }

// maxDiff bounds the table of diff. Longer lists are said to differ as a whole.
const maxDiff = 1 << 20

// diff returns the differences between a and b, in order.
func diff(a, b []string) []hunk {
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	n, m := len(a)-start-end, len(b)-start-end
	if n == 0 && m == 0 {
		return nil
	}
	if n == 0 || m == 0 || n > maxDiff/m {
		return []hunk{{start, start + n, start, start + m}}
	}
	common := commonLengths(a[start:start+n], b[start:start+m])
	var hunks []hunk
	h := hunk{start, start, start, start}
	for h.a1 < start+n || h.b1 < start+m {
		i, j := h.a1-start, h.b1-start
		switch {
		case i < n && j < m && a[h.a1] == b[h.b1]:
			if h.a0 < h.a1 || h.b0 < h.b1 {
				hunks = append(hunks, h)
			}
			h = hunk{h.a1 + 1, h.a1 + 1, h.b1 + 1, h.b1 + 1}
		case j == m || i < n && common[i+1][j] >= common[i][j+1]:
			h.a1++
		default:
			h.b1++
		}
	}
	return append(hunks, h)
}

// commonLengths returns the length of the longest common subsequence of each
// a[i:] and b[j:].
func commonLengths(a, b []string) [][]int32 {
	table := make([][]int32, len(a)+1)
	for i := range table {
		table[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i][j] = table[i+1][j+1] + 1
			} else {
				table[i][j] = max(table[i+1][j], table[i][j+1])
			}
		}
	}
	return table
}
