package browser_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// point is a place in the window.
type point struct{ X, Y float64 }

// hover moves the mouse.
func (tab *tab) hover(p point) {
	tab.t.Helper()
	for _, x := range []float64{p.X - 1, p.X} { // from beside it, so that it does move
		call(tab, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: "mouseMoved", X: x, Y: p.Y})
	}
}

// lit says which lines and marks are shown as belonging together, by their
// numbers from 1: "lines 3 marks 3". It waits until they are what is wanted.
func (tab *tab) lit(want string) string {
	tab.t.Helper()
	const numbers = `(() => {
		const figure = [...document.querySelectorAll(".run")].find(f => f.querySelector("line.o"));
		const on = selector => [...figure.querySelectorAll(selector)].map((e, i) => e.matches(".on") ? i + 1 : 0).filter(Boolean);
		return "lines " + on("samp .line") + " marks " + on("line.o, line.e");
	})()`
	got := ""
	for end := time.Now().Add(patience); got != want && time.Now().Before(end); {
		got = eval[string](tab, numbers)
	}
	return got
}

// TestLinesAndMarks points at lines and marks, and walks through the lines with
// the arrow keys: the one must show the other.
func TestLinesAndMarks(t *testing.T) {
	w := realBook(t)
	for _, root := range []string{w.http, w.file} {
		tab := newTab(t)
		tab.prefer("prefers-reduced-motion", "reduce")
		tab.resize(1280, 1200)
		tab.open(root+"zh/multitasking/index.html", root)
		const find = `const figure = [...document.querySelectorAll(".run")].find(f => f.querySelector("line.o"));
			figure.scrollIntoView();`
		middle := func(selector string, i int) point {
			return eval[point](tab, fmt.Sprintf(`(() => {
				%s
				const r = figure.querySelectorAll(%q)[%d].getBoundingClientRect();
				return {x: r.left + r.width / 2, y: r.top + r.height / 2};
			})()`, find, selector, i))
		}
		expect := func(what, want string) {
			t.Helper()
			if got := tab.lit(want); got != want {
				t.Errorf("%s, %s: %s, want %s", root, what, got, want)
			}
		}
		marks := eval[int](tab, `(() => {`+find+` return figure.querySelectorAll("line.o, line.e").length; })()`)
		lines := eval[int](tab, `(() => {`+find+` return figure.querySelectorAll("samp .line").length; })()`)
		if marks != lines || lines < 10 {
			t.Fatalf("%s: %d marks for %d lines", root, marks, lines)
		}

		expect("at first", "lines  marks ")
		for _, i := range []int{0, 3, lines - 1} {
			// The first time, the pointer brings the script, which must see
			// where it is.
			tab.hover(middle("samp .line", 6))
			expect("on another line", "lines 7 marks 7")
			tab.hover(middle("samp .line", i))
			expect("on a line", fmt.Sprintf("lines %d marks %[1]d", i+1))
		}
		tab.hover(middle("figcaption", 0))
		expect("elsewhere", "lines  marks ")
		tab.hover(middle("line.o", 3))
		expect("on a mark", "lines 4 marks 4")
		tab.hover(middle(".timeline summary", 0))
		expect("beside the picture", "lines  marks ")

		tab.hover(point{3, 3}) // not where the page would scroll under it

		// By keyboard: one more Tab, and the output has the focus.
		key := func(name string, times int) {
			for range times {
				tab.do(chromedp.KeyEvent(name))
			}
		}
		tabStops := eval[int](tab, `(() => {
			`+find+`
			const stops = [...document.querySelectorAll("a[href], button, summary, [tabindex]")];
			const output = figure.querySelector(".scroll");
			stops[stops.indexOf(output) - 1].focus();
			return figure.querySelectorAll("samp [tabindex], svg [tabindex]").length;
		})()`)
		if tabStops != 0 {
			t.Errorf("%s: %d lines or marks are stops of the Tab key", root, tabStops)
		}
		key(kb.Tab, 1)
		expect("with the focus", "lines  marks ")
		key(kb.ArrowDown, 3)
		expect("three down", "lines 3 marks 3")
		key(kb.ArrowUp, 1)
		expect("one up", "lines 2 marks 2")
		before := eval[float64](tab, `scrollY`)
		key(kb.ArrowUp, 2)
		expect("above the first line", "lines  marks ")
		if after := eval[float64](tab, `new Promise(done => setTimeout(() => done(scrollY), 300))`); after >= before {
			t.Errorf("%s: above the first line the page does not scroll, from %v to %v", root, before, after)
		}
		key(kb.ArrowDown, 2)
		expect("down again", "lines 2 marks 2")
		key(kb.Tab, 1)
		expect("without the focus", "lines  marks ")

		// By the mouse, it can have the focus, too; then the keys go on scrolling
		// the page.
		tab.do(chromedp.Click(chromedp.CSS("figure.run samp")))
		tab.hover(point{3, 3})
		key(kb.ArrowDown, 2)
		expect("clicked into", "lines  marks ")
		if got := tab.complaints(); len(got) > 0 {
			t.Errorf("%s: %q", root, got)
		}
	}
}
