package browser_test

import (
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The most that readers may be made to load, in bytes as they are sent. The
// search is no part of a view: it is loaded by those who search.
const (
	maxView    = 30 << 10
	maxBoth    = 40 << 10 // of a page side by side
	maxScripts = 6 << 10
	maxSearch  = 120 << 10
)

// isWhole reports whether a page is the whole book, which weighs what its
// chapters do.
func isWhole(page string) bool { return strings.HasSuffix(page, "/book/index.html") }

// maxShift is what may be seen of a page that is painted while its end is
// still on the way. Anything that comes later and pushes text is far more.
const maxShift = .01

// A weighing is what one page made the browser load.
type weighing struct {
	page        string
	first, next int // bytes: with nothing kept; after another page, with its assets
	requests    int
	scripts     int
	shift       float64 // of the layout, while loading
}

// TestWeight weighs what every page loads. The table (-v) has the first view,
// with an empty cache, and the next, after another page of the same book.
func TestWeight(t *testing.T) {
	w := realBook(t)
	var mu sync.Mutex
	var all []weighing
	inTabs(t, w.pages(), func(tab *tab, _ int, name string) {
		tab.resize(1280, 800)
		tab.open(w.http+name, w.http)
		shift := eval[float64](tab, `new Promise(done => {
			let sum = 0;
			new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
				.observe({type: "layout-shift", buffered: true});
			setTimeout(() => done(sum), 50);
		})`)
		m := weighing{page: name, shift: shift}
		for _, l := range tab.loaded() {
			file, ok := strings.CutPrefix(l.url, w.http)
			if !ok {
				continue
			}
			n := len(w.packed[file])
			m.first += n
			m.requests++
			if !strings.HasPrefix(file, "assets/") {
				m.next += n
			}
			if path.Ext(file) == ".js" {
				m.scripts += n
			}
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, m)
	})

	slices.SortFunc(all, func(a, b weighing) int { return strings.Compare(a.page, b.page) })
	t.Logf("%-44s %7s %8s %7s %7s %6s", "page", "first", "requests", "next", "scripts", "shift")
	for _, m := range all {
		t.Logf("%-44s %7d %8d %7d %7d %6.3f", m.page, m.first, m.requests, m.next, m.scripts, m.shift)
		most := maxView
		if strings.HasPrefix(m.page, "bi/") {
			most = maxBoth
		}
		if m.first > most && !isWhole(m.page) {
			t.Errorf("%s: %d bytes to view, more than %d", m.page, m.first, most)
		}
		if m.scripts > maxScripts {
			t.Errorf("%s: %d bytes of scripts, more than %d", m.page, m.scripts, maxScripts)
		}
		if m.shift > maxShift {
			t.Errorf("%s: its layout shifts by %.3f while it loads", m.page, m.shift)
		}
	}
	for name, data := range w.packed {
		if strings.HasPrefix(name, "assets/search-") {
			t.Logf("%-44s %7d", name, len(data))
			if len(data) > maxSearch {
				t.Errorf("%s: %d bytes of search data, more than %d", name, len(data), maxSearch)
			}
		}
	}
}
