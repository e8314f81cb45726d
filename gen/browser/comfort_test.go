package browser_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"huoye/gen/book"
)

var viewNames = []string{"zh", "en", "bi"}

// chapterPages are the pages of all chapters in all views.
func (w *website) chapterPages() []string {
	var pages []string
	for _, c := range w.book.Chapters {
		for _, v := range viewNames {
			pages = append(pages, v+"/"+c.Slug+"/index.html")
		}
	}
	return pages
}

// inView says why a reader who was sent to a block does not see its beginning,
// "" if she does.
func (tab *tab) inView(id string) string {
	tab.t.Helper()
	return eval[string](tab, fmt.Sprintf(`(() => {
		const e = document.getElementById(%q);
		if (!e) return "there is no such block";
		const r = e.getBoundingClientRect();
		if (r.top < -1 || r.top >= innerHeight) return "its top is at " + r.top + " in a window " + innerHeight + " high";
		const top = document.querySelector(".top").getBoundingClientRect();
		if (r.top < top.bottom - 1 && r.bottom > top.top) return "the header covers it, from " + r.top + " to " + top.bottom;
		return "";
	})()`, id))
}

// TestSwitchWithoutScripts follows the links beside headings to the other
// views: the heading must be in view there. One heading of each page, another
// in each view.
func TestSwitchWithoutScripts(t *testing.T) {
	w := realBook(t)
	type link struct{ ID, Href string }
	inTabs(t, w.chapterPages(), func(tab *tab, i int, name string) {
		tab.scripts(false)
		tab.prefer("prefers-reduced-motion", "reduce")
		tab.resize(widths[i%len(widths)], 800)
		tab.open(w.file+name, w.file)
		links := eval[[]link](tab, fmt.Sprintf(`(() => {
			const heads = [...document.querySelectorAll(".text .head")];
			const head = heads[Math.floor(heads.length * [.3, .6, .99][%d])];
			return [...head.querySelectorAll(".here a:not(.anchor)")].map(a => ({
				id: head.querySelector("[id]").id, href: a.href}));
		})()`, i%3))
		if len(links) != 2 {
			t.Errorf("%s: %d links beside a heading, want 2", name, len(links))
		}
		for _, l := range links {
			tab.open(l.Href, w.file)
			if why := tab.inView(l.ID); why != "" {
				t.Errorf("from %s to %s: %s", name, strings.TrimPrefix(l.Href, w.file), why)
			}
		}
	})
}

// TestSwitchFollows scrolls to a block and uses the switch at the top: the
// block must be in view on the other side.
func TestSwitchFollows(t *testing.T) {
	w := realBook(t)
	inTabs(t, w.chapterPages(), func(tab *tab, i int, name string) {
		tab.prefer("prefers-reduced-motion", "reduce")
		tab.resize(widths[i%len(widths)], 800)
		for _, share := range []float64{.25, .7} {
			tab.open(w.http+name, w.http)
			id := eval[string](tab, fmt.Sprintf(`(() => {
				const blocks = [...document.querySelectorAll(".text > [id], .text .head [id]")];
				const block = blocks[Math.floor(blocks.length * %v)];
				window.scrollTo(0, block.getBoundingClientRect().top + scrollY - 80);
				return block.id;
			})()`, share))
			// The reader reaches for the switch with the keyboard, which brings
			// the header back.
			to := eval[[]string](tab, `(() => {
				const links = [...document.querySelectorAll(".views a:not([aria-current])")];
				links[0].focus();
				return links.map(a => a.href);
			})()`)
			for _, href := range to {
				tab.open(href, w.http)
				if why := tab.seen(id); why != "" {
					t.Errorf("%s at %s, %d px: to %s: %s", name, id, widths[i%len(widths)], strings.TrimPrefix(href, w.http), why)
				}
			}
		}
	})
}

// seen says why nothing of a block is in view, "" if some of it is.
func (tab *tab) seen(id string) string {
	tab.t.Helper()
	return eval[string](tab, fmt.Sprintf(`(() => {
		const e = document.getElementById(%q);
		if (!e) return "there is no such block";
		const r = e.getBoundingClientRect();
		const from = document.querySelector(".top").getBoundingClientRect().bottom;
		return r.bottom > from && r.top < innerHeight ? "" : "it is from " + r.top + " to " + r.bottom;
	})()`, id))
}

