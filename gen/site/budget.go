package site

import (
	"compress/gzip"
	"fmt"
	"go/token"
	"io"
	"math"
	"path"
	"slices"
	"strings"
	"sync"

	"huoye/gen/problem"
)

// A Budget bounds what readers have to load, in bytes after compression with
// gzip. Its zero value bounds nothing.
type Budget struct {
	// Pages bounds a page together with the style sheets and scripts that
	// it names. The first limit that concerns a page holds.
	Pages []Limit
	// Data bounds each file that is loaded when it is asked for.
	Data []Limit
	// Scripts bounds all other scripts together.
	Scripts int
}

// A Limit is the most that a file may weigh whose name begins with Prefix.
type Limit struct {
	Prefix string
	Max    int    // 0: no bound
	Remedy string // what an author can do about it
}

// find returns the first limit that concerns name.
func find(limits []Limit, name string) (Limit, bool) {
	i := slices.IndexFunc(limits, func(l Limit) bool { return strings.HasPrefix(name, l.Prefix) })
	if i < 0 {
		return Limit{}, false
	}
	return limits[i], true
}

// A scale weighs files.
type scale struct {
	dir    string
	budget Budget

	mu     sync.Mutex     // guards assets
	assets map[string]int // weights of what pages load

	fast, best sync.Pool // of *gzip.Writer
}

func newScale(dir string, b Budget) *scale {
	return &scale{dir: dir, budget: b, assets: make(map[string]int)}
}

// weigh weighs a file and reports it if it is heavier than the budget allows.
// p is what was read of it if it is a page.
func (s *scale) weigh(name string, data []byte, p *page) *problem.Problem {
	switch {
	case p != nil:
		if l, ok := find(s.budget.Pages, name); ok && l.Max > 0 {
			return s.page(p, l)
		}
	case s.loaded(name):
		weight := s.pack(data, false)
		s.mu.Lock()
		s.assets[name] = weight
		s.mu.Unlock()
	case isAsset(name):
		l, _ := find(s.budget.Data, name)
		if weight, over := s.over(data, l.Max); over {
			return s.problem(name, "%d bytes compressed; the limit is %d; %s", weight, l.Max, l.Remedy)
		}
	}
	return nil
}

// over reports whether data weighs more than most, and how much then. Most
// files are seen not to without compressing them, or by the fastest compression.
func (s *scale) over(data []byte, most int) (weight int, over bool) {
	if len(data) <= most || atMost(data) <= most || s.pack(data, true) <= most {
		return 0, false
	}
	weight = s.pack(data, false)
	return weight, weight > most
}

// loaded reports whether pages load the file with themselves.
func (s *scale) loaded(name string) bool {
	_, data := find(s.budget.Data, name)
	return isAsset(name) && !data
}

func isAsset(name string) bool {
	ext := path.Ext(name)
	return ext == ".js" || ext == ".css"
}

// page weighs a page with what it loads.
func (s *scale) page(p *page, l Limit) *problem.Problem {
	rest := 0
	s.mu.Lock()
	for _, asset := range p.loads {
		rest += s.assets[asset]
	}
	s.mu.Unlock()
	own, over := s.over(p.data, l.Max-rest)
	if !over {
		return nil
	}
	return s.problem(p.name, "the first view is %d bytes compressed, the page itself %d of them; the limit is %d; %s",
		own+rest, own, l.Max, l.Remedy)
}

// scripts weighs the scripts that are no data, together.
func (s *scale) scripts() problem.List {
	sum, heaviest := 0, ""
	for name, weight := range s.assets {
		if path.Ext(name) != ".js" {
			continue
		}
		sum += weight
		if heaviest == "" || weight > s.assets[heaviest] || weight == s.assets[heaviest] && name < heaviest {
			heaviest = name
		}
	}
	if s.budget.Scripts == 0 || sum <= s.budget.Scripts {
		return nil
	}
	return problem.List{s.problem(heaviest, "the scripts are %d bytes compressed together; the limit is %d", sum, s.budget.Scripts)}
}

func (s *scale) problem(name, format string, args ...any) *problem.Problem {
	return &problem.Problem{
		Pos:  token.Position{Filename: path.Join(s.dir, name), Line: 1, Column: 1},
		Rule: problem.PageWeight,
		Msg:  fmt.Sprintf(format, args...),
	}
}

// atMost returns a bound on the size of data after compression: what a
// Huffman code for its bytes comes to. It is at most the entropy and what
// Gallager proved of the code's redundancy, the probability of the most frequent
// byte plus 0.086 bits (IEEE Transactions on Information Theory 24, 1978).
func atMost(data []byte) int {
	var count [256]int
	for _, c := range data {
		count[c]++
	}
	n := float64(len(data))
	bits, most := 0.0, 0.0
	for _, c := range count {
		if c > 0 {
			p := float64(c) / n
			bits -= p * math.Log2(p)
			most = max(most, p)
		}
	}
	const codeLengths = 400 // bytes for them, and for headers
	return int(n*(bits+most+0.086)/8) + codeLengths
}

// A counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// pack returns the size of data after compression as servers do it or, much faster,
// a little worse.
func (s *scale) pack(data []byte, fast bool) int {
	pool, level := &s.best, gzip.DefaultCompression
	if fast {
		pool, level = &s.fast, gzip.BestSpeed
	}
	z, _ := pool.Get().(*gzip.Writer)
	if z == nil {
		z, _ = gzip.NewWriterLevel(io.Discard, level) // the level is right
	}
	var n counter
	z.Reset(&n)
	_, _ = z.Write(data) // a counter does not fail
	_ = z.Close()
	pool.Put(z)
	return int(n)
}
