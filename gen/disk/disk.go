// Package disk replaces files in one step, keeps values in files that may be lost
// or damaged, and looks through large trees. It hides temporary files, how values
// are packed, and that a directory is listed while another is.
package disk

import (
	"cmp"
	"errors"
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
	return replace(file, perm, data)
}

func replace(file string, perm fs.FileMode, parts ...[]byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".new-")
	if err != nil {
		return err
	}
	for _, data := range parts {
		if err == nil {
			_, err = tmp.Write(data)
		}
	}
	err = cmp.Or(err, tmp.Chmod(perm), tmp.Close())
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
		lists := make([][]fs.DirEntry, len(names))
		err := Each(len(names), func(i int) (err error) {
			lists[i], err = os.ReadDir(filepath.Join(dir, filepath.FromSlash(names[i])))
			if first && errors.Is(err, fs.ErrNotExist) {
				err = nil
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		var below []string
		for i, list := range lists {
			for _, e := range list {
				name := path.Join(names[i], e.Name())
				if e.IsDir() {
					below = append(below, name)
				} else {
					files = append(files, name)
				}
			}
		}
		names = below
	}
	slices.Sort(files)
	return files, nil
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