// TestFocusIsSeen goes through a page with the Tab key, forth and back: what
// has the focus must be in view and not under the header.
func TestFocusIsSeen(t *testing.T) {
	w := realBook(t)
	inTabs(t, widths, func(tab *tab, _ int, width int64) {
		tab.prefer("prefers-reduced-motion", "reduce")
		tab.resize(width, 500)
		tab.open(w.http+"zh/"+longestChapter(w)+"/index.html", w.http)
		for i := range 60 {
			var back []chromedp.KeyOption
			if i >= 40 {
				back = append(back, chromedp.KeyModifiers(kb.ModifierShift))
			}
			tab.do(chromedp.KeyEvent(kb.Tab, back...))
			covered := eval[string](tab, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
				const e = document.activeElement, r = e.getClientRects()[0];
				// A long output may begin above the window.
				const from = r.height > 100 ? document.querySelector(".top").offsetHeight : 0;
				const x = r.left + Math.min(r.width, 40) / 2, y = Math.max(r.top, from) + Math.min(r.height, 20) / 2;
				const hit = document.elementFromPoint(x, y);
				done(hit && (e.contains(hit) || hit.contains(e) && !hit.matches(".top")) ? "" :
					e.outerHTML.slice(0, 100) + " at " + x + "," + y + " is under " + (hit ? hit.outerHTML.slice(0, 60) : "nothing"));
			})))`)
			if covered != "" {
				t.Errorf("%d px, step %d: %s", width, i, covered)
			}
		}
	})
}

// TestCopy presses every copy button and compares what it copies with the
// program's source.
func TestCopy(t *testing.T) {
	w := realBook(t)
	inTabs(t, w.book.Chapters, func(tab *tab, _ int, c *book.Chapter) {
		tab.resize(1280, 800)
		for _, v := range viewNames {
			tab.open(w.http+v+"/"+c.Slug+"/index.html", w.http)
			copied := eval[map[string]string](tab, `(() => {
				const copied = {};
				let id = "";
				Object.defineProperty(navigator, "clipboard", {value: {
					writeText: text => { copied[id] = text; return Promise.resolve(); }}});
				document.querySelectorAll("figure.code[id] .copy").forEach(b => {
					id = b.closest("figure").id;
					b.click();
				});
				return copied;
			})()`)
			for id, e := range sources(c) {
				got, ok := copied[id]
				if !ok {
					t.Errorf("%s/%s#%s: the listing has no copy button", v, c.Slug, id)
					continue
				}
				want, exact := shownSource(v, e)
				if !exact {
					got, want = noBlankLines(got), noBlankLines(want)
				}
				if strings.Trim(got, "\n") != strings.Trim(want, "\n") {
					t.Errorf("%s/%s#%s: copied\n%s\nwant\n%s", v, c.Slug, id, got, want)
				}
			}
		}
	})
}

// sources are the listings of a chapter by the ids of their blocks.
func sources(c *book.Chapter) map[string]book.Showing {
	found := make(map[string]book.Showing)
	for _, e := range c.Shows() {
		if e.Source != nil {
			found[e.Block] = e
		}
	}
	return found
}

var (
	regionMarker = regexp.MustCompile(`^\s*// (region\s|endregion)`)
	readersNote  = regexp.MustCompile(`// *(zh|en): *`)
)

// shownSource is the code that view v shows of e. It is not exact where lines
// were dropped: blank lines beside them may be, too.
func shownSource(v string, e book.Showing) (code string, exact bool) {
	lines := strings.Split(strings.TrimSuffix(string(e.Source.Source), "\n"), "\n")
	first, last := 1, len(lines)
	if e.Region != nil {
		first, last = e.Region.First, e.Region.Last
	}
	if e.First > 0 {
		first = max(first, e.First)
	}
	if e.Last > 0 {
		last = min(last, e.Last)
	}
	exact = true
	var shown []string
	for _, line := range lines[first-1 : last] {
		m := readersNote.FindStringSubmatch(line)
		switch {
		case regionMarker.MatchString(line):
			exact = false
			continue
		case m != nil && v != "bi" && m[1] != v:
			exact = false
			continue
		case m != nil:
			line = readersNote.ReplaceAllString(line, "// ")
		}
		shown = append(shown, line)
	}
	common := -1
	for _, line := range shown {
		if strings.TrimSpace(line) != "" {
			if n := len(line) - len(strings.TrimLeft(line, "\t")); common < 0 || n < common {
				common = n
			}
		}
	}
	for i, line := range shown {
		if len(line) >= common {
			shown[i] = line[max(common, 0):]
		}
	}
	return strings.Join(shown, "\n"), exact
}

