package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// TestKeepUnits edits a copy of the book, time and again: what a build makes that
// leaves what has not changed must be what one makes that knows nothing.
func TestKeepUnits(t *testing.T) {
	dir := copyBook(t)
	build := func(cache string) string {
		t.Helper()
		t.Setenv("XDG_CACHE_HOME", cache)
		var out bytes.Buffer
		// Nothing is run, so that what the edits do to programs is not told.
		if status := run(t.Context(), []string{"build", "-C", dir, "-run", "^$"}, &out, &out); status != exitOK {
			t.Fatalf("exits with %d:\n%s", status, &out)
		}
		return out.String()
	}
	memory := t.TempDir()
	build(memory)
	for _, edit := range []struct {
		what, file, old, new string
		changed              string // what the summary says
	}{
		{"nothing", "", "", "", "the site is unchanged"},
		{"a paragraph", "content/terminate/zh.md", "等不到的结束 {#endless}\n\n", "等不到的结束 {#endless}\n\n再想一想。", ""},
		{"a title", "content/terminate/en.md", "title: ", "title: New ", ""},
		{"a heading", "content/subprocess/zh.md", "## 三种收法", "## 收下的三种办法", ""},
		{"a program", "snippets/subprocess/call/main.go", "package main", "package main // again", ""},
		{"an output", "snippets/goroutines/return-value/return-value.golden", "platform: linux/amd64", "platform: linux/arm64", ""},
		{"the glossary", "content/glossary.yaml", "正在运行的一个程序", "运行着的一个程序", ""},
		{"the book", "content/book.yaml", "tagline:\n  zh: ", "tagline:\n  zh: 新的：", ""},
	} {
		if edit.file != "" {
			file := filepath.Join(dir, edit.file)
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			changed := strings.Replace(string(data), edit.old, edit.new, 1)
			if changed == string(data) {
				t.Fatalf("%s: %q is not in %s", edit.what, edit.old, edit.file)
			}
			if err := os.WriteFile(file, []byte(changed), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		out := build(memory)
		if edit.changed != "" && !strings.Contains(out, edit.changed) {
			t.Errorf("%s: %s", edit.what, out)
		}
		// A build that remembers nothing finds nothing to change.
		if out := build(t.TempDir()); !strings.Contains(out, "the site is unchanged") {
			t.Errorf("%s: the whole site is another:\n%s", edit.what, out)
		}
	}
}

// TestAnyJobs makes the book on one processor and on many: its site must be the
// same, byte for byte.
func TestAnyJobs(t *testing.T) {
	dir := copyBook(t)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for i, jobs := range []int{1, 2, 16} {
		runtime.GOMAXPROCS(jobs)
		t.Setenv("XDG_CACHE_HOME", t.TempDir())
		var out bytes.Buffer
		if status := run(t.Context(), []string{"build", "-C", dir, "-run", "^$", "-j", strconv.Itoa(jobs)}, &out, &out); status != exitOK {
			t.Fatalf("-j %d exits with %d:\n%s", jobs, status, &out)
		}
		if i > 0 && !strings.Contains(out.String(), "the site is unchanged") {
			t.Errorf("-j %d makes another site:\n%s", jobs, &out)
		}
	}
}

// copyBook copies our book, without its site.
func copyBook(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, part := range []string{"content", "snippets", "go.mod", "go.sum"} {
		copyPath(t, filepath.Join("..", part), filepath.Join(dir, part))
	}
	return dir
}

// copyPath copies a file or a directory.
func copyPath(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if info.IsDir() {
		if err := os.CopyFS(to, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
