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

// Publish makes the site on disk hold exactly the files of the draft, and
// closes that. The difference it made is returned; an equal site is not
// touched.
//
// It is all or nothing: a reader, or a crash at any moment, finds the old site
// or the new one. The tree that was prepared beside it is completed with the
// files that stay, and the two are swapped in one step. Two cases are not:
// where the system cannot swap (the site is a mount point, say), and of a large
// site, of which only a little has changed. Then files are replaced one by
// one, each whole, assets before the pages that need them, and removed last.
func (d *Draft) Publish() (Diff, error) {
	diff, err := d.Diff()
	if err == nil && !diff.Empty() {
		// Whoever is killed meanwhile leaves nothing that is taken for
		// what it was.
		err = d.memory.forget()
	}
	if err == nil && !diff.Empty() {
		err = d.publish(diff)
	}
	if err == nil {
		err = d.memory.note(&d.units)
	}
	return diff, errors.Join(err, d.Close())
}

// maxLinked is how many files that stay are taken over into a new tree.
// Beyond, only what has changed is replaced, unless that is much.
const maxLinked = 1000

func (d *Draft) publish(diff Diff) error {
	staged, err := d.stagedDir()
	if err != nil {
		return err
	}
	fresh := len(diff.Added) + len(diff.Changed)
	if stay := len(d.files) - fresh; stay <= maxLinked || stay <= 4*fresh {
		if err := d.link(staged); err != nil {
			return err
		}
		if err := syncTree(staged); err != nil {
			return err
		}
		if err := exchange(staged, d.dir); !errors.Is(err, errors.ErrUnsupported) {
			return err
		}
	} else if err := syncTree(staged); err != nil {
		return err
	}
	return replaceEach(staged, d.dir, diff)
}

// link completes the tree in staged with the files of the site that stay.
func (d *Draft) link(staged string) error {
	for f := range d.units.files() {
		if d.files[placeOf(f.name)] != same {
			continue
		}
		from := filepath.Join(d.dir, filepath.FromSlash(f.name))
		to := filepath.Join(staged, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if os.Link(from, to) == nil {
			continue
		}
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return err
		}
	}
	return nil
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
