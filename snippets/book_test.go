// Package snippets_test runs every program of the book as a test of its own:
//
//	go test ./snippets -run 'child-process/hello-process' -count=20
package snippets_test

import (
	"cmp"
	"context"
	"flag"
	"os"
	"path"
	"strings"
	"sync"
	"testing"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/runner"
)

// cache is where binaries are, removed when all tests have ended.
var cache string

func TestMain(m *testing.M) {
	// The chapters are subtests, but nobody should have to write Test/
	// before their names.
	flag.Parse()
	if f := flag.Lookup("test.run"); f.Value.String() != "" && !strings.HasPrefix(f.Value.String(), "Test") {
		if err := f.Value.Set("Test/" + f.Value.String()); err != nil {
			panic(err)
		}
	}
	var err error
	if cache, err = os.MkdirTemp("", "snippets-"); err != nil {
		panic(err)
	}
	status := m.Run()
	_ = os.RemoveAll(cache) // what stays there harms nobody
	os.Exit(status)
}

// A built book is one whose programs can be run.
type built struct {
	*book.Book
	bins *runner.Binaries
}

// build builds the book, once for all rounds of -count.
var build = sync.OnceValues(func() (*built, error) {
	b, problems, err := book.Load("..")
	if err := cmp.Or(err, problems.Err()); err != nil {
		return nil, err
	}
	bins, problems, err := runner.Build(context.Background(), b, cache, buildable(b), 2)
	return &built{b, bins}, cmp.Or(err, problems.Err())
})

// Test runs chapter/program/run, compares it with its recorded output, and
// reports what breaks its contract.
func Test(t *testing.T) {
	b, err := build()
	if err != nil {
		t.Fatal(err)
	}
	for _, chapter := range b.Chapters {
		t.Run(chapter.Slug, func(t *testing.T) {
			t.Parallel()
			for _, program := range b.Programs {
				if program.Chapter == chapter.Slug {
					t.Run(path.Base(program.Name), func(t *testing.T) { testProgram(t, b, program) })
				}
			}
		})
	}
}

// buildable are the programs with a run that this platform supports.
func buildable(b *book.Book) []*book.Program {
	var list []*book.Program
	for _, p := range b.Programs {
		for _, run := range p.Runs {
			if runner.Supported(run) {
				list = append(list, p)
				break
			}
		}
	}
	return list
}

func testProgram(t *testing.T, b *built, program *book.Program) {
	for _, run := range program.Runs {
		t.Run(run.Name, func(t *testing.T) {
			if !runner.Supported(run) {
				t.Skip(runner.Unsupported(run))
			}
			if b.bins.Lacks(run) {
				if os.Getenv("CI") != "" {
					t.Fatal("no race detector here")
				}
				t.Skip("no race detector here; install a C compiler")
			}
			want, problems, err := golden.Load(b.Book, run)
			if err != nil {
				t.Fatal(err)
			}
			got, err := b.bins.Run(t.Context(), run)
			if err != nil {
				t.Fatalf("%s:%d: %v", run.File, run.Line, err)
			}
			if got.Killed > 0 && !run.Leaves {
				t.Errorf("%s:%d: left %d processes that had to be killed", run.File, run.Line, got.Killed)
			}
			for _, p := range append(problems, golden.Compare(run, want, got.Output)...) {
				t.Error(p)
			}
		})
	}
}