func noBlankLines(s string) string {
	lines := strings.Split(s, "\n")
	lines = slices.DeleteFunc(lines, func(l string) bool { return strings.TrimSpace(l) == "" })
	return strings.Join(lines, "\n")
}

// TestClipboard copies with the mouse into the clipboard itself.
func TestClipboard(t *testing.T) {
	w := realBook(t)
	for _, root := range []string{w.http, w.file} {
		tab := newTab(t)
		tab.resize(1280, 800)
		tab.prefer("prefers-reduced-motion", "reduce") // what scrolls smoothly may not be where it is clicked
		tab.open(root+"zh/"+longestChapter(w)+"/index.html", root)
		// What the test reads back, no page of ours may read.
		_, err := chromedp.CallBrowser(tab.ctx, cdpbrowser.SetPermission, cdpbrowser.SetPermissionParams{
			Permission:       &cdpbrowser.PermissionDescriptor{Name: "clipboard-read"},
			Setting:          cdpbrowser.PermissionSettingGranted,
			BrowserContextID: chromedp.FromContext(tab.ctx).BrowserContextID,
		})
		if err != nil {
			t.Fatal(err)
		}
		want := eval[string](tab, `(() => {
			const figure = document.querySelector("figure.code");
			figure.scrollIntoView();
			const button = figure.querySelector(".copy");
			window.labels = []; // of the button, which soon has its old one again
			new MutationObserver(() => labels.push(button.textContent)).observe(button, {childList: true, characterData: true, subtree: true});
			return figure.querySelector("code").textContent;
		})()`)
		tab.do(chromedp.Click(chromedp.CSS("figure.code .copy")))
		said := eval[string](tab, `new Promise(done => {
			(function look() {
				if (labels.length > 0) done(labels[0]);
				else setTimeout(look, 10);
			})();
		})`)
		if said != "已复制" {
			t.Errorf("%s: the button says %q", root, said)
		}
		if got := eval[string](tab, `navigator.clipboard.readText()`); got != want {
			t.Errorf("%s: the clipboard has %q, want %q", root, got, want)
		}
	}
}

// TestTheme switches the theme with the button: it must hold on the next page
// and after a reload, against what the system prefers.
func TestTheme(t *testing.T) {
	w := realBook(t)
	const shown = `[document.documentElement.dataset.theme || "system", getComputedStyle(document.body).backgroundColor].join(" ")`
	for _, root := range []string{w.http, w.file} {
		tab := newTab(t)
		tab.resize(1280, 800)
		backgrounds := make(map[string]string)
		for _, theme := range themes {
			tab.theme(theme)
			tab.open(root+"index.html", root)
			backgrounds[theme] = strings.TrimPrefix(eval[string](tab, shown), "system ")
		}
		if backgrounds["light"] == backgrounds["dark"] {
			t.Errorf("%s: both themes have the background %s", root, backgrounds["light"])
		}
		for i, theme := range themes {
			tab.theme(themes[1-i]) // the other one
			tab.open(root+"zh/index.html", root)
			for range themes {
				if strings.HasPrefix(eval[string](tab, shown), theme+" ") {
					break
				}
				tab.do(chromedp.Click(chromedp.CSS("button.theme")))
			}
			want := theme + " " + backgrounds[theme]
			look := func(when string) {
				if got := eval[string](tab, shown); got != want {
					t.Errorf("%s, %s: %s, want %s", root, when, got, want)
				}
			}
			look("chosen")
			tab.do(chromedp.Reload())
			look("after a reload")
			tab.open(root+"en/"+w.book.Chapters[0].Slug+"/index.html", root)
			look("on another page")
		}
		for _, c := range tab.complaints() {
			t.Error(c)
		}
	}
}

