package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"

	"huoye/gen/runner"
)

// bookCache is the directory, below the user's cache directory, where things
// are kept for the book in dir from one build to the next; "" if there is none.
func bookCache(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	user, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	name := fmt.Sprintf("%x", sha256.Sum256([]byte(abs)))[:16]
	cache := filepath.Join(user, "huoye", name)
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return ""
	}
	return cache
}

// ownerFile, in the cache directory of a book, says where the book is.
const ownerFile = "book"

// tidyCache notes in cache that it is of the book in dir, and removes the cache
// directories of books that are not there any more. It does what it can: what
// stays only takes room.
func tidyCache(cache, dir string) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return
	}
	own := filepath.Join(cache, ownerFile)
	if old, err := os.ReadFile(own); err != nil || string(old) != abs {
		_ = os.WriteFile(own, []byte(abs), 0o644)
	}
	owners, _ := filepath.Glob(filepath.Join(filepath.Dir(cache), "*", ownerFile))
	for _, file := range owners {
		book, err := os.ReadFile(file)
		if err != nil || !filepath.IsAbs(string(book)) {
			continue // another generator is at it
		}
		if _, err := os.Stat(string(book)); errors.Is(err, fs.ErrNotExist) {
			_ = os.RemoveAll(filepath.Dir(file))
		}
	}
}

// cacheFile is a file in the book's cache directory, "" if there is none.
func cacheFile(dir, name string) string {
	cache := bookCache(dir)
	if cache == "" {
		return ""
	}
	return filepath.Join(cache, name)
}

// binaryCache is the directory where the book's binaries are kept from one
// build to the next, locked until release: a second generator at work on the
// same book waits for the first. Without a cache directory of the user nothing
// is kept.
func binaryCache(ctx context.Context, dir string) (cache string, release func(), err error) {
	cache = bookCache(dir)
	if cache == "" {
		cache, err = os.MkdirTemp("", "huoye-")
		return cache, func() { os.RemoveAll(cache) }, err
	}
	type locked struct {
		unlock func()
		err    error
	}
	done := make(chan locked, 1)
	go func() {
		unlock, err := lockedfile.MutexAt(filepath.Join(cache, "lock")).Lock()
		done <- locked{unlock, err}
	}()
	select {
	case l := <-done:
		tidyCache(cache, dir)
		return cache, l.unlock, l.err
	case <-ctx.Done():
		go func() {
			if l := <-done; l.err == nil {
				l.unlock() // nobody wants it any more
			}
		}()
		return "", nil, ctx.Err()
	}
}

// generatorID tells this generator from others, which may find or make something
// else of the same book; "" if it cannot be told.
func generatorID() string {
	self, err := os.Executable()
	if err != nil {
		return ""
	}
	id, err := runner.BinaryID(self)
	if err != nil {
		return ""
	}
	return id
}
