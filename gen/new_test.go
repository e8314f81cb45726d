package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"huoye/gen/skeleton"
)

// TestWriteNew changes a file and makes one; if the other cannot be made, the
// first is as it was.
func TestWriteNew(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no such modes here")
	}
	dir := t.TempDir()
	old := filepath.Join(dir, "old")
	if err := os.WriteFile(old, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(old, 0o660); err != nil { // whatever is masked
		t.Fatal(err)
	}
	holds := func(want string) {
		t.Helper()
		got, err := os.ReadFile(old)
		if err != nil || string(got) != want {
			t.Errorf("the file is %q, %v; want %q", got, err, want)
		}
		if info, err := os.Stat(old); err != nil || info.Mode().Perm() != 0o660 {
			t.Errorf("its mode is %v, %v; want 0660", info.Mode(), err)
		}
	}
	change := skeleton.File{Name: "old", Data: []byte("after"), Old: true}
	none := skeleton.File{Name: "old", Data: []byte("new")} // which exists
	if err := writeNew(t.Context(), dir, []skeleton.File{change, none}, t.Output()); err == nil {
		t.Error("a file was overwritten")
	}
	holds("before")
	made := skeleton.File{Name: "below/new", Data: []byte("new")}
	if err := writeNew(t.Context(), dir, []skeleton.File{made, change}, t.Output()); err != nil {
		t.Error(err)
	}
	holds("after")
}
