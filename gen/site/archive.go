package site

import (
	"archive/zip"
	"errors"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"
)

// archived is the time of every file in an archive: the first that a zip file
// can say. Equal sites make equal archives.
var archived = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Archive writes files into a zip file, all or nothing: whoever opens it finds
// what was there before or the whole archive. The files lie in a directory
// called dir.
func Archive(file, dir string, files map[string][]byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".new-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = errors.Join(writeZip(f, dir, files), f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

func writeZip(w io.Writer, dir string, files map[string][]byte) error {
	z := zip.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		entry, err := z.CreateHeader(&zip.FileHeader{
			Name: path.Join(dir, name), Method: zip.Deflate, Modified: archived,
		})
		if err != nil {
			return err
		}
		if _, err := entry.Write(files[name]); err != nil {
			return err
		}
	}
	return z.Close()
}
