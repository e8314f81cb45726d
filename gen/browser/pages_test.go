package browser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
)

// widths are those of a small phone, a tablet and a laptop, in CSS pixels.
// 320 is also what 1280 is to a reader who has enlarged the page four times.
var widths = []int64{320, 768, 1280}

var themes = []string{"light", "dark"}

// TestPages opens every page twice, with scripts from a server and without
// them from the disk, and looks at it at every width. The theme changes from
// width to width and is the other one in the second round, so that each page
// is seen at each width in both. The pages of programs, which are many and come
// from one template, have one round each, with scripts and without in turn.
func TestPages(t *testing.T) {
	w := realBook(t)
	inTabs(t, w.pages(), func(tab *tab, i int, name string) {
		for round, scripts := range []bool{true, false} {
			if strings.HasPrefix(name, "snippets/") && round != i%2 {
				continue
			}
			root := w.http
			if !scripts {
				root = w.file
			}
			how := fmt.Sprintf("%s, scripts %v", name, scripts)
			tab.scripts(scripts)
			tab.theme(themes[(i+round)%2])
			tab.resize(widths[0], 800)
			tab.open(root+name, root)
			for j, width := range widths {
				theme := themes[(i+round+j)%2]
				tab.theme(theme)
				tab.resize(width, 800)
				if over := tab.overflow(); over != "" {
					t.Errorf("%s, %s, %d px: %s", how, theme, width, over)
				}
			}
			for _, c := range tab.complaints() {
				t.Errorf("%s: %s", how, c)
			}
		}
	})
}

// TestAddress opens pages that know where they are published: what they say of
// themselves to machines must be nothing to their policy for scripts.
func TestAddress(t *testing.T) {
	browser(t)
	w, err := publishAt(*realBook(t).book, realBook(t).recorded)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"index.html", "zh/index.html", "en/" + w.book.Chapters[0].Slug + "/index.html"} {
		tab := newTab(t)
		tab.open(w.http+name, w.http)
		if name != "index.html" && eval[int](tab, `document.querySelectorAll("script[type='application/ld+json']").length`) != 1 {
			t.Errorf("%s does not describe itself", name)
		}
		for _, c := range tab.complaints() {
			t.Errorf("%s: %s", name, c)
		}
	}
}

// overflow says what makes the page wider than the window, "" if nothing.
func (tab *tab) overflow() string {
	tab.t.Helper()
	m := call(tab, page.GetLayoutMetrics, cdp.Empty{})
	have, want := m.CSSContentSize.Width, float64(m.CSSLayoutViewport.ClientWidth)
	if have <= want {
		return ""
	}
	wide := eval[[]string](tab, `
		[...document.querySelectorAll("body *")].filter(e => {
			if (e.getBoundingClientRect().right <= document.documentElement.clientWidth + .5) return false;
			for (let p = e.parentElement; p; p = p.parentElement)
				if (p !== document.body && p !== document.documentElement && getComputedStyle(p).overflowX !== "visible") return false;
			return true;
		}).slice(0, 5).map(e => e.tagName.toLowerCase() + (e.className ? "." + e.className : "") + " " + e.textContent.trim().slice(0, 60))`)
	return fmt.Sprintf("the page is %v px wide in a window of %v: %s", have, want, strings.Join(wide, "; "))
}
