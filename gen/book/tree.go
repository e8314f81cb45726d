package book

import (
	"errors"
	"fmt"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// Limits on the size of files.
const (
	maxText   = 1 << 20
	maxGolden = 16 << 20
)

// tree reads the files of a book. It never leaves the book's directory and
// never opens what is not a regular file.
type tree struct {
	root  *os.Root
	probs *problems
}

// entry is a file or directory; links are followed.
type entry struct {
	name string // the last element
	path string // slash-separated, relative to the book
	dir  bool
	size int64
}

// list returns what dir holds, sorted by name, without dot-files; nothing if
// there is no such directory. What is neither a regular file nor a directory
// is reported and left out.
func (t *tree) list(dir string) ([]entry, error) {
	names, err := fs.ReadDir(t.root.FS(), dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", dir, err)
	}
	var entries []entry
	for _, d := range names {
		if strings.HasPrefix(d.Name(), ".") {
			continue
		}
		e, ok, err := t.stat(path.Join(dir, d.Name()))
		if err != nil {
			return nil, err
		}
		if ok {
			entries = append(entries, e)
		}
	}
	return entries, nil
}

// stat looks at a file that may not exist, without opening it. It reports
// what cannot be read as part of a book.
func (t *tree) stat(name string) (e entry, ok bool, err error) {
	at := token.Position{Filename: name, Line: 1, Column: 1}
	info, err := t.root.Stat(name)
	if err != nil {
		link, lerr := t.root.Lstat(name)
		if lerr == nil && link.Mode()&fs.ModeSymlink != 0 {
			t.probs.add(at, "symbolic link that leads out of the book or nowhere; put the file itself here")
			return entry{}, false, nil
		}
		if errors.Is(err, fs.ErrNotExist) {
			return entry{}, false, nil
		}
		return entry{}, false, fmt.Errorf("reading %s: %w", name, err)
	}
	if m := info.Mode(); !m.IsRegular() && !m.IsDir() {
		t.probs.add(at, "%s, not a regular file; remove it", modeName(m))
		return entry{}, false, nil
	}
	return entry{name: path.Base(name), path: name, dir: info.IsDir(), size: info.Size()}, true, nil
}

func modeName(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return "a special file"
}

// read returns the text of a listed file. ok is false if it is no sound text,
// which is reported.
func (t *tree) read(e entry) (f *textFile, ok bool, err error) {
	at := token.Position{Filename: e.path, Line: 1, Column: 1}
	if e.dir {
		t.probs.add(at, "a directory where a file belongs; move it away")
		return nil, false, nil
	}
	file, err := t.root.Open(e.path)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", e.path, err)
	}
	defer file.Close()
	src, err := readAll(file, e.size)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", e.path, err)
	}
	if len(src) > maxText {
		t.probs.add(at, "larger than %d KiB, the limit for a text file; split it", maxText>>10)
		return nil, false, nil
	}
	f = newTextFile(e.path, src, t.probs)
	return f, f.checkText(), nil
}

// readAll reads at most one byte more than a text may have.
func readAll(r io.Reader, size int64) ([]byte, error) {
	size = min(size, maxText+1)
	src := make([]byte, 0, size+1)
	for len(src) <= maxText {
		n, err := r.Read(src[len(src):cap(src)])
		src = src[:len(src)+n]
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(src) == cap(src) {
			src = slices.Grow(src, 512)
		}
	}
	return src, nil
}
