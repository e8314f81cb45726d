// Package disk replaces files in one step, keeps values in files that may be lost
// or damaged, and looks through large trees. It hides temporary files, how values
// are packed, and that a directory is listed while another is.
package disk

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Replace makes file hold data. Whoever reads it, also after this process was
// killed, finds what it held before or all of data.
func Replace(file string, data []byte, perm fs.FileMode) error {
	return replace(file, perm, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// replace has write write what file is to hold.
func replace(file string, perm fs.FileMode, write func(io.Writer) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".new-")
	if err != nil {
		return err
	}
	err = cmp.Or(write(tmp), tmp.Chmod(perm), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// Files lists what is not a directory below some directories of dir, which may
// be missing: slash-separated, relative to dir, sorted. It does not follow
// links.
func Files(dir string, names ...string) ([]string, error) {
	var files []string
	for first := true; len(names) > 0; first = false {
		lists := make([]listing, len(names))
		err := Each(len(names), func(i int) (err error) {
			lists[i], err = list(dir, names[i])
			if first && errors.Is(err, fs.ErrNotExist) {
				err = nil
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		names = nil
		for _, l := range lists {
			files = append(files, l.files...)
			names = append(names, l.dirs...)
		}
	}
	slices.Sort(files)
	return files, nil
}

// A listing has the names of what a directory holds, with that of the directory.
type listing struct{ files, dirs []string }

// list lists the directory name of dir, in no order.
func list(dir, name string) (l listing, err error) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return l, err
	}
	defer f.Close()
	for {
		entries, err := f.ReadDir(256) // which take more room than names
		for _, e := range entries {
			if e.IsDir() {
				l.dirs = append(l.dirs, path.Join(name, e.Name()))
			} else {
				l.files = append(l.files, path.Join(name, e.Name()))
			}
		}
		if err == io.EOF {
			return l, nil
		}
		if err != nil {
			return l, err
		}
	}
}

// Each calls do for the numbers below n, several at once, and returns the first
// error. It is for many numbers: goroutines are not begun anew for each.
func Each(n int, do func(int) error) error {
	var (
		next   atomic.Int64
		failed atomic.Bool
		once   sync.Once
		first  error
		wg     sync.WaitGroup
	)
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && !failed.Load(); i = int(next.Add(1)) - 1 {
				if err := do(i); err != nil {
					once.Do(func() { first = err })
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	return first
}
