package preview

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// An editor saves in several steps, a version control system many files;
	// a burst of changes is over when nothing has changed for quiet, and is
	// not waited for longer than atMost.
	quiet  = 15 * time.Millisecond
	atMost = 200 * time.Millisecond
	// pollEvery is how often everything is taken for changed where changes
	// are not told.
	pollEvery = 2 * time.Second
)

// A watcher notices changes of files.
type watcher struct {
	dir   string   // absolute, without symbolic links
	paths []string // watched, slash-separated and relative to dir
	warn  func(string)
	done  chan struct{} // closed when it has ended

	notify *fsnotify.Watcher
	dirs   map[string]bool // watched directories, as dir
	linked map[string]bool // those of them that hold what links lead to
	blind  bool            // some changes are not told
}

func newWatcher(dir string, paths []string, warn func(string)) *watcher {
	w := &watcher{paths: paths, warn: warn, done: make(chan struct{}), dirs: make(map[string]bool), linked: make(map[string]bool)}
	var err error
	if w.dir, err = filepath.Abs(dir); err == nil {
		w.dir, err = filepath.EvalSymlinks(w.dir)
	}
	if err == nil {
		w.notify, err = fsnotify.NewWatcher()
	}
	if err != nil {
		w.notify = nil
		w.fail(err)
	}
	return w
}

// fail notes that changes may be missed from now on.
func (w *watcher) fail(err error) {
	if !w.blind {
		w.warn("watching files: " + err.Error() + "; they are looked at every " + pollEvery.String() + " instead")
	}
	w.blind = true
}

// start watches until ctx is done. Each value received is a burst of changes,
// as [Options.Rebuild] has them; while nobody receives, they collect.
func (w *watcher) start(ctx context.Context) <-chan []string {
	w.addAll()
	bursts := make(chan []string)
	go func() {
		defer close(w.done)
		w.collect(ctx, bursts)
		if w.notify != nil {
			_ = w.notify.Close() // nothing is lost with it
		}
	}()
	return bursts
}

// wait waits until nothing is watched any more, once the context is done.
func (w *watcher) wait() { <-w.done }

func (w *watcher) collect(ctx context.Context, bursts chan<- []string) {
	var events <-chan fsnotify.Event
	var errors <-chan error
	if w.notify != nil {
		events, errors = w.notify.Events, w.notify.Errors
	}
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	changed := make(map[string]bool)
	var first time.Time       // of the burst
	var over <-chan time.Time // when it may be over
	var ready chan<- []string // bursts, if it is
	add := func(names ...string) {
		if len(names) == 0 {
			return
		}
		now := time.Now()
		if len(changed) == 0 {
			first = now
		}
		for _, name := range names {
			changed[name] = true
		}
		ready, over = nil, time.After(min(quiet, max(0, first.Add(atMost).Sub(now))))
	}
	for {
		var burst []string
		if ready != nil {
			burst = slices.Sorted(maps.Keys(changed))
		}
		select {
		case <-ctx.Done():
			return
		case e, ok := <-events:
			if !ok {
				events = nil
				w.fail(fsnotify.ErrClosed)
				continue
			}
			add(w.see(e)...)
		case err, ok := <-errors:
			if !ok {
				errors = nil
				continue
			}
			if err != fsnotify.ErrEventOverflow {
				w.fail(err)
			}
			w.addAll()
			add(w.paths...)
		case <-poll.C:
			if w.blind {
				add(w.paths...)
			}
		case <-over:
			ready, over = bursts, nil
		case ready <- burst:
			clear(changed)
			ready = nil
		}
	}
}

// see returns the names of what an event has changed, none if that does not
// matter, and watches directories that are new.
func (w *watcher) see(e fsnotify.Event) []string {
	if ignored(filepath.Base(e.Name)) {
		return nil
	}
	if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
		w.forget(e.Name)
	}
	rel, err := filepath.Rel(w.dir, e.Name)
	if err != nil {
		return nil
	}
	name := filepath.ToSlash(rel)
	inside := func(p string) bool { return within(name, p) }
	above := func(p string) bool { return within(p, name) }
	switch {
	case slices.ContainsFunc(w.paths, inside):
		w.add(e.Name, false)
		return []string{name}
	case slices.ContainsFunc(w.paths, above):
		w.addAll()
		return slices.DeleteFunc(slices.Clone(w.paths), func(p string) bool { return !above(p) })
	case w.linked[filepath.Dir(e.Name)]:
		w.add(e.Name, true)
		return []string{name}
	}
	return nil
}

// within reports whether name is dir or lies in it.
func within(name, dir string) bool {
	return name == dir || dir == "." || strings.HasPrefix(name, dir+"/")
}

// addAll watches all there is of the watched paths, and where the rest of them
// would be.
func (w *watcher) addAll() {
	if w.notify == nil {
		return
	}
	w.addDir(w.dir)
	for _, p := range w.paths {
		for up := path.Dir(p); up != "."; up = path.Dir(up) {
			if full := w.full(up); isDir(full) {
				w.addDir(full)
			}
		}
		w.add(w.full(p), false)
	}
}

func (w *watcher) full(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// addDir watches a directory, but not those in it; it reports whether that is
// new.
func (w *watcher) addDir(dir string) bool {
	if w.dirs[dir] || w.notify == nil {
		return false
	}
	if err := w.notify.Add(dir); err != nil {
		if isDir(dir) { // it has not gone meanwhile
			w.fail(err)
		}
		return false
	}
	w.dirs[dir] = true
	return true
}

// add watches what name is or leads to, with all below it; linked says that a
// link has led here. Links out of the book are not followed: what is behind
// them is not part of it.
func (w *watcher) add(name string, linked bool) {
	info, err := os.Lstat(name)
	if err != nil {
		return // it has gone, of which we shall hear
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		real, err := filepath.EvalSymlinks(name)
		if err != nil {
			return
		}
		rel, err := filepath.Rel(w.dir, real)
		if err != nil || !filepath.IsLocal(rel) {
			return
		}
		if !isDir(real) {
			w.addDir(filepath.Dir(real))
			w.linked[filepath.Dir(real)] = true
			return
		}
		w.add(real, true)
		return
	}
	if !info.IsDir() {
		return
	}
	if linked {
		w.linked[name] = true
	}
	if !w.addDir(name) {
		return
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return // as above, or it cannot be read, which those who build will say
	}
	for _, e := range entries {
		if (e.IsDir() || e.Type()&fs.ModeSymlink != 0) && !ignored(e.Name()) {
			w.add(filepath.Join(name, e.Name()), linked)
		}
	}
}

// forget is told that name is no longer there. A directory that was moved would
// still be watched under its old name.
func (w *watcher) forget(name string) {
	if !w.dirs[name] {
		return
	}
	for dir := range w.dirs {
		if dir == name || strings.HasPrefix(dir, name+string(filepath.Separator)) {
			delete(w.dirs, dir)
			delete(w.linked, dir)
			_ = w.notify.Remove(dir) // fails if it was deleted
		}
	}
}

// ignored reports whether a file is none of the book's by its name: hidden, or
// what editors keep beside a file that is being edited.
func ignored(name string) bool {
	switch {
	case strings.HasPrefix(name, "."),
		strings.HasSuffix(name, "~"),
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"),
		name == "4913": // by which vim tries whether it may write
		return true
	}
	switch path.Ext(name) {
	case ".swp", ".swo", ".swx":
		return true
	}
	return false
}
