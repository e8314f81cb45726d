package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestImports compares what each package imports of ours with the table in
// ARCHITECTURE.md: the flow of data stands on it.
func TestImports(t *testing.T) {
	got := make(map[string][]string)
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
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Join("huoye/gen", filepath.ToSlash(filepath.Dir(file)))
		imports := got[pkg]
		for _, spec := range f.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if name == "huoye" || strings.HasPrefix(name, "huoye/") {
				imports = append(imports, name)
			}
		}
		slices.Sort(imports)
		got[pkg] = slices.Compact(imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(tableOfImports(t), got); d != "" {
		t.Errorf("imports (-ARCHITECTURE.md +the code):\n%s", d)
	}
}

// tableOfImports reads the table.
func tableOfImports(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| package | imports |\n| --- | --- |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	names := func(cell string) []string {
		var list []string
		for _, m := range regexp.MustCompile("`([a-z/]+)`").FindAllStringSubmatch(cell, -1) {
			list = append(list, strings.TrimSuffix("huoye/gen/"+m[1], "/main"))
		}
		slices.Sort(list)
		return list
	}
	imports := make(map[string][]string)
	for row := range strings.Lines(table) {
		packages, cell, _ := strings.Cut(strings.Trim(row, "| \n"), " | ")
		for _, pkg := range names(packages) {
			imports[pkg] = names(cell)
		}
	}
	return imports
}
