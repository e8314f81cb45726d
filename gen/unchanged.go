package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"huoye/gen/golden"
	"huoye/gen/runner"
)

// nothingToDo reports whether everything that the last whole build read, and
// the site that it wrote, are as they were. It finds that by reading and
// hashing files alone; their times do not matter.
func (b *build) nothingToDo() bool {
	if b.options.run != nil || b.shard.n > 0 {
		return false // not a whole build
	}
	go runner.Isolation() // the probe takes as long as reading the files
	before, err := treesSum(b.dir, "content", "snippets")
	if err != nil {
		return false
	}
	b.before = before
	if b.update || b.archive != "" || b.verbose {
		return false // more than an up-to-date site is asked for
	}
	w := golden.LoadWhole(cacheFile(b.dir, "whole"))
	if w.Sum == "" {
		return false
	}
	sources, err := runner.ReadSources(b.dir)
	if err != nil {
		return false
	}
	site, err := treesSum(b.dir, "site")
	if err != nil {
		return false
	}
	now, err := wholeSum(before, site, sources, w.Packages)
	if err != nil || now != w.Sum {
		return false
	}
	b.whole = w
	return true
}

// rememberWhole keeps for the next time that nothing is left to be done, unless
// files have changed meanwhile or only the go command knows what it reads.
func (b *build) rememberWhole() error {
	if b.before == "" || b.sources == nil {
		return nil
	}
	for _, run := range b.selected {
		if b.inputs[run].Program == nil {
			return nil
		}
	}
	after, err := treesSum(b.dir, "content", "snippets")
	if err != nil {
		return err
	}
	sources, err := runner.ReadSources(b.dir)
	if err != nil {
		return err
	}
	site, err := treesSum(b.dir, "site")
	if err != nil {
		return err
	}
	w := b.whole
	w.Packages = b.sources.Imported("snippets")
	if w.Sum, err = wholeSum(b.before, site, b.sources, w.Packages); err != nil {
		return err
	}
	if now, err := wholeSum(after, site, sources, w.Packages); err != nil || now != w.Sum {
		return err
	}
	return w.Save(cacheFile(b.dir, "whole"))
}

// wholeSum sums up what a build depends on and what it writes: sums of the
// book's own files and of the site, what programs are built from, of which
// packages are those outside snippets/, and the machine.
func wholeSum(own, site string, sources *runner.Sources, packages []string) (string, error) {
	machine, err := machineInputs()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintln(h, own, site, machine, sources.Toolchain, sources.Settings, sources.Modules)
	for _, dir := range packages {
		p, err := sources.Program(dir)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(h, dir, p)
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// treesSum sums up the names and contents of all files below some directories
// of dir, which may be missing. It does not follow links to directories, which
// the book does not either.
func treesSum(dir string, names ...string) (string, error) {
	var files []string
	for _, name := range names {
		top := filepath.Join(dir, name)
		err := filepath.WalkDir(top, func(file string, e fs.DirEntry, err error) error {
			if file == top && errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err == nil && !e.IsDir() {
				files = append(files, file)
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	sums := make([][sha256.Size]byte, len(files))
	errs := make([]error, runtime.GOMAXPROCS(0))
	var next atomic.Int64
	var wg sync.WaitGroup
	for w := range errs {
		wg.Go(func() {
			h, buf := sha256.New(), make([]byte, 64<<10)
			for errs[w] == nil {
				i := int(next.Add(1)) - 1
				if i >= len(files) {
					return
				}
				errs[w] = sumFile(h, files[i], buf)
				h.Sum(sums[i][:0])
			}
		})
	}
	wg.Wait()
	h := sha256.New()
	for i, file := range files {
		fmt.Fprintf(h, "%q %x\n", file, sums[i])
	}
	return fmt.Sprintf("%x", h.Sum(nil)), errors.Join(errs...)
}

// sumFile writes file to h.
func sumFile(h hash.Hash, file string, buf []byte) error {
	h.Reset()
	// Opening a named pipe, say, may never end.
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", file)
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	// The plain reader keeps Copy from looking for a way around buf.
	_, err = io.CopyBuffer(h, struct{ io.Reader }{f}, buf)
	return err
}
