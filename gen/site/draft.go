// Package site turns finished files into a checked site on disk, all or
// nothing. It hides the output directory: how it is compared, and how it is
// replaced so that no reader ever sees half of it.
package site

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"

	"huoye/gen/disk"
	"huoye/gen/problem"
)

// Draft is a site in the making. It is made of units, each some files, which are
// checked and compared with the site on disk as they come, and not kept in memory.
type Draft struct {
	dir    string // of the site
	name   string // of dir, for problems
	empty  bool   // there is no site yet
	scale  *scale
	unlock func() // nil if nothing is to be written

	mu       sync.Mutex // guards the rest
	units    units
	files    map[place]change
	staged   string // directory of the files that are not on disk; "" if there are none
	unstaged map[string][]byte
	needs    map[place]place // what pages lead to that was not added with them, and the files it is in
	problems problem.List

	memory *memory // of the site that was published last
}

// change is what has to be done to a file of the site.
type change byte

const (
	same change = iota
	added
	changed
)

// Memory is where it is kept what a published site was made of, so that what
// has not changed need not be made again. The zero Memory keeps nothing.
type Memory struct {
	File    string // may be removed at any time
	Version string // of what makes the site: another one may make something else
}

// Remember lets the draft keep units of the site that was published last, and
// keep in mind what it is made of. It is for a draft that is published.
func (d *Draft) Remember(m Memory) { d.memory = remember(m.File, m.Version) }

// Begin begins a draft of the site in dir, which need not exist. With write
// it can be published: a directory that holds something else than a site is
// refused then, and other generators wait until the draft is closed.
func Begin(dir string, budget Budget, write bool) (*Draft, error) {
	d := &Draft{
		dir:      dir,
		name:     filepath.Base(dir),
		scale:    newScale(filepath.Base(dir), budget),
		files:    make(map[place]change),
		units:    units{keys: make(map[place][sha256.Size]byte)},
		unstaged: make(map[string][]byte),
		needs:    make(map[place]place),
		memory:   &memory{},
	}
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		d.empty = true
	}
	if !write {
		return d, nil
	}
	if err := ours(dir); err != nil {
		return nil, err
	}
	var err error
	if d.unlock, err = lock(filepath.Dir(dir)); err != nil {
		return nil, err
	}
	if err := clean(dir); err != nil {
		d.unlock()
		return nil, err
	}
	return d, nil
}

// Close gives up what was not published.
func (d *Draft) Close() error {
	if d.unlock == nil {
		return nil
	}
	d.unlock()
	d.unlock = nil
	if d.staged == "" {
		return nil
	}
	return os.RemoveAll(d.staged)
}

// Add adds a unit: its files, by slash-separated name, and what [Draft.Keep] knows
// it by the next time. What the files hold is not kept; names has all their names,
// always in the same order. Several goroutines may add units at once, each unit
// once, and each file in one of them; style sheets and scripts come before the
// pages that load them. Pages that link to each other are best added together.
func (d *Draft) Add(name string, key [sha256.Size]byte, names []string, files map[string][]byte) error {
	group := groups.Get().(*additions)
	defer groups.Put(group)
	*group = additions{places: group.places[:0], needs: group.needs[:0], files: group.files[:0]}
	if len(names) != len(files) {
		return fmt.Errorf("the unit %s names %d files and has %d", name, len(names), len(files))
	}
	for _, file := range names {
		data, ok := files[file]
		if !ok {
			return fmt.Errorf("the unit %s lacks its file %s", name, file)
		}
		if err := d.add(group, file, data); err != nil {
			return err
		}
	}
	slices.Sort(group.places)
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.units.add(&unit{name, key, group.files}, "") {
		return fmt.Errorf("the unit %s was added twice", name)
	}
	for _, l := range group.needs {
		if _, here := slices.BinarySearch(group.places, l.to); !here {
			d.needs[l.to] = l.file
		}
	}
	d.problems = append(d.problems, group.problems...)
	return nil
}

// groups are used again for the room they have.
var groups = sync.Pool{New: func() any { return new(additions) }}

// additions are what is found in files that are added together.
type additions struct {
	places   []place
	needs    []link
	problems problem.List
	files    []fileMemory
}

