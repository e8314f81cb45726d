package disk

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReplace(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.txt")
	for _, text := range []string{"one", "two"} {
		if err := Replace(file, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != text {
			t.Errorf("got %q, %v, want %q", got, err, text)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Replace(filepath.Join(dir, "d"), nil, 0o644); err == nil {
		t.Error("a directory was replaced by a file")
	}
	if files, err := Files(dir, "."); err != nil || strings.Join(files, " ") != "a.txt" {
		t.Errorf("left behind: %q, %v", files, err)
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/x", "a-b/x", "a/b/c/y", "other/z"} {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), name)
	}
	if err := os.Symlink("a", filepath.Join(dir, "a-b", "link")); err != nil {
		t.Skip(err)
	}
	got, err := Files(dir, "a", "a-b", "missing")
	want := []string{"a-b/link", "a-b/x", "a/b/c/y", "a/x"}
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	if got, err := Files(dir, "a/x"); err == nil {
		t.Errorf("a file has files in it: %q", got)
	}
}

// A directory is not listed at once.
func TestFilesMany(t *testing.T) {
	dir := t.TempDir()
	var want []string
	for i := range 1000 {
		name := fmt.Sprintf("many/%03d", i)
		write(t, filepath.Join(dir, filepath.FromSlash(name)), name)
		want = append(want, name)
	}
	got, err := Files(dir, "many")
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
}
