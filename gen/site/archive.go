package site

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"
)

// archived is the time of every file in an archive: the first that a zip file
// can say. Equal sites make equal archives.
var archived = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Archive writes the site in dir into a zip file, all or nothing: whoever opens
// it finds what was there before or the whole archive. The files lie in a
// directory called name.
func Archive(file, name, dir string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+".new-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	err = errors.Join(writeZip(f, name, dir), f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}

func writeZip(w io.Writer, name, dir string) error {
	z := zip.NewWriter(w)
	site := os.DirFS(dir)
	err := fs.WalkDir(site, ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		entry, err := z.CreateHeader(&zip.FileHeader{
			Name: path.Join(name, file), Method: zip.Deflate, Modified: archived,
		})
		if err != nil {
			return err
		}
		data, err := fs.ReadFile(site, file)
		if err == nil {
			_, err = entry.Write(data)
		}
		return err
	})
	return errors.Join(err, z.Close())
}
