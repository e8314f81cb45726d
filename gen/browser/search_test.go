package browser_test

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"huoye/gen/book"
)

// TestSearchRecall asks the search for every word of two Han characters, and
// every English word, that stands in a heading or a term. It must name each
// section whose text, read off the page, has the word. From the disk, where
// nothing can be fetched.
func TestSearchRecall(t *testing.T) {
	w := realBook(t)
	for _, l := range book.Langs {
		sections := sectionTexts(t, w, l)
		words := searchWords(w.book, l)
		tab := newTab(t)
		tab.resize(1280, 800)
		tab.open(w.file+string(l)+"/index.html", w.file)
		tab.openSearch()
		found := eval[[][]string](tab, fmt.Sprintf(`%s.map(word => window.huoye.find(word).places.map(p =>
			p.entry.chapter.slug + "#" + (p.entry.heading ? p.entry.heading.id : "")))`, toJSON(t, words)))
		var have, want int
		for i, word := range words {
			for _, key := range slices.Sorted(maps.Keys(sections)) {
				if !strings.Contains(sections[key], word) {
					continue
				}
				want++
				if slices.Contains(found[i], key) {
					have++
				} else {
					t.Errorf("%s: the search does not find %q in %s: …%s…", l, word, key, around(sections[key], word))
				}
			}
		}
		if want == 0 {
			t.Errorf("%s: nothing to find", l)
		}
		took := eval[float64](tab, fmt.Sprintf(`(() => {
			const words = %s, start = performance.now();
			words.forEach(word => window.huoye.find(word));
			return (performance.now() - start) / words.length;
		})()`, toJSON(t, words)))
		t.Logf("%s: %d words, %d of %d places found, %.2f ms a query", l, len(words), have, want, took)
		for _, c := range tab.complaints() {
			t.Error(c)
		}
	}
}

// TestSearchLinks follows the results of some searches in every view: each
// must lead to a block that exists. What is shown of a block does not begin in
// the middle of a word.
func TestSearchLinks(t *testing.T) {
	w := realBook(t)
	for _, v := range viewNames {
		tab := newTab(t)
		tab.open(w.http+v+"/index.html", w.http)
		if v == "bi" {
			tab.open(w.http+"bi/"+w.book.Chapters[0].Slug+"/index.html", w.http)
		}
		tab.openSearch()
		for _, q := range []string{"进程", "管道", "process", "cmd.Wait", "jincheng", "goroutine", "stderr", "1"} {
			if tab.search(q) == 0 {
				t.Errorf("%s: nothing found for %q", v, q)
				continue
			}
			for _, text := range eval[[]string](tab, fmt.Sprintf(`(() => {
				const texts = window.huoye.find(%s).places.map(p => p.entry.text.replace(/\n/g, p.entry.kind ? " · " : " "));
				return [...document.querySelectorAll(".hits .in")].map(e => e.textContent).filter(shown => {
					const rest = shown.replace(/^…|…$/g, "");
					return shown[0] === "…" && texts.some(text => {
						const at = text.indexOf(rest);
						return at > 0 && /\w/.test(text[at - 1]) && /\w/.test(text[at]);
					});
				});
			})()`, toJSON(t, q))) {
				t.Errorf("%s: %q shows %s", v, q, text)
			}
			for _, href := range eval[[]string](tab, `[...document.querySelectorAll(".hits a")].map(a => a.href)`) {
				u, err := url.Parse(strings.TrimPrefix(href, w.http))
				if err != nil {
					t.Error(err)
					continue
				}
				data := w.files[u.Path]
				if data == nil || u.Fragment != "" && !bytes.Contains(data, []byte(` id="`+html.EscapeString(u.Fragment)+`"`)) {
					t.Errorf("%s: %q leads to %s, which is not there", v, q, u)
				}
			}
		}
	}
}

// searchWords are the words to search for in one language.
func searchWords(b *book.Book, l book.Lang) []string {
	var texts []string
	for _, term := range b.Glossary {
		texts = append(texts, term.Forms(l)...)
	}
	for _, c := range b.Chapters {
		texts = append(texts, c.In(l).Title)
		for _, h := range c.In(l).Details().Headings {
			texts = append(texts, h.Text)
		}
	}
	words := make(map[string]bool)
	for _, text := range texts {
		runes := []rune(strings.ToLower(text))
		for i := range len(runes) - 1 {
			if unicode.Is(unicode.Han, runes[i]) && unicode.Is(unicode.Han, runes[i+1]) {
				words[string(runes[i:i+2])] = true
			}
		}
		for _, word := range strings.FieldsFunc(string(runes), func(r rune) bool {
			return r > unicode.MaxASCII || !unicode.IsLetter(r)
		}) {
			if len(word) > 1 {
				words[word] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(words))
}

// sectionTexts reads the text of each section off the pages of one language,
// in lower case, a line for each block; by chapter#heading. It leaves out what
// the generator says about a program or an output.
func sectionTexts(t *testing.T, w *website, l book.Lang) map[string]string {
	t.Helper()
	sections := make(map[string]string)
	for _, c := range w.book.Chapters {
		doc, err := html.Parse(bytes.NewReader(w.files[string(l)+"/"+c.Slug+"/index.html"]))
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		key := c.Slug + "#"
		flush := func() {
			sections[key] += strings.ToLower(text.String())
			text.Reset()
		}
		var walk func(n *html.Node)
		walk = func(n *html.Node) {
			if n.Type == html.TextNode {
				text.WriteString(n.Data)
				return
			}
			for _, class := range strings.Fields(attr(n, "class")) {
				switch class {
				case "here", "foot", "contract", "file", "timeline", "back", "ctl", "name":
					return
				case "head":
					flush()
				}
			}
			if id := attr(n, "id"); id != "" && len(n.Data) == 2 && n.Data[0] == 'h' {
				flush()
				key = c.Slug + "#" + id
			}
			for child := range n.ChildNodes() {
				walk(child)
			}
			switch n.Data {
			case "a", "b", "code", "del", "em", "i", "kbd", "samp", "small", "span", "strong", "sup", "var":
			default:
				text.WriteByte('\n')
			}
		}
		for n := range doc.Descendants() {
			if attr(n, "class") == "text" {
				walk(n)
				break
			}
		}
		flush()
	}
	return sections
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// around is a little of the text that word stands in.
func around(text, word string) string {
	i := strings.Index(text, word)
	return strings.ToValidUTF8(text[max(0, i-30):min(len(text), i+len(word)+30)], "")
}
