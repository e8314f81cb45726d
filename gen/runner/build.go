package runner

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"

	"huoye/gen/book"
	"huoye/gen/problem"
)

// Build builds some programs of b with as few calls of the go command as it
// can and keeps the binaries in cache, a directory, for the next time; those of
// other programs of b stay as they are. What does not compile is a problem at
// the compiler's position, and missing from the binaries; the error is for
// failures of the toolchain itself. Programs that build constraints exclude
// from this platform, or that must not compile, are left out; so are, with a
// notice, runs with the race detector where there is none. j bounds parallelism.
func Build(ctx context.Context, b *book.Book, cache string, programs []*book.Program, j int) (*Binaries, problem.List, error) {
	dir, err := filepath.Abs(b.Dir)
	if err != nil {
		return nil, nil, err
	}
	if cache, err = filepath.Abs(cache); err != nil {
		return nil, nil, err
	}
	cache = filepath.Join(cache, "bin")
	mark, err := begin(ctx, cache)
	if err != nil {
		return nil, nil, err
	}
	defer mark.Close() // unless that was done
	bins := &Binaries{dir: dir, paths: map[string]string{}, race: map[string]string{}}
	asked := make(map[*book.Program]bool, len(programs))
	runs := 0
	for _, p := range programs {
		asked[p] = true
		runs += len(p.Runs)
	}
	go getReady(min(j, runs)) // while the go command works
	var problems problem.List
	for i, group := range groups(b.Programs) {
		t := &target{dir: dir, out: filepath.Join(cache, strconv.Itoa(i)), mark: mark.File, j: j}
		bad, err := t.fill(ctx, group, asked, bins.paths)
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, bad...)
	}
	if problems.Failing() {
		clear(asked)
	}
	var raceless []*book.Program
	why := ""
	for i, group := range groups(racing(b.Programs)) {
		t := &target{dir: dir, out: filepath.Join(cache, "race-"+strconv.Itoa(i)), mark: mark.File, j: j, race: true}
		bad, err := t.fill(ctx, group, asked, bins.race)
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, bad...)
		raceless, why = append(raceless, t.raceless...), cmp.Or(why, t.why)
	}
	if len(raceless) > 0 {
		problems = append(problems, noRace(raceless, why)...)
	}
	problems.Sort()
	return bins, problems, errors.Join(mark.Close(), os.Remove(mark.Name()))
}

// fill builds those programs of group that are asked for, and notes where they
// are. The binaries of all of group have their place in the target.
func (t *target) fill(ctx context.Context, group []*book.Program, asked map[*book.Program]bool, paths map[string]string) (problem.List, error) {
	var plain, tests []*book.Program
	for _, p := range group {
		switch {
		case !asked[p]:
		case p.Tests:
			tests = append(tests, p)
		default:
			plain = append(plain, p)
		}
	}
	problems, err := t.build(ctx, plain, "build")
	if err != nil {
		return nil, err
	}
	more, err := t.build(ctx, tests, "test", "-c")
	if err != nil {
		return nil, err
	}
	problems = append(problems, more...)
	for _, p := range t.built {
		paths[p.Name] = t.binary(p)
	}
	return problems, t.clean(group)
}

// racing are the programs that have a run with the race detector.
func racing(programs []*book.Program) []*book.Program {
	var list []*book.Program
	for _, p := range programs {
		if slices.ContainsFunc(p.Runs, func(r *book.Run) bool { return r.Race && Supported(r) }) {
			list = append(list, p)
		}
	}
	return list
}

// noRace says that runs with the race detector are left out.
func noRace(programs []*book.Program, why string) problem.List {
	var first *book.Run
	n := 0
	for _, p := range programs {
		for _, r := range p.Runs {
			if !r.Race || !Supported(r) {
				continue
			}
			if n++; first == nil {
				first = r
			}
		}
	}
	return problem.List{{
		Pos:    token.Position{Filename: first.File, Line: first.Line, Column: first.Column},
		Rule:   problem.RunPlatform,
		Notice: true,
		Msg: fmt.Sprintf("runs with race: true, %d of them, are left out: here is no race detector: %s; "+
			"install a C compiler to run them", n, why),
	}}
}

