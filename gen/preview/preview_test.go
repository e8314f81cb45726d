package preview

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"go/token"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huoye/gen/problem"
)

// patience is how long something that must happen may take.
const patience = 5 * time.Minute

// A fake is a site that is made from the files of a directory as they are.
type fake struct {
	t   *testing.T
	dir string

	mu       sync.Mutex
	calls    [][]string // of rebuild
	busy     bool
	problems problem.List
	slow     chan struct{} // if not nil, rebuild waits for it
	called   chan struct{} // receives after each call
}

func (f *fake) rebuild(_ context.Context, changed []string) Site {
	f.mu.Lock()
	if f.busy {
		f.t.Error("rebuild is called twice at once")
	}
	f.busy = true
	slow, problems := f.slow, f.problems
	f.calls = append(f.calls, changed)
	f.mu.Unlock()
	if slow != nil {
		<-slow
	}
	files := make(map[string]string)
	names, _ := filepath.Glob(filepath.Join(f.dir, "content", "*.*"))
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err == nil {
			files[filepath.Base(name)] = string(data)
		}
	}
	f.mu.Lock()
	f.busy = false
	f.mu.Unlock()
	defer func() {
		select {
		case f.called <- struct{}{}:
		default:
		}
	}()
	return Site{
		File: func(path string) ([]byte, bool, error) {
			if path == "broken.html" {
				return nil, false, errors.New("a < b")
			}
			data, ok := files[strings.ReplaceAll(path, "/", "-")]
			return []byte(data), ok, nil
		},
		Problems: problems,
	}
}