func (d *Draft) add(group *additions, name string, data []byte) error {
	c, err := added, error(nil)
	if !d.empty {
		if c, err = d.compare(name, data); err != nil {
			return err
		}
	}
	dir := d.dir
	if c != same && d.unlock != nil {
		if dir, err = d.stage(name, data); err != nil {
			return err
		}
	}
	f := fileMemory{name: name}
	if d.memory.file != "" {
		f.sum = sha256.Sum256(data)
		if f.look, err = lookAt(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	group.files = append(group.files, f)
	var p *page
	if isPage(name) {
		p = readPage(d.name, name, data)
		defer p.free()
		group.places = append(group.places, p.own...)
		group.needs = append(group.needs, p.needs()...)
		group.problems = append(group.problems, p.problems...)
	} else {
		group.places = append(group.places, placeOf(name))
	}
	if tooHeavy := d.scale.weigh(name, data, p); tooHeavy != nil {
		group.problems = append(group.problems, tooHeavy)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.files[placeOf(name)] = c
	if c != same && d.unlock == nil {
		d.unstaged[name] = bytes.Clone(data)
	}
	return nil
}

func isPage(name string) bool { return strings.HasSuffix(name, ".html") }

// compare says how the file on disk differs from data.
func (d *Draft) compare(name string, data []byte) (change, error) {
	file := filepath.Join(d.dir, filepath.FromSlash(name))
	info, err := os.Lstat(file)
	switch {
	case notThere(err):
		return added, nil
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular() || info.Size() != int64(len(data)):
		return changed, nil
	}
	got, err := os.ReadFile(file)
	if err == nil && !bytes.Equal(got, data) {
		return changed, nil
	}
	return same, err
}

// notThere reports whether err says that there is no such file, even if a part
// of the way to it is a file.
func notThere(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// stage writes a file into the tree that is prepared beside the site, and returns
// where that is.
func (d *Draft) stage(name string, data []byte) (string, error) {
	staged, err := d.stagedDir()
	if err != nil {
		return "", err
	}
	file := filepath.Join(staged, filepath.FromSlash(name))
	// Most files are alone in their directories.
	if err := os.Mkdir(filepath.Dir(file), 0o755); errors.Is(err, fs.ErrNotExist) {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return "", err
		}
	}
	return staged, os.WriteFile(file, data, 0o644) // says what else may be wrong
}

// stagedDir returns the directory of the prepared tree, which is made when it
// is first needed.
func (d *Draft) stagedDir() (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.staged != "" {
		return d.staged, nil
	}
	staged, err := os.MkdirTemp(filepath.Dir(d.dir), stagePrefix(d.dir))
	if err != nil {
		return "", err
	}
	d.staged = staged
	return staged, os.Chmod(staged, 0o755)
}

// read returns a file that was added.
func (d *Draft) read(name string) ([]byte, error) {
	dir := d.dir
	if d.files[placeOf(name)] != same {
		if data, ok := d.unstaged[name]; ok {
			return data, nil
		}
		dir = d.staged
	}
	return os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
}

// Check reports, when all units were added, what a reader would trip over:
// repeated ids, links to pages, files or fragments that do not exist,
// Markdown markers left in the text, a page without language or title, and
// what is heavier than the budget allows. Positions are in the generated
// pages, under the site's directory.
func (d *Draft) Check() (problem.List, error) {
	problems := slices.Concat(d.problems, d.scale.scripts())
	missing, err := d.missing()
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		broken, err := d.brokenLinks(missing)
		if err != nil {
			return nil, err
		}
		problems = append(problems, broken...)
	}
	problems.Sort()
	return problems, nil
}

// missing returns what pages lead to and is not there. The ids of all pages of a
// large site would be too many to keep: those that other pages lead into are
// read again.
func (d *Draft) missing() (map[place]bool, error) {
	missing := make(map[place]bool)
	wanted := make(map[string][]place) // in files
	names := make(map[place]string)    // of the files that pages lead to
	for _, file := range d.needs {
		names[file] = ""
	}
	for f := range d.units.files() {
		if _, ok := names[placeOf(f.name)]; ok {
			names[placeOf(f.name)] = f.name
		}
	}
	for need, file := range d.needs {
		name := names[file]
		switch {
		case name == "":
			missing[need], missing[file] = true, true
		case need == file:
		case isPage(name):
			wanted[name] = append(wanted[name], need)
		default:
			missing[need] = true
		}
	}
	linked := slices.Collect(maps.Keys(wanted))
	return missing, disk.Each(len(linked), func(i int) error {
		data, err := d.read(linked[i])
		if err != nil {
			return err
		}
		p := readPage(d.name, linked[i], data)
		defer p.free()
		for _, need := range wanted[linked[i]] {
			if _, ok := slices.BinarySearch(p.own, need); !ok {
				d.mu.Lock()
				missing[need] = true
				d.mu.Unlock()
			}
		}
		return nil
	})
}

// brokenLinks reads all pages again and reports links to what is missing.
func (d *Draft) brokenLinks(missing map[place]bool) (problem.List, error) {
	var broken problem.List
	for f := range d.units.files() {
		if !isPage(f.name) {
			continue
		}
		data, err := d.read(f.name)
		if err != nil {
			return nil, err
		}
		p := readPage(d.name, f.name, data)
		p.problems = nil // known
		p.checkLinks(func(at place) bool { return !missing[at] })
		broken = append(broken, p.problems...)
		p.free()
	}
	return broken, nil
}

// Diff is how a site on disk differs from a draft. All names are
// slash-separated and sorted.
type Diff struct {
	Added, Changed, Removed []string
}

// Empty reports whether there is no difference.
func (d Diff) Empty() bool { return len(d.Added)+len(d.Changed)+len(d.Removed) == 0 }

// Diff compares the site on disk with the draft, to which all units were
// added.
func (d *Draft) Diff() (Diff, error) {
	var diff Diff
	for f := range d.units.files() {
		switch d.files[placeOf(f.name)] {
		case added:
			diff.Added = append(diff.Added, f.name)
		case changed:
			diff.Changed = append(diff.Changed, f.name)
		}
	}
	there, err := disk.Files(d.dir, ".")
	for _, name := range there {
		if _, ok := d.files[placeOf(name)]; !ok {
			diff.Removed = append(diff.Removed, name)
		}
	}
	slices.Sort(diff.Added)
	slices.Sort(diff.Changed)
	return diff, err
}
