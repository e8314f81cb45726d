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
		var below []string
		for some := range slices.Chunk(names, listed) {
			lists := make([][]fs.DirEntry, len(some))
			err := Each(len(some), func(i int) (err error) {
				lists[i], err = os.ReadDir(filepath.Join(dir, filepath.FromSlash(some[i])))
				if first && errors.Is(err, fs.ErrNotExist) {
					err = nil
				}
				return err
			})
			if err != nil {
				return nil, err
			}
			for i, list := range lists {
				for _, e := range list {
					name := path.Join(some[i], e.Name())
					if e.IsDir() {
						below = append(below, name)
					} else {
						files = append(files, name)
					}
				}
			}
		}
		names = below
	}
	slices.Sort(files)
	return files, nil
}

// listed is how many directories are listed at once. What is known of what they
// hold takes more room than the names that are kept.
const listed = 256

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
