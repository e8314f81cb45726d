package main

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestManual compares the table of commands with the manual, both ways.
func TestManual(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	flags := make(map[string]bool)
	for _, c := range commands() {
		c.flagSet(new(options)).VisitAll(func(f *flag.Flag) { flags["-"+f.Name] = true })
	}
	documented := func(after, before, line string) []string {
		_, text, _ := strings.Cut(string(doc), after)
		text, _, ok := strings.Cut(text, before)
		if !ok {
			t.Fatalf("doc.go has no text between %q and %q", after, before)
		}
		var names []string
		for _, m := range regexp.MustCompile(line).FindAllStringSubmatch(text, -1) {
			names = append(names, m[1])
		}
		return names
	}
	gotCommands := documented("The commands are:\n", "Without a command", `(?m)^//\t([a-z]+(?: [a-z]+)?)(?:  |$)`)
	if want := visibleNames(""); !slices.Equal(gotCommands, want) {
		t.Errorf("doc.go has the commands %q, the table %q", gotCommands, want)
	}
	gotFlags := documented("# Flags\n", "# Exit status", `(?m)^//\t(-[a-zA-Z-]+)`)
	for _, name := range gotFlags {
		if !flags[name] {
			t.Errorf("doc.go has a flag %s that no command has", name)
		}
	}
	for name := range flags {
		if !slices.Contains(gotFlags, name) {
			t.Errorf("doc.go lacks the flag %s", name)
		}
	}
}

// TestCommands holds what every entry of the table must say.
func TestCommands(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range commands() {
		if seen[c.name] {
			t.Errorf("%s is in the table twice", c.name)
		}
		seen[c.name] = true
		if c.do == nil || c.summary == "" && !c.hidden {
			t.Errorf("%s lacks a summary or what to do", c.name)
		}
		if len(strings.Fields(c.name)) > 2 {
			t.Errorf("%s: a name has at most two words", c.name)
		}
	}
}

// TestNoGoRun: messages name the command gen, since only in this repository
// it is started by go run ./gen.
func TestNoGoRun(t *testing.T) {
	err := filepath.WalkDir(".", func(file string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			return nil // testdata may have such files
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if s, err := strconv.Unquote(lit.Value); err == nil && strings.Contains(s, "go run ./gen") {
				t.Errorf("%s: %q: say gen instead", fset.Position(lit.Pos()), s)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
