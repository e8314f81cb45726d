package render

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"huoye/gen/contract"
)

// family is a run of n processes, in which each but the first is started by
// the first, and prints so many lines.
func family(n, lines int) *contract.Output {
	out := &contract.Output{}
	for i := range n {
		p := contract.Proc{PID: 4000 + i, Start: time.Duration(i) * time.Millisecond, End: time.Second}
		if i > 0 {
			p.Parent, p.Execs, p.End = 1, []time.Duration{p.Start + 100}, p.Start+time.Second/2
			out.Procs[0].Waits = append(out.Procs[0].Waits, contract.Wait{Proc: i + 1, From: p.Start, To: p.End})
		}
		out.Procs = append(out.Procs, p)
	}
	for i := range n * lines {
		out.Lines = append(out.Lines, contract.Line{Proc: i%n + 1, Stream: contract.Stdout,
			At: time.Duration(n)*time.Millisecond + time.Duration(i)*time.Second/time.Duration(2*n*lines)})
	}
	return out
}

// TestTimelineMarks: every line has its mark, and its number stands above it.
func TestTimelineMarks(t *testing.T) {
	for _, size := range [][2]int{{2, 1}, {2, 3}, {3, 10}, {8, 2}, {26, 4}} {
		out := family(size[0], size[1])
		tl := newTimeline(out)
		picture := tl.svg()
		if again := newTimeline(out).svg(); again != picture {
			t.Errorf("%v: two pictures of the same run", size)
		}
		d := xml.NewDecoder(strings.NewReader("<svg>" + picture + "</svg>"))
		for {
			if _, err := d.Token(); err != nil {
				if err.Error() != "EOF" {
					t.Errorf("%v: %v", size, err)
				}
				break
			}
		}
		for i := range out.Procs {
			if want := fmt.Sprintf(`<tspan>p%d</tspan> %d<`, i+1, 4000+i); strings.Count(picture, want) != 1 {
				t.Errorf("%v: not once %s", size, want)
			}
		}
		shown := 0
		for _, ln := range tl.lanes {
			for _, g := range ln.groups {
				shown += len(g.marks)
				if !strings.Contains(picture, ">"+g.text+"<") {
					t.Errorf("%v: %q is missing", size, g.text)
				}
			}
			for i := 1; i < len(ln.groups); i++ {
				_, _, right := tl.span(ln.groups[i-1])
				if left, _, _ := tl.span(ln.groups[i]); left < right {
					t.Errorf("%v: %q overlaps %q", size, ln.groups[i-1].text, ln.groups[i].text)
				}
			}
			for _, m := range ln.lines {
				if x := `<line class="o" x1="` + tl.at(m.at) + `"`; !strings.Contains(picture, x) {
					t.Errorf("%v: no mark for line %d", size, m.number)
				}
			}
		}
		if shown != len(out.Lines) {
			t.Errorf("%v: %d of %d lines", size, shown, len(out.Lines))
		}
		for _, m := range regexp.MustCompile(`[ "](-?[0-9.]+)%`).FindAllStringSubmatch(picture, -1) {
			if x, err := strconv.ParseFloat(m[1], 64); err != nil || x < 0 || x > 100 {
				t.Errorf("%v: a place at %s", size, m[0])
			}
		}
	}
}

// Nothing is drawn of what is not known.
func TestNoTimeline(t *testing.T) {
	unknown := family(3, 1)
	unknown.Procs[2].End = 0
	nobody := family(2, 1)
	nobody.Lines[0].Proc = 0
	for name, out := range map[string]*contract.Output{
		"one process": family(1, 3), "too many": family(maxLanes+1, 1), "nothing": {},
		"life unknown": unknown, "writer unknown": nobody,
	} {
		if newTimeline(out) != nil {
			t.Errorf("%s: there is a timeline", name)
		}
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct {
		numbers []int
		want    string
	}{
		{[]int{7}, "7"},
		{[]int{1, 2}, "1–2"},
		{[]int{1, 3, 4, 5}, "1, 3–5"},
		{[]int{1, 3, 5, 7, 9, 11}, "1…11"},
	}
	for _, tt := range tests {
		var marks []mark
		for _, n := range tt.numbers {
			marks = append(marks, mark{number: n})
		}
		if got := numbers(marks); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.numbers, got, tt.want)
		}
	}
}

func TestTicks(t *testing.T) {
	tests := []struct {
		total time.Duration
		want  string
	}{
		{300 * time.Microsecond, "0 0.1 0.2 0.3 ms"},
		{20 * time.Millisecond, "0 5 10 15 20 ms"},
		{33 * time.Millisecond, "0 10 20 30 ms"},
		{2018 * time.Millisecond, "0 1000 2000 ms"},
		{10 * time.Minute, "0 200000 400000 600000 ms"},
	}
	for _, tt := range tests {
		var got []string
		for _, k := range (&timeline{total: tt.total}).ticks() {
			got = append(got, k.text)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%v: got %s, want %s", tt.total, s, tt.want)
		}
	}
}

func TestIdle(t *testing.T) {
	got := idle([]contract.Wait{{Proc: 3, From: 5, To: 6}, {Proc: 1, From: 1, To: 3}, {Proc: 2, From: 2, To: 4}})
	if want := "[{1 1ns 4ns} {3 5ns 6ns}]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func BenchmarkTimeline(b *testing.B) {
	out := family(8, 5)
	b.ReportAllocs()
	var n int
	for b.Loop() {
		n = len(newTimeline(out).svg())
	}
	b.ReportMetric(float64(n), "bytes")
}
