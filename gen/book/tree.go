package book

import (
	"bytes"
	"errors"
	"fmt"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"unicode/utf8"

	"huoye/gen/problem"
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
	bad  bool // it cannot be read as part of a book, which was reported
}

// start is the position of what concerns e as a whole.
func (e entry) start() token.Position {
	return token.Position{Filename: e.path, Line: 1, Column: 1}
}

// list returns what dir holds, sorted by name, without dot-files; nothing if
// there is no such directory.
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
		if !utf8.ValidString(d.Name()) {
			t.probs.add(token.Position{Filename: dir, Line: 1, Column: 1}, problem.FileName,
				"the file name %q is not valid UTF-8; rename it", d.Name())
			continue
		}
		e := entry{name: d.Name(), path: path.Join(dir, d.Name()), dir: d.IsDir()}
		if !d.Type().IsRegular() && !d.IsDir() {
			var ok bool
			if e, ok, err = t.stat(e.path); err != nil {
				return nil, err
			} else if !ok {
				continue
			}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// stat looks at a file without opening it; ok is false if it does not exist.
// What is neither a regular file nor a directory is reported.
func (t *tree) stat(name string) (e entry, ok bool, err error) {
	e = entry{name: path.Base(name), path: name}
	info, err := t.root.Stat(name)
	if err != nil {
		link, lerr := t.root.Lstat(name)
		if lerr == nil && link.Mode()&fs.ModeSymlink != 0 {
			t.probs.add(e.start(), problem.FileKind, "a symbolic link that leads out of the book or nowhere; put the file itself here")
			e.bad = true
			return e, true, nil
		}
		if errors.Is(err, fs.ErrNotExist) {
			return e, false, nil
		}
		return e, false, fmt.Errorf("reading %s: %w", name, err)
	}
	if m := info.Mode(); !m.IsRegular() && !m.IsDir() {
		t.probs.add(e.start(), problem.FileKind, "%s, not a regular file; remove it", modeName(m))
		e.bad = true
	}
	e.dir = info.IsDir()
	return e, true, nil
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
	if e.bad {
		return nil, false, nil
	}
	if e.dir {
		t.probs.add(e.start(), problem.FileKind, "a directory where a file belongs; move it away")
		return nil, false, nil
	}
	file, err := t.root.Open(e.path)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", e.path, err)
	}
	defer file.Close()
	src, err := readAll(file)
	if err != nil {
		return nil, false, fmt.Errorf("reading %s: %w", e.path, err)
	}
	if len(src) > maxText {
		t.probs.add(e.start(), problem.FileSize, "larger than %d KiB, the limit for a text file; split it", maxText>>10)
		return nil, false, nil
	}
	f = newTextFile(e.path, src, t.probs)
	return f, f.checkText(), nil
}

// readAll reads at most one byte more than a text may have.
func readAll(file *os.File) ([]byte, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	buf := bytes.NewBuffer(make([]byte, 0, min(info.Size(), maxText)+bytes.MinRead))
	_, err = buf.ReadFrom(io.LimitReader(file, maxText+1))
	return buf.Bytes(), err
}
