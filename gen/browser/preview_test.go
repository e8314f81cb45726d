package browser_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// generator is the generator's binary.
var generator = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "huoye-generator-")
	if err != nil {
		return "", err
	}
	tempDirs = append(tempDirs, dir)
	file := filepath.Join(dir, "huoye.exe")
	out, err := exec.Command("go", "build", "-o", file, "huoye/gen").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return file, nil
})

// A preview is a long chapter that is served while it is being written.
type preview struct {
	testing.TB
	dir     string
	address string // with a final slash
}

const (
	previewZH      = "content/hello/zh.md"
	previewProgram = "snippets/hello/greet/main.go"
)

// chapterOf is an edition of a chapter with paragraphs; text has the n-th.
func chapterOf(title, caption string, paragraphs int, text func(int) string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\n---\n\n", title)
	for i := range paragraphs {
		if i%10 == 0 {
			fmt.Fprintf(&b, "## %s %d {#part-%[2]d}\n\n", title, i/10)
		}
		if i == 12 {
			fmt.Fprintf(&b, "[%s](../../snippets/hello/greet/main.go)\n\n[%s](../../snippets/hello/greet/greet.golden)\n\n", caption, caption)
		}
		fmt.Fprintf(&b, "%s\n\n", text(i))
	}
	return b.String()
}

func paragraphZH(i int) string {
	return fmt.Sprintf("第 %d 段。", i) + strings.Repeat("一段很长的文字，", 20)
}

func greeting(word string) string {
	return fmt.Sprintf("// Greet says hello.\npackage main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(%q)\n}\n", word)
}

// newPreview is a directory for a book.
func newPreview(t testing.TB) *preview {
	t.Helper()
	browser(t)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(t.TempDir(), "cache"))
	return &preview{TB: t, dir: t.TempDir()}
}

func startPreview(t testing.TB) *preview {
	t.Helper()
	p := newPreview(t)
	p.write("go.mod", "module long\n\ngo 1.26\n")
	p.write("content/book.yaml", "title: {zh: 长书, en: A Long Book}\nparts:\n  - title: {zh: 一, en: One}\n    chapters: [hello]\n")
	p.write(previewZH, chapterOf("你好", "问好", 60, paragraphZH))
	p.write("content/hello/en.md", chapterOf("Hello", "Greeting", 60, func(i int) string {
		return fmt.Sprintf("Paragraph %d. ", i) + strings.Repeat("A long text, ", 20)
	}))
	p.write(previewProgram, greeting("hello"))
	file, err := generator()
	if err != nil {
		t.Fatal(err)
	}
	build := exec.Command(file, "build", "-update", "-q")
	build.Dir = p.dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p.serve()
	return p
}

// serve serves the book.
func (p *preview) serve() {
	t := p.TB
	t.Helper()
	file, err := generator()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(file, "serve", "-port", "0")
	cmd.Dir = p.dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			_ = cmd.Process.Kill() // Windows knows no interrupts
		}
		if err := cmd.Wait(); err != nil && runtime.GOOS != "windows" {
			t.Errorf("serve: %v\n%s", err, stderr.String())
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, p.address, _ = strings.Cut(line, "the book is at ")
	p.address, _, _ = strings.Cut(p.address, " ")
}

func (p *preview) write(name, text string) {
	p.Helper()
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	err := os.MkdirAll(filepath.Dir(file), 0o777)
	if err == nil {
		err = os.WriteFile(file+"~", []byte(text), 0o666)
	}
	if err == nil {
		err = os.Rename(file+"~", file)
	}
	if err != nil {
		p.Fatal(err)
	}
}

// open opens a page of the book. That pages are left while they listen to the
// server is no mistake of theirs.
func (p *preview) open(path string) *tab {
	tab := newTab(p)
	tab.resize(1100, 800)
	tab.open(p.address+path, p.address)
	return tab
}

