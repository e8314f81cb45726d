package main

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"huoye/gen/disk"
)

// fileSums are files, sorted by name, with what they hold summed up.
type fileSums []fileSum

type fileSum struct {
	name string // slash-separated
	sum  [sha256.Size]byte

	size    int64 // as it was found before it was read
	changed int64 // in nanoseconds
}

// sum sums up names and contents. Files' times do not matter.
func (f fileSums) sum() string {
	h := sha256.New()
	for _, file := range f {
		io.WriteString(h, file.name) // a hash does not fail
		h.Write(zero)
		h.Write(file.sum[:])
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

var zero = []byte{0} // no name has it

// find returns the sum of a file, if it is there.
func (f fileSums) find(name string) (fileSum, bool) {
	i, ok := slices.BinarySearchFunc(f, name, func(file fileSum, name string) int { return strings.Compare(file.name, name) })
	if !ok {
		return fileSum{}, false
	}
	return f[i], true
}

// sumsOf returns the files in dir that have the sums given.
func sumsOf(dir string, sums iter.Seq2[string, [sha256.Size]byte]) fileSums {
	var f fileSums
	for name, sum := range sums {
		f = append(f, fileSum{name: path.Join(dir, name), sum: sum})
	}
	slices.SortFunc(f, func(a, b fileSum) int { return strings.Compare(a.name, b.name) })
	return f
}

// sumFiles reads the files below some directories of dir, which may be missing,
// and sums them up. It does not follow links to directories, which the book does
// not either. What known returns of a file is taken over, if it looks as then.
func sumFiles(dir string, known func(name string) (fileSum, bool), names ...string) (fileSums, error) {
	list, err := disk.Files(dir, names...)
	if err != nil {
		return nil, err
	}
	files := make(fileSums, len(list))
	hashers := sync.Pool{New: func() any { return &hasher{sha256.New(), make([]byte, 64<<10)} }}
	return files, disk.Each(len(list), func(i int) error {
		f := &files[i]
		f.name = list[i]
		file := filepath.Join(dir, filepath.FromSlash(f.name))
		// Opening a named pipe, say, may never end.
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is not a regular file", file)
		}
		f.size, f.changed = info.Size(), info.ModTime().UnixNano()
		if known != nil {
			if was, ok := known(f.name); ok && was.size == f.size && was.changed == f.changed {
				f.sum = was.sum
				return nil
			}
		}
		h := hashers.Get().(*hasher)
		defer hashers.Put(h)
		f.sum, err = h.sum(file)
		return err
	})
}

// A hasher sums up one file at a time.
type hasher struct {
	hash.Hash
	buf []byte
}

func (h *hasher) sum(file string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(file)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h.Reset()
	// The plain reader keeps Copy from looking for a way around buf.
	_, err = io.CopyBuffer(h, struct{ io.Reader }{f}, h.buf)
	h.Sum(sum[:0])
	return sum, err
}
