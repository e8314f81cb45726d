package site

import (
	"compress/gzip"
	"fmt"
	"go/token"
	"io"
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

// A scale weighs files, each once.
type scale struct {
	dir    string
	files  map[string][]byte
	assets map[string]int // weights of what pages load

	fast, best sync.Pool // of *gzip.Writer
}

// check reports the pages and files that are heavier than b allows. pages
// are what was read of the files called names.
func (b Budget) check(dir string, files map[string][]byte, names []string, pages []page) problem.List {
	s := &scale{dir: dir, files: files, assets: make(map[string]int)}
	for name := range files {
		if isAsset(name) {
			s.assets[name] = s.weigh(files[name], false)
		}
	}
	found := make([]*problem.Problem, len(names))
	parallel(len(names), func(i int) {
		if l, ok := find(b.Pages, names[i]); ok && l.Max > 0 {
			found[i] = s.page(names[i], pages[i].loads, l)
		}
	})
	found = append(found, b.scripts(s)...)
	return slices.DeleteFunc(found, func(e *problem.Problem) bool { return e == nil })
}

func isAsset(name string) bool {
	ext := path.Ext(name)
	return ext == ".js" || ext == ".css"
}

// page weighs a page with what it loads.
func (s *scale) page(name string, loads []string, l Limit) *problem.Problem {
	rest := 0
	for _, asset := range loads {
		rest += s.assets[asset]
	}
	// The fastest compression is enough to see that most pages are fine.
	if s.weigh(s.files[name], true)+rest <= l.Max {
		return nil
	}
	own := s.weigh(s.files[name], false)
	if own+rest <= l.Max {
		return nil
	}
	return s.problem(name, "the first view is %d bytes compressed, the page itself %d of them; the limit is %d; %s",
		own+rest, own, l.Max, l.Remedy)
}

// scripts weighs the data and the other scripts.
func (b Budget) scripts(s *scale) (found []*problem.Problem) {
	sum, heaviest := 0, ""
	for name, weight := range s.assets {
		if l, ok := find(b.Data, name); ok {
			if weight > l.Max {
				found = append(found, s.problem(name, "%d bytes compressed; the limit is %d; %s", weight, l.Max, l.Remedy))
			}
			continue
		}
		if path.Ext(name) == ".js" {
			sum += weight
			if heaviest == "" || weight > s.assets[heaviest] || weight == s.assets[heaviest] && name < heaviest {
				heaviest = name
			}
		}
	}
	if b.Scripts > 0 && sum > b.Scripts {
		found = append(found, s.problem(heaviest, "the scripts are %d bytes compressed together; the limit is %d", sum, b.Scripts))
	}
	return found
}

func (s *scale) problem(name, format string, args ...any) *problem.Problem {
	return &problem.Problem{
		Pos:  token.Position{Filename: path.Join(s.dir, name), Line: 1, Column: 1},
		Rule: problem.PageWeight,
		Msg:  fmt.Sprintf(format, args...),
	}
}

// A counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// weigh returns the size of data after compression as servers do it or, much faster,
// a little worse.
func (s *scale) weigh(data []byte, fast bool) int {
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
