package render

import (
	"regexp"
	"testing"
)

func TestANSI(t *testing.T) {
	tests := []struct {
		name, text, want string
		dropped          int
	}{
		{"plain", "a<b", "a&lt;b", 0},
		{"red", "\x1b[31mred\x1b[0m.", `<span class="a1">red</span>.`, 0},
		{"short end", "\x1b[1;32mok\x1b[m.", `<span class="a2 ab">ok</span>.`, 0},
		{"bright", "\x1b[94mx\x1b[39m.", `<span class="a4">x</span>.`, 0},
		{"black and white are ink", "\x1b[30ma\x1b[37mb\x1b[97mc", "abc", 0},
		{"grey", "\x1b[90mx", `<span class="a7">x</span>`, 0},
		{"ground", "\x1b[41;37mx\x1b[49my", `<span class="a1 ar">x</span>y`, 0},
		{"black ground", "\x1b[40mx", `<span class="ar">x</span>`, 0},
		{"turned around", "\x1b[7;33mx\x1b[27my", `<span class="a3 ar">x</span><span class="a3">y</span>`, 0},
		{"underline", "\x1b[4mx\x1b[24m", `<span class="au">x</span>`, 0},
		{"256 colours", "\x1b[38;5;196mx\x1b[38;5;8my\x1b[38;5;250mz", `<span class="a1">x</span><span class="a7">y</span><span class="a7">z</span>`, 0},
		{"true colour", "\x1b[38;2;20;200;20mx\x1b[38;2;9;9;9my", `<span class="a2">x</span>y`, 0},
		{"true colour with colons", "\x1b[38:2:200:20:200mx", `<span class="a5">x</span>`, 0},
		{"number too large", "\x1b[99999999999999999999mx", "x", 0},
		{"too few numbers", "\x1b[38;5mx", "x", 0},
		{"hidden text is shown", "\x1b[8mx", "x", 0},
		{"cursor", "\x1b[2J\x1b[1;1Hx\x1b[K", "x", 3},
		{"private", "\x1b[?25lx\x1b[>4;2my", "xy", 2},
		{"title", "\x1b]0;title\ax\x1b]8;;javascript:alert(1)\x1b\\y", "xy", 2},
		{"other", "\x1b(Bx\x1b7y\x1bPq\x1b\\z", "xyz", 3},
		{"no end", "\x1b[31", `<b class="ctl" title="U+001B">␛</b>[31`, 0},
		{"no end of a string", "\x1b]0;x", `<b class="ctl" title="U+001B">␛</b>]0;x`, 0},
		{"alone", "x\x1b", `x<b class="ctl" title="U+001B">␛</b>`, 0},
		{"markup", "\x1b[31m<b>\x1b[0m", `<span class="a1">&lt;b&gt;</span>`, 0},
	}
	for _, test := range tests {
		o := outputWriter{buffer: new(buffer), view: viewZH}
		o.text(test.text)
		if got := o.String(); got != test.want || o.dropped != test.dropped {
			t.Errorf("%s: got %s (%d dropped), want %s (%d)", test.name, got, o.dropped, test.want, test.dropped)
		}
	}
}

func TestANSIColours(t *testing.T) {
	found := regexp.MustCompile(`\.a\d \{ --c: light-dark\(#(\w{6}), #(\w{6})\)`).FindAllStringSubmatch(embedded.style, -1)
	if len(found) != 6 {
		t.Fatalf("found %d colours", len(found))
	}
	for _, m := range found {
		for i, ground := range []string{"ffffff", "151412"} {
			if c := contrast(m[i+1], ground); !(c >= 7) {
				t.Errorf("%s on %s has a contrast of %.1f", m[i+1], ground, c)
			}
		}
	}
}

func TestWithoutEscapes(t *testing.T) {
	if got, want := withoutEscapes("a\x1b[31mb\x1b[0mc\x1b"), "abc\x1b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
