package render

import (
	"bytes"
	"sync"
	"testing"

	"huoye/gen/book"
	"huoye/gen/golden"
)

// TestEarly reads the book of this repository: what is planned meanwhile is what
// the plan of the whole book says, with the same files.
func TestEarly(t *testing.T) {
	type unit struct {
		key   Key
		files map[string][]byte
	}
	var (
		mu       sync.Mutex
		early    = make(map[string]unit)
		recorded = make(map[*book.Run]*golden.Golden)
	)
	keep := func(units ...*Unit) error {
		for _, u := range units {
			files, err := made(u)
			if err != nil {
				return err
			}
			mu.Lock()
			if _, twice := early[u.Name]; twice {
				t.Errorf("unit %s is planned twice", u.Name)
			}
			early[u.Name] = unit{u.Key, files}
			mu.Unlock()
		}
		return nil
	}
	b, problems, err := book.LoadWith("../..", nil, func(b *book.Book) (func(*book.Chapter) error, error) {
		for _, p := range b.Programs {
			for _, r := range p.Runs {
				g, problems, err := golden.Load(b, r)
				if err != nil {
					return nil, err
				}
				if err := problems.Err(); err != nil {
					return nil, err
				}
				recorded[r] = g
			}
		}
		plan := NewEarly(b, recorded)
		return func(c *book.Chapter) error {
			units, err := plan.Chapter(c)
			if err != nil {
				return err
			}
			return keep(units...)
		}, keep(plan.Assets())
	})
	if err != nil || b == nil {
		t.Fatal(problems, err)
	}
	if len(early) <= len(b.Chapters) {
		t.Fatalf("%d units of %d chapters were planned early", len(early), len(b.Chapters))
	}
	for u := range NewPlan(b, recorded).Units {
		got, ok := early[u.Name]
		if !ok {
			continue // it needs the whole book
		}
		delete(early, u.Name)
		want, err := made(u)
		if err != nil {
			t.Fatal(err)
		}
		if got.key != u.Key {
			t.Errorf("unit %s has another key", u.Name)
		}
		if len(got.files) != len(want) {
			t.Errorf("unit %s makes %d files early, %d later", u.Name, len(got.files), len(want))
		}
		for name, data := range want {
			if !bytes.Equal(got.files[name], data) {
				t.Errorf("%s of unit %s is another file", name, u.Name)
			}
		}
	}
	for name := range early {
		t.Errorf("unit %s is planned early only", name)
	}
}
