package runner

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"huoye/gen/book"
	"huoye/gen/problem"
)

// loadPrograms makes programs of the directories below dir that hold a
// main.go, as book.Load does.
func loadPrograms(t testing.TB, dir string) []*book.Program {
	t.Helper()
	var programs []*book.Program
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Base(name) != "main.go" {
			return err
		}
		programs = append(programs, loadProgram(t, dir, path.Dir(name)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sort.Slice(programs, func(i, j int) bool { return programs[i].Name < programs[j].Name })
	return programs
}

func loadProgram(t testing.TB, dir, name string) *book.Program {
	t.Helper()
	p := &book.Program{Chapter: path.Base(path.Dir(name)), Dir: name}
	p.Name = path.Join(p.Chapter, path.Base(name))
	files, err := filepath.Glob(filepath.Join(dir, name, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(f)
		p.Files = append(p.Files, &book.SourceFile{Name: base, File: path.Join(name, base), Source: src})
	}
	p.Runs = []*book.Run{{Program: p, Name: path.Base(name)}}
	return p
}

// writeBook writes files to a fresh module and returns its directory.
func writeBook(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files["go.mod"] = "module book\n\ngo 1.26.0\n"
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const hello = "package main\n\nfunc main() { println(\"hello\") }\n"

func TestBuildProblems(t *testing.T) {
	dir := writeBook(t, map[string]string{
		"snippets/a/good/main.go":     hello,
		"snippets/a/types/main.go":    "package main\n\nfunc main() {\n\tvar n int = \"x\"\n\tundefined1()\n}\n",
		"snippets/a/long/main.go":     "package main\n\nfunc f(int, int) {}\nfunc main() {\n\tf(1, \"2\", 3)\n}\n",
		"snippets/a/many/main.go":     "package main\n\nfunc main() {\n" + strings.Repeat("\tx()\n", 12) + "}\n",
		"snippets/b/syntax/main.go":   "package main\n\nfunc main() {\n\t1 +\n}\n",
		"snippets/b/import/main.go":   "package main\n\nimport \"no/such\"\n\nfunc main() { such.F() }\n",
		"snippets/b/nomain/main.go":   "package main\n\nfunc main2() {}\n",
		"snippets/b/twonames/main.go": hello,
		"snippets/b/twonames/b.go":    "package b\n",
	})
	b, problems, err := buildAll(t, dir, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	text := strings.Join(got, "\n")
	for _, want := range []string{
		"snippets/a/types/main.go:4:14: cannot use \"x\"",
		"snippets/a/types/main.go:5:2: undefined: undefined1",
		"snippets/a/long/main.go:5:12: too many arguments in call to f have (number, string, number) want (int, int)",
		"snippets/a/many/main.go:4:2: undefined: x",
		"snippets/a/many/main.go:15:2: undefined: x",
		"snippets/b/syntax/main.go:",
		"snippets/b/import/main.go:3:8: package no/such is not in std",
		"snippets/b/nomain/main.go:1:1: runtime.main_main·f: function main is undeclared in the main package",
		"snippets/b/twonames/b.go:1:1: found packages b (b.go) and main (main.go) in snippets/b/twonames",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no problem %q", want)
		}
	}
	if strings.Contains(text, dir) {
		t.Errorf("a path of this machine is shown")
	}
	if t.Failed() {
		t.Logf("got:\n%s", text)
	}
	if len(b.paths) != 1 || b.paths["a/good"] == "" {
		t.Errorf("built %v, want a/good alone", b.paths)
	}
}

func TestBuildKeepsNothingStale(t *testing.T) {
	dir, cache := writeBook(t, map[string]string{
		"snippets/a/same/main.go": "package main\n\nfunc main() { println(\"a\") }\n",
		"snippets/b/same/main.go": "package main\n\nfunc main() { println(\"b\") }\n",
		"snippets/b/gone/main.go": hello,
	}), t.TempDir()
	if got, want := outputs(t, dir, cache), "a b hello"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	edit(t, dir, "snippets/a/same/main.go", "package main\n\nfunc main() { println(\"c\") }\n")
	if err := os.RemoveAll(filepath.Join(dir, "snippets/b/gone")); err != nil {
		t.Fatal(err)
	}
	if got, want := outputs(t, dir, cache), "b c"; got != want {
		t.Errorf("after an edit: got %s, want %s", got, want)
	}
	if found, _ := filepath.Glob(filepath.Join(cache, "bin/*/gone*")); found != nil {
		t.Errorf("%s was kept", found)
	}
	edit(t, dir, "snippets/a/same/main.go", "package main\n\nfunc main() { no }\n")
	if got, want := outputs(t, dir, cache), "b"; got != want {
		t.Errorf("after a mistake: got %s, want %s", got, want)
	}
}

// TestBuildSome builds one program of several: the others keep their binaries,
// but are not built, be they right or wrong.
func TestBuildSome(t *testing.T) {
	dir, cache := writeBook(t, map[string]string{
		"snippets/a/hello/main.go": hello,
		"snippets/a/other/main.go": hello,
		"snippets/b/hello/main.go": hello,
	}), t.TempDir()
	outputs(t, dir, cache)
	edit(t, dir, "snippets/a/other/main.go", "package main\n\nfunc main() { no }\n")
	programs := loadPrograms(t, dir)
	b := &book.Book{Dir: dir, Programs: programs}
	bins, problems, err := Build(t.Context(), b, cache, programs[2:], 2)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if len(bins.paths) != 1 || bins.paths["b/hello"] == "" {
		t.Errorf("built %v, want b/hello alone", bins.paths)
	}
	if found, _ := filepath.Glob(filepath.Join(cache, "bin/*/*")); len(found) != 3 {
		t.Errorf("binaries: %v, want all three", found)
	}
}

func TestBuildUnfinished(t *testing.T) {
	dir, cache := writeBook(t, map[string]string{"snippets/a/hello/main.go": hello}), t.TempDir()
	outputs(t, dir, cache)
	bin, err := filepath.Glob(filepath.Join(cache, "bin/0/hello*"))
	if err != nil || len(bin) != 1 {
		t.Fatal(bin, err)
	}
	// A linker that is killed leaves the beginning of a binary.
	if err := os.Truncate(bin[0], 100_000); err != nil {
		t.Fatal(err)
	}
	edit(t, cache, "bin/unfinished", "")
	if got, want := outputs(t, dir, cache), "hello"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestBuildExcluded(t *testing.T) {
	dir := writeBook(t, map[string]string{
		"snippets/a/tag/main.go":        "//go:build never\n\n" + hello,
		"snippets/a/both/main.go":       hello,
		"snippets/a/both/x_plan9.go":    "package main\n\nno Go at all\n",
		"snippets/a/name/main.go":       "//go:build plan9\n\n" + hello,
		"snippets/a/name/main_plan9.go": "package main\n\nvar x = 1\n",
	})
	programs := loadPrograms(t, dir)
	b, problems, err := Build(t.Context(), &book.Book{Dir: dir, Programs: programs}, t.TempDir(), programs, 2)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	for _, p := range programs {
		want := p.Name == "a/both"
		if got := Supported(p.Runs[0]); got != want {
			t.Errorf("Supported(%s) = %v", p.Name, got)
		}
		if got := b.paths[p.Name] != ""; got != want {
			t.Errorf("%s built: %v", p.Name, got)
		}
	}
}

// TestBuildTests builds tests beside programs of the same name.
func TestBuildTests(t *testing.T) {
	const test = "package x\n\nimport \"testing\"\n\nfunc TestX(*testing.T) { println(\"hello\") }\n"
	dir := writeBook(t, map[string]string{
		"snippets/a/same/main.go":       hello,
		"snippets/b/same/x_test.go":     test,
		"snippets/c/same/x_test.go":     test,
		"snippets/c/types/x_test.go":    strings.Replace(test, "\"hello\"", "hello", 1),
		"snippets/c/import/x_test.go":   strings.Replace(test, "\"testing\"", "(\"no/such\"; \"testing\")", 1),
		"snippets/c/outside/x_test.go":  strings.Replace(test, "package x", "package x_test\n\nimport . \"book/snippets/c/outside\"", 1),
		"snippets/c/outside/x.go":       "package x\n",
		"snippets/c/excluded/x_test.go": "//go:build never\n\n" + test,
		"snippets/c/excluded/x.go":      "package x\n",
	})
	programs := []*book.Program{loadProgram(t, dir, "snippets/a/same")}
	for _, name := range []string{"b/same", "c/same", "c/types", "c/import", "c/outside", "c/excluded"} {
		p := loadProgram(t, dir, "snippets/"+name)
		p.Tests = true
		programs = append(programs, p)
	}
	b, problems, err := Build(t.Context(), &book.Book{Dir: dir, Programs: programs}, t.TempDir(), programs, 2)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.String())
	}
	want := []string{
		"snippets/c/import/x_test.go:3:9: package no/such is not in std",
		"snippets/c/outside/x_test.go:3:8: \"book/snippets/c/outside\" imported and not used",
		"snippets/c/types/x_test.go:5:34: undefined: hello",
	}
	if !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(b.paths) != 3 || filepath.Base(b.paths["c/same"]) == filepath.Base(b.paths["a/same"]) {
		t.Errorf("built %v, want those named same", b.paths)
	}
	if Supported(programs[6].Runs[0]) {
		t.Error("tests left out by build constraints are supported")
	}
}

func TestBuildCancelled(t *testing.T) {
	dir := writeBook(t, map[string]string{"snippets/a/hello/main.go": hello})
	programs := loadPrograms(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Build(ctx, &book.Book{Dir: dir, Programs: programs}, t.TempDir(), programs, 2); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// buildAll builds all programs of the book in dir.
func buildAll(t *testing.T, dir, cache string) (*Binaries, problem.List, error) {
	t.Helper()
	programs := loadPrograms(t, dir)
	return Build(t.Context(), &book.Book{Dir: dir, Programs: programs}, cache, programs, 2)
}

// outputs builds the book in dir and returns what its programs print, sorted.
func outputs(t *testing.T, dir, cache string) string {
	t.Helper()
	b, _, err := buildAll(t, dir, cache)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range loadPrograms(t, dir) {
		if b.paths[p.Name] == "" {
			continue
		}
		out, err := b.Run(t.Context(), p.Runs[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range out.Output.Lines {
			all = append(all, l.Text)
		}
	}
	sort.Strings(all)
	return strings.Join(all, " ")
}

func edit(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