// start serves a fake in a directory with files; address has no final slash.
func start(t *testing.T, files map[string]string) (f *fake, address string) {
	t.Helper()
	f = &fake{t: t, dir: t.TempDir(), called: make(chan struct{}, 100)}
	for name, data := range files {
		f.write(name, data)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- Serve(ctx, Options{
			Dir: f.dir, Watch: []string{"content", "deep/er/style.css"}, Rebuild: f.rebuild,
			Ready: func(a string) { ready <- a },
			Warn:  func(s string) { t.Log(s) },
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	select {
	case a := <-ready:
		f.wait()
		return f, strings.TrimSuffix(a, "/")
	case err := <-done:
		done <- nil
		t.Fatal(err)
	}
	return nil, ""
}

// wait waits for a call of rebuild.
func (f *fake) wait() {
	f.t.Helper()
	select {
	case <-f.called:
	case <-time.After(patience):
		f.t.Fatal("rebuild is not called")
	}
}

func (f *fake) file(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *fake) write(name, data string) {
	f.t.Helper()
	if err := os.MkdirAll(filepath.Dir(f.file(name)), 0o777); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(f.file(name), []byte(data), 0o666); err != nil {
		f.t.Fatal(err)
	}
}

func get(t *testing.T, method, address string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

const page = "<!doctype html>\n<html><head><title>A page</title></head><body></body></html>\n"

func TestHTTP(t *testing.T) {
	_, address := start(t, map[string]string{
		"content/index.html":     page,
		"content/zh-index.html":  page,
		"content/404.html":       "<head></head>not there",
		"content/a.css.html":     "", // not served under this name
		"content/feed.xml":       "",
		"content/zh-a.html":      page,
		"secret.html":            "secret",
		"content/.hidden.html":   "hidden",
		"content/zh-index2.html": page,

		"content/page.0123456789.js": "1",
	})
	for _, c := range []struct {
		method, path string
		status       int
		kind, holds  string
	}{
		{"GET", "/", 200, "text/html; charset=utf-8", "A page"},
		{"GET", "/index.html", 200, "text/html; charset=utf-8", `data-page="index.html"`},
		{"GET", "/zh/", 200, "text/html; charset=utf-8", `data-page="zh/index.html"`},
		{"GET", "/zh", 302, "text/html; charset=utf-8", ""},
		{"GET", "/zh/a.html", 200, "text/html; charset=utf-8", "A page"},
		{"HEAD", "/zh/a.html", 200, "text/html; charset=utf-8", ""},
		{"GET", "/nothing", 404, "text/html; charset=utf-8", "not there"},
		{"GET", "/nothing/", 404, "text/html; charset=utf-8", "not there"},
		{"GET", "//zh", 404, "text/html; charset=utf-8", "not there"},
		{"GET", "/../secret.html", 404, "text/html; charset=utf-8", "not there"},
		{"GET", "/%2e%2e/secret.html", 404, "text/html; charset=utf-8", "not there"},
		{"GET", "/..%2fsecret.html", 404, "text/html; charset=utf-8", "not there"},
		{"GET", "/broken.html", 500, "text/html; charset=utf-8", "<h1>a &lt; b</h1>"},
		{"GET", "/.huoye/preview.js", 200, "text/javascript; charset=utf-8", "EventSource"},
		{"GET", "/.huoye/preview.css", 200, "text/css; charset=utf-8", ".huoye-preview"},
		{"HEAD", "/.huoye/events?page=index.html", 200, "text/event-stream", ""},
		{"POST", "/", 405, "text/plain; charset=utf-8", ""},
		{"DELETE", "/.huoye/events", 405, "text/plain; charset=utf-8", ""},
	} {
		res, body := get(t, c.method, address+c.path)
		kind := res.Header.Get("Content-Type")
		if res.StatusCode != c.status || kind != c.kind || !strings.Contains(body, c.holds) {
			t.Errorf("%s %s: %d %s %q, want %d %s with %q", c.method, c.path, res.StatusCode, kind, body, c.status, c.kind, c.holds)
		}
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s %s: Cache-Control is %q", c.method, c.path, got)
		}
		if c.method == "HEAD" && c.kind != "text/event-stream" && res.ContentLength <= 0 {
			t.Errorf("%s %s: Content-Length is %d", c.method, c.path, res.ContentLength)
		}
	}
	// What changes its name with its content is kept by browsers.
	if res, body := get(t, "GET", address+"/page.0123456789.js"); body != "1" || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("page.0123456789.js: %q, Cache-Control is %q", body, res.Header.Get("Cache-Control"))
	}
	if res, _ := get(t, "GET", address+"/zh"); res.Header.Get("Location") != "/zh/" {
		t.Errorf("/zh leads to %s", res.Header.Get("Location"))
	}
}

// TestHost asks by the names that a site elsewhere could make lead here.
func TestHost(t *testing.T) {
	_, address := start(t, map[string]string{"content/index.html": page})
	_, port, err := net.SplitHostPort(strings.TrimPrefix(address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	for host, status := range map[string]int{
		"localhost": 200, "localhost:" + port: 200, "LOCALHOST:" + port: 200, "127.0.0.1:" + port: 200, "[::1]:" + port: 200, "[::1]": 200,
		"example.org": 403, "example.org:" + port: 403, "localhost.example.org": 403, "127.0.0.1.example.org:" + port: 403, "192.168.0.1": 403,
	} {
		for _, path := range []string{"/", "/.huoye/preview.js"} {
			if res, _ := get(t, "GET", address+path, "Host", host); res.StatusCode != status {
				t.Errorf("%s of %s: status %d, want %d", path, host, res.StatusCode, status)
			}
		}
	}
	if res, _ := get(t, "GET", address+"/.huoye/events", "Host", "example.org"); res.StatusCode != 403 {
		t.Errorf("events for example.org: status %d, want 403", res.StatusCode)
	}
}

func TestPorts(t *testing.T) {
	first, address, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	taken := first[0].Addr().(*net.TCPAddr).Port
	if want := fmt.Sprintf("http://127.0.0.1:%d/", taken); address != want {
		t.Errorf("address is %s, want %s", address, want)
	}
	second, _, err := listen(taken)
	if err != nil {
		t.Fatal(err)
	}
	if p := second[0].Addr().(*net.TCPAddr).Port; p <= taken {
		t.Errorf("%d is taken, got %d", taken, p)
	}
	for _, l := range append(first, second...) {
		if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("listens on %s", ip)
		}
		_ = l.Close()
	}
}

// TestEvents opens two pages and changes one of them.
func TestEvents(t *testing.T) {
	f, address := start(t, map[string]string{"content/a.html": page, "content/b.html": page})
	listen := func(name string) <-chan string {
		version := between(second(get(t, "GET", address+"/"+name)), `data-version="`, `"`)
		req, err := http.NewRequestWithContext(t.Context(), "GET", address+"/.huoye/events?page="+name+"&version="+version, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		lines := make(chan string, 100)
		go func() {
			for s := bufio.NewScanner(res.Body); s.Scan(); {
				if s.Text() != "" && s.Text() != ":" {
					lines <- s.Text()
				}
			}
		}()
		return lines
	}
	want := func(lines <-chan string, prefix string) {
		t.Helper()
		select {
		case got := <-lines:
			if !strings.HasPrefix(got, prefix) {
				t.Fatalf("got %q, want %q", got, prefix)
			}
		case <-time.After(patience):
			t.Fatalf("nothing, want %q", prefix)
		}
	}
	a, b := listen("a.html"), listen("b.html")
	for _, lines := range []<-chan string{a, b} {
		want(lines, "event: state")
		want(lines, "data: {}")
	}
	f.write("content/a.html", strings.Replace(page, "A page", "Another page", 1))
	want(a, "event: change")
	want(a, "data: ")
	f.mu.Lock()
	f.problems.Add(token.Position{Filename: "content/none.html", Line: 2, Column: 7}, problem.Heading, "one\nline; mend it")
	f.mu.Unlock()
	f.write("content/c.html", page)
	for _, lines := range []<-chan string{a, b} { // b had nothing before it
		want(lines, "event: state")
		want(lines, `data: {"problems":[{"file":"content/none.html","line":2,"column":7`)
	}
	if err := os.Remove(f.file("content/b.html")); err != nil {
		t.Fatal(err)
	}
	want(b, "event: change")
	select {
	case got := <-a:
		t.Errorf("page a is told %q of page b", got)
	default:
	}
}

func second(_ *http.Response, body string) string { return body }

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

// TestNothingYet serves a site that has never been right.
func TestNothingYet(t *testing.T) {
	s := newServer(t.TempDir())
	var list problem.List
	list.Add(token.Position{Filename: "content/book.yaml", Line: 1, Column: 1}, problem.BookFile, `<script>"&'</script>; write it`)
	s.show(Site{Problems: list})
	l, address, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	stop := s.start(l)
	defer stop()
	for _, path := range []string{"", "zh/", "assets/a.css"} {
		res, body := get(t, "GET", address+path)
		if res.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, "nothing to show yet") {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
		if strings.Contains(body, `<script>"`) || !strings.Contains(body, `\u003cscript\u003e`) {
			t.Errorf("%s: %s", path, body)
		}
	}
}

func TestDescribe(t *testing.T) {
	dir := t.TempDir()
	long := strings.Repeat("字", 100)
	text := "一二三 <b>\r\n\tx\x1b[1m\u202ey\n" + long + "!" + long + "\n"
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	type part struct{ before, after string }
	for _, c := range []struct {
		file         string
		line, column int
		want         part
	}{
		{"a.md", 1, 7, part{"一二", "三 <b>"}},
		{"a.md", 1, 1, part{"", "一二三 <b>"}},
		{"a.md", 2, 3, part{"\tx", "\ufffd[1m\ufffdy"}},
		{"a.md", 3, 301, part{"…" + strings.Repeat("字", 60), "!" + strings.Repeat("字", 59) + "…"}},
		{"a.md", 1, 99, part{}},
		{"a.md", 9, 1, part{}},
		{"a.md", 0, 0, part{}},
		{"../a.md", 1, 1, part{}},
		{".", 1, 1, part{}},
	} {
		before, after := excerpt(os.DirFS(dir), c.file, c.line, c.column)
		if got := (part{before, after}); got != c.want {
			t.Errorf("%s:%d:%d: %q, want %q", c.file, c.line, c.column, got, c.want)
		}
	}
	var list problem.List
	list = append(list, &problem.Problem{Pos: token.Position{Filename: "a.md", Line: 1, Column: 1}, Notice: true, Rule: problem.ProseWord, Msg: "odd"})
	for i := range maxShown {
		list.Add(token.Position{Filename: "b.md", Line: i + 1, Column: 1}, problem.Heading, "what; remedy; more of it\n    why")
	}
	list[1].Related = []problem.Related{{Pos: token.Position{Filename: "c.md", Line: 1, Column: 2}, Msg: "here"}}
	got := describe(dir, list)
	for _, want := range []string{
		`{"problems":[{"file":"b.md","line":1,"column":1,"rule":"heading","what":"what","remedy":"remedy; more of it","more":"    why","related":[{"file":"c.md","line":1,"column":2,"what":"here"}]},`,
		`"left":1}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want %s in it", got, want)
		}
	}
	if strings.Contains(got, "a.md") {
		t.Errorf("a notice takes the place of a problem: %s", got)
	}
	if d := cmp.Diff("{}", describe(dir, nil)); d != "" {
		t.Error(d)
	}
}
