package runner

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
)

// Sources tells whether the go command would build the programs of a book from
// the same as before, without calling it. It looks at more than the go command
// does, such as files that build constraints leave out, but never at less:
// where it cannot be sure, it says so.
type Sources struct {
	// Sums of what all programs depend on.
	Toolchain string // the go command and its tools
	Settings  string // of the go command: its variables, from wherever
	Modules   string // go.mod and go.sum
	// The C compiler that links programs with the race detector; "" if only
	// the go command knows it.
	Compiler string

	cgo      bool   // something says how C is compiled
	book     string // its absolute path
	root     string // of the module
	module   string // its path
	packages map[string]*pkg
}

// pkg is a package of the book's module.
type pkg struct {
	sum     string
	imports []string // packages of the same module, by their directories
}

// ReadSources looks at what building any program of the book in dir depends
// on. The error says why only the go command can know.
func ReadSources(dir string) (*Sources, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Sources{book: dir, packages: make(map[string]*pkg)}
	goroot, err := s.readToolchain()
	if err != nil {
		return nil, err
	}
	if err := s.readSettings(goroot); err != nil {
		return nil, err
	}
	if err := s.readModule(); err != nil {
		return nil, err
	}
	s.readCompiler()
	// A path of the standard library would mean that, not a package of ours.
	first, _, _ := strings.Cut(s.module, "/")
	if _, err := os.Stat(filepath.Join(goroot, "src", first)); err == nil {
		return nil, fmt.Errorf("the module's path %s is one of the standard library", s.module)
	}
	return s, nil
}

// readToolchain finds the go command and where it has its tools, and sums up
// what they are.
func (s *Sources) readToolchain() (goroot string, err error) {
	command, err := exec.LookPath("go")
	if err != nil {
		return "", err
	}
	if command, err = filepath.EvalSymlinks(command); err != nil {
		return "", err
	}
	goroot = os.Getenv("GOROOT")
	if goroot == "" {
		goroot = filepath.Dir(filepath.Dir(command))
	}
	version, err := os.ReadFile(filepath.Join(goroot, "VERSION"))
	if err != nil {
		return "", fmt.Errorf("%s is not a go command that lies where it was installed: %w", command, err)
	}
	parts := []string{string(version), goroot}
	files, err := filepath.Glob(filepath.Join(goroot, "pkg", "tool", "*", "*"))
	if err != nil {
		return "", err
	}
	missing := map[string]bool{"go": true, "compile": true, "link": true, "asm": true}
	for _, file := range append(files, command) {
		name := strings.TrimSuffix(filepath.Base(file), ".exe")
		if _, ok := missing[name]; !ok {
			continue // a tool that does not build
		}
		missing[name] = false
		id, err := BinaryID(file)
		if err != nil {
			return "", err
		}
		parts = append(parts, file, id)
	}
	for name, is := range missing {
		if is {
			return "", fmt.Errorf("there is no %s below %s", name, goroot)
		}
	}
	s.Toolchain = sum(parts...)
	return goroot, nil
}

// harmless are variables of the go command that do not say what it builds: where
// it keeps or gets things, where more variables are (which are read), how it
// runs, and those that goCommand sets itself. Others that are set count, known
// or not.
var harmless = []string{
	"GOENV", "GOPATH", "GOBIN", "GOCACHE", "GOMODCACHE", "GOTMPDIR", "GOTELEMETRY", "GOTELEMETRYDIR",
	"GOPROXY", "GOSUMDB", "GONOSUMDB", "GONOPROXY", "GOPRIVATE", "GOINSECURE", "GOAUTH", "GOVCS",
	"GOMAXPROCS", "GOMEMLIMIT", "GOTRACEBACK", "GOCOVERDIR",
	"GOOS", "GOARCH", "GOTOOLCHAIN", "GOFLAGS", "GOGC",
}

