package main

import (
	"crypto/sha256"
	"fmt"
	"time"

	"huoye/gen/golden"
	"huoye/gen/problem"
	"huoye/gen/runner"
)

// nothingToDo reports whether everything that the last whole build read, and
// the site that it wrote, are as they were. It finds that by reading and
// hashing files alone; their times do not matter.
func (b *build) nothingToDo() bool {
	if b.options.run != nil || b.shard.n > 0 {
		return false // not a whole build
	}
	b.began = time.Now()
	before, err := sumFiles(b.dir, nil, "content", "snippets")
	if err != nil {
		return false
	}
	b.before = before
	if b.update || b.archive != "" || b.verbose {
		return false // more than an up-to-date site is asked for
	}
	if b.format != problem.FormatText {
		return false // the others tell of stages and runs
	}
	w := golden.LoadWhole(cacheFile(b.dir, "whole"))
	own := before.sum()
	if w.Sum == "" || w.Own != own {
		return false
	}
	sources, err := runner.ReadSources(b.dir)
	if err != nil {
		return false
	}
	site, err := sumFiles(b.dir, nil, "site")
	if err != nil {
		return false
	}
	now, err := wholeSum(own, site.sum(), sources, w.Packages)
	if err != nil || now != w.Sum {
		return false
	}
	b.whole = w
	return true
}

// rememberWhole keeps for the next time that nothing is left to be done, unless
// files have changed meanwhile or only the go command knows what it reads.
func (b *build) rememberWhole() error {
	if b.before == nil || b.sources == nil {
		return nil
	}
	for _, run := range b.selected {
		if b.inputs[run].Program == nil {
			return nil
		}
	}
	files, err := sumFiles(b.dir, b.asBefore, "content", "snippets")
	if err != nil {
		return err
	}
	after := files.sum()
	sources, err := runner.ReadSources(b.dir)
	if err != nil {
		return err
	}
	site := sumsOf("site", b.draft.Sums()).sum()
	w := b.whole
	w.Packages = b.sources.Imported("snippets")
	w.Own = b.before.sum()
	if w.Sum, err = wholeSum(w.Own, site, b.sources, w.Packages); err != nil {
		return err
	}
	if now, err := wholeSum(after, site, sources, w.Packages); err != nil || now != w.Sum {
		return err
	}
	return w.Save(cacheFile(b.dir, "whole"))
}

// asBefore returns what a file held when the build began, if it holds that still
// unless it looks otherwise. Clocks of file systems are coarse: what was changed
// just before may look the same after another change.
func (b *build) asBefore(name string) (fileSum, bool) {
	f, ok := b.before.find(name)
	return f, ok && f.changed < b.began.Add(-2*time.Second).UnixNano()
}

// wholeSum sums up what a build depends on and what it writes: sums of the
// book's own files and of the site, what programs are built from, of which
// packages are those outside snippets/, and the machine.
func wholeSum(own, site string, sources *runner.Sources, packages []string) (string, error) {
	machine, err := machineInputs()
	if err != nil {
		return "", err
	}
	h := sha256.New()
	fmt.Fprintln(h, own, site, machine, sources.Toolchain, sources.Settings, sources.Modules, sources.Compiler)
	for _, dir := range packages {
		p, err := sources.Program(dir, false)
		if err != nil {
			return "", err
		}
		fmt.Fprintln(h, dir, p)
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}
