package problem

import (
	"strconv"
	"unicode/utf8"
)

// Suggest ends a message about a wrong name: `; did you mean "…"?` with the
// name most like it, or "; " and otherwise if none is.
func Suggest(wrong string, names []string, otherwise string) string {
	if best := Nearest(wrong, names); best != "" {
		return "; did you mean " + strconv.Quote(best) + "?"
	}
	return "; " + otherwise
}

// Nearest returns the name most like the wrong one, "" if none is like it.
func Nearest(wrong string, names []string) string {
	best, least := "", utf8.RuneCountInString(wrong)/3+2
	for _, name := range names {
		if d := Distance(wrong, name, least); d < least && name != wrong {
			best, least = name, d
		}
	}
	return best
}

// Distance counts the insertions, deletions, replacements and swaps of
// neighbours between a and b. It gives up at limit.
func Distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) >= limit || len(t)-len(s) >= limit {
		return limit
	}
	before := make([]int, len(t)+1)
	last := make([]int, len(t)+1)
	row := make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := range s {
		row[0] = i + 1
		for j := range t {
			d := last[j]
			if s[i] != t[j] {
				d = 1 + min(last[j], last[j+1], row[j])
				if i > 0 && j > 0 && s[i] == t[j-1] && s[i-1] == t[j] {
					d = min(d, 1+before[j-1])
				}
			}
			row[j+1] = d
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}
