//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long what must happen may take; only what fails uses it up.
const patience = 5 * time.Minute

// A served book is a copy of the tiny book behind a real server.
type served struct {
	t       *testing.T
	dir     string
	address string // with a final slash
	cmd     *exec.Cmd
	stderr  *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serveBook serves the book in dir.
func serveBook(t *testing.T, dir string, args ...string) *served {
	t.Helper()
	t.Setenv("GOCACHE", goEnv(t, "GOCACHE"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	s := &served{t: t, dir: dir, stderr: new(lockedBuffer)}
	s.cmd = exec.Command("huoye", append([]string{"serve", "-port", "0"}, args...)...)
	s.cmd.Dir = dir
	s.cmd.Stderr = s.stderr
	stdout, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.cmd.ProcessState == nil {
			s.stop(os.Interrupt)
		}
		if t.Failed() {
			t.Logf("standard error:\n%s", s.stderr)
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("%v\n%s", err, s.stderr)
	}
	const before, after = "the book is at ", " (Ctrl-C ends)\n"
	if !strings.HasPrefix(line, before) || !strings.HasSuffix(line, after) {
		t.Fatalf("printed %q", line)
	}
	s.address = strings.TrimSuffix(strings.TrimPrefix(line, before), after)
	return s
}

// stop ends the server and returns its exit status.
func (s *served) stop(how os.Signal) int {
	s.t.Helper()
	if err := s.cmd.Process.Signal(how); err != nil {
		s.t.Error(err)
	}
	_ = s.cmd.Wait() // the status says it
	return s.cmd.ProcessState.ExitCode()
}

// get returns a page as it is now, with what the preview says beside it.
func (s *served) get(path string) (status int, body string, state previewState) {
	s.t.Helper()
	res, err := http.Get(s.address + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	body = string(data)
	_, text, _ := strings.Cut(body, `data-state="`)
	text, _, _ = strings.Cut(text, `"`)
	text = strings.NewReplacer("&#34;", `"`, "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
	if err := json.Unmarshal([]byte(text), &state); err != nil {
		s.t.Fatalf("%v in %q", err, text)
	}
	// What the tests here change is seldom translated.
	state.Problems = slices.DeleteFunc(state.Problems, func(p previewProblem) bool { return p.Rule == "stale" })
	return res.StatusCode, body, state
}

type previewState struct{ Problems []previewProblem }

type previewProblem struct {
	File                string
	Line, Column        int
	Rule, What, Remedy  string
	Notice              bool
	Before, After, More string
}

func (s previewState) String() string {
	var b strings.Builder
	for _, p := range s.Problems {
		fmt.Fprintf(&b, "%s:%d:%d: %s [%s]\n", p.File, p.Line, p.Column, p.What, p.Rule)
	}
	return b.String()
}

// until waits until a page is as wanted.
func (s *served) until(what, path string, ok func(status int, body string, state previewState) bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		status, body, state := s.get(path)
		if ok(status, body, state) {
			return
		}
		if time.Now().After(end) {
			_, text, _ := strings.Cut(body, "<body")
			s.t.Fatalf("%s: /%s is %d with problems %q\n%s", what, path, status, state, text)
		}
	}
}

func (s *served) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

// edit replaces a text in a file, as editors do that write another file first.
func (s *served) edit(name, from, to string) {
	s.t.Helper()
	data, err := os.ReadFile(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	if !strings.Contains(string(data), from) {
		s.t.Fatalf("%s has no %q:\n%s", name, from, data)
	}
	s.write(name, strings.Replace(string(data), from, to, 1))
}

func (s *served) write(name, text string) {
	s.t.Helper()
	err := os.MkdirAll(filepath.Dir(s.path(name)), 0o777)
	if err == nil {
		err = os.WriteFile(s.path(name)+".tmp~", []byte(text), 0o666)
	}
	if err == nil {
		err = os.Rename(s.path(name)+".tmp~", s.path(name))
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *served) rename(from, to string) {
	s.t.Helper()
	if err := os.Rename(s.path(from), s.path(to)); err != nil {
		s.t.Fatal(err)
	}
}

// recordedBook is a copy of the tiny book with its output recorded.
func recordedBook(t *testing.T) string {
	t.Helper()
	dir := tinyBook(t)
	t.Setenv("GOCACHE", goEnv(t, "GOCACHE"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	cmd := exec.Command("huoye", "build", "-update", "-q")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// TestServe edits a book in all ways that authors do.
func TestServe(t *testing.T) {
	s := serveBook(t, recordedBook(t), "-v")
	const (
		zh, en = "content/hello/zh.md", "content/hello/en.md"
		page   = "zh/hello/"
	)
	holds := func(text string, problems ...string) func(int, string, previewState) bool {
		return func(status int, body string, state previewState) bool {
			if status != 200 || !strings.Contains(body, text) || len(state.Problems) != len(problems) {
				return false
			}
			for i, p := range state.Problems {
				if !strings.Contains(fmt.Sprintf("%s:%d:%d: %s; %s [%s]", p.File, p.Line, p.Column, p.What, p.Remedy, p.Rule), problems[i]) {
					return false
				}
			}
			return true
		}
	}
	s.until("at the start", page, holds("程序问好："))
	if strings.Contains(s.stderr.String(), "ran ") {
		t.Errorf("a program is run at the start:\n%s", s.stderr)
	}

	s.edit(zh, "程序问好：", "程序先问好：")
	s.until("an edit", page, holds("程序先问好："))

	s.edit(zh, "## 结束 {#end}", "## 结束")
	s.until("a mistake", page, holds("程序先问好：", zh))
	_, body, state := s.get(page)
	if got := state.Problems[0]; !strings.Contains(body, "结束") || got.Before+got.After != "## 结束" {
		t.Errorf("the last good page is gone, or the excerpt is wrong: %+v", got)
	}
	s.edit(zh, "## 结束", "## 结束 {#end}")
	s.until("its repair", page, holds("程序先问好："))

	for i := range 10 { // a burst
		s.write(en, fmt.Sprintf("---\ntitle: Hello\n---\n\nDraft %d\n", i))
	}
	tiny, err := os.ReadFile(filepath.Join("testdata", "tiny", en))
	if err != nil {
		t.Fatal(err)
	}
	s.write(en, strings.Replace(string(tiny), "A program greets", "A burst is over", 1))
	s.until("a burst", "en/hello/", holds("A burst is over"))

	saved, err := os.ReadFile(s.path(zh))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(s.path(zh)); err != nil {
		t.Fatal(err)
	}
	s.until("an edition deleted", page, holds("程序先问好：", "[chapter-files]"))
	s.write(zh, string(saved))
	s.until("and restored", page, holds("程序先问好："))

	// A chapter gets another name, in two steps.
	s.rename("content/hello", "content/greeting")
	s.until("a chapter renamed on disk only", page, func(_ int, _ string, st previewState) bool { return len(st.Problems) > 0 })
	s.edit("content/book.yaml", "[hello]", "[greeting]")
	s.until("and in book.yaml", "zh/greeting/", holds("程序先问好："))
	if status, _, _ := s.get(page); status != http.StatusNotFound {
		t.Errorf("its old address: status %d", status)
	}
	s.rename("content/greeting", "content/hello")
	s.edit("content/book.yaml", "[greeting]", "[hello]")
	s.until("and back", page, holds("程序先问好："))

	// A program prints something else.
	const main, id = "snippets/hello/greet/main.go", "hello/greet/greet"
	const unrecorded = main + ":1:1: the output of run " + id + ` is shown as just run, not recorded yet; run "gen build -update" to record it [golden-unrecorded]`
	s.edit(main, `Println("hello")`, `Println("good morning")`)
	s.until("a program changed", page, holds(`<span class="line">good morning`, unrecorded))
	if !strings.Contains(s.stderr.String(), "ran "+id) {
		t.Errorf("the run is not logged:\n%s", s.stderr)
	}
	s.edit(main, `"good morning"`, `undefined`)
	s.until("a program that does not compile", page, holds(`<span class="line">`, main+":9:14: undefined: undefined;  [compile]"))
	s.edit(main, `undefined`, `"good night"`)
	s.until("its repair", page, holds(`<span class="line">good night`, unrecorded))
	s.edit(main, `fmt.Println("good night")`, `fmt.Println("good night"`)
	s.until("a syntax error", page, holds(`<span class="line">good night`, main+":9:26: missing ',' before newline", main+":10:1: "))
	s.edit(main, `fmt.Println("good night"`, `fmt.Println("hello")`)
	s.until("the program as it was", page, holds(`<span class="line">hello`))

	// Its contract decides.
	s.write("snippets/hello/greet/runs.yaml", "runs:\n  - output: ['good {word}']\n")
	s.until("a contract that is broken", page, holds(`<span class="line">hello`, "[contract-broken]"))
	s.edit(main, `"hello"`, `"good day"`)
	s.until("and kept", page, holds(`good <`, "[golden-unrecorded]"))
	if golden, err := os.ReadFile(s.path("snippets/hello/greet/greet.golden")); err != nil || !bytes.Contains(golden, []byte("| hello\n")) {
		t.Errorf("what is recorded was changed (%v):\n%s", err, golden)
	}
	build := exec.Command("huoye", "build", "-update", "-q")
	build.Dir = s.dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build beside the preview: %v\n%s", err, out)
	}
	s.until("recorded by a build meanwhile", page, holds(`good <`))

	// A new program, and what it needs.
	s.write("snippets/hello/bye/main.go", "// Bye says good-bye.\npackage main\n\nimport (\n\t_ \"embed\"\n\t\"fmt\"\n)\n\n//go:embed word.txt\nvar word string\n\nfunc main() {\n\tfmt.Print(word)\n}\n")
	s.write("snippets/hello/bye/word.txt", "so long\n")
	for _, name := range []string{zh, en} {
		s.edit(name, "## ", "[x](../../snippets/hello/bye/bye.golden)\n\n## ")
	}
	s.until("a new program", page, holds(`<span class="line">so long`, "[golden-unrecorded]"))
	s.write("snippets/hello/bye/word.txt", "farewell\n")
	s.until("a file that it embeds changed", page, holds(`<span class="line">farewell`, "[golden-unrecorded]"))

	for _, want := range []string{
		zh + ":12:1: the heading has no id; end the line with {#id}, the same in both editions [heading-id]\n\t## 结束\n\t^\n1 problem\n",
		"no problems any more\n",
	} {
		if !strings.Contains(s.stderr.String(), want) {
			t.Errorf("standard error lacks %q:\n%s", want, s.stderr)
		}
	}
	if status := s.stop(os.Interrupt); status != exitOK {
		t.Errorf("ends with status %d", status)
	}
}

// TestServeReload counts how often pages are told to reload.
func TestServeReload(t *testing.T) {
	s := serveBook(t, recordedBook(t))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	listen := func(path string) <-chan string {
		_, body, _ := s.get(path)
		attr := func(name string) string {
			_, v, _ := strings.Cut(body, name+`="`)
			v, _, _ = strings.Cut(v, `"`)
			return v
		}
		q := url.Values{"page": {attr("data-page")}, "version": {attr("data-version")}}
		req, err := http.NewRequestWithContext(ctx, "GET", s.address+".huoye/events?"+q.Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		events := make(chan string, 100)
		go func() {
			for in := bufio.NewScanner(res.Body); in.Scan(); {
				if event, ok := strings.CutPrefix(in.Text(), "event: "); ok && event == "change" {
					events <- event
				}
			}
		}()
		return events
	}
	zh, en, front := listen("zh/hello/"), listen("en/hello/"), listen("")
	told := func(what string, events <-chan string) {
		t.Helper()
		select {
		case <-events:
		case <-time.After(patience):
			t.Errorf("%s: a page is not told to reload", what)
		}
	}
	// A touch, and a save without a change.
	now := time.Now()
	if err := os.Chtimes(s.path("content/hello/zh.md"), now, now); err != nil {
		t.Fatal(err)
	}
	s.edit("content/hello/zh.md", "程序问好", "程序问好")
	s.edit("content/hello/zh.md", "程序问好", "程序大声问好")
	told("an edit of the Chinese", zh)
	told("which the English is behind now", en)
	s.edit("content/hello/en.md", "greets", "greets loudly")
	told("an edit of the English", en)
	s.edit("content/book.yaml", "A Tiny Book", "A Very Tiny Book")
	told("another English title", en)
	told("another English title", front)
	for _, events := range []<-chan string{zh, en, front} {
		select {
		case <-events:
			t.Error("a page is told to reload once too often")
		default:
		}
	}
}

// TestServeFirst serves books that nothing can be shown of, or nothing is
// recorded of.
func TestServeFirst(t *testing.T) {
	dir := tinyBook(t)
	bookFile := filepath.Join(dir, "content", "book.yaml")
	text, err := os.ReadFile(bookFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bookFile, append([]byte("titel: <b>\n"), text...), 0o666); err != nil {
		t.Fatal(err)
	}
	s := serveBook(t, dir)
	for _, path := range []string{"", "zh/hello/", "no/where"} {
		status, body, state := s.get(path)
		if status != http.StatusServiceUnavailable || len(state.Problems) != 1 || state.Problems[0].Rule != "yaml-key" || strings.Contains(body, "<b>") {
			t.Errorf("/%s: status %d, problems %s\n%s", path, status, state, body)
		}
	}
	s.write("content/book.yaml", string(text))
	s.until("mended, and run as nothing is recorded", "zh/hello/", func(status int, body string, state previewState) bool {
		return status == 200 && strings.Contains(body, `<span class="line">hello`) && strings.Contains(state.String(), "golden-unrecorded")
	})
	if found, _ := filepath.Glob(filepath.Join(dir, "*", "*", "*", "*.golden")); len(found) > 0 {
		t.Errorf("recorded %q", found)
	}
}

// TestServeSlow edits a program while it is running, looks at pages meanwhile,
// and ends the preview then.
func TestServeSlow(t *testing.T) {
	tmp := t.TempDir()
	dir := recordedBook(t)
	t.Setenv("TMPDIR", tmp)
	s := serveBook(t, dir)
	mark := fmt.Sprint("slow-", os.Getpid())
	s.write("snippets/hello/greet/runs.yaml", "runs:\n  - args: ["+mark+"]\n    timeout: 1m\n")
	slowProgram(t, s.dir, 50*time.Second)
	running := func() int {
		n := 0
		names, _ := filepath.Glob("/proc/[0-9]*/cmdline")
		for _, name := range names {
			data, _ := os.ReadFile(name)
			if bytes.Contains(data, []byte(mark)) {
				n++
			}
		}
		return n
	}
	wait := func(what string, ok func() bool) {
		t.Helper()
		for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s does not happen", what)
			}
		}
	}
	if _, err := os.Stat("/proc/self/cmdline"); err == nil {
		wait("a slow run", func() bool { return running() > 0 })
	}
	start := time.Now()
	s.edit("content/hello/zh.md", "程序问好", "程序慢慢问好")
	s.until("an edit meanwhile", "zh/hello/", func(_ int, body string, _ previewState) bool { return strings.Contains(body, "程序慢慢问好") })
	s.edit("snippets/hello/greet/main.go", "time.Sleep(50000000000)", "fmt.Println(`quick`); time.Sleep(0)")
	s.until("another edit of the program", "zh/hello/", func(_ int, body string, _ previewState) bool {
		return strings.Contains(body, `<span class="line">quick`)
	})
	if took := time.Since(start); took > 40*time.Second {
		t.Errorf("waited %v for a run that was given up", took)
	}
	slowProgram(t, s.dir, 50*time.Second)
	if _, err := os.Stat("/proc/self/cmdline"); err == nil {
		wait("the end of the first run, and another", func() bool { return running() > 0 })
	}
	if status := s.stop(os.Interrupt); status != exitOK {
		t.Errorf("ends with status %d", status)
	}
	if n := running(); n > 0 {
		t.Errorf("%d processes are left", n)
	}
	if left, _ := filepath.Glob(filepath.Join(tmp, "huoye-*")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

// TestServeDesign edits a template and a style sheet of the generator.
func TestServeDesign(t *testing.T) {
	dir := recordedBook(t)
	for _, name := range []string{"templates", "scripts", "style.css", "beside.css", "code.css"} {
		from, to := filepath.Join("render", name), filepath.Join(dir, "gen", "render", name)
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(from)
		if err != nil {
			t.Fatal(err)
		}
		if info.IsDir() {
			err = os.CopyFS(to, os.DirFS(from))
		} else if data, readErr := os.ReadFile(from); readErr != nil {
			err = readErr
		} else {
			err = os.WriteFile(to, data, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	s := serveBook(t, dir)
	style := func() string {
		_, body, _ := s.get("zh/hello/")
		_, body, _ = strings.Cut(body, `../assets/style.`)
		body, _, _ = strings.Cut(body, `"`)
		return body
	}
	before := style()
	s.edit("gen/render/style.css", "light-dark(#fdfcf9", "light-dark(#fefcf9")
	s.until("a colour", "zh/hello/", func(int, string, previewState) bool { return style() != before })
	const landing = "gen/render/templates/landing.html"
	s.edit(landing, "{{.Head}}", "{{.Head}")
	s.until("a mistake in a template", "", func(status int, _ string, state previewState) bool {
		return status == 200 && strings.Contains(state.String(), landing+":1:") && strings.Contains(state.String(), "[design-template]")
	})
	s.edit(landing, "{{.Head}", "{{.Head}}<!-- mended -->")
	s.until("its repair", "", func(_ int, body string, state previewState) bool {
		return strings.Contains(body, "</head>") && len(state.Problems) == 0
	})
	s.edit(landing, "<main", "<main data-mended")
	s.until("an edit of a template", "", func(_ int, body string, _ previewState) bool { return strings.Contains(body, "data-mended") })
}

// TestServeOpen has a port that is taken, and a browser.
func TestServeOpen(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().(*net.TCPAddr).Port
	bin := t.TempDir()
	opened := filepath.Join(bin, "opened")
	for _, name := range []string{"xdg-open", "open"} {
		script := "#!/bin/sh\necho \"$@\" >" + opened + ".new && mv " + opened + ".new " + opened + "\n"
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	path := os.Getenv("PATH")
	t.Setenv("PATH", bin+string(os.PathListSeparator)+path)
	dir := recordedBook(t)
	s := serveBook(t, dir, "-port", strconv.Itoa(taken), "-open")
	if strings.HasSuffix(s.address, fmt.Sprintf(":%d/", taken)) {
		t.Errorf("served at %s, which is taken", s.address)
	}
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		if data, err := os.ReadFile(opened); err == nil {
			if got := string(data); got != s.address+"\n" {
				t.Errorf("opened %q, want %s", got, s.address)
			}
			break
		}
		if time.Now().After(end) {
			t.Fatal("no browser is opened")
		}
	}
	for _, name := range []string{"xdg-open", "open"} {
		if err := os.Remove(filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := exec.LookPath("xdg-open"); err == nil {
		return // this machine has a browser, which no test should open
	}
	s = serveBook(t, dir, "-open")
	s.get("")
	if got := s.stderr.String(); !strings.Contains(got, "huoye: opening a browser: ") || !strings.Contains(got, "; open the address yourself\n") {
		t.Errorf("without a browser: %q", got)
	}
}