// readSettings sums up the variables of the go command that are set in the
// environment, by go env -w, or for the whole installation.
func (s *Sources) readSettings(goroot string) error {
	var parts []string
	for _, kv := range os.Environ() {
		key, value, _ := strings.Cut(kv, "=")
		s.cgo = s.cgo || isCgo(key) && value != ""
		if strings.HasPrefix(key, "GO") && value != "" && !slices.Contains(harmless, key) {
			parts = append(parts, kv)
		}
		if (key == "GOWORK" && value != "off" || key == "GO111MODULE" && value == "off") && value != "" {
			return fmt.Errorf("%s is set", kv)
		}
	}
	slices.Sort(parts)
	user := os.Getenv("GOENV")
	if user == "" {
		if dir, err := os.UserConfigDir(); err == nil {
			user = filepath.Join(dir, "go", "env")
		}
	}
	for _, file := range []string{user, filepath.Join(goroot, "go.env")} {
		text, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && file != "off" && file != "" {
			return err
		}
		for line := range strings.Lines(string(text)) {
			key, _, _ := strings.Cut(strings.TrimSpace(line), "=")
			s.cgo = s.cgo || isCgo(key)
			switch {
			case key == "GOROOT" || key == "GOWORK" || key == "GO111MODULE":
				return fmt.Errorf("%s sets %s", file, key)
			case strings.HasPrefix(key, "GO") && !slices.Contains(harmless, key):
				parts = append(parts, line)
			}
		}
	}
	s.Settings = sum(parts...)
	return nil
}

// isCgo reports whether a variable of the go command says how C is compiled or
// linked. CGO_ENABLED it sets itself.
func isCgo(key string) bool {
	return key == "CC" || key == "CXX" || key == "AR" || key == "PKG_CONFIG" ||
		strings.HasPrefix(key, "CGO_") && key != "CGO_ENABLED"
}

// readCompiler finds the C compiler that the go command takes where nothing says
// which. Its file stands for all that belongs to it.
func (s *Sources) readCompiler() {
	if s.cgo {
		return
	}
	for _, name := range []string{"gcc", "clang"} {
		file, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if file, err = filepath.EvalSymlinks(file); err != nil {
			return
		}
		info, err := os.Stat(file)
		if err != nil {
			return
		}
		s.Compiler = sum(file, strconv.FormatInt(info.Size(), 10), info.ModTime().UTC().String())
		return
	}
	s.Compiler = sum("none")
}

