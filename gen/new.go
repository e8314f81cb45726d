package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"huoye/gen/book"
	"huoye/gen/disk"
	"huoye/gen/problem"
	"huoye/gen/skeleton"
)

// checkNewChapter reports a name that no chapter can have.
func checkNewChapter(o *options) error { return book.CheckSlug(o.args[0], true) }

// checkNewProgram reports a name that no program can have.
func checkNewProgram(o *options) error {
	chapter, program, ok := strings.Cut(o.args[0], "/")
	if !ok {
		return fmt.Errorf("a program is named chapter/program; %q lacks one of the two", o.args[0])
	}
	if err := book.CheckSlug(chapter, true); err != nil {
		return err
	}
	return book.CheckSlug(program, false)
}

// checkNewBook makes DIR the directory of the book.
func checkNewBook(o *options) error {
	o.dir = filepath.Clean(o.args[0])
	return nil
}

// newChapter begins a chapter.
func newChapter(ctx context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	slug := o.args[0]
	files, problems, err := skeleton.Chapter(o.dir, slug, o.title, o.part)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	if err := writeNew(ctx, o.dir, files, stdout); err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(stdout, "Write the chapter and its program; then \"gen build -update\" records the output\nand \"gen check\" proves it all. More programs: gen new program %s/NAME\n", slug)
	return nil, err
}

// newProgram begins a program.
func newProgram(ctx context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	files, problems, err := skeleton.Program(o.dir, o.args[0], o.title)
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	if err := writeNew(ctx, o.dir, files, stdout); err != nil {
		return nil, err
	}
	_, err = fmt.Fprintln(stdout, "Write the program, and move the section that shows it to its place; then\n\"gen build -update\" records the output.")
	return nil, err
}

// newBook begins a book.
func newBook(ctx context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	files, problems, err := skeleton.Book(o.dir, o.title, languageVersion(ctx))
	if err != nil || len(problems) > 0 {
		return problems, err
	}
	if err := writeNew(ctx, o.dir, files, stdout); err != nil {
		return nil, err
	}
	dir := o.dir
	if strings.ContainsFunc(dir, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("'\"$", r) }) {
		dir = strconv.Quote(dir)
	}
	_, err = fmt.Fprintf(stdout, "Next: gen build -update -C %s\n", dir)
	return nil, err
}

// languageVersion is the version of Go, such as 1.26, that the programs of a
// new book are written for: the go command's.
func languageVersion(ctx context.Context) string {
	version := runtime.Version()
	cmd := exec.CommandContext(ctx, "go", "env", "GOVERSION")
	cmd.Dir = os.TempDir() // no module has a say
	cmd.Env = append(cmd.Environ(), "GOTOOLCHAIN=local")
	if out, err := cmd.Output(); err == nil {
		version = string(out)
	}
	m := regexp.MustCompile(`go(1\.\d+)`).FindStringSubmatch(version)
	if m == nil {
		return "1.26"
	}
	return m[1]
}

// writeNew writes files into the book in dir and says so. A file that is not
// Old must not exist. If one cannot be written, the book is as it was.
func writeNew(ctx context.Context, dir string, files []skeleton.File, stdout io.Writer) (err error) {
	var undo []func() error
	defer func() {
		if err != nil {
			for _, u := range slices.Backward(undo) {
				err = errors.Join(err, u())
			}
		}
	}()
	var report strings.Builder
	for _, f := range files {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		verb, write := "made", createFile
		if f.Old {
			verb, write = "changed", replaceFile
		}
		if err := write(name, f.Data, &undo); err != nil {
			return err
		}
		fmt.Fprintf(&report, "%s %s\n", verb, filepath.ToSlash(name))
	}
	_, err = io.WriteString(stdout, report.String())
	return err
}

// createFile writes a file that must not exist, and the directories it needs.
func createFile(name string, data []byte, undo *[]func() error) error {
	var missing []string
	for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		missing = append(missing, dir)
	}
	for _, dir := range slices.Backward(missing) {
		if err := os.Mkdir(dir, 0o777); err != nil {
			return err
		}
		*undo = append(*undo, func() error { return os.Remove(dir) })
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	*undo = append(*undo, func() error { return os.Remove(name) })
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// replaceFile replaces the file that name stands for, links followed. It keeps its
// mode.
func replaceFile(name string, data []byte, undo *[]func() error) error {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(real)
	if err != nil {
		return err
	}
	old, err := os.ReadFile(real)
	if err != nil {
		return err
	}
	*undo = append(*undo, func() error { return disk.Replace(real, old, info.Mode().Perm()) })
	return disk.Replace(real, data, info.Mode().Perm())
}
