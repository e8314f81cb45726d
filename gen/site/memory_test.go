package site

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// unitsSite is a site of two units, of which the second leads into the first.
type unitsSite struct {
	t      *testing.T
	dir    string
	memory Memory
}

func newUnitsSite(t *testing.T) *unitsSite {
	dir := t.TempDir()
	return &unitsSite{t, filepath.Join(dir, "site"), Memory{filepath.Join(dir, "memory"), "v1"}}
}

// publish makes the site; what it says is a part of the keys. It returns which
// units were kept, and what is wrong.
func (s *unitsSite) publish(first, second string) (kept, problems string) {
	s.t.Helper()
	d, err := Begin(s.dir, Budget{}, true)
	if err != nil {
		s.t.Fatal(err)
	}
	defer d.Close()
	d.Remember(s.memory)
	for _, u := range []struct{ name, file, body string }{
		{"one", "index.html", first},
		{"two", "two/index.html", second},
	} {
		key, files := sha256.Sum256([]byte(u.body)), []string{u.file}
		if d.Keep(u.name, key, files) {
			kept += u.name + " "
			continue
		}
		if err := d.Add(u.name, key, files, map[string][]byte{u.file: doc(u.body)}); err != nil {
			s.t.Fatal(err)
		}
	}
	list, err := d.Check()
	if err != nil {
		s.t.Fatal(err)
	}
	if list.Failing() {
		return kept, list.String()
	}
	if _, err := d.Publish(); err != nil {
		s.t.Fatal(err)
	}
	got := readTree(s.t, s.dir)
	if string(got["index.html"]) != string(doc(first)) || string(got["two/index.html"]) != string(doc(second)) || len(got) != 2 {
		s.t.Errorf("the site is %q", got)
	}
	for name, sum := range d.Sums() {
		if s.memory.File != "" && sum != sha256.Sum256(got[name]) {
			s.t.Errorf("the sum of %s is %x", name, sum)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		s.t.Errorf("no sums of %q", got)
	}
	return kept, ""
}

func (s *unitsSite) want(what, first, second, kept string) {
	s.t.Helper()
	got, problems := s.publish(first, second)
	if strings.TrimSpace(got) != kept || problems != "" {
		s.t.Errorf("%s: kept %q, want %q; %s", what, got, kept, problems)
	}
}

func TestKeep(t *testing.T) {
	const first = `<p id="a"></p>`
	const second = `<a href="../index.html#a">x</a>`
	s := newUnitsSite(t)
	s.want("the first time", first, second, "")
	s.want("nothing changed", first, second, "one two")
	s.want("one unit changed", first, second+"!", "one")
	s.want("and is known", first, second+"!", "one two")

	index := filepath.Join(s.dir, "index.html")
	if err := os.WriteFile(index, doc(`<p id="b"></p>`), 0o644); err != nil {
		t.Fatal(err)
	}
	s.want("a file was written over", first, second+"!", "two")
	now := time.Now().Add(time.Hour)
	if err := os.Chtimes(index, now, now); err != nil {
		t.Fatal(err)
	}
	s.want("a file was touched", first, second+"!", "two")
	if err := os.Remove(filepath.Join(s.dir, "two", "index.html")); err != nil {
		t.Fatal(err)
	}
	s.want("a file was removed", first, second+"!", "one")

	s.memory.Version = "v2"
	s.want("another generator", first, second+"!", "")
	s.memory.File = ""
	s.want("nothing is remembered", first, second+"!", "")
}

// TestKeepMany keeps more units than are packed together, all but one.
func TestKeepMany(t *testing.T) {
	const units = 500
	tmp := t.TempDir()
	dir := filepath.Join(tmp, "site")
	publish := func(changed int) (kept int, diff Diff) {
		t.Helper()
		d, err := Begin(dir, Budget{}, true)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		d.Remember(Memory{filepath.Join(tmp, "memory"), "v1"})
		for i := range units {
			name, file := fmt.Sprint("unit ", i), fmt.Sprintf("%d/index.html", i)
			if i == 0 {
				file = "index.html"
			}
			data := doc(fmt.Sprint(i, i == changed))
			key := sha256.Sum256(data)
			if d.Keep(name, key, []string{file}) {
				kept++
				continue
			}
			if err := d.Add(name, key, []string{file}, map[string][]byte{file: data}); err != nil {
				t.Fatal(err)
			}
		}
		if diff, err = d.Publish(); err != nil {
			t.Fatal(err)
		}
		got := readTree(t, dir)
		for name, sum := range d.Sums() {
			if sum != sha256.Sum256(got[name]) {
				t.Errorf("the sum of %s is %x", name, sum)
			}
			delete(got, name)
		}
		if len(got) > 0 {
			t.Errorf("no sums of %q", got)
		}
		return kept, diff
	}
	if kept, diff := publish(-1); kept != 0 || len(diff.Added) != units {
		t.Errorf("at first %d units are kept, %d files added", kept, len(diff.Added))
	}
	kept, diff := publish(units / 2)
	if want := []string{fmt.Sprintf("%d/index.html", units/2)}; kept != units-1 || !slices.Equal(diff.Changed, want) || len(diff.Added)+len(diff.Removed) > 0 {
		t.Errorf("with one changed, %d units are kept; %+v", kept, diff)
	}
	if kept, diff := publish(units / 2); kept != units || !diff.Empty() {
		t.Errorf("with none changed, %d units are kept; %+v", kept, diff)
	}
}

// TestAddWrong adds units that would lose a file, or publish an empty one.
func TestAddWrong(t *testing.T) {
	d, err := Begin(filepath.Join(t.TempDir(), "site"), Budget{}, false)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"a.html": doc("a"), "b.html": doc("b")}
	for _, names := range [][]string{{"a.html"}, {"a.html", "c.html"}, {"a.html", "b.html", "c.html"}} {
		if err := d.Add(fmt.Sprint(names), sha256.Sum256(nil), names, files); err == nil {
			t.Errorf("a unit of two files could be added as %q", names)
		}
	}
}

