package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// binaryCache is the directory where the book's binaries are kept from one
// build to the next, locked until release: a second generator at work on the
// same book waits for the first. Without a cache directory of the user nothing
// is kept.
func binaryCache(ctx context.Context, dir string) (cache string, release func(), err error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", nil, err
	}
	user, err := os.UserCacheDir()
	if err == nil {
		name := fmt.Sprintf("%x", sha256.Sum256([]byte(abs)))[:16]
		cache = filepath.Join(user, "huoye", name)
		err = os.MkdirAll(cache, 0o755)
	}
	if err != nil {
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
		return cache, l.unlock, l.err
	case <-ctx.Done():
		return "", nil, ctx.Err()
	}
}