// readModule finds the module that the book belongs to.
func (s *Sources) readModule() error {
	for dir := s.book; ; dir = filepath.Dir(dir) {
		if s.root == "" && exists(filepath.Join(dir, "go.mod")) {
			s.root = dir
		}
		if os.Getenv("GOWORK") != "off" && exists(filepath.Join(dir, "go.work")) {
			return fmt.Errorf("there is a workspace: %s", filepath.Join(dir, "go.work"))
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if s.root == "" {
		return errors.New("the book belongs to no module")
	}
	if exists(filepath.Join(s.root, "vendor")) {
		return fmt.Errorf("there is a directory %s", filepath.Join(s.root, "vendor"))
	}
	file := filepath.Join(s.root, "go.mod")
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	mod, err := modfile.Parse(file, text, nil)
	if err != nil {
		return err
	}
	if mod.Module == nil {
		return fmt.Errorf("%s names no module", file)
	}
	for _, r := range mod.Replace {
		if r.New.Version == "" {
			return fmt.Errorf("%s replaces a module by the directory %s", file, r.New.Path)
		}
	}
	sums, err := os.ReadFile(filepath.Join(s.root, "go.sum"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	s.module = mod.Module.Mod.Path
	s.Modules = sum(s.root, string(text), string(sums))
	return nil
}

func exists(file string) bool {
	_, err := os.Lstat(file)
	return err == nil
}

// Program sums up the files of the program in dir, a directory of the book,
// and of the packages of the same module that it imports; with tests, also its
// tests and what they import. Other packages are known by the toolchain and the
// modules.
func (s *Sources) Program(dir string, tests bool) (string, error) {
	rel, err := filepath.Rel(s.root, filepath.Join(s.book, filepath.FromSlash(dir)))
	if err != nil {
		return "", err
	}
	rel = filepath.ToSlash(rel)
	seen := make(map[string]bool)
	if err := s.follow(rel, seen); err != nil {
		return "", err
	}
	var parts []string
	if tests {
		p, err := s.readPackage(rel, true)
		if err != nil {
			return "", err
		}
		for _, dir := range p.imports {
			if err := s.follow(dir, seen); err != nil {
				return "", err
			}
		}
		parts = append(parts, p.sum)
	}
	for _, dir := range slices.Sorted(maps.Keys(seen)) {
		parts = append(parts, dir, s.packages[dir].sum)
	}
	return sum(parts...), nil
}

// Imported are the directories, relative to the book, of the packages read so
// far that do not lie below its directory dir.
func (s *Sources) Imported(dir string) []string {
	var dirs []string
	for _, p := range slices.Sorted(maps.Keys(s.packages)) {
		rel, err := filepath.Rel(filepath.Join(s.book, dir), filepath.Join(s.root, filepath.FromSlash(p)))
		if err != nil || !filepath.IsLocal(rel) {
			dirs = append(dirs, path.Join(dir, filepath.ToSlash(rel)))
		}
	}
	return dirs
}

// follow reads the package in dir, which is relative to the module, and what
// it imports.
func (s *Sources) follow(dir string, seen map[string]bool) error {
	if seen[dir] {
		return nil
	}
	seen[dir] = true
	p := s.packages[dir]
	if p == nil {
		var err error
		if p, err = s.readPackage(dir, false); err != nil {
			return err
		}
		s.packages[dir] = p
	}
	for _, dir := range p.imports {
		if err := s.follow(dir, seen); err != nil {
			return err
		}
	}
	return nil
}

// readPackage reads the files in dir, also those of tests if these are built.
func (s *Sources) readPackage(dir string, tests bool) (*pkg, error) {
	for d := dir; d != "."; d = path.Dir(d) {
		if !fs.ValidPath(d) {
			return nil, fmt.Errorf("%s is outside the module in %s", d, s.root)
		}
		if exists(filepath.Join(s.root, filepath.FromSlash(d), "go.mod")) {
			return nil, fmt.Errorf("%s is a module of its own", d)
		}
	}
	abs := filepath.Join(s.root, filepath.FromSlash(dir))
	entries, err := os.ReadDir(abs)
	if err != nil {
		return nil, err
	}
	p := new(pkg)
	var parts, embedded []string
	for _, e := range entries {
		if !compiled(e.Name()) || !tests && strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		file := filepath.Join(abs, e.Name())
		info, err := os.Stat(file)
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			continue
		}
		text, err := readRegular(file, info)
		if err != nil {
			return nil, err
		}
		parts = append(parts, e.Name(), string(text))
		if path.Ext(e.Name()) == ".go" {
			embedded = append(embedded, embedPatterns(string(text))...)
			if err := s.addImports(p, file, text); err != nil {
				return nil, err
			}
		}
	}
	for _, e := range entries {
		if matchAny(embedded, e.Name()) {
			data, err := treeParts(filepath.Join(abs, e.Name()))
			if err != nil {
				return nil, err
			}
			parts = append(parts, data...)
		}
	}
	p.sum = sum(parts...)
	return p, nil
}

// compiled reports whether the go command may read a file of this name when
// it builds its package or its tests, other than as embedded data.
func compiled(name string) bool {
	return !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "_") &&
		path.Ext(name) != ".golden" && name != "runs.yaml"
}

// embedPatterns are what the files that a Go file embeds may match, each up to
// the first slash.
func embedPatterns(text string) []string {
	var patterns []string
	for line := range strings.Lines(text) {
		list, ok := strings.CutPrefix(strings.TrimSpace(line), "//go:embed")
		if !ok {
			continue
		}
		if strings.ContainsAny(list, "\"`") {
			patterns = append(patterns, "*") // more than we want to know
			continue
		}
		for _, p := range strings.Fields(list) {
			first, _, _ := strings.Cut(strings.TrimPrefix(p, "all:"), "/")
			patterns = append(patterns, first)
		}
	}
	return patterns
}

// matchAny reports whether name may match one of patterns.
func matchAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		ok, err := path.Match(p, name)
		return ok || err != nil || p == "." // a directory as a whole
	})
}

// addImports adds to p what a Go file of it imports from the same module.
func (s *Sources) addImports(p *pkg, file string, text []byte) error {
	f, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if name == s.module {
			p.imports = append(p.imports, ".")
		} else if dir, ok := strings.CutPrefix(name, s.module+"/"); ok {
			p.imports = append(p.imports, path.Clean(dir))
		}
	}
	return nil
}

// treeParts are the names and contents of dir, if it is a file, or of all files
// below it.
func treeParts(dir string) ([]string, error) {
	var parts []string
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		text, err := readRegular(file, info)
		parts = append(parts, file, string(text))
		return err
	})
	return parts, err
}

// readRegular reads a regular file; reading others may never end.
func readRegular(file string, info fs.FileInfo) ([]byte, error) {
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a regular file", file)
	}
	return os.ReadFile(file)
}

// sum tells lists of texts apart.
func sum(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:", len(p))
		h.Write([]byte(p))
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:16])
}
