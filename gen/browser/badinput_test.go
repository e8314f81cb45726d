package browser_test

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
	"huoye/gen/problem"
)

// A place is somewhere a payload can be put. An author can write all of them
// but the last; what a program prints, nobody has read before.
type place int

const (
	inTitle place = iota
	inHeading
	inCaption
	inInfo
	inProse
	places
	inOutput = places
)

var placeNames = [...]string{"title", "heading", "caption", "info string", "prose", "output"}

// A specimen is a book with a chapter for each payload, which stands in every
// place where the book does not refuse it.
type specimen struct {
	t        *testing.T
	payloads []string
	refused  []map[place]string // by payload: the problem
}

// chapter writes the edition of chapter i. It returns the line on which each
// place begins.
func (s *specimen) chapter(i int) (text string, lines [places]int) {
	var b strings.Builder
	put := func(p place, format string) {
		lines[p] = 1 + strings.Count(b.String(), "\n")
		payload := s.payloads[i]
		if s.refused[i][p] != "" {
			payload = "text" // a language, too
		}
		switch p {
		case inTitle:
			payload = yamlString(payload)
		case inHeading, inInfo:
			payload = strings.NewReplacer("\n", " ", "\r", " ").Replace(payload)
		case inCaption:
			payload = strings.NewReplacer("\n", " ", `\`, `\\`, `[`, `\[`, `]`, `\]`, "`", "\\`").Replace(payload)
		}
		fmt.Fprintf(&b, format, payload)
	}
	put(inTitle, "---\ntitle: %[1]s\ndescription: %[1]s\n---\n\n")
	put(inHeading, "## %s {#heading}\n\n")
	put(inCaption, fmt.Sprintf("[%%s](../../snippets/p%03d/x/main.go)\n\n", i))
	fmt.Fprintf(&b, "[output](../../snippets/p%03d/x/x.golden)\n\n", i)
	put(inInfo, "~~~%s\ncode\n~~~\n\n")
	put(inProse, "%s\n")
	return b.String(), lines
}

// yamlString quotes s for YAML without changing what has no escape there.
func yamlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < 0x20 || c == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// load loads the book, taking out of it what is refused, until nothing is.
func (s *specimen) load() *book.Book {
	s.t.Helper()
	for range 2 * int(places) {
		dir := s.t.TempDir()
		add := func(name, data string) {
			if err := writeFile(dir, name, []byte(data)); err != nil {
				s.t.Fatal(err)
			}
		}
		var list strings.Builder
		lines := make([][places]int, len(s.payloads))
		for i := range s.payloads {
			slug := fmt.Sprintf("p%03d", i)
			text, at := s.chapter(i)
			lines[i] = at
			add("content/"+slug+"/zh.md", text)
			add("content/"+slug+"/en.md", text)
			add("snippets/"+slug+"/x/main.go", "package main\n\nfunc main() {}\n")
			fmt.Fprintf(&list, "      - %s\n", slug)
		}
		add("content/book.yaml", "title: {zh: 书, en: Book}\nurl: https://book.example/\n"+
			"parts:\n  - title: {zh: 一, en: One}\n    chapters:\n"+list.String())
		b, problems, err := book.Load(dir)
		if err != nil {
			s.t.Fatal(err)
		}
		if len(problems) == 0 {
			return b
		}
		s.refuse(problems, lines)
	}
	s.t.Fatal("the book refuses what is no payload")
	return nil
}

// refuse notes which payloads problems are about: those that begin on the
// line of the problem or last before it.
func (s *specimen) refuse(problems problem.List, lines [][places]int) {
	s.t.Helper()
	type spot struct {
		i  int
		at place
	}
	seen := make(map[spot]bool) // several problems may be about one payload
	for _, p := range problems {
		var i int
		if _, err := fmt.Sscanf(p.Pos.Filename, "content/p%03d/", &i); err != nil {
			s.t.Fatalf("a problem outside the chapters: %v", p)
		}
		at := inTitle
		for q := range places {
			if lines[i][q] <= p.Pos.Line {
				at = q
			}
		}
		// What a harmless place is blamed for is the fault of one before
		// it, which did not end where it should.
		for at > 0 && s.refused[i][at] != "" && !seen[spot{i, at}] {
			at--
		}
		if s.refused[i][at] == "" {
			s.refused[i][at] = p.Msg
			seen[spot{i, at}] = true
		}
		if !seen[spot{i, at}] {
			s.t.Fatalf("%q: %v", s.payloads[i], p)
		}
	}
}

// recorded makes up what the programs printed.
func (s *specimen) recorded(b *book.Book) map[*book.Run]*golden.Golden {
	recorded := make(map[*book.Run]*golden.Golden)
	for i, p := range b.Programs {
		var lines []contract.Line
		for j, text := range strings.Split(s.payloads[i], "\n") {
			lines = append(lines, contract.Line{At: time.Duration(j), Proc: 1, Text: text, Stream: contract.Stdout})
		}
		recorded[p.Runs[0]] = &golden.Golden{
			Command: fmt.Sprintf("%.200s", s.payloads[i]), Go: "go1.26.8", Platform: "linux/amd64", Isolation: "none",
			Output: &contract.Output{Lines: lines, Procs: []contract.Proc{{}}},
		}
	}
	return recorded
}

// TestBadInput opens chapters whose every text is an attack. With the pages'
// own policy there must be nothing to report; without it, nothing may happen.
func TestBadInput(t *testing.T) {
	browser(t)
	s := &specimen{t: t, payloads: payloads()}
	s.refused = make([]map[place]string, len(s.payloads))
	for i := range s.refused {
		s.refused[i] = make(map[place]string)
	}
	b := s.load()
	w, err := publish(b, s.recorded(b))
	if err != nil {
		t.Fatal(err)
	}
	s.report()
	for name, data := range w.files {
		if path.Ext(name) == ".html" {
			checkInert(t, name, data)
		}
	}
	// The pages that have the titles and captions of all chapters, and one
	// view of each chapter in turn.
	pages := []string{"index.html", "zh/index.html", "en/index.html", "zh/search/index.html"}
	for i, c := range b.Chapters {
		pages = append(pages, []string{"zh/", "bi/"}[i%2]+c.Slug+"/index.html")
	}
	var dialogs int
	inTabs(t, pages, func(tab *tab, i int, name string) {
		tab.resize(320, 800)
		for _, policy := range []bool{true, false} {
			call(tab, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: !policy})
			tab.open(w.http+name, w.http)
			if eval[bool](tab, "'owned' in window") {
				t.Errorf("%s, policy %v: a script of the payload ran", name, policy)
			}
			for _, c := range tab.complaints() {
				t.Errorf("%s, policy %v: %s", name, policy, c)
			}
			dialogs += tab.dialogs
		}
		if over := tab.overflow(); over != "" {
			t.Errorf("%s: %s", name, over)
		}
	})
	t.Logf("%d pages opened twice: %d dialogs", len(pages), dialogs)

	// The search makes markup of the same texts in the browser.
	tab := newTab(t)
	call(tab, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true})
	tab.open(w.http+"bi/p000/index.html", w.http)
	tab.openSearch()
	for _, q := range []string{"alert", "<script", "onerror", "javascript:", "<img", "x"} {
		if n := tab.search(q); n == 0 {
			t.Errorf("the search does not find %q", q)
		}
	}
	for _, c := range tab.complaints() {
		t.Errorf("search: %s", c)
	}
}

// TestHugeOutput opens a chapter with outputs that are larger than a page can
// be, though not than a recording.
func TestHugeOutput(t *testing.T) {
	huge := []string{
		strings.Repeat("x", 10<<20),
		strings.Repeat("<b>&", 2<<20),
		strings.Repeat("\x1b[31m\x00\xff", 1<<20),
		"e" + strings.Repeat("\u0301", 10_000),
		strings.Repeat("\u202e", 1<<20),
	}
	for _, text := range append(huge, strings.Repeat("line\n", 1<<20)) {
		s := &specimen{t: t, payloads: []string{text}, refused: []map[place]string{{}}}
		for p := range places {
			s.refused[0][p] = "not asked"
		}
		b := s.load()
		w, err := publish(b, s.recorded(b))
		if err != nil {
			t.Fatal(err)
		}
		name := "zh/p000/index.html"
		t.Logf("%.20q: %d bytes become a page of %d, %d compressed", text, len(text), len(w.files[name]), len(w.packed[name]))
		if len(w.files[name]) > maxHugePage {
			t.Errorf("%.20q: %d bytes become a page of %d", text, len(text), len(w.files[name]))
		}
		tab := newTab(t)
		tab.resize(320, 800)
		tab.open(w.http+name, w.http)
		if over := tab.overflow(); over != "" {
			t.Errorf("%.20q: %s", text, over)
		}
		for _, c := range tab.complaints() {
			t.Errorf("%.20q: %s", text, c)
		}
	}
}

// maxHugePage bounds a page whose one output is all a recording may hold.
const maxHugePage = 2 << 20

// report logs how many payloads each place refused, and with what words.
func (s *specimen) report() {
	s.t.Helper()
	for p := range places + 1 {
		n := 0
		for i := range s.payloads {
			if msg := s.refused[i][p]; msg != "" {
				n++
				if strings.ContainsFunc(msg, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }) {
					s.t.Errorf("%s: a problem shows control characters: %q", placeNames[p], msg)
				}
			}
		}
		s.t.Logf("%s: %d payloads shown, %d refused", placeNames[p], len(s.payloads)-n, n)
	}
}

// maxPage bounds what one short payload may become, three places a page and
// two languages.
const maxPage = 200 << 10

// checkInert reports elements and attributes that only a payload can have
// brought.
func checkInert(t *testing.T, name string, data []byte) {
	t.Helper()
	if len(data) > maxPage && !strings.HasSuffix(name, "search/index.html") && !isWhole(name) && strings.Count(name, "/") > 1 {
		t.Errorf("%s: %d bytes", name, len(data))
	}
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("%s: a comment: %.60q", name, n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"iframe", "object", "embed", "base", "form", "style", "img", "audio", "video",
			"frameset", "marquee", "template", "plaintext", "xmp", "image", "input", "textarea", "portal"}, n.Data) {
			t.Errorf("%s: element %s", name, n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction":
				t.Errorf("%s: attribute %s=%q", name, a.Key, a.Val)
			case a.Key == "href" || a.Key == "src":
				u, err := url.Parse(a.Val)
				if err != nil {
					t.Errorf("%s: %s=%q: %v", name, a.Key, a.Val, err)
					continue
				}
				ok := slices.Contains([]string{"", "https", "http", "mailto"}, u.Scheme)
				if icon := n.Data == "link"; icon {
					ok = ok || u.Scheme == "data"
				}
				if !ok {
					t.Errorf("%s: %s=%q", name, a.Key, a.Val)
				}
			}
		}
	}
}

// openSearch opens the search and waits for its index.
func (tab *tab) openSearch() {
	tab.t.Helper()
	tab.do(chromedp.Click(chromedp.CSS(".find")))
	tab.do(chromedp.WaitVisible(chromedp.CSS("dialog.search input")))
	eval[int](tab, `new Promise(done => (function wait() {
		const status = document.querySelector("dialog.search .status").textContent;
		/取索引|Loading/.test(status) ? setTimeout(wait, 10) : done(0);
	})())`)
}

// search types a query and returns the number of results shown.
func (tab *tab) search(query string) int {
	tab.t.Helper()
	return eval[int](tab, fmt.Sprintf(`(() => {
		const input = document.querySelector("dialog.search input");
		input.value = %q;
		input.dispatchEvent(new Event("input", {bubbles: true}));
		return document.querySelectorAll("dialog.search .hits li").length;
	})()`, query))
}