// noModule reports that the book is in no Go module.
func noModule() problem.List {
	var problems problem.List
	problems.Add(token.Position{Filename: "go.mod", Line: 1, Column: 1}, problem.GoModule,
		"there is no such file; the programs of a book belong to a Go module: run \"go mod init\" and a name for it")
	return problems
}

// begin makes the directory of binaries. The go command trusts the build id at
// the beginning of a binary it finds; one half written by a build that was
// killed would be taken for good. So a mark lies there during a build, and
// where one is found nothing is kept.
//
// The go command goes on when its generator is killed, and would replace binaries
// that the next generator is about to run. So the mark is locked, by both.
func begin(ctx context.Context, bin string) (mark *lockedfile.File, err error) {
	if err := os.MkdirAll(bin, 0o777); err != nil {
		return nil, err
	}
	name := filepath.Join(bin, "unfinished")
	_, err = os.Lstat(name)
	left := err == nil
	if mark, err = lock(ctx, name); err != nil || !left {
		return mark, err
	}
	entries, err := os.ReadDir(bin)
	for _, e := range entries {
		if e.Name() != filepath.Base(name) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(bin, e.Name())))
		}
	}
	if err != nil {
		_ = mark.Close() // it stays for the next one
		return nil, err
	}
	return mark, nil
}

// lock makes a file and locks it. It waits for others that have locked it.
func lock(ctx context.Context, name string) (*lockedfile.File, error) {
	var f *lockedfile.File
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		f, err = lockedfile.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	}()
	select {
	case <-done:
		return f, err
	case <-ctx.Done():
		go func() {
			if <-done; err == nil {
				_ = f.Close() // nobody wants it any more
			}
		}()
		return nil, ctx.Err()
	}
}

// groups parts the programs that can be built here so that no two binaries of a
// group have the same name. There are
// as many groups as programs share a name, usually one.
func groups(programs []*book.Program) [][]*book.Program {
	var groups [][]*book.Program
	seen := map[string]int{}
	for _, p := range programs {
		if !buildable(p) || slices.ContainsFunc(p.Runs, func(r *book.Run) bool { return r.Fails }) {
			continue
		}
		base := p.Binary()
		i := seen[base]
		seen[base]++
		if i == len(groups) {
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], p)
	}
	return groups
}

// target is a directory of binaries with different names.
type target struct {
	dir   string // the book's
	out   string
	mark  *os.File // that out is being filled
	j     int
	race  bool
	built []*book.Program

	raceless []*book.Program // that want the race detector, where there is none
	why      string          // there is none
}

func (t *target) binary(p *book.Program) string {
	name := p.Binary()
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(t.out, name)
}

// build builds programs by a subcommand of go. It is one call of the go command
// if all compile. A program that cannot even be loaded keeps the command from
// compiling the others, so it is called again without those that have problems.
func (t *target) build(ctx context.Context, programs []*book.Program, subcommand ...string) (problem.List, error) {
	var problems problem.List
	for len(programs) > 0 {
		output, err := t.call(ctx, programs, subcommand)
		if err != nil {
			return nil, err
		}
		if output == nil {
			break
		}
		if bytes.Contains(output, []byte("go.mod file not found")) {
			return noModule(), nil
		}
		m := parseMessages(t.dir, programs, output)
		if t.race && len(m.problems) == 0 {
			t.raceless, t.why = append(t.raceless, programs...), firstMessage(output)
			return nil, nil
		}
		if len(m.problems) == 0 || len(m.unknown) > 0 {
			return nil, fmt.Errorf("go %s: %s", subcommand[0], bytes.TrimSpace(output))
		}
		problems = append(problems, m.problems...)
		good := m.without(programs)
		if len(good) == len(programs) {
			// The trouble is in a package that programs share.
			return problems, nil
		}
		programs = good
	}
	t.built = append(t.built, programs...)
	return problems, nil
}

