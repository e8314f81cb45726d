package render

import (
	"fmt"
	"strconv"
	"strings"
)

// Stretched is a picture of lines that is as wide as the page allows: places are
// numbers from 0 to 1000 to the right, and pixels downwards. All lines of a kind
// are one path. That is a fraction of what an element for each would weigh.
type stretched map[string]*strings.Builder // by class

func (s stretched) path(class string) *strings.Builder {
	if s[class] == nil {
		s[class] = &strings.Builder{}
	}
	return s[class]
}

// vertical draws a line at a place, from one y to another.
func (s stretched) vertical(class string, x float64, from, to int) {
	fmt.Fprintf(s.path(class), "M%d %dV%d", perMille(x), from, to)
}

// leastWidth is how wide a bar or box must be to be seen.
const leastWidth = 3

// bar draws a horizontal line from one place to another, which the style sheet
// makes thick.
func (s stretched) bar(class string, from, to float64, mid int) {
	x := perMille(from)
	fmt.Fprintf(s.path(class), "M%d %dh%d", x, mid, max(perMille(to)-x, leastWidth))
}

// box draws the outline of a bar of the given height.
func (s stretched) box(class string, from, to float64, mid, height int) {
	x := perMille(from)
	top := strconv.FormatFloat(float64(mid)-float64(height)/2, 'f', -1, 64)
	fmt.Fprintf(s.path(class), "M%d %sv%dH%dv-%dz", x, top, height, max(perMille(to), x+leastWidth), height)
}

// write writes the picture, what is of the first class below the rest.
func (s stretched) write(w *buffer, height int, classes ...string) {
	fmt.Fprintf(w, `<svg class="st" width="100%%" height="%d" viewBox="0 0 1000 %d" preserveAspectRatio="none">`, height, height)
	for _, class := range classes {
		if path := s[class]; path != nil {
			w.raw(`<path class="`, class, `" d="`, path.String(), `"/>`)
		}
	}
	w.raw(`</svg>`)
}
