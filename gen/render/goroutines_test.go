package render

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huoye/gen/golden"
	"huoye/gen/gotrace"
)

// relay is a trace in which main starts n goroutines that run one after the
// other, each let go by the one before, every one of them in every state.
func relay(n int) *golden.Trace {
	tl := &gotrace.Timeline{Whole: true, Goroutines: []gotrace.Goroutine{{Func: "main.main"}}}
	now := time.Duration(0)
	change := func(g int, s gotrace.State, thread, by int) {
		tl.Changes = append(tl.Changes, gotrace.Change{At: now, Goroutine: g, State: s, Thread: thread, By: by})
		tl.Threads = max(tl.Threads, thread)
		now += 300*time.Nanosecond + now/16 // from less than a microsecond to seconds
	}
	change(1, gotrace.Running, 1, 0)
	for i := range n {
		tl.Goroutines = append(tl.Goroutines, gotrace.Goroutine{Func: "main.(*T).run"})
		change(i+2, gotrace.Runnable, 0, 1)
	}
	for i := range n {
		for s := gotrace.Running; s <= gotrace.Ended; s++ {
			thread := 0
			if s.Threaded() {
				thread = i%2 + 1
			}
			change(i+2, s, thread, 0)
		}
	}
	tl.Total = now
	return &golden.Trace{Timeline: tl}
}

func TestGoroutines(t *testing.T) {
	for _, n := range []int{0, 1, 4, 20} {
		f := newGoroutines(relay(n))
		picture := f.svg()
		if again := newGoroutines(relay(n)).svg(); again != picture {
			t.Errorf("%d: two pictures of the same trace", n)
		}
		d := xml.NewDecoder(strings.NewReader("<svg>" + picture + "</svg>"))
		for {
			if _, err := d.Token(); err != nil {
				if !errors.Is(err, io.EOF) {
					t.Errorf("%d: %v", n, err)
				}
				break
			}
		}
		if !slices.IsSorted(f.places) || f.places[0] != 0 || f.places[len(f.places)-1] != 1 {
			t.Errorf("%d: places %v", n, f.places)
		}
		for i, ln := range f.lanes {
			if want := `<tspan>G` + strconv.Itoa(i+1) + `</tspan> ` + ln.name + `<`; strings.Count(picture, want) != 1 {
				t.Errorf("%d: not once %s", n, want)
			}
			for j, s := range ln.spans {
				if j > 0 && s.from != ln.spans[j-1].to {
					t.Errorf("%d: a gap in the life of G%d", n, i+1)
				}
			}
		}
		if arrows := strings.Count(picture, `<path d="M-3`); arrows != n {
			t.Errorf("%d goroutines were started by %d arrows", n, arrows)
		}
		for _, m := range regexp.MustCompile(`[ "](-?[0-9.]+)%`).FindAllStringSubmatch(picture, -1) {
			if x, err := strconv.ParseFloat(m[1], 64); err != nil || x < 0 || x > 100 {
				t.Errorf("%d: a place at %s", n, m[0])
			}
		}
		ticks := f.ticks()
		if len(ticks) < 2 || len(ticks) > 6 || ticks[0].text != "0" {
			t.Errorf("%d: ticks %v", n, ticks)
		}
	}
}

// A thread executes one goroutine at a time.
func TestThreadLanes(t *testing.T) {
	for i, lane := range newGoroutines(relay(7)).threads {
		for j := 1; j < len(lane.spans); j++ {
			a, b := lane.spans[j-1], lane.spans[j]
			if i > 0 && b.from < a.to { // main never stops on T1
				t.Errorf("T%d executes G%d until %v, and G%d from %v", i+1, a.goroutine, a.to, b.goroutine, b.from)
			}
		}
	}
}

func TestShortFunc(t *testing.T) {
	for name, want := range map[string]string{
		"main.main": "main", "main.main.func1": "func1", "main.(*Thread).Start.func1": "func1",
		"main.async[...].func2": "func2", "os/signal.loop": "loop", "main.uncommonlyLong": "uncomm…", "?": "?", "": "",
	} {
		if got := shortFunc(name); got != want {
			t.Errorf("shortFunc(%q) = %q, want %q", name, got, want)
		}
	}
}

func BenchmarkGoroutines(b *testing.B) {
	trace := relay(30)
	b.ReportAllocs()
	var n int
	for b.Loop() {
		n = len(newGoroutines(trace).svg())
	}
	b.ReportMetric(float64(n), "bytes")
}
