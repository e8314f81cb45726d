package render

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestVisible(t *testing.T) {
	ctl := func(title, s string) string { return `<b class="ctl" title="` + title + `">` + s + `</b>` }
	tests := []struct{ text, want string }{
		{"plain 中文，“引号”\t—", "plain 中文，“引号”\t—"},
		{"<a href='x'>&amp;", "&lt;a href='x'&gt;&amp;amp;"},
		{"\x1b[1m", ctl("U+001B", "␛") + "[1m"},
		{"a\x00b\r", "a" + ctl("U+0000", "␀") + "b" + ctl("U+000D", "␍")},
		{"\x7f", ctl("U+007F", "␡")},
		{"\u202e<", ctl("U+202E", "U+202E") + "&lt;"},
		{"\u200b\ufeff", ctl("U+200B", "U+200B") + ctl("U+FEFF", "U+FEFF")},
		{"é\xff中", "é" + ctl("not UTF-8", `\xff`) + "中"},
		{"\ufffd", "\ufffd"},
		{"a\u3000b\u00a0c", "a\u3000b\u00a0c"},
		{"e" + strings.Repeat("\u0301", 8), "e" + strings.Repeat("\u0301", 8)},
		{"e" + strings.Repeat("\u0301", 100) + "x", "e" + strings.Repeat("\u0301", 8) + ctl("combining marks", "+92") + "x"},
	}
	for _, test := range tests {
		var b buffer
		b.visible(test.text)
		if got := b.String(); got != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("\x1b[31m<b>\u202e\xff")
	f.Fuzz(func(t *testing.T, s string) {
		var b buffer
		b.visible(s)
		if !utf8.Valid(b.Bytes()) {
			t.Errorf("%q becomes %q", s, b.String())
		}
		for _, r := range b.String() {
			if !isVisible(r) {
				t.Errorf("%q becomes %q with %U", s, b.String(), r)
			}
		}
	})
}
