package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed says which packages of ours each package may import; the flow of
// data in ARCHITECTURE.md stands on it.
var allowed = map[string][]string{
	"huoye/gen/problem":        {},
	"huoye/gen/contract":       {"huoye/gen/problem"},
	"huoye/gen/gotrace":        {},
	"huoye/gen/disk":           {},
	"huoye/gen/site":           {"huoye/gen/disk", "huoye/gen/problem"},
	"huoye/gen/pairs":          {},
	"huoye/gen/book":           {"huoye/gen/contract", "huoye/gen/disk", "huoye/gen/pairs", "huoye/gen/problem"},
	"huoye/gen/runner":         {"huoye/gen/book", "huoye/gen/contract", "huoye/gen/problem", "huoye/gen/runner/sandbox"},
	"huoye/gen/runner/sandbox": {},
	"huoye/gen/golden":         {"huoye/gen/book", "huoye/gen/contract", "huoye/gen/gotrace", "huoye/gen/problem"},
	"huoye/gen/bench":          {},
	"huoye/gen/skeleton":       {"huoye/gen/book", "huoye/gen/problem"},
	"huoye/gen/render":         {"huoye/gen/book", "huoye/gen/contract", "huoye/gen/golden", "huoye/gen/gotrace", "huoye/gen/problem"},
	"huoye/gen/preview":        {"huoye/gen/problem"},
	"huoye/gen": {"huoye/gen/book", "huoye/gen/contract", "huoye/gen/disk", "huoye/gen/runner",
		"huoye/gen/golden", "huoye/gen/gotrace", "huoye/gen/preview", "huoye/gen/problem", "huoye/gen/render", "huoye/gen/site", "huoye/gen/skeleton"},
}

func TestImports(t *testing.T) {
	seen := make(map[string]bool)
	err := filepath.WalkDir(".", func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && e.Name() == "testdata" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		pkg := path.Join("huoye/gen", filepath.ToSlash(filepath.Dir(file)))
		list, ok := allowed[pkg]
		if !ok {
			t.Errorf("%s: package %s is not in the list of packages", file, pkg)
			return nil
		}
		seen[pkg] = true
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range f.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if (name == "huoye" || strings.HasPrefix(name, "huoye/")) && !slices.Contains(list, name) {
				t.Errorf("%s imports %s, which %s must not", file, name, pkg)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range allowed {
		if !seen[pkg] {
			t.Errorf("package %s is in the list but has no files", pkg)
		}
	}
}
