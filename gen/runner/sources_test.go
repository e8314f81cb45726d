package runner

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// moduleWith makes a module with a program snippets/a/hello that imports
// book/lib, and with more files.
func moduleWith(t *testing.T, more map[string]string) string {
	t.Helper()
	t.Setenv("GOENV", "off")
	files := map[string]string{
		"snippets/a/hello/main.go": "package main\n\nimport _ \"book/lib\"\n\nfunc main() {}\n",
		"lib/lib.go":               "package lib\n",
	}
	for name, text := range more {
		files[name] = text
	}
	return writeBook(t, files)
}

func mustRead(t *testing.T, dir string) *Sources {
	t.Helper()
	s, err := ReadSources(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSourcesUncertain(t *testing.T) {
	for _, tt := range []struct {
		what  string
		files map[string]string
		env   string
		want  string
	}{
		{"workspace", map[string]string{"go.work": "go 1.26.0\nuse .\n"}, "", "there is a workspace"},
		{"workspace elsewhere", nil, "GOWORK=/elsewhere/go.work", "GOWORK=/elsewhere/go.work is set"},
		{"no modules", nil, "GO111MODULE=off", "GO111MODULE=off is set"},
		{"vendor", map[string]string{"vendor/modules.txt": ""}, "", "vendor"},
		{"another root", nil, "GOROOT=/nowhere", "not a go command that lies where it was installed"},
		{"no go command", nil, "PATH=/nowhere", "executable file not found"},
		{"no such import", map[string]string{"lib/lib.go": "package lib\n\nimport _ \"book/none\"\n"}, "", "none"},
		{"no imports", map[string]string{"lib/lib.go": "package lib\n\nimport \"\n"}, "", "lib.go:3:8"},
		{"a module inside", map[string]string{"lib/go.mod": "module book/lib\n"}, "", "lib is a module of its own"},
		{"a module above a program", map[string]string{"snippets/go.mod": "module book/snippets\n"}, "", "snippets is a module of its own"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			dir := moduleWith(t, tt.files)
			if key, value, ok := strings.Cut(tt.env, "="); ok {
				t.Setenv(key, value)
			}
			s, err := ReadSources(dir)
			if err == nil {
				_, err = s.Program("snippets/a/hello", false)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	for _, tt := range []struct{ what, mod, want string }{
		{"no module", "", "names no module"},
		{"a mistake", "modul book\n", "go.mod:1"},
		{"replaced by a directory", "module book\n\nreplace example.org/x => ../x\n", "replaces a module by the directory ../x"},
		{"a name of the standard library", "module go/book\n", "is one of the standard library"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			dir := moduleWith(t, nil)
			edit(t, dir, "go.mod", tt.mod)
			if _, err := ReadSources(dir); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	t.Run("settings in a file", func(t *testing.T) {
		dir := moduleWith(t, nil)
		env := filepath.Join(t.TempDir(), "env")
		edit(t, filepath.Dir(env), "env", "GOFLAGS=-v\nGOWORK=/elsewhere\n")
		t.Setenv("GOENV", env)
		if _, err := ReadSources(dir); err == nil || !strings.Contains(err.Error(), "sets GOWORK") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a pipe", func(t *testing.T) {
		dir := moduleWith(t, nil)
		if err := os.Symlink(os.DevNull, filepath.Join(dir, "lib", "x.go")); err != nil {
			t.Skip(err)
		}
		if _, err := mustRead(t, dir).Program("snippets/a/hello", false); err == nil || !strings.Contains(err.Error(), "x.go is not a regular file") {
			t.Errorf("got %v", err)
		}
	})
}

func TestSourcesSettings(t *testing.T) {
	dir := moduleWith(t, nil)
	old := mustRead(t, dir)
	for _, tt := range []struct {
		key, value string
		same       bool
	}{
		{"GOPROXY", "off", true},
		{"GOCACHE", "/elsewhere", true},
		{"GOFLAGS", "-race", true}, // not used
		{"GOOS", "plan9", true},    // not used
		{"GOWORK", "off", false},
		{"GOAMD64", "v3", false},
		{"GOARM64", "v9.0", false},
		{"GOEXPERIMENT", "nogreenteagc", false},
		{"GODEBUG", "x=1", false},
		{"GOFIPS140", "latest", false},
		{"GOSOMETHINGNEW", "1", false},
	} {
		t.Run(tt.key, func(t *testing.T) {
			t.Setenv(tt.key, tt.value)
			if same := mustRead(t, dir).Settings == old.Settings; same != tt.same {
				t.Errorf("with %s=%s the settings are the same: %v", tt.key, tt.value, same)
			}
		})
	}
	t.Run("go env -w", func(t *testing.T) {
		env := filepath.Join(t.TempDir(), "env")
		t.Setenv("GOENV", env)
		for text, same := range map[string]bool{"": true, "GOPROXY=off\nGOFLAGS=-v\n": true, "GOAMD64=v3\n": false} {
			edit(t, filepath.Dir(env), "env", text)
			if got := mustRead(t, dir).Settings == old.Settings; got != same {
				t.Errorf("with %q the settings are the same: %v", text, got)
			}
		}
	})
}

// TestSourcesToolchain changes the parts of a toolchain, one that is not whole.
func TestSourcesToolchain(t *testing.T) {
	dir := moduleWith(t, nil)
	root := t.TempDir()
	parts := []string{"VERSION", "bin/go", "pkg/tool/x_y/compile", "pkg/tool/x_y/link", "pkg/tool/x_y/asm"}
	for _, name := range parts {
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("go", filepath.Join(root, "bin", "go.exe")); err != nil {
		t.Skip(err) // for windows
	}
	real := mustRead(t, dir).Toolchain
	t.Setenv("PATH", filepath.Join(root, "bin"))
	last := mustRead(t, dir).Toolchain
	if last == real {
		t.Error("another toolchain is the same")
	}
	for _, name := range parts {
		edit(t, root, name, "another")
		now := mustRead(t, dir).Toolchain
		if now == last {
			t.Errorf("with another %s the toolchain is the same", name)
		}
		last = now
	}
	if err := os.Remove(filepath.Join(root, "pkg/tool/x_y/link")); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSources(dir); err == nil || !strings.Contains(err.Error(), "there is no link below") {
		t.Errorf("without a linker: %v", err)
	}
}

func TestSourcesImported(t *testing.T) {
	dir := moduleWith(t, map[string]string{
		"snippets/a/hello/main.go":   "package main\n\nimport (\n\t_ \"book\"\n\t_ \"book/snippets/a/hello/part\"\n)\n\nfunc main() {}\n",
		"snippets/a/hello/part/x.go": "package part\n\nimport _ \"book/lib\"\n",
		"book.go":                    "package book\n",
		"other/other.go":             "package other\n",
	})
	s := mustRead(t, dir)
	if _, err := s.Program("snippets/a/hello", false); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(s.Imported("snippets"), " "); got != ". lib" {
		t.Errorf("imported: %s", got)
	}
}

// TestSourcesTests edits a program, what only its tests are made of, and what
// belongs to the tests of another package.
func TestSourcesTests(t *testing.T) {
	dir := moduleWith(t, map[string]string{
		"snippets/a/hello/x_test.go":   "package main\n\nimport (\n\t_ \"embed\"\n\t_ \"testing\"\n)\n\n//go:embed data\nvar x string\n",
		"snippets/a/hello/out_test.go": "package main_test\n\nimport _ \"book/check\"\n",
		"snippets/a/hello/data/x":      "data",
		"check/check.go":               "package check\n",
		"check/check_test.go":          "package check\n",
	})
	sums := func() (program, tests string) {
		t.Helper()
		s := mustRead(t, dir)
		program, err := s.Program("snippets/a/hello", false)
		if err != nil {
			t.Fatal(err)
		}
		if tests, err = s.Program("snippets/a/hello", true); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.Imported("snippets"), " "); got != "check lib" {
			t.Errorf("imported: %s", got)
		}
		return program, tests
	}
	program, tests := sums()
	for _, tt := range []struct {
		file, text     string
		program, tests bool // whether they change
	}{
		{"lib/lib.go", "package lib // changed\n", true, true},
		{"snippets/a/hello/main.go", "package main // changed\n\nimport _ \"book/lib\"\n\nfunc main() {}\n", true, true},
		{"snippets/a/hello/y_test.go", "package main\n", false, true},
		{"snippets/a/hello/data/x", "changed", false, true},
		{"check/check.go", "package check // changed\n", false, true},
		{"check/check_test.go", "package check // changed\n", false, false},
	} {
		edit(t, dir, tt.file, tt.text)
		p, ts := sums()
		if (p != program) != tt.program || (ts != tests) != tt.tests {
			t.Errorf("%s: the program has changed: %v, its tests: %v", tt.file, p != program, ts != tests)
		}
		program, tests = p, ts
	}
}

func TestEmbedPatterns(t *testing.T) {
	for text, want := range map[string]string{
		"//go:embed data\nvar x string":               "data",
		"\t//go:embed a b/c all:d/*.txt":              "a b d",
		"//go:embed \"a b\"":                          "*",
		"//go:embed `a`":                              "*",
		"// go:embed a\n\n//go:embed x\n//go:embed y": "x y",
	} {
		if got := strings.Join(embedPatterns(text), " "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestBinaryID(t *testing.T) {
	dir, cache := writeBook(t, map[string]string{
		"snippets/a/hello/main.go": hello,
		"snippets/a/other/main.go": strings.Replace(hello, "hello", "other", 1),
	}), t.TempDir()
	ids := func() (hello, other string) {
		t.Helper()
		b, problems, err := buildAll(t, dir, cache)
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		programs := loadPrograms(t, dir)
		return b.ID(programs[0].Runs[0]), b.ID(programs[1].Runs[0])
	}
	h1, o1 := ids()
	edit(t, dir, "snippets/a/hello/main.go", hello+"// The end.\n")
	h2, o2 := ids()
	edit(t, dir, "snippets/a/hello/main.go", strings.Replace(hello, "hello", "Hello", 1))
	h3, _ := ids()
	if h1 == "" || h1 == o1 {
		t.Errorf("two programs have the ids %q and %q", h1, o1)
	}
	if h2 != h1 || o2 != o1 {
		t.Error("a comment changes the id")
	}
	if h3 == h1 {
		t.Error("another text does not change the id")
	}

	// What Go did not build has its hash for an id.
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	edit(t, dir, "a", "a")
	edit(t, dir, "b", strings.Repeat("b", 100_000))
	ida, err := BinaryID(a)
	if err != nil {
		t.Fatal(err)
	}
	if idb, err := BinaryID(b); err != nil || len(ida) != 64 || ida == idb {
		t.Errorf("got %q and %q, %v", ida, idb, err)
	}
	if _, err := BinaryID(filepath.Join(dir, "none")); err == nil {
		t.Error("no error for a file that is not there")
	}
}

func TestBuildID(t *testing.T) {
	const mark = "\xff Go build ID: \"abc/def\"\n \xff"
	for text, want := range map[string]string{
		"MZ...." + mark + "code":              "abc/def",
		"MZ....\xff Go build ID: \"abc/def":   "",
		strings.Repeat("x", 40<<10) + mark:    "",
		"\x7fELF, but no more than that" + "": "",
	} {
		if got := buildID(strings.NewReader(text)); got != want {
			t.Errorf("%.60q: %q, want %q", text, got, want)
		}
	}
}