// until waits until an expression holds, across reloads.
func (tab *tab) until(what, expression string) {
	tab.t.Helper()
	end := time.Now().Add(patience)
	for {
		ok, err := chromedp.Run(tab.ctx, chromedp.Evaluate[bool](expression))
		if err == nil && ok {
			return
		}
		if time.Now().After(end) {
			tab.t.Fatalf("%s: %s does not hold (%v); the page says:\n%.2000s", what, expression, err, eval[string](tab, "(document.querySelector('.huoye-preview')||document.body).innerText + [...document.querySelectorAll('figure')].map(e => e.innerText)"))
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// wrong is what the browser complained of, except of what ends with a page.
func (tab *tab) wrong() []string {
	var list []string
	for _, s := range tab.complaints() {
		if !strings.Contains(s, "/.huoye/events") {
			list = append(list, s)
		}
	}
	return list
}

// TestPreviewPlace edits a chapter above and below what is being read.
func TestPreviewPlace(t *testing.T) {
	p := startPreview(t)
	zh, en := p.open("zh/hello/"), p.open("en/hello/")
	eval[any](en, "window.untouched = true")
	zh.do(chromedp.Click("button.theme"), chromedp.Click("button.theme")) // dark
	const placeOf = `(() => {
		const block = [...document.querySelectorAll(".text p")].find(e => e.textContent.startsWith("第 %d 段"));
		return block ? block.getBoundingClientRect().top : -1e6;
	})()`
	eval[any](zh, `document.querySelector("details.contract").open = true`)
	eval[any](zh, `window.scrollTo({top: scrollY + `+fmt.Sprintf(placeOf, 33)+` - 300, behavior: "instant"})`)
	check := func(what string, n int, want float64) {
		t.Helper()
		got := eval[float64](zh, fmt.Sprintf(placeOf, n))
		if d := got - want; d < -2 || d > 2 {
			t.Errorf("%s: paragraph %d is at %.1f, was at %.1f", what, n, got, want)
		}
		state := eval[string](zh, `[location.pathname, location.hash, document.documentElement.dataset.theme,
			document.querySelector("details.contract").open, history.scrollRestoration].join(" ")`)
		if state != "/zh/hello/  dark true auto" {
			t.Errorf("%s: the page is now %q", what, state)
		}
	}
	settled := `document.readyState === "complete" && history.scrollRestoration === "auto"`
	at := func(n int) float64 { return eval[float64](zh, fmt.Sprintf(placeOf, n)) }
	edit := func(what string, text func(int) string, mark string) {
		t.Helper()
		p.write(previewZH, chapterOf("你好", "问好", 60, text))
		zh.until(what, `document.body.textContent.includes("`+mark+`") && `+settled)
		eval[any](zh, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))`)
	}
	before := at(33)
	edit("a longer paragraph above", func(i int) string {
		if i == 5 {
			return paragraphZH(i) + strings.Repeat("又长了许多，", 200) + "甲"
		}
		return paragraphZH(i)
	}, "又长了许多，甲")
	check("a longer paragraph above", 33, before)
	edit("what is read", func(i int) string {
		if i == 33 {
			return paragraphZH(i) + strings.Repeat("又长了许多，", 50) + "乙"
		}
		return paragraphZH(i)
	}, "又长了许多，乙")
	check("what is read", 33, before)
	edit("back again", func(i int) string {
		if i == 40 {
			return paragraphZH(i) + "丙"
		}
		return paragraphZH(i)
	}, "丙")
	check("back again", 33, before)

	// New blocks in front of what is read, which thereby get other ids.
	english := func(i int) string { return fmt.Sprintf("Paragraph %d.", i) }
	p.write("content/hello/en.md", chapterOf("Hello", "Greeting", 60, english))
	en.until("the English edition", `document.body.textContent.includes("Paragraph 59.") && !document.body.textContent.includes("A long text")`)
	insert := func(text func(int) string, more string) func(int) string {
		return func(i int) string {
			if i == 31 {
				return more + "\n\n" + more + "\n\n" + text(i)
			}
			return text(i)
		}
	}
	p.write("content/hello/en.md", chapterOf("Hello", "Greeting", 60, insert(english, "New.")))
	edit("new paragraphs above", insert(paragraphZH, "新的一段。"+strings.Repeat("很长，", 100)), "新的一段。")
	check("new paragraphs above", 33, before)
	for _, opened := range []*tab{zh, en} {
		if wrong := opened.wrong(); len(wrong) > 0 {
			t.Errorf("the browser complains: %q", wrong)
		}
	}
}

// TestPreviewInPlace edits the text of blocks, for which a page need not be
// read anew, and what else there is of a page, for which it is.
func TestPreviewInPlace(t *testing.T) {
	p := startPreview(t)
	tab := p.open("zh/hello/")
	structure := func() string {
		return eval[string](tab, `JSON.stringify([...document.querySelectorAll("body *:not(.huoye-preview, .huoye-preview *)")].map(e => [e.tagName, e.id, e.className]))`)
	}
	before := structure()
	title, text := "你好", paragraphZH
	for _, c := range []struct {
		what, mark string
		edit       func()
		anew       bool
	}{
		{"a paragraph", "一处", func() { text = after(text, 7, "一处") }, false},
		{"two paragraphs", "三处", func() { text = after(after(text, 7, "**二处**"), 41, "`三处`") }, false},
		{"a list instead", "四处", func() { text = after(text, 50, "\n\n- 四处") }, true},
		{"the list", "五处", func() { text = after(text, 50, "五处") }, false},
		{"a program and its output", "goodbye", func() { p.write(previewProgram, greeting("goodbye")) }, false},
		{"a heading", "您好", func() { title = "您好" }, true},
	} {
		eval[any](tab, "window.untouched = true")
		c.edit()
		p.write(previewZH, chapterOf(title, "问好", 60, text))
		if strings.Contains(c.what, "list") {
			p.write("content/hello/en.md", chapterOf("Hello", "Greeting", 60, func(i int) string {
				if i == 50 {
					return "A paragraph.\n\n- A list."
				}
				return fmt.Sprintf("Paragraph %d.", i)
			}))
		}
		tab.until(c.what, `document.querySelector("main").textContent.includes("`+c.mark+`") && document.readyState === "complete"`)
		if anew := !eval[bool](tab, "!!window.untouched"); anew != c.anew {
			t.Errorf("%s: the page was read anew: %t, want %t", c.what, anew, c.anew)
		}
	}
	// That the page cannot be fetched once is no reason to lose it.
	eval[any](tab, `window.untouched = true;
		window.whole = window.fetch;
		window.fetch = () => { window.fetch = window.whole; return Promise.reject(new Error("no network")); };`)
	text = after(text, 9, "六处")
	p.write(previewZH, chapterOf(title, "问好", 60, text))
	tab.until("a page that could not be fetched", `document.querySelector("main").textContent.includes("六处")`)
	if !eval[bool](tab, "!!window.untouched && window.fetch === window.whole") {
		t.Error("a page that could not be fetched was read anew")
	}
	// Lines and their marks are connected in what is new, too.
	p.write(previewProgram, family("first"))
	const line = `document.querySelector(".run .line")`
	tab.until("a program of two processes", line+`.textContent.includes("first")`)
	eval[any](tab, line+`.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}))`)
	tab.until("the script for lines", `!!document.querySelector("script[src*='/lines.']")`)
	eval[any](tab, "window.untouched = true")
	p.write(previewProgram, family("second"))
	tab.until("another output", line+`.textContent.includes("second")`)
	tab.until("a line and its mark", line+`.dispatchEvent(new PointerEvent("pointerover", {bubbles: true})) &&
		document.querySelectorAll(".run .line.on").length === 1 && document.querySelectorAll(".run line.on").length === 1`)
	eval[any](tab, `document.querySelector(".run .scroll").dispatchEvent(new PointerEvent("pointerleave"))`)
	if !eval[bool](tab, "!!window.untouched") {
		t.Error("the page of a program with two processes was read anew")
	}
	// It is the page that anybody would be shown now.
	tab.until("all of it", `document.querySelectorAll(".copy").length === document.querySelectorAll("figure.code").length`)
	edited := structure()
	tab.do(chromedp.Reload())
	tab.until("reloaded", `document.readyState === "complete" && !window.untouched`)
	if reloaded := structure(); edited != reloaded || edited == before {
		t.Errorf("after the edits there is\n%s\nreloaded\n%s\nat first there was\n%s", edited, reloaded, before)
	}
	if wrong := tab.wrong(); len(wrong) > 0 {
		t.Errorf("the browser complains: %q", wrong)
	}
}

// family is a program of two processes, which says word.
func family(word string) string {
	return fmt.Sprintf(`// Greet has a child.
package main

import (
	"fmt"
	"os"
	"os/exec"
)

func main() {
	if len(os.Args) > 1 {
		fmt.Println("child")
		return
	}
	fmt.Println(%q)
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.Command(self, "child")
	cmd.Stdout = os.Stdout
	if err := cmd.Run(); err != nil {
		panic(err)
	}
}
`, word)
}

// after adds more to the n-th text.
func after(text func(int) string, n int, more string) func(int) string {
	return func(i int) string {
		if i == n {
			return text(i) + more
		}
		return text(i)
	}
}

// TestPreviewUntouched leaves a page alone whose bytes do not change.
func TestPreviewUntouched(t *testing.T) {
	p := startPreview(t)
	zh, en := p.open("zh/hello/"), p.open("en/")
	eval[any](en, "window.untouched = true")
	p.write(previewZH, chapterOf("你好", "问好", 60, func(i int) string { return paragraphZH(i) + "改" }))
	zh.until("an edit", `document.body.textContent.includes("改")`)
	time.Sleep(200 * time.Millisecond) // for what should not happen
	if !eval[bool](en, "!!window.untouched") {
		t.Error("the English contents were reloaded by an edit of the Chinese text")
	}
}

// TestPreviewProblems makes mistakes, looks at them on the page, and mends them.
func TestPreviewProblems(t *testing.T) {
	p := startPreview(t)
	tab := p.open("zh/hello/")
	good := chapterOf("你好", "问好", 60, paragraphZH)
	const panel = `document.querySelector(".huoye-preview")`
	bad := strings.Replace(good, "第 3 段。", "第 3 段。**进程<img src=x onerror=alert(1)>**", 1)
	p.write(previewZH, bad)
	tab.until("a mistake", `!!`+panel+` && !`+panel+`.hidden`)
	said := eval[string](tab, panel+`.innerText`)
	for _, want := range []string{previewZH + ":", "<img src=x", "write Markdown", "^", "markup"} {
		if !strings.Contains(said, want) {
			t.Errorf("the panel lacks %q:\n%s", want, said)
		}
	}
	if n := eval[int](tab, `document.querySelectorAll(".huoye-preview img").length`); n > 0 || tab.dialogs > 0 {
		t.Error("what a chapter holds has become markup")
	}
	if got := eval[string](tab, panel+`.getAttribute("role")`); got != "alert" {
		t.Errorf("the panel's role is %s", got)
	}
	if !eval[bool](tab, `document.body.textContent.includes("第 59 段")`) {
		t.Error("the last good page is gone")
	}
	// The caret stands under the column, whatever the width of the letters.
	off := eval[float64](tab, `(() => {
		const caret = document.querySelector(".huoye-preview .caret").getBoundingClientRect();
		const text = document.querySelector(".huoye-preview .excerpt").firstChild;
		const range = document.createRange();
		const at = text.data.indexOf("<img");
		range.setStart(text, at);
		range.setEnd(text, at + 1);
		return caret.left - range.getBoundingClientRect().left;
	})()`)
	if off < -1 || off > 1 {
		t.Errorf("the caret is %.1f px off", off)
	}
	tab.resize(320, 600)
	if w := eval[int](tab, `document.documentElement.scrollWidth`); w > 320 {
		t.Errorf("at 320 px the page is %d px wide", w)
	}
	// By keyboard.
	eval[any](tab, panel+`.focus()`)
	for _, want := range []string{"SUMMARY", "PRE", "BUTTON"} {
		tab.do(chromedp.KeyEvent(kb.Tab))
		if got := eval[string](tab, `document.activeElement.tagName`); got != want {
			t.Errorf("%s has the focus, want %s", got, want)
		}
	}
	tab.do(chromedp.KeyEvent(kb.Escape))
	if !eval[bool](tab, panel+`.hidden`) {
		t.Error("the panel cannot be dismissed")
	}
	tab.do(chromedp.Reload())
	tab.until("dismissed for good", `!!`+panel+` && `+panel+`.hidden`)
	p.write(previewZH, bad+"\n## 又\n")
	tab.until("other mistakes", `!`+panel+`.hidden`)
	p.write(previewZH, good)
	tab.until("mended", panel+`.hidden`)
	tab.resize(1100, 800)

	p.write(previewProgram, greeting("good morning"))
	tab.until("another output", `[...document.querySelectorAll(".run .line")].some(e => e.textContent.startsWith("good morning")) && !!`+panel+` && !`+panel+`.hidden`)
	if eval[bool](tab, panel+`.querySelector("details").open`) {
		t.Error("a notice is not folded up")
	}
	if got := eval[string](tab, panel+`.getAttribute("role") + " " + `+panel+`.textContent`); !strings.HasPrefix(got, "status ") || !strings.Contains(got, "not recorded yet") {
		t.Errorf("the notice is %q", got)
	}
	p.write(previewProgram, greeting("hello"))
	tab.until("the output as it was", `[...document.querySelectorAll(".run .line")].some(e => e.textContent.startsWith("hello")) && (!`+panel+` || `+panel+`.hidden)`)
	if wrong := tab.wrong(); len(wrong) > 0 {
		t.Errorf("the browser complains: %q", wrong)
	}
}

// TestPreviewAxe holds the panel against the rules of axe-core.
func TestPreviewAxe(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(nodeModule(t, "axe-core"), "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	p := startPreview(t)
	p.write(previewZH, chapterOf("你好", "问好", 60, func(i int) string { return paragraphZH(i) + "<br>" }))
	tab := p.open("zh/hello/")
	tab.until("a mistake", `!!document.querySelector(".huoye-preview .place")`)
	eval[any](tab, string(source)+"; 0")
	for i, theme := range themes {
		tab.theme(theme)
		tab.resize([]int64{1280, 320}[i], 800)
		for _, v := range eval[[]violation](tab, strings.Replace(fmt.Sprintf(axeRun, axeAll), "axe.run(document", `axe.run(".huoye-preview"`, 1)) {
			t.Errorf("%s: %s: %s\n    %s", theme, v.ID, v.Help, strings.Join(v.Nodes, "\n    "))
		}
	}
}
