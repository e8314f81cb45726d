package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huoye/gen/contract"
)

func TestOutputNotes(t *testing.T) {
	lines := []contract.Line{{Text: "start 12"}, {Text: "a <1>"}, {Text: "b 2"}, {Text: "c"}, {Text: "end"}}
	notes := []contract.Note{
		{Spans: []contract.Span{{Start: 6, End: 8, Type: "pid", Name: "parent"}, {Start: 7, End: 99}}},
		{Free: []int{1, 2}, Spans: []contract.Span{{Start: 2, End: 5, Type: "int"}}},
		{Free: []int{1, 2}},
		{Free: []int{1}},
		{},
	}
	var w buffer
	o := outputWriter{buffer: &w, view: viewEN}
	o.lines(lines, notes, 0)
	free := `<span class="free" role="group" aria-label="in any order" title="in any order">`
	want := `<span class="line">start <var title="process id parent: may differ in every run">12</var>` + "\n</span>" +
		free + free +
		`<span class="line">a <var title="integer: may differ in every run">&lt;1&gt;</var>` + "\n</span>" +
		"<span class=\"line\">b 2\n</span></span>" +
		"<span class=\"line\">c\n</span></span>" +
		"<span class=\"line\">end\n</span>"
	if d := cmp.Diff(want, w.String()); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestSentence(t *testing.T) {
	var w buffer
	w.sentence("`a<b` comes before `c`, and `d")
	want := "<code>a&lt;b</code> comes before <code>c</code>, and <code>d</code>"
	if got := w.String(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestInput(t *testing.T) {
	tests := []struct{ stdin, want string }{
		{"", ""},
		{"set q=mx\n<exit>", `<kbd class="in"><span class="line"><i class="e">in </i>set q=mx` + "\n</span>" +
			`<span class="line"><i class="e">in </i>&lt;exit&gt;` + "\n</span></kbd>"},
	}
	for _, tt := range tests {
		var w buffer
		writeInput(&w, viewEN, tt.stdin)
		if got := w.String(); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.stdin, got, tt.want)
		}
	}
	var w buffer
	writeInput(&w, viewEN, strings.Repeat("x\n", inputLines+7))
	if got := w.String(); strings.Count(got, ">in <") != inputLines || !strings.Contains(got, "7 more lines") {
		t.Errorf("long input: %s", got)
	}
}

// TestLargeOutput shows what is left out of a line, and of an output.
func TestLargeOutput(t *testing.T) {
	cut := func(n int) string {
		return fmt.Sprintf("<span class=\"line cut\">… %d bytes left out here …\n</span>", n)
	}
	line := contract.Line{Text: strings.Repeat("x", maxLine+5)}
	o := outputWriter{buffer: new(buffer), view: viewEN}
	o.line(line, nil)
	if want := strings.Repeat("x", maxLine) + "\n</span>" + cut(5); !strings.HasSuffix(o.String(), want) {
		t.Errorf("long line: got …%s", o.String()[maxLine:])
	}
	for o.shown < maxOutput {
		o.line(line, nil)
	}
	before := o.Len()
	o.line(line, nil)
	o.line(contract.Line{Text: "the end", Cut: 10}, nil)
	if o.Len() != before {
		t.Errorf("more is shown than %d bytes", maxOutput)
	}
	o.cut(o.left)
	if want := cut(len(line.Text) + 1 + 10 + len("the end") + 1); o.String()[before:] != want {
		t.Errorf("got %s, want %s", o.String()[before:], want)
	}
}
