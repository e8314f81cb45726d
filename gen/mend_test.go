package main

import (
	"go/token"
	"os"
	"path/filepath"
	"testing"

	"huoye/gen/problem"
)

// TestApplyFixes mends a file that has two names and one with fixes that touch
// each other.
func TestApplyFixes(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	write("a.md", "one two\n")
	write("b.md", "abc\n")
	if err := os.Symlink("a.md", filepath.Join(dir, "link.md")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	fix := func(name string, start, end int, text string) *problem.Problem {
		return &problem.Problem{
			Pos: token.Position{Filename: name, Line: 1, Column: start + 1},
			Fix: &problem.Fix{Start: start, End: end, Text: text},
		}
	}
	list := problem.List{
		fix("a.md", 0, 3, "1"), fix("link.md", 0, 3, "1"), fix("link.md", 4, 7, "2"),
		fix("b.md", 0, 1, "A"), fix("b.md", 1, 2, "B"),
		fix("b.md", 2, 3, "c"), // nothing to do
		{Pos: token.Position{Filename: "b.md", Line: 1, Column: 1}, Msg: "takes thought"},
	}
	done, err := applyFixes(dir, list)
	if err != nil || len(done) != 4 {
		t.Errorf("%d fixes made, %v; want 4:\n%v", len(done), err, done)
	}
	for name, want := range map[string]string{"a.md": "1 2\n", "link.md": "1 2\n", "b.md": "Abc\n"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != want {
			t.Errorf("%s is %q, %v; want %q", name, got, err, want)
		}
	}
	if info, err := os.Lstat(filepath.Join(dir, "link.md")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is no link any more: %v, %v", info, err)
	}
	if info, err := os.Stat(filepath.Join(dir, "a.md")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := applyFixes(dir, problem.List{fix("gone.md", 0, 1, "")}); err == nil {
		t.Error("a file that is gone was mended")
	}
}
