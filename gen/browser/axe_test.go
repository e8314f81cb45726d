package browser_test

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// axeAll asks for every rule that is on by default, best practices too, and for
// those of WCAG 2.2 AA and AAA that are not: text is to have a contrast of 7:1.
const axeAll = `rules: {"target-size": {enabled: true}, "color-contrast-enhanced": {enabled: true}}`

// axeSeen asks for the rules that depend on the colours or the width.
const axeSeen = `runOnly: ["color-contrast", "color-contrast-enhanced", "target-size",
	"scrollable-region-focusable", "link-in-text-block"]`

const axeRun = `axe.run(document, {resultTypes: ["violations"], %s}).then(r => r.violations.map(v => ({
	id: v.id,
	help: v.help,
	nodes: v.nodes.slice(0, 5).map(n => n.target.join(" ") + ": " + n.html.slice(0, 160) + " – " +
		[...n.any, ...n.all, ...n.none].map(c => c.message).join("; ")),
	more: Math.max(0, v.nodes.length - 5),
})))`

type violation struct {
	ID, Help string
	Nodes    []string
	More     int
}

// TestAxe holds the pages against the rules of axe-core: all of them in the
// light theme on a laptop, then those that can tell the difference in the dark
// one on a phone.
func TestAxe(t *testing.T) {
	w := realBook(t)
	// One page is there twice: the second time with the search open, which
	// takes the rest of the page out of reach.
	pages := append(w.samplePages(), w.chapterPages()[0])
	w.axe(t, pages, func(tab *tab, i int) {
		if i == len(pages)-1 {
			tab.resize(1280, 800)
			tab.openSearch()
			tab.search("进程")
		}
	})
}

// TestAxeBehind is TestAxe for pages on which blocks are behind their source.
func TestAxeBehind(t *testing.T) {
	dir := t.TempDir()
	a, err := txtar.ParseFile(filepath.Join("..", "render", "testdata", "behind.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	a.Files = append(a.Files, txtar.File{Name: "content/book.yaml", Data: []byte(`
title: {zh: 书, en: The Book}
tagline: {zh: 一句话, en: One sentence}
parts:
  - title: {zh: 第一部分, en: Part One}
    chapters: [first]
`)})
	for _, f := range a.Files {
		if path.Ext(f.Name) == ".md" {
			f.Name = "content/first/" + f.Name
			f.Data = append([]byte("---\ntitle: 第一章 First\n---\n\n"), f.Data...)
		}
		if err := writeFile(dir, f.Name, f.Data); err != nil {
			t.Fatal(err)
		}
	}
	w, err := makeWebsite(dir)
	if err != nil {
		t.Fatal(err)
	}
	pages := []string{"en/first/index.html", "bi/first/index.html"}
	w.axe(t, pages, func(tab *tab, i int) {
		if n := eval[int](tab, `document.querySelectorAll(".behind").length`); n != 9 {
			t.Errorf("%s: %d marks, want 9", pages[i], n)
		}
	})
}

// axe holds pages of w against the rules; prepare does something to each first.
func (w *website) axe(t *testing.T, pages []string, prepare func(*tab, int)) {
	source, err := os.ReadFile(filepath.Join(nodeModule(t, "axe-core"), "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	inTabs(t, pages, func(tab *tab, i int, name string) {
		tab.open(w.http+name, w.http)
		eval[any](tab, string(source)+"; 0")
		prepare(tab, i)
		for j, theme := range themes {
			tab.theme(theme)
			tab.resize([]int64{1280, 320}[j], 800)
			rules := []string{axeAll, axeSeen}[j]
			for _, v := range eval[[]violation](tab, fmt.Sprintf(axeRun, rules)) {
				more := ""
				if v.More > 0 {
					more = fmt.Sprintf("\n    and %d more", v.More)
				}
				t.Errorf("%s, %s: %s: %s\n    %s%s", name, theme, v.ID, v.Help, strings.Join(v.Nodes, "\n    "), more)
			}
		}
	})
}
