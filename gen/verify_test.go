package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// verifiedBook makes a book in a fresh directory, with a cache directory of
// its own. Its program imports a package that imports another; both it and the
// last have embedded data.
func verifiedBook(t testing.TB) string {
	t.Helper()
	cache := goEnv(t, "GOCACHE")
	t.Setenv("GOCACHE", cache)
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("GOENV", filepath.Join(t.TempDir(), "env"))
	dir := t.TempDir()
	for name, text := range map[string]string{
		"snippets/hello/greet/main.go": `// Greet prints what it was given.
package main

import (
	"embed"
	"fmt"
	"io"
	"os"

	"book/lib"
)

//go:embed data
var data embed.FS

func main() {
	text, _ := data.ReadFile("data/deep/text")
	in, _ := io.ReadAll(os.Stdin)
	fmt.Println(len(os.Args), os.Getenv("WHO") != "", lib.Name() != "", len(text) > 0, len(in) > 0)
}
`,
		"snippets/hello/greet/data/deep/text": "text",
		"snippets/hello/greet/runs.yaml":      runsYAML,
		"lib/lib.go":                          "package lib\n\nimport \"book/lib/deep\"\n\nfunc Name() string { return deep.Name }\n",
		"lib/deep/deep.go":                    "package deep\n\nimport _ \"embed\"\n\n//go:embed name\nvar Name string\n",
		"lib/deep/name":                       "deep",
		"lib/unused/unused.go":                "package unused\n",
		"go.mod":                              "module book\n\ngo 1.26.0\n",
	} {
		writeTestFile(t, dir, name, text)
	}
	if err := copyTiny(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

const runsYAML = `runs:
  - name: greet
    args: [a, b]
    stdin: in
    env: {WHO: you}
    timeout: 9s
    limits: {files: 200}
    output:
      - all: 3 true true true true
    rules: []
  - name: other
    args: [a, b]
    stdin: in
    env: {WHO: you}
`

func writeTestFile(t testing.TB, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// huoye runs the command and returns what it prints.
func huoye(t testing.TB, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if status := run(t.Context(), args, &out, &out); status != exitOK {
		t.Fatalf("%q exits with %d:\n%s", args, status, &out)
	}
	return out.String()
}

// TestInputs touches everything that runs depend on, one after the other, and
// looks which runs are run for that, and why.
func TestInputs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the go command is hidden behind a shell script")
	}
	dir := verifiedBook(t)
	huoye(t, "build", "-q", "-update", "-C", dir)
	edit := func(name, old, new string) func(*testing.T) {
		return func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			if err != nil || !strings.Contains(string(text), old) {
				t.Fatalf("no %q in %s: %v", old, name, err)
			}
			writeTestFile(t, dir, name, strings.Replace(string(text), old, new, 1))
		}
	}
	add := func(name, text string) func(*testing.T) {
		return func(t *testing.T) { writeTestFile(t, dir, name, text) }
	}
	setenv := func(key, value string) func(*testing.T) {
		return func(*testing.T) { t.Setenv(key, value) } // to the end
	}
	const (
		program = "snippets/hello/greet/main.go"
		yaml    = "snippets/hello/greet/runs.yaml"

		kept    = "keep: nothing has changed since it was verified"
		same    = "keep: its binary is the same as when it was verified"
		sources = "run: its sources have changed since it was verified"
		modules = "run: go.mod or go.sum has changed since it was verified"
	)
	for _, tt := range []struct {
		what       string
		do         func(*testing.T)
		run, other string // what happens to the two runs
	}{
		{"nothing", func(*testing.T) {}, kept, kept},
		{"times", func(t *testing.T) {
			for _, name := range []string{program, yaml, "go.mod", "lib/lib.go", "snippets/hello/greet/greet.golden"} {
				if err := os.Chtimes(filepath.Join(dir, name), time.Now(), time.Now().Add(time.Hour)); err != nil {
					t.Fatal(err)
				}
			}
		}, kept, kept},
		{"prose", edit("content/hello/zh.md", "title: 你好", "title: 您好"), kept, kept},
		{"a package not imported", add("lib/unused/unused.go", "package unused\n\nconst X = 1\n"), kept, kept},
		{"a test", add("snippets/hello/greet/main_test.go", "package main\n"), kept, kept},

		{"a comment", edit(program, "// Greet prints", "// Greet writes"), same, same},
		{"a source", edit(program, "len(text) > 0", "len(text) > 1"), sources, sources},
		{"another source", add("snippets/hello/greet/more.go", "package main\n\nfunc init() { recover() }\n"), sources, sources},
		{"a source for another system", add("snippets/hello/greet/more_plan9.go", "package main\n"), same, same},
		{"embedded data", add("snippets/hello/greet/data/deep/text", "other"), sources, sources},
		{"more embedded data", add("snippets/hello/greet/data/x", "x"), sources, sources},
		{"an imported package", edit("lib/lib.go", "return deep.Name", "return deep.Name + deep.Name"), sources, sources},
		{"data of an imported package", add("lib/deep/name", "deeper"), sources, sources},
		{"a new import", edit("lib/lib.go", "import \"book/lib/deep\"", "import \"book/lib/deep\"\nimport \"book/lib/unused\"\n\nfunc init() { recover(); _ = unused.X }"), sources, sources},
		{"what it imports", add("lib/unused/unused.go", "package unused\n\nvar X = len(\"long\")\n\nfunc init() { X++ }\n"), sources, sources},

		{"a comment in go.mod", add("go.mod", "module book // ours\n\ngo 1.26.0\n"), same, same},
		{"go.mod", add("go.mod", "module book\n\ngo 1.26.0\n\ngodebug panicnil=1\n"), modules, modules},
		{"go.sum", add("go.sum", "example.org/m v1.0.0/go.mod h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"), same, same},
		{"a proxy", setenv("GOPROXY", "off"), kept, kept},
		{"flags, which are not used", setenv("GOFLAGS", "-tags=x"), kept, kept},
		{"go env -w", func(t *testing.T) {
			arch := "GOARM64=v8.1\n"
			if runtime.GOARCH == "arm64" {
				arch = "GOAMD64=v3\n"
			}
			if err := os.WriteFile(os.Getenv("GOENV"), []byte(arch), 0o666); err != nil {
				t.Fatal(err)
			}
		}, same, same},

		{"arguments", edit(yaml, "args: [a, b]", "args: [a, c]"), "run: its arguments have changed since it was verified", kept},
		{"input", edit(yaml, "stdin: in", "stdin: more"), "run: its input has changed since it was verified", kept},
		{"environment", edit(yaml, "WHO: you", "WHO: me"), "run: its environment has changed since it was verified", kept},
		{"time limit", edit(yaml, "timeout: 9s", "timeout: 8s"), "run: its limits have changed since it was verified", kept},
		{"limits", edit(yaml, "files: 200", "files: 201"), "run: its limits have changed since it was verified", kept},
		{"capture", edit(yaml, "timeout:", "capture: pipe\n    timeout:"), "run: its other settings have changed since it was verified", kept},
		{"leaves", edit(yaml, "timeout:", "leaves: true\n    timeout:"), "run: its other settings have changed since it was verified", kept},
		{"platforms", edit(yaml, "timeout:", "platforms: ["+runtime.GOOS+"]\n    timeout:"), "run: its other settings have changed since it was verified", kept},
		{"output", edit(yaml, "3 true true", "'{n:int} true true true true' #"), "run: its contract has changed since it was verified", kept},
		{"rules", edit(yaml, "rules: []", "rules: [{first: all}]"), "run: its contract has changed since it was verified", kept},
		{"what need not be rejected", edit(yaml, "rules:", "accept: [{status: any, because: why not}]\n    rules:"), kept, kept},
		{"a comment in runs.yaml", edit(yaml, "runs:", "# all of them\nruns:"), kept, kept},
		{"two things", edit(yaml, "args: [a, c]\n    stdin: more", "args: [b, c]\n    stdin: in"), "run: its arguments and its input have changed since it was verified", kept},
		{"the recorded output", edit("snippets/hello/greet/other.golden", "go: go", "go: golang"), kept, "run: its recorded output has changed since it was verified"},

		// Where only the go command can tell, it is asked.
		{"vendored packages", add("vendor/README", ""), same, same},
		{"a workspace", func(t *testing.T) {
			if err := os.RemoveAll(filepath.Join(dir, "vendor")); err != nil {
				t.Fatal(err)
			}
			writeTestFile(t, dir, "go.work", "go 1.26.0\n\ngodebug panicnil=1\n\nuse .\n")
		}, same, same},
		{"a change of it", add("go.work", "go 1.26.0\n\nuse .\n"),
			"run: its binary has changed since it was verified", "run: its binary has changed since it was verified"},
		{"no workspace", func(t *testing.T) {
			if err := os.Remove(filepath.Join(dir, "go.work")); err != nil {
				t.Fatal(err)
			}
		}, kept, kept},
		{"a script called go", func(t *testing.T) {
			command, err := exec.LookPath("go")
			if err != nil {
				t.Fatal(err)
			}
			bin := t.TempDir()
			if err := os.WriteFile(filepath.Join(bin, "go"), []byte("#!/bin/sh\nexec "+command+" \"$@\"\n"), 0o777); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
		}, same, same},
	} {
		tt.do(t)
		out := huoye(t, "build", "-v", "-update", "-C", dir)
		for run, want := range map[string]string{"greet": tt.run, "other": tt.other} {
			verb, why, _ := strings.Cut(want, ": ")
			if line := verb + " hello/greet/" + run + ": " + why + "\n"; !strings.Contains(out, line) {
				t.Errorf("%s: no line %q in:\n%s", tt.what, line, out)
			}
			if ran := strings.Contains(out, "ran hello/greet/"+run); ran != (verb == "run") {
				t.Errorf("%s: %s was run: %v", tt.what, run, ran)
			}
		}
		if t.Failed() {
			return // the next change would be seen together with this one
		}
	}
}

