package preview

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// changes does something to the files of a fake and waits until each of want
// has been reported as changed.
func (f *fake) changes(what string, want []string, do func() error) {
	f.t.Helper()
	f.mu.Lock()
	f.calls = nil
	f.mu.Unlock()
	if err := do(); err != nil {
		f.t.Fatal(err)
	}
	deadline := time.Now().Add(patience)
	for {
		f.mu.Lock()
		got := slices.Concat(f.calls...)
		f.mu.Unlock()
		missing := slices.DeleteFunc(slices.Clone(want), func(name string) bool { return slices.Contains(got, name) })
		if len(missing) == 0 {
			return
		}
		if time.Now().After(deadline) {
			f.t.Fatalf("%s: changed %q, want %q", what, got, want)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// settle waits until no change is reported any more.
func (f *fake) settle() {
	for n := -1; ; time.Sleep(4 * quiet) {
		f.mu.Lock()
		same := n == len(f.calls)
		n = len(f.calls)
		f.mu.Unlock()
		if same {
			return
		}
	}
}

func TestWatch(t *testing.T) {
	f, _ := start(t, map[string]string{"content/a/zh.md": "1", "content/b/zh.md": "1", "other/c.md": "1"})
	rename := func(from, to string) func() error {
		return func() error { return os.Rename(f.file(from), f.file(to)) }
	}
	write := func(name string) func() error {
		return func() error { f.write(name, name); return nil }
	}
	list := func(names ...string) []string { return names }
	f.changes("a write", list("content/a/zh.md"), write("content/a/zh.md"))
	f.changes("a write by rename", list("content/a/zh.md"), func() error {
		f.write("content/a/.zh.md.new", "2")
		return os.Rename(f.file("content/a/.zh.md.new"), f.file("content/a/zh.md"))
	})
	f.changes("a write with a backup", list("content/a/zh.md"), func() error {
		if err := os.Rename(f.file("content/a/zh.md"), f.file("content/a/zh.md~")); err != nil {
			return err
		}
		f.write("content/a/zh.md", "3")
		return os.Remove(f.file("content/a/zh.md~"))
	})
	f.changes("a file in new directories", list("content/x"), write("content/x/y/z/new.md"))
	f.changes("a change there", list("content/x/y/z/new.md"), write("content/x/y/z/new.md"))
	f.changes("a directory renamed", list("content/b", "content/c"), rename("content/b", "content/c"))
	f.changes("a change under its new name", list("content/c/zh.md"), write("content/c/zh.md"))
	f.changes("renamed with directories in it", list("content/x", "content/w"), rename("content/x", "content/w"))
	f.changes("a change deep in it", list("content/w/y/z/new.md"), write("content/w/y/z/new.md"))
	f.changes("moved away", list("content/w"), rename("content/w", "other/w"))
	f.changes("and back", list("content/w"), rename("other/w", "content/w"))
	f.changes("a change after that", list("content/w/y/z/new.md"), write("content/w/y/z/new.md"))
	f.changes("a directory deleted", list("content/c"), func() error { return os.RemoveAll(f.file("content/c")) })
	f.changes("and restored", list("content/c"), write("content/c/zh.md"))
	f.changes("a change in it", list("content/c/zh.md"), write("content/c/zh.md"))
	f.changes("everything deleted", list("content"), func() error { return os.RemoveAll(f.file("content")) })
	f.changes("and restored", list("content"), write("content/a/zh.md"))
	f.changes("a change in that", list("content/a/zh.md"), write("content/a/zh.md"))
	f.changes("a watched file that was not there", list("deep/er/style.css"), write("deep/er/style.css"))
	f.changes("a change of it", list("deep/er/style.css"), write("deep/er/style.css"))
	f.changes("its directory renamed", list("deep/er/style.css"), rename("deep/er", "deep/est"))
	f.changes("and renamed back", list("deep/er/style.css"), rename("deep/est", "deep/er"))
	f.changes("a change after all", list("deep/er/style.css"), write("deep/er/style.css"))
	for range 3 {
		f.changes("deleted and restored at once", list("content/a/zh.md"), func() error {
			if err := os.RemoveAll(f.file("content")); err != nil {
				return err
			}
			f.write("content/a/zh.md", "1")
			time.Sleep(4 * quiet)
			f.write("content/a/zh.md", "2")
			return nil
		})
	}
}

func TestWatchLinks(t *testing.T) {
	f, _ := start(t, map[string]string{"content/a/zh.md": "1", "shared/notes/en.md": "1", "files/b.md": "1"})
	f.changes("a link to a directory", []string{"content/n"}, func() error { return os.Symlink("../shared/notes", f.file("content/n")) })
	f.changes("a change behind it", []string{"shared/notes/en.md"}, func() error { f.write("shared/notes/en.md", "2"); return nil })
	f.changes("a new file behind it", []string{"shared/notes/x/y.md"}, func() error {
		f.write("shared/notes/x/y.md", "1")
		time.Sleep(4 * quiet)
		f.write("shared/notes/x/y.md", "2")
		return nil
	})
	f.changes("a link to a file", []string{"content/b.md"}, func() error { return os.Symlink("../files/b.md", f.file("content/b.md")) })
	f.changes("a change of the file", []string{"files/b.md"}, func() error { f.write("files/b.md", "2"); return nil })
	f.changes("a circle of links", []string{"content/a/up"}, func() error { return os.Symlink("..", f.file("content/a/up")) })
	f.changes("a change after it", []string{"content/a/zh.md"}, func() error { f.write("content/a/zh.md", "2"); return nil })
}

// TestWatchIgnored writes what is no business of a book.
func TestWatchIgnored(t *testing.T) {
	f, _ := start(t, map[string]string{"content/a/zh.md": "1", "site/index.html": "1", "deep/er/style.css": "1"})
	f.settle()
	f.mu.Lock()
	f.calls = nil
	f.mu.Unlock()
	for _, name := range []string{
		"content/a/.zh.md.swp", "content/a/zh.md~", "content/a/zh.md.swp", "content/a/#zh.md#", "content/a/4913",
		"content/.git/index", "site/index.html", "new/file", "file", "deep/er/other.css", "deep/new",
	} {
		f.write(name, "1")
	}
	f.settle()
	f.write("content/a/en.md", "1")
	f.settle()
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, name := range slices.Concat(f.calls...) {
		if name != "content/a/en.md" {
			t.Errorf("%s is reported", name)
		}
	}
	if len(f.calls) == 0 {
		t.Error("nothing is reported")
	}
}

// TestBursts changes many files in quick succession, and while a rebuild goes
// on.
func TestBursts(t *testing.T) {
	f, _ := start(t, map[string]string{"content/a.html": "0"})
	f.settle()
	slow := make(chan struct{})
	f.mu.Lock()
	f.calls, f.slow = nil, slow
	f.mu.Unlock()
	for i := range 20 {
		f.write(fmt.Sprintf("content/%d.html", i), "1")
	}
	count := func() int {
		f.mu.Lock()
		defer f.mu.Unlock()
		return len(f.calls)
	}
	for count() == 0 {
		time.Sleep(time.Millisecond)
	}
	for i := range 20 {
		f.write(fmt.Sprintf("content/%d.html", i), "2")
	}
	f.settle()
	if n := count(); n != 1 {
		t.Errorf("%d rebuilds while the first goes on", n)
	}
	close(slow)
	f.settle()
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.calls) < 2 || len(f.calls) > 6 {
		t.Errorf("%d rebuilds for two bursts", len(f.calls))
	}
	if last := f.calls[len(f.calls)-1]; !slices.Contains(last, "content/19.html") {
		t.Errorf("the last change is not in the last rebuild: %q", last)
	}
}

// TestBlind watches where changes are not told.
func TestBlind(t *testing.T) {
	var said []string
	w := newWatcher(filepath.Join(t.TempDir(), "missing"), []string{"content"}, func(s string) { said = append(said, s) })
	changes := w.start(t.Context())
	select {
	case got := <-changes:
		if !slices.Equal(got, []string{"content"}) {
			t.Errorf("changed: %q", got)
		}
	case <-time.After(patience):
		t.Error("nothing is looked at")
	}
	if len(said) != 1 || !strings.Contains(said[0], "every 2s instead") {
		t.Errorf("said %q", said)
	}
}
