package main

import (
	"fmt"
	"path/filepath"
)

// checkArchive reports as error that the archive cannot be written.
func checkArchive(o *options) error {
	file, siteDir := o.archive, filepath.Join(o.dir, "site")
	if file == "" {
		return nil
	}
	if filepath.Ext(file) != ".zip" || filepath.Base(file) == ".zip" {
		return fmt.Errorf("-archive %s: the archive is a zip file; name it so, such as book.zip", file)
	}
	dir, err := realDir(filepath.Dir(file))
	if err != nil {
		return fmt.Errorf("-archive %s: %w", file, err)
	}
	// A site that is not there yet is where its parent is.
	root, err := realDir(filepath.Dir(siteDir))
	if err != nil {
		return nil // the book is missing, which the next stage says better
	}
	inSite := []string{filepath.Join(root, filepath.Base(siteDir))}
	if to, err := realDir(siteDir); err == nil {
		inSite = append(inSite, to)
	}
	for _, s := range inSite {
		if rel, err := filepath.Rel(s, dir); err == nil && filepath.IsLocal(rel) {
			return fmt.Errorf("-archive %s: an archive inside the site would be part of it; write it elsewhere", file)
		}
	}
	return nil
}

// realDir is the absolute path of a directory that exists, without symbolic
// links.
func realDir(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(dir)
}
