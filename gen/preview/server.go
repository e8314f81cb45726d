package preview

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"net"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ours is where the preview's own files are. No file of a book begins with a
// dot.
const ours = "/.huoye/"

//go:embed preview.js
var script []byte

//go:embed preview.css
var style []byte

// A server serves the site that was shown last, and tells the open pages what
// becomes of them.
type server struct {
	dir   string
	begun chan struct{} // closed when there is a site

	mu    sync.Mutex // guards what follows
	site  Site
	state string                 // the problems, for the script
	pages map[*openPage]struct{} // that are told
}

// An openPage is a page that a browser shows.
type openPage struct {
	path    string // in the site
	version string // that it shows
	state   string // that it shows
	news    chan struct{}
}

func newServer(dir string) *server {
	return &server{dir: dir, begun: make(chan struct{}), pages: make(map[*openPage]struct{})}
}

// start serves at once. stop ends all that goes on.
func (s *server) start(listeners []net.Listener) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0), // of browsers that went away
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	var wg sync.WaitGroup
	failed := make([]error, len(listeners))
	for i, l := range listeners {
		wg.Go(func() {
			if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				failed[i] = err
			}
		})
	}
	return func() error {
		cancel()
		_ = srv.Close() // what is still being sent does not matter
		wg.Wait()
		return errors.Join(failed...)
	}
}

// show replaces the site. Open pages are told only if what they show has changed.
func (s *server) show(site Site) {
	state := describe(s.dir, site.Problems)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == "" {
		close(s.begun)
	}
	s.site, s.state = site, state
	for p := range s.pages {
		p.wake()
	}
}

func (p *openPage) wake() {
	select {
	case p.news <- struct{}{}:
	default: // it will look anyway
	}
}

// now returns what there is to show.
func (s *server) now() (Site, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.site, s.state
}

// ServeHTTP implements [http.Handler].
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	switch {
	case !isLocal(r.Host):
		// Another site may have its name lead here, to read what we serve.
		http.Error(w, "This preview is for this machine only; open it as http://127.0.0.1 or http://localhost.", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	case r.URL.Path == ours+"preview.js":
		send(w, http.StatusOK, "preview.js", script)
	case r.URL.Path == ours+"preview.css":
		send(w, http.StatusOK, "preview.css", style)
	case r.URL.Path == ours+"events":
		s.tell(w, r)
	default:
		s.servePage(w, r)
	}
}

// isLocal reports whether a request's Host is this machine by a name that
// nobody else can give away.
func isLocal(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	}
	return strings.EqualFold(name, "localhost") || name == "127.0.0.1" || name == "::1"
}

func (s *server) servePage(w http.ResponseWriter, r *http.Request) {
	select {
	case <-s.begun:
	case <-r.Context().Done():
		return
	}
	site, state := s.now()
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if site.File != nil && path.Ext(name) == "" {
		if _, ok, _ := site.File(name + "/index.html"); ok {
			http.Redirect(w, r, "/"+name+"/", http.StatusFound)
			return
		}
	}
	a := answerOf(site, name)
	if path.Ext(a.name) == ".html" {
		a.data = withScript(a.data, name, a.version, state)
	}
	if a.status == http.StatusOK && hashed.MatchString(a.name) {
		w.Header().Set("Cache-Control", "max-age=31536000, immutable")
	}
	send(w, a.status, a.name, a.data)
}

// hashed matches the names of style sheets and scripts that change with their
// content. A reload need not wait for them.
var hashed = regexp.MustCompile(`\.[0-9a-f]{10}\.(css|js)$`)

// An answer is what is served for a path.
type answer struct {
	status  int
	name    string // of the file, by which its type is known
	data    []byte
	version string // changes with the content
}

// answerOf returns what site has for a path.
func answerOf(site Site, name string) answer {
	a := answer{status: http.StatusOK, name: name}
	if site.File == nil {
		a.status, a.name, a.data = http.StatusServiceUnavailable, "problems.html", plainPage("There is nothing to show yet")
		return a.sum()
	}
	data, ok, err := site.File(name)
	if err == nil && !ok {
		a.status, a.name = http.StatusNotFound, "404.html"
		data, ok, err = site.File(a.name)
	}
	switch {
	case err != nil:
		a.status, a.name, data = http.StatusInternalServerError, "error.html", plainPage(err.Error())
	case !ok:
		data = plainPage("There is no such page")
	}
	a.data = data
	return a.sum()
}

func (a answer) sum() answer {
	h := sha256.New()
	fmt.Fprintln(h, a.status) // a hash does not fail
	h.Write(a.data)
	a.version = hex.EncodeToString(h.Sum(nil)[:8])
	return a
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

// plainPage is a page that stands in for one of the site.
func plainPage(message string) []byte {
	return []byte("<!doctype html>\n<html lang=\"en\" class=\"huoye-plain\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + escaper.Replace(message) + "</title>\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'\">\n" +
		"<link rel=\"icon\" href=\"data:,\">\n</head>\n<body>\n<main>\n<h1>" + escaper.Replace(message) + "</h1>\n" +
		"<noscript><p>What is wrong is said where the preview was started.</p></noscript>\n</main>\n</body>\n</html>\n")
}

// withScript adds the preview's script and style sheet to a page, before its own
// scripts.
func withScript(page []byte, name, version, state string) []byte {
	tags := fmt.Sprintf("<link rel=\"stylesheet\" href=\"%spreview.css\">\n"+
		"<script src=\"%[1]spreview.js\" data-page=\"%s\" data-version=\"%s\" data-state=\"%s\" defer></script>\n",
		ours, escaper.Replace(name), version, escaper.Replace(state))
	at := bytes.Index(page, []byte("</head>"))
	if at < 0 {
		return page
	}
	if first := bytes.Index(page[:at], []byte("<script")); first >= 0 {
		at = first
	}
	return append(append(page[:at:at], tags...), page[at:]...)
}

// types are the kinds of files that sites have. What a machine says of them is
// not asked.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".json": "application/json",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
	".xml":  "application/xml",
}

// send answers a request with a file.
func send(w http.ResponseWriter, status int, name string, data []byte) {
	kind := types[path.Ext(name)]
	if kind == "" {
		kind = mime.TypeByExtension(path.Ext(name))
	}
	if kind == "" {
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(status)
	_, _ = w.Write(data) // the browser may have gone
}

// tell tells a page, as long as it is open, when it has changed and what is
// wrong.
func (s *server) tell(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	q := r.URL.Query()
	p := &openPage{path: q.Get("page"), version: q.Get("version"), news: make(chan struct{}, 1)}
	s.mu.Lock()
	s.pages[p] = struct{}{}
	if s.state != "" {
		p.wake() // there may be news since the page was sent
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.pages, p)
	}()
	flusher := http.NewResponseController(w)
	for {
		// A comment first, so that the browser knows that it is connected.
		if _, err := io.WriteString(w, ":\n\n"); err != nil || flusher.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-p.news:
		}
		site, state := s.now()
		if state != p.state {
			p.state = state
			fmt.Fprintf(w, "event: state\ndata: %s\n\n", state)
		}
		if v := answerOf(site, p.path).version; v != p.version {
			p.version = v
			fmt.Fprintf(w, "event: change\ndata: %s\n\n", v)
		}
		// Errors show when the comment is written.
	}
}
