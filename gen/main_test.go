package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"huoye": main})
}

// TestScript runs the whole command on tiny books: each script starts with the
// book in testdata/tiny, but for the files it has itself.
func TestScript(t *testing.T) {
	goCache, goModCache := goEnv(t, "GOCACHE"), goEnv(t, "GOMODCACHE")
	testscript.Run(t, testscript.Params{
		Dir:  filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"generator": generator, "parses": parses},
		Setup: func(e *testscript.Env) error {
			e.Setenv("GOMODCACHE", goModCache)
			e.Setenv("GOCACHE", goCache)
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
			return copyTiny(e.WorkDir)
		},
		Condition: func(cond string) (bool, error) {
			if cond != "unshare" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return exec.Command("unshare", "-Ur", "true").Run() == nil, nil
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// parses is the command parses json|xml FILE of scripts: it fails unless the
// file is one well-formed document.
func parses(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: parses json|xml FILE")
	}
	text := ts.ReadFile(args[1])
	switch args[0] {
	case "json":
		ts.Check(json.Unmarshal([]byte(text), new(any)))
	case "xml":
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			_, err := d.Token()
			if err == io.EOF {
				return
			}
			ts.Check(err)
		}
	default:
		ts.Fatalf("unknown kind of document %q", args[0])
	}
}

// copyTiny copies the tiny book to dir; files that are there already stay.
func copyTiny(dir string) error {
	tiny := filepath.Join("testdata", "tiny")
	return filepath.WalkDir(tiny, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(tiny, file)
		if err != nil {
			return err
		}
		// The go command would take a directory with a go.mod for another
		// module and leave it out.
		to := filepath.Join(dir, strings.TrimSuffix(rel, ".txt"))
		if e.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		if _, err := os.Stat(to); err == nil {
			return nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o644)
	})
}

// generator is the script command "generator DIR": it copies what the generator
// is built from, and nothing else of this repository, to DIR.
func generator(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: generator DIR")
	}
	root, err := filepath.Abs("..")
	ts.Check(err)
	to := ts.MkAbs(args[0])
	ts.Check(filepath.WalkDir(root, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		top, _, _ := strings.Cut(filepath.ToSlash(rel), "/")
		switch {
		case rel == ".":
			return nil
		case e.IsDir() && (top != "gen" || e.Name() == "testdata"):
			return fs.SkipDir
		case e.IsDir() || top != "gen" && top != "go.mod" && top != "go.sum" || strings.HasSuffix(rel, "_test.go"):
			return nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name := filepath.Join(to, rel)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		return os.WriteFile(name, data, 0o666)
	}))
}

func goEnv(t testing.TB, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
