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
	file    string           // where it is kept; "" if it is not
	version string           // of what makes units
	units   map[place]string // by the places of their names, and what is packed from there on
}

// A unit is some files that are made at once.
type unit struct {
	name  string
	key   [sha256.Size]byte
	files []fileMemory // in the order in which the unit names them
}

// fileMemory is what a draft that remembers knows of a file; the others know its
// name.
type fileMemory struct {
	name string
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
	m := &memory{file: file, version: version, units: make(map[place]string)}
	u, ok := disk.Unseal(file, version)
	for ok && u.More() {
		packed := u.Rest()
		m.units[placeOf(unpackUnit(u).name)] = packed
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

// note keeps the units that were published, whole or not at all.
func (m *memory) note(units *units) error {
	if m.file == "" {
		return nil
	}
	return disk.Seal(m.file, m.version, units.all()...)
}

// Keep reports whether a unit has not changed since the site was published: its
// key is as it was, and its files are there as they were written. They belong
// to the draft then; otherwise they have to be made and added. A unit that
// belongs to the draft already stays there. Several goroutines may call it at
// once. The links of files that are kept are not looked at again.
func (d *Draft) Keep(name string, key [sha256.Size]byte, files []string) bool {
	d.mu.Lock()
	has, ok := d.units.keys[placeOf(name)]
	d.mu.Unlock()
	if ok {
		return has == key
	}
	packed, ok := d.memory.units[placeOf(name)]
	if !ok {
		return false
	}
	rest := disk.NewUnpacker(packed)
	u := unpackUnit(rest)
	if u.name != name || u.key != key || len(u.files) != len(files) {
		return false
	}
	for i, name := range files {
		if u.files[i].name != name || d.scale.loaded(name) {
			return false // pages are weighed with what they load
		}
		l, err := lookAt(filepath.Join(d.dir, filepath.FromSlash(name)))
		if err != nil || l != u.files[i].look {
			return false
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, name := range files {
		d.files[placeOf(name)] = same
	}
	return d.units.add(u, packed[:len(packed)-len(rest.Rest())])
}

// Sums returns the SHA-256 of each file that the site has when the draft is
// published, by slash-separated name, in no order. It is for a draft that
// remembers: others know the names alone.
func (d *Draft) Sums() iter.Seq2[string, [sha256.Size]byte] {
	return func(yield func(string, [sha256.Size]byte) bool) {
		for f := range d.units.files() {
			if !yield(f.name, f.sum) {
				return
			}
		}
	}
}

// units are those of a draft. There may be ten thousand, of which names and sums as
// values of their own would take twice the room, and much of the time in which
// garbage is collected.
type units struct {
	keys   map[place][sha256.Size]byte // by the places of their names
	packed []string                    // each some of them
	last   disk.Packer                 // those that were added last
}

// packedUnits is how many bytes of units are packed together, and some more.
const packedUnits = 16 << 10

// add adds a unit, unless it is there. If it is packed already, that is used.
func (units *units) add(u *unit, packed string) bool {
	if _, ok := units.keys[placeOf(u.name)]; ok {
		return false
	}
	units.keys[placeOf(u.name)] = u.key
	if packed != "" {
		units.packed = append(units.packed, packed)
	} else if u.pack(&units.last); units.last.Len() > packedUnits {
		units.all()
	}
	return true
}

// all returns the units as they are packed.
func (units *units) all() []string {
	if units.last.Len() > 0 {
		units.packed = append(units.packed, units.last.Packed())
		units.last.Reset()
	}
	return units.packed
}

// files returns the files of all units.
func (units *units) files() iter.Seq[fileMemory] {
	return func(yield func(fileMemory) bool) {
		for _, packed := range units.all() {
			for u := disk.NewUnpacker(packed); u.More(); {
				for _, f := range unpackUnit(u).files {
					if !yield(f) {
						return
					}
				}
			}
		}
	}
}

func (u *unit) pack(p *disk.Packer) {
	p.Text(u.name)
	p.Sum(u.key)
	p.Int(len(u.files))
	for _, f := range u.files {
		p.Text(f.name)
		p.Int(int(f.size))
		p.Int(int(f.mtime))
		p.Sum(f.sum)
	}
}

func unpackUnit(p *disk.Unpacker) *unit {
	u := &unit{name: p.Text(), key: p.Sum(), files: make([]fileMemory, p.Int())}
	for i := range u.files {
		u.files[i] = fileMemory{p.Text(), look{int64(p.Int()), int64(p.Int())}, p.Sum()}
	}
	return u
}
