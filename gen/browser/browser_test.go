// Package browser_test opens the pages in a real browser and judges them as a
// reader would: by what is seen, what can be reached, and what is loaded. It
// hides the browser and the other tools that only tests need; where they are
// missing its tests are skipped, except in CI.
package browser_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/render"
)

func TestMain(m *testing.M) {
	status := m.Run()
	stopBrowser()
	for _, dir := range tempDirs {
		os.RemoveAll(dir)
	}
	os.Exit(status)
}

// tempDirs hold what outlives a single test; TestMain removes them.
var tempDirs []string

// need skips the test for want of something, and fails it in CI, where
// everything must be there.
func need(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("no %s; .ci/run installs it", what)
	}
	t.Skipf("no %s; .ci/run installs it", what)
}

// chromium is the browser of this machine, "" if it has none.
var chromium = sync.OnceValue(func() string {
	for _, name := range []string{"chromium", "google-chrome", "chromium-browser", "chrome"} {
		if file, err := exec.LookPath(name); err == nil {
			return file
		}
	}
	return ""
})

// nodeModule returns the directory of an npm package, which HUOYE_NPM, the
// directory with node_modules, must hold.
func nodeModule(t testing.TB, name string) string {
	t.Helper()
	dir := filepath.Join(os.Getenv("HUOYE_NPM"), "node_modules", name)
	if _, err := os.Stat(dir); os.Getenv("HUOYE_NPM") == "" || err != nil {
		need(t, "npm package "+name+" in $HUOYE_NPM/node_modules")
	}
	return dir
}

// started is the one browser that all tests share, each with tabs of its own.
var started struct {
	sync.Once
	ctx    context.Context
	cancel context.CancelFunc
	err    error
}

func browser(t testing.TB) context.Context {
	t.Helper()
	if chromium() == "" {
		need(t, "chromium or google-chrome on the path")
	}
	started.Do(func() {
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(chromium()),
			chromedp.NoSandbox, // containers and CI machines have no namespaces to give
			chromedp.DisableGPU,
			chromedp.Flag("hide-scrollbars", false),
			// Nothing but loopback can be reached, so that no test passes
			// or fails by what is elsewhere.
			chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		)
		ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, cancel := chromedp.NewContext(ctx)
		started.ctx = ctx
		started.cancel = func() { cancel(); stop() }
		started.err = chromedp.Do(ctx)
	})
	if started.err != nil {
		t.Fatalf("starting %s: %v", chromium(), started.err)
	}
	return started.ctx
}

func stopBrowser() {
	if started.cancel != nil {
		started.cancel()
	}
}

// A website is a rendered book, as files and behind a server on loopback.
type website struct {
	book     *book.Book
	recorded map[*book.Run]*golden.Golden
	files    map[string][]byte
	packed   map[string][]byte // files, compressed
	dir      string
	http     string // address of the server, with a final slash
	file     string // address of dir, with a final slash
}

// theBook is the website of the book of this repository.
var theBook = sync.OnceValues(func() (*website, error) {
	return makeWebsite("../..")
})

func realBook(t testing.TB) *website {
	t.Helper()
	w, err := theBook()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func makeWebsite(root string) (*website, error) {
	b, problems, err := book.Load(root)
	if err := errors.Join(err, problems.Err()); err != nil {
		return nil, err
	}
	recorded := make(map[*book.Run]*golden.Golden)
	for _, p := range b.Programs {
		for _, run := range p.Runs {
			g, problems, err := golden.Load(b, run)
			if err := errors.Join(err, problems.Err()); err != nil {
				return nil, err
			}
			recorded[run] = g
		}
	}
	return publish(b, recorded)
}

// publish renders b, writes it to a directory and serves it.
func publish(b *book.Book, recorded map[*book.Run]*golden.Golden) (*website, error) {
	w := newWebsite(b, recorded)
	if err := w.render(); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "huoye-browser-")
	if err != nil {
		return nil, err
	}
	tempDirs = append(tempDirs, dir)
	for name, data := range w.files {
		if err := writeFile(dir, name, data); err != nil {
			return nil, err
		}
	}
	w.dir = dir
	w.file = (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}).String()
	return w, nil
}

// publishAt is publish for pages that name the address they are served at.
func publishAt(b book.Book, recorded map[*book.Run]*golden.Golden) (*website, error) {
	w := newWebsite(&b, recorded)
	b.URL = w.http
	return w, w.render()
}

func newWebsite(b *book.Book, recorded map[*book.Run]*golden.Golden) *website {
	w := &website{book: b, recorded: recorded}
	w.http = httptest.NewServer(w).URL + "/"
	return w
}

func (w *website) render() error {
	var mu sync.Mutex
	w.files = make(map[string][]byte)
	err := render.NewPlan(w.book, w.recorded).Each(func(u *render.Unit) error {
		return u.Make(func(files map[string][]byte) error {
			mu.Lock()
			defer mu.Unlock()
			for name, data := range files {
				w.files[name] = bytes.Clone(data)
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	w.packed = make(map[string][]byte)
	for name, data := range w.files {
		var buf bytes.Buffer
		z := gzip.NewWriter(&buf)
		_, _ = z.Write(data) // a bytes.Buffer does not fail
		_ = z.Close()
		w.packed[name] = buf.Bytes()
	}
	return nil
}

// ServeHTTP serves the site as the hosts of static sites do: compressed, with
// a page for what is not there, and to be kept for ten minutes.
func (w *website) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	status := http.StatusOK
	if w.packed[name] == nil {
		name, status = "404.html", http.StatusNotFound
	}
	h := out.Header()
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Set("Content-Encoding", "gzip")
	h.Set("Content-Length", strconv.Itoa(len(w.packed[name])))
	h.Set("Cache-Control", "max-age=600")
	out.WriteHeader(status)
	_, _ = out.Write(w.packed[name]) // the browser may have gone
}

func writeFile(dir, name string, data []byte) error {
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o666)
}

// pages are the site's pages, sorted.
func (w *website) pages() []string {
	var pages []string
	for name := range w.files {
		if path.Ext(name) == ".html" {
			pages = append(pages, name)
		}
	}
	slices.Sort(pages)
	return pages
}

// samplePages are the site's pages with one of eight pages of programs, which
// are many and come from one template; all of them are opened by TestPages.
func (w *website) samplePages() []string {
	programs := 0
	return slices.DeleteFunc(w.pages(), func(name string) bool {
		if !strings.HasPrefix(name, "snippets/") {
			return false
		}
		programs++
		return programs%8 != 1
	})
}

// inTabs calls visit for every item, in as many tabs as there are processors.
// A tab is used again for the next item; visit reports what is wrong.
func inTabs[T any](t *testing.T, items []T, visit func(tab *tab, i int, item T)) {
	t.Helper()
	browser(t)
	var (
		wg   sync.WaitGroup
		next = make(chan int)
	)
	for range min(runtime.GOMAXPROCS(0), 4, len(items)) {
		tab := newTab(t)
		tab.shared = true
		wg.Go(func() {
			for i := range next {
				func() {
					defer func() {
						switch r := recover().(type) {
						case nil:
						case giveUp:
							t.Errorf("%v: %s", items[i], string(r))
						default:
							panic(r)
						}
					}()
					visit(tab, i, items[i])
				}()
			}
		})
	}
	for i := range items {
		next <- i
	}
	close(next)
	wg.Wait()
}

// run runs a tool and returns what it printed.
func run(t testing.TB, env []string, name string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), env...)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}