// firstMessage is the first line of what the go command printed that says
// something: it names packages in lines of their own.
func firstMessage(output []byte) string {
	for line := range strings.Lines(string(output)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return line
		}
	}
	return strings.TrimSpace(string(output))
}

// call calls the go command once. The output is nil if all was built.
func (t *target) call(ctx context.Context, programs []*book.Program, subcommand []string) ([]byte, error) {
	args := append(slices.Clone(subcommand), "-o", t.out+string(filepath.Separator),
		"-buildvcs=false", // asking git costs more than a build without changes
		"-trimpath",       // no path of this machine in a panic's trace
		"-ldflags=-s -w",  // linking is most of the work, half of it debug data
		"-gcflags=-e",     // all errors, not the first ten
	)
	// Compilers and linkers do not wait: more of them than processors would take
	// a tenth more time.
	if t.j > 0 && t.j < runtime.NumCPU() {
		args = append(args, "-p="+strconv.Itoa(t.j))
	}
	if t.race {
		args = append(args, "-race")
	}
	for _, p := range programs {
		args = append(args, "./"+p.Dir)
	}
	return goCommand(ctx, t.dir, filepath.Dir(t.out), t.race, t.mark, args...)
}

// RaceDetector reports why programs cannot be built with the race detector
// here.
func RaceDetector(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "race-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "main.go")
	if err := os.WriteFile(file, []byte("package main\n\nfunc main() {}\n"), 0o666); err != nil {
		return err
	}
	output, err := goCommand(ctx, dir, dir, true, nil, "build", "-race", "-o", os.DevNull, file)
	if err == nil && output != nil {
		err = errors.New(string(bytes.TrimSpace(output)))
	}
	return err
}

// goCommand calls the go command in dir. It makes its temporary files below tmp: if
// that is on the file system for which its output is meant, that is renamed and not
// copied. It holds the lock of a file as long as it lives, unless that is nil. The
// output is nil if it succeeds.
func goCommand(ctx context.Context, dir, tmp string, race bool, locked *os.File, args ...string) ([]byte, error) {
	// The go command that is killed leaves its files.
	tmp, err := os.MkdirTemp(cmp.Or(os.Getenv("GOTMPDIR"), tmp), "go-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cgo := "CGO_ENABLED=0" // with cgo, Go does not notice deadlocks
	if race {
		cgo = "CGO_ENABLED=1" // but the race detector needs it
	}
	cmd.Env = append(os.Environ(),
		"PWD="+dir,
		"GOOS="+runtime.GOOS,
		"GOARCH="+runtime.GOARCH,
		cgo,
		"GOTMPDIR="+tmp,
		"GOTOOLCHAIN=local",
		"GOFLAGS=-mod=readonly",
		"GOGC=off", // the tools live too shortly for it to pay
	)
	ownFate(cmd, locked)
	output, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil:
		return nil, nil
	case errors.As(err, &exit) && len(bytes.TrimSpace(output)) > 0:
		return output, nil
	}
	return nil, fmt.Errorf("go build: %w", err)
}

// clean removes the binaries of programs that are no more.
func (t *target) clean(programs []*book.Program) error {
	keep := map[string]bool{}
	for _, p := range programs {
		keep[filepath.Base(t.binary(p))] = true
	}
	entries, err := os.ReadDir(t.out)
	if errors.Is(err, os.ErrNotExist) {
		return nil // nothing compiled
	}
	for _, e := range entries {
		if !keep[e.Name()] {
			err = errors.Join(err, os.RemoveAll(filepath.Join(t.out, e.Name())))
		}
	}
	return err
}
