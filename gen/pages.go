package main

import (
	"bytes"
	"sync"

	"huoye/gen/render"
)

// pages are the files of a plan, each made when it is first asked for.
type pages struct {
	units map[string]*render.Unit // by file
	made  *made
}

func newPages(plan *render.Plan, made *made) *pages {
	p := &pages{units: make(map[string]*render.Unit), made: made}
	for u := range plan.Units {
		for _, file := range u.Files {
			p.units[file] = u
		}
	}
	return p
}

// file returns a file by its path; ok is false if the plan has none.
func (p *pages) file(path string) (data []byte, ok bool, err error) {
	u := p.units[path]
	if u == nil {
		return nil, false, nil
	}
	files, err := p.made.make(u)
	if err != nil {
		return nil, false, err
	}
	data, ok = files[path]
	return data, ok, nil
}

// maxMade is how many bytes of files are kept.
const maxMade = 64 << 20

// made keeps what units of several plans have made, those that were asked for
// last. Its zero value is empty and ready to use.
type made struct {
	mu    sync.Mutex // guards all but what units make
	units map[unitKey]*madeUnit
	size  int // of all files
	asked int // how often something was asked for
}

// A unitKey stands for what a unit makes.
type unitKey struct {
	name string
	key  render.Key
}

type madeUnit struct {
	once  sync.Once
	files map[string][]byte
	err   error
	size  int
	last  int // value of asked when it was asked for last
}

// make returns what u makes, or has made before.
func (m *made) make(u *render.Unit) (map[string][]byte, error) {
	key := unitKey{u.Name, u.Key}
	m.mu.Lock()
	if m.units == nil {
		m.units = make(map[unitKey]*madeUnit)
	}
	unit := m.units[key]
	if unit == nil {
		unit = new(madeUnit)
		m.units[key] = unit
	}
	m.asked++
	unit.last = m.asked
	m.mu.Unlock()
	unit.once.Do(func() {
		unit.err = u.Make(func(files map[string][]byte) error {
			unit.files = make(map[string][]byte)
			for name, data := range files {
				unit.files[name] = bytes.Clone(data)
			}
			return nil
		})
		m.mu.Lock()
		defer m.mu.Unlock()
		if unit.err != nil {
			delete(m.units, key) // it may work another time
			return
		}
		for _, data := range unit.files {
			unit.size += len(data)
		}
		m.size += unit.size
		m.drop(key)
	})
	return unit.files, unit.err
}

// drop drops what was not asked for the longest until the rest is no more than
// is kept. What has just been made stays.
func (m *made) drop(just unitKey) {
	for m.size > maxMade {
		var oldest unitKey
		for key, unit := range m.units {
			if unit.size > 0 && key != just && (m.units[oldest] == nil || unit.last < m.units[oldest].last) {
				oldest = key
			}
		}
		unit := m.units[oldest]
		if unit == nil {
			return
		}
		m.size -= unit.size
		delete(m.units, oldest)
	}
}