func TestAddTwice(t *testing.T) {
	d, err := Begin(filepath.Join(t.TempDir(), "site"), Budget{}, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := addFile(d, "index.html", doc("1")); err != nil {
		t.Fatal(err)
	}
	if err := addFile(d, "index.html", doc("2")); err == nil {
		t.Error("a unit could be added twice")
	}
}

// TestKeepLinks leads from a page that is made into one that is kept.
func TestKeepLinks(t *testing.T) {
	s := newUnitsSite(t)
	s.want("the first time", `<p id="a"></p>`, `<a href="../index.html#a">x</a>`, "")
	_, problems := s.publish(`<p id="a"></p>`, `<a href="../index.html#b">x</a>`)
	if want := `link "../index.html#b": index.html has no id "b"`; !strings.Contains(problems, want) {
		t.Errorf("got %q, want %q", problems, want)
	}
}

// TestMemoryDamaged cuts and changes what is remembered at every place: it is
// then taken for nothing.
func TestMemoryDamaged(t *testing.T) {
	s := newUnitsSite(t)
	s.want("the first time", "1", "2", "")
	whole, err := os.ReadFile(s.memory.File)
	if err != nil {
		t.Fatal(err)
	}
	for i := range whole {
		flipped := append([]byte{}, whole...)
		flipped[i] ^= 1
		for _, data := range [][]byte{whole[:i], flipped} {
			if err := os.WriteFile(s.memory.File, data, 0o644); err != nil {
				t.Fatal(err)
			}
			if m := remember(s.memory.File, s.memory.Version); len(m.units) > 0 {
				t.Fatalf("damaged at %d, it still has %d units", i, len(m.units))
			}
		}
	}
}