// TestVerifiedKilled kills the generator at random moments. Whatever it leaves,
// the next one works, and never takes for verified what fails.
func TestVerifiedKilled(t *testing.T) {
	dir := verifiedBook(t)
	huoye(t, "build", "-q", "-update", "-C", dir)
	for i := range 20 {
		// Each time there is something to be run, recorded, and written.
		writeTestFile(t, dir, "snippets/hello/greet/runs.yaml", strings.ReplaceAll(runsYAML, "[a, b]", fmt.Sprintf("[a, b%d]", i)))
		cmd := exec.Command("huoye", "build", "-q", "-update", "-C", dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(1500 * time.Millisecond))
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		if i%4 == 3 {
			huoye(t, "build", "-q", "-update", "-C", dir)
			writeTestFile(t, dir, "snippets/hello/greet/data/deep/text", "") // prints false instead
			var out bytes.Buffer
			if status := run(t.Context(), []string{"build", "-v", "-C", dir}, &out, &out); status != exitProblems {
				t.Fatalf("exits with %d:\n%s", status, &out)
			}
			writeTestFile(t, dir, "snippets/hello/greet/data/deep/text", "text")
			if out := huoye(t, "build", "-v", "-C", dir); strings.Contains(out, "ran ") {
				t.Errorf("verified before the mistake, and run again:\n%s", out)
			}
		}
	}
}

// TestVerifiedTogether lets several generators note what they have verified at
// the same time.
func TestVerifiedTogether(t *testing.T) {
	dir := verifiedBook(t)
	huoye(t, "build", "-q", "-update", "-C", dir)
	if err := os.Remove(cacheFile(dir, "verified")); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			name := []string{"greet", "other"}[i%2]
			var out bytes.Buffer
			if status := run(t.Context(), []string{"check", "-q", "-run", "/" + name + "$", "-C", dir}, &out, &out); status != exitOK {
				t.Errorf("exits with %d:\n%s", status, &out)
			}
		})
	}
	wg.Wait()
	out := huoye(t, "build", "-v", "-C", dir)
	for _, name := range []string{"greet", "other"} {
		if !strings.Contains(out, "keep hello/greet/"+name+": nothing has changed") {
			t.Errorf("%s is not verified:\n%s", name, out)
		}
	}
}
