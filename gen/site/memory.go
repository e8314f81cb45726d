package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"huoye/gen/disk"
)

// memory is what is kept of a published site for the next time: which units it
// was made of, and how their files looked. A unit whose key is the same as then
// need not be made again, if its files are still there.
type memory struct {
	file    string // where it is kept; "" if it is not
	version string // of what makes units
	units   map[string]unitMemory
}

type unitMemory struct {
	key   [sha256.Size]byte
	files []fileMemory // in the order in which the unit names them
}

type fileMemory struct {
	look
	sum [sha256.Size]byte
}

// look is how a file looks without being read.
type look struct {
	size  int64
	mtime int64 // in nanoseconds
}

func lookAt(file string) (look, error) {
	info, err := os.Lstat(file)
	if err != nil {
		return look{}, err
	}
	if !info.Mode().IsRegular() {
		return look{}, errors.New("not a regular file")
	}
	return look{info.Size(), info.ModTime().UnixNano()}, nil
}

// remember reads what is kept in file by the same version. What cannot be
// read, or is damaged, is nothing.
func remember(file, version string) *memory {
	m := &memory{file: file, version: version, units: make(map[string]unitMemory)}
	if file == "" {
		return m
	}
	data, err := os.ReadFile(file)
	if err != nil || len(data) < sha256.Size {
		return m
	}
	sum, data := data[:sha256.Size], data[sha256.Size:]
	if got := sha256.Sum256(data); !bytes.Equal(sum, got[:]) {
		return m
	}
	r := &memoryReader{data}
	if r.text() != version {
		return m
	}
	for len(r.data) > 0 {
		name := r.text()
		var u unitMemory
		r.data = r.data[copy(u.key[:], r.data):]
		u.files = make([]fileMemory, r.number())
		for i := range u.files {
			u.files[i].look = look{r.number(), r.number()}
			r.data = r.data[copy(u.files[i].sum[:], r.data):]
		}
		m.units[name] = u
	}
	return m
}

// memoryReader reads what [memory.save] wrote.
type memoryReader struct{ data []byte }

func (r *memoryReader) number() int64 {
	n, size := binary.Varint(r.data)
	r.data = r.data[size:]
	return n
}

func (r *memoryReader) text() string {
	n := r.number()
	s := string(r.data[:n])
	r.data = r.data[n:]
	return s
}

// save keeps m, whole or not at all.
func (m *memory) save() error {
	if m.file == "" {
		return nil
	}
	text := func(b []byte, s string) []byte {
		return append(binary.AppendVarint(b, int64(len(s))), s...)
	}
	data := text(make([]byte, sha256.Size), m.version)
	for name, u := range m.units {
		data = append(text(data, name), u.key[:]...)
		data = binary.AppendVarint(data, int64(len(u.files)))
		for _, l := range u.files {
			data = binary.AppendVarint(binary.AppendVarint(data, l.size), l.mtime)
			data = append(data, l.sum[:]...)
		}
	}
	sum := sha256.Sum256(data[sha256.Size:])
	copy(data, sum[:])
	return disk.Replace(m.file, data, 0o644)
}

// forget removes what is kept.
func (m *memory) forget() error {
	if m.file == "" {
		return nil
	}
	if err := os.Remove(m.file); err != nil && !notThere(err) {
		return err
	}
	return nil
}

// Keep reports whether a unit has not changed since the site was published: its
// key is as it was, and its files are there as they were written. They belong
// to the draft then; otherwise they have to be made and added. Several
// goroutines may call it at once. The links of files that are kept are not
// looked at again.
func (d *Draft) Keep(unit string, key [sha256.Size]byte, files []string) bool {
	u, ok := d.memory.units[unit]
	if !ok || u.key != key || len(u.files) != len(files) {
		return false
	}
	for i, name := range files {
		if d.scale.loaded(name) {
			return false // pages are weighed with it
		}
		l, err := lookAt(filepath.Join(d.dir, filepath.FromSlash(name)))
		if err != nil || l != u.files[i].look {
			return false
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, name := range files {
		d.files[name] = file{same, u.files[i].sum}
		d.places = append(d.places, placeOf(name))
		d.kept[placeOf(name)] = name
	}
	d.units = append(d.units, unit)
	return true
}

// AddUnit adds the files of a unit, for [Draft.Keep] to keep the next time.
func (d *Draft) AddUnit(unit string, key [sha256.Size]byte, names []string, files map[string][]byte) error {
	if err := d.Add(files); err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fresh[unit] = freshUnit{key, names}
	return nil
}

// Sums returns the SHA-256 of each file that the site has when the draft is
// published, by slash-separated name. It is for a draft that remembers.
func (d *Draft) Sums() map[string][sha256.Size]byte {
	sums := make(map[string][sha256.Size]byte, len(d.files))
	for name, f := range d.files {
		sums[name] = f.sum
	}
	return sums
}

// freshUnit is a unit that was made for this draft.
type freshUnit struct {
	key   [sha256.Size]byte
	files []string
}

// noteUnits keeps, after publishing, how the files of all units look.
func (d *Draft) noteUnits() error {
	if d.memory.file == "" {
		return nil
	}
	m := &memory{d.memory.file, d.memory.version, make(map[string]unitMemory)}
	for _, unit := range d.units {
		m.units[unit] = d.memory.units[unit]
	}
	for unit, f := range d.fresh {
		u := unitMemory{key: f.key}
		for _, name := range f.files {
			l, err := lookAt(filepath.Join(d.dir, filepath.FromSlash(name)))
			if err != nil {
				return err
			}
			u.files = append(u.files, fileMemory{l, d.files[name].sum})
		}
		m.units[unit] = u
	}
	return m.save()
}

// readKept reads the kept pages that other pages lead into, so that it is
// known which ids they have.
func (d *Draft) readKept() error {
	for need, file := range d.needs {
		name, ok := d.kept[file]
		if !ok || need == file {
			continue
		}
		delete(d.kept, file)
		if !isPage(name) {
			continue
		}
		data, err := d.read(name)
		if err != nil {
			return err
		}
		d.places = append(d.places, readPage(d.name, name, data).own...)
	}
	slices.Sort(d.places)
	return nil
}
