// Package preview shows a site in a browser while it is being written. It hides
// the server, the watching of files, and the script that has a page change in
// place and show what is wrong. What there is to show it is given; it knows
// nothing of how that is made.
package preview

import (
	"context"
	"fmt"

	"huoye/gen/problem"
)

// Site is what there is to show at a time. Nothing in it changes; another one
// takes its place.
type Site struct {
	// File returns a file of the site by its slash-separated path; ok is
	// false if there is none. It may make the file only now, and is called by
	// several goroutines at once. It is nil if there has never been a site.
	File func(path string) (data []byte, ok bool, err error)
	// Problems are wrong with what is written now. File may then still be
	// that of the last site without.
	Problems problem.List
}

// Options say what is served, and where.
type Options struct {
	Dir string // required; what Watch and problems name lies in it
	// Watch are files and directories, slash-separated and relative to Dir.
	// They need not exist yet.
	Watch []string
	// Rebuild returns the site as it is now. It is called at the start, and
	// after files have changed: changed has their names, relative to Dir, and
	// the names of directories in which anything may have. It is never called
	// twice at once. It is required.
	Rebuild func(ctx context.Context, changed []string) Site
	// Again asks for a call of Rebuild though no file has changed; nil if
	// that never happens.
	Again <-chan struct{}
	// Port is where to listen, or one of the next if it is taken; 0: anywhere.
	Port int
	// Ready is called with the address of the site once it can be opened. It
	// is required.
	Ready func(address string)
	// Warn is called with what is worth knowing of the preview itself, a
	// sentence each. It is required.
	Warn func(string)
}

// Serve serves the site on this machine only, and keeps it up to date, until
// ctx is done, which is no error.
func Serve(ctx context.Context, o Options) error {
	listeners, address, err := listen(o.Port)
	if err != nil {
		return err
	}
	w := newWatcher(o.Dir, o.Watch, o.Warn)
	// Watched first and built then, nothing is missed.
	changes := w.start(ctx)
	s := newServer(o.Dir)
	stop := s.start(listeners)
	o.Ready(address)
	s.show(o.Rebuild(ctx, o.Watch))
	for ctx.Err() == nil {
		var changed []string
		select {
		case <-ctx.Done():
			continue
		case changed = <-changes:
		case <-o.Again:
		}
		s.show(o.Rebuild(ctx, changed))
	}
	w.wait()
	if err := stop(); err != nil {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}