// TestSearchKeys searches without a mouse, on a page of the book and on one
// opened from the disk.
func TestSearchKeys(t *testing.T) {
	w := realBook(t)
	for i, root := range []string{w.http, w.file} {
		view := viewNames[i]
		query := []string{"进程池", "process pool"}[i]
		tab := newTab(t)
		tab.prefer("prefers-reduced-motion", "reduce")
		tab.resize([]int64{320, 1280}[i], 800)
		tab.open(root+view+"/"+w.book.Chapters[0].Slug+"/index.html", root)
		const focus = `document.activeElement.tagName + "." + document.activeElement.className`
		wait := func(what, condition string) {
			t.Helper()
			ok := eval[bool](tab, `new Promise(done => {
				const end = Date.now() + `+strconv.FormatInt(patience.Milliseconds(), 10)+`;
				(function look() {
					if (`+condition+`) done(true);
					else if (Date.now() > end) done(false);
					else setTimeout(look, 10);
				})();
			})`)
			if !ok {
				t.Errorf("%s: %s: does not come; focus on %s", root, what, eval[string](tab, focus))
			}
		}
		tab.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(kb.ModifierCtrl)))
		wait("Ctrl+K opens the search", `document.activeElement.matches("dialog[open] input")`)
		tab.do(chromedp.KeyEvent(query))
		wait("results", `document.querySelectorAll(".hits li").length > 2`)
		wait("the number of results is said", `/\d/.test(document.querySelector(".search [role=status]").textContent)`)
		wait("the words are marked", `document.querySelector(".hits mark")`)
		tab.do(chromedp.KeyEvent(kb.ArrowDown))
		wait("down goes to the first result", `document.activeElement === document.querySelector(".hits a")`)
		tab.do(chromedp.KeyEvent(kb.ArrowUp))
		wait("up goes back to the box", `document.activeElement.matches("dialog[open] input")`)
		tab.do(chromedp.KeyEvent(kb.Escape))
		wait("Escape closes the search", `!document.querySelector("dialog[open]")`)

		// From the link in the header, and on to a place in the book.
		eval[any](tab, `document.querySelector(".find").focus()`)
		tab.do(chromedp.KeyEvent(kb.Enter))
		wait("Enter opens the search", `document.activeElement.matches("dialog[open] input")`)
		tab.do(chromedp.KeyEvent(kb.Escape))
		wait("the focus goes back to where it was", `document.activeElement.matches(".find")`)
		tab.do(chromedp.KeyEvent(" "))
		wait("the space bar opens the search", `document.activeElement.matches("dialog[open] input")`)
		tab.do(chromedp.KeyEvent(query))
		wait("results again", `document.querySelectorAll(".hits li").length > 2`)
		target := eval[string](tab, `[...document.querySelectorAll(".hits a")].find(a =>
			a.pathname !== location.pathname && a.hash && !/glossary/.test(a.href)).href`)
		eval[any](tab, fmt.Sprintf(`[...document.querySelectorAll(".hits a")].find(a => a.href === %q).focus()`, target))
		tab.do(chromedp.KeyEvent(kb.Enter))
		tab.do(chromedp.WaitReady(chromedp.CSS("body")))
		wait("Enter goes to the result", fmt.Sprintf(`location.href === %q && document.readyState === "complete"`, target))
		_, id, _ := strings.Cut(target, "#")
		if why := tab.seen(id); why != "" {
			t.Errorf("%s: %s", target, why)
		}
		for _, c := range tab.complaints() {
			t.Error(c)
		}
	}
}

// TestSearchWithoutScripts follows the door of the search to a page that lists
// all there is.
func TestSearchWithoutScripts(t *testing.T) {
	w := realBook(t)
	tab := newTab(t)
	tab.scripts(false)
	for _, v := range viewNames {
		tab.open(w.file+v+"/"+w.book.Chapters[0].Slug+"/index.html", w.file)
		tab.open(eval[string](tab, `document.querySelector(".find").href`), w.file)
		text := eval[string](tab, `document.querySelector("main").textContent`)
		for _, c := range w.book.Chapters {
			for _, l := range book.Langs {
				if v != "bi" && v != string(l) {
					continue
				}
				for _, h := range c.In(l).Details().Headings {
					if !strings.Contains(text, h.Text) {
						t.Errorf("%s: the index does not list %q of %s", v, h.Text, c.Slug)
					}
				}
			}
		}
		for _, c := range tab.complaints() {
			t.Error(c)
		}
	}
}

func toJSON(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
