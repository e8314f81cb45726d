package site

import (
	"crypto/sha256"
	"errors"
	"iter"
	"os"
	"path/filepath"

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
	u, ok := disk.Unseal(file, version)
	for ok && u.More() {
		name := u.Text()
		unit := unitMemory{key: u.Sum(), files: make([]fileMemory, u.Int())}
		for i := range unit.files {
			unit.files[i] = fileMemory{look{int64(u.Int()), int64(u.Int())}, u.Sum()}
		}
		m.units[name] = unit
	}
	return m
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
// to the draft then; otherwise they have to be made and added. A unit that
// belongs to the draft already stays there. Several goroutines may call it at
// once. The links of files that are kept are not looked at again.
func (d *Draft) Keep(unit string, key [sha256.Size]byte, files []string) bool {
	if d.has(unit, key) {
		return true
	}
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
	for _, name := range files {
		d.files[name] = same
	}
	d.kept[unit] = files
	return true
}

// has reports whether a unit belongs to the draft.
func (d *Draft) has(unit string, key [sha256.Size]byte) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if fresh, ok := d.fresh[unit]; ok {
		return fresh.key == key
	}
	_, kept := d.kept[unit]
	return kept
}

// AddUnit adds the files of a unit, for [Draft.Keep] to keep the next time.
func (d *Draft) AddUnit(unit string, key [sha256.Size]byte, names []string, files map[string][]byte) error {
	if err := d.Add(files); err != nil {
		return err
	}
	fresh := freshUnit{key, names, nil}
	if d.memory.file != "" {
		fresh.sums = make([][sha256.Size]byte, len(names))
		for i, name := range names {
			fresh.sums[i] = sha256.Sum256(files[name])
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fresh[unit] = fresh
	return nil
}

// Sums returns the SHA-256 of each file of the units that the site has when the
// draft is published, by slash-separated name, in no order. A draft that does not
// remember knows none.
func (d *Draft) Sums() iter.Seq2[string, [sha256.Size]byte] {
	return func(yield func(string, [sha256.Size]byte) bool) {
		for unit, files := range d.kept {
			for i, name := range files {
				if !yield(name, d.memory.units[unit].files[i].sum) {
					return
				}
			}
		}
		for _, unit := range d.fresh {
			for i, sum := range unit.sums {
				if !yield(unit.files[i], sum) {
					return
				}
			}
		}
	}
}

// freshUnit is a unit that was made for this draft.
type freshUnit struct {
	key   [sha256.Size]byte
	files []string
	sums  [][sha256.Size]byte // of the files; nil if the draft does not remember
}

// noteUnits keeps, after publishing, how the files of all units look, whole or
// not at all.
func (d *Draft) noteUnits() error {
	if d.memory.file == "" {
		return nil
	}
	var p disk.Packer
	p.Grow(len(d.files) * 80)
	unit := func(name string, key [sha256.Size]byte, files int) {
		p.Text(name)
		p.Sum(key)
		p.Int(files)
	}
	for name := range d.kept {
		u := d.memory.units[name]
		unit(name, u.key, len(u.files))
		for _, f := range u.files {
			f.pack(&p)
		}
	}
	for name, u := range d.fresh {
		unit(name, u.key, len(u.files))
		for i, file := range u.files {
			l, err := lookAt(filepath.Join(d.dir, filepath.FromSlash(file)))
			if err != nil {
				return err
			}
			fileMemory{l, u.sums[i]}.pack(&p)
		}
	}
	return p.Seal(d.memory.file, d.memory.version)
}

func (f fileMemory) pack(p *disk.Packer) {
	p.Int(int(f.size))
	p.Int(int(f.mtime))
	p.Sum(f.sum)
}
