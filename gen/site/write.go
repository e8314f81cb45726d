package site

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Generator is what pages say in <meta name="generator">; a directory whose
// index.html does not say it is not a site of ours and is never replaced.
const Generator = "Huoye"

// Diff is how a directory differs from the files that should be in it. All
// names are slash-separated and sorted.
type Diff struct {
	Added, Changed, Removed []string
}

// Empty reports whether there is no difference.
func (d Diff) Empty() bool { return len(d.Added)+len(d.Changed)+len(d.Removed) == 0 }

// Compare says how dir differs from files. A directory that does not exist
// is empty.
func Compare(dir string, files map[string][]byte) (Diff, error) {
	onDisk := make(map[string]fs.DirEntry)
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			if p == dir && errors.Is(err, fs.ErrNotExist) {
				return fs.SkipAll
			}
			return err
		}
		if e.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(dir, p)
		onDisk[filepath.ToSlash(rel)] = e
		return err
	})
	if err != nil {
		return Diff{}, err
	}

	var names []string
	var d Diff
	for name := range files {
		if _, ok := onDisk[name]; ok {
			names = append(names, name)
		} else {
			d.Added = append(d.Added, name)
		}
	}
	for name := range onDisk {
		if _, ok := files[name]; !ok {
			d.Removed = append(d.Removed, name)
		}
	}
	slices.Sort(names)
	same := make([]bool, len(names))
	errs := make([]error, len(names))
	parallel(len(names), func(i int) {
		same[i], errs[i] = sameFile(filepath.Join(dir, filepath.FromSlash(names[i])), onDisk[names[i]], files[names[i]])
	})
	if err := errors.Join(errs...); err != nil {
		return Diff{}, err
	}
	for i, name := range names {
		if !same[i] {
			d.Changed = append(d.Changed, name)
		}
	}
	slices.Sort(d.Added)
	slices.Sort(d.Removed)
	return d, nil
}

// sameFile reports whether file is a regular file that holds want.
func sameFile(file string, e fs.DirEntry, want []byte) (bool, error) {
	if !e.Type().IsRegular() {
		return false, nil
	}
	info, err := e.Info()
	if err != nil {
		return false, err
	}
	if info.Size() != int64(len(want)) {
		return false, nil
	}
	got, err := os.ReadFile(file)
	return bytes.Equal(got, want), err
}

// Write makes dir hold exactly files, all or nothing: a reader, or a crash at
// any moment, finds the old site or the new one. An equal site is not
// touched. The difference it made is returned.
//
// The new tree is prepared beside dir, sharing the unchanged files with the
// old one, and the two are swapped in one step. Where the system cannot do
// that (dir is a mount point, say), files are replaced one by one, each whole,
// assets before the pages that need them, and removed last.
func Write(dir string, files map[string][]byte) (Diff, error) {
	if err := ours(dir); err != nil {
		return Diff{}, err
	}
	unlock, err := lock(filepath.Dir(dir))
	if err != nil {
		return Diff{}, err
	}
	defer unlock()
	if err := clean(dir); err != nil {
		return Diff{}, err
	}
	d, err := Compare(dir, files)
	if err != nil || d.Empty() {
		return d, err
	}
	staged, err := stage(dir, files, d)
	if err != nil {
		return d, errors.Join(err, os.RemoveAll(staged))
	}
	if err := syncTree(staged); err != nil {
		return d, errors.Join(err, os.RemoveAll(staged))
	}
	err = exchange(staged, dir)
	if errors.Is(err, errors.ErrUnsupported) {
		err = replaceEach(staged, dir, d)
	}
	return d, errors.Join(err, os.RemoveAll(staged))
}

// ours reports as error that dir holds something that is not our site.
func ours(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return nil
	}
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err == nil && bytes.Contains(index, []byte(`<meta name="generator" content="`+Generator)) {
		return nil
	}
	return fmt.Errorf("%s holds files but no site of this generator; move them away first", dir)
}

// stagePrefix begins the names of the directories prepared beside a site.
func stagePrefix(dir string) string { return "." + filepath.Base(dir) + ".new-" }

// clean removes what an interrupted Write has left beside dir.
func clean(dir string) error {
	parent := filepath.Dir(dir)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), stagePrefix(dir)) {
			if err := os.RemoveAll(filepath.Join(parent, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// stage writes the tree of files into a new directory beside dir; a file that
// d does not name is the one in dir.
func stage(dir string, files map[string][]byte, d Diff) (string, error) {
	staged, err := os.MkdirTemp(filepath.Dir(dir), stagePrefix(dir))
	if err != nil {
		return "", err
	}
	if err := os.Chmod(staged, 0o755); err != nil {
		return staged, err
	}
	fresh := make(map[string]bool, len(d.Added)+len(d.Changed))
	for _, name := range slices.Concat(d.Added, d.Changed) {
		fresh[name] = true
	}
	made := make(map[string]bool)
	for name, data := range files {
		to := filepath.Join(staged, filepath.FromSlash(name))
		if parent := filepath.Dir(to); !made[parent] {
			if err := os.MkdirAll(parent, 0o755); err != nil {
				return staged, err
			}
			made[parent] = true
		}
		if !fresh[name] && os.Link(filepath.Join(dir, filepath.FromSlash(name)), to) == nil {
			continue
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return staged, err
		}
	}
	return staged, nil
}

// replaceEach moves the new files of staged into dir one by one.
func replaceEach(staged, dir string, d Diff) error {
	names := slices.Concat(d.Added, d.Changed)
	slices.SortStableFunc(names, func(a, b string) int {
		return boolCompare(strings.HasSuffix(a, ".html"), strings.HasSuffix(b, ".html"))
	})
	for _, name := range names {
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(staged, filepath.FromSlash(name)), to); err != nil {
			return err
		}
	}
	for _, name := range d.Removed {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.Remove(file); err != nil {
			return err
		}
		// The directories it leaves empty go too; the first that is not
		// empty refuses and ends the climb.
		for parent := filepath.Dir(file); parent != dir && os.Remove(parent) == nil; {
			parent = filepath.Dir(parent)
		}
	}
	return nil
}

// boolCompare orders false before true.
func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
