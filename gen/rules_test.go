package main

import (
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRulesInManual wants the manual to list the rules of package problem in
// its words and order.
func TestRulesInManual(t *testing.T) {
	source, err := os.ReadFile(filepath.Join("problem", "rule.go"))
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, m := range regexp.MustCompile(`(?m)^\t\w+ +Rule = "(.*)" *// (.*)$`).FindAllStringSubmatch(string(source), -1) {
		want = append(want, m[1]+": "+m[2])
	}
	manual, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(manual), "\n// # Problems\n")
	section, _, _ = strings.Cut(section, "\n// # ")
	var got []string
	for _, m := range regexp.MustCompile(`(?m)^//\t([a-z-]+) +(.*)$`).FindAllStringSubmatch(section, -1) {
		got = append(got, m[1]+": "+m[2])
	}
	if d := cmp.Diff(want, got); d != "" || len(want) == 0 {
		t.Errorf("the manual's rules (-problem/rule.go +doc.go):\n%s", d)
	}
}

// TestRulesInCode wants every rule to be reported somewhere, and no package to
// report a rule of its own making.
func TestRulesInCode(t *testing.T) {
	const home = "huoye/gen/problem"
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Dir}}\t{{join .GoFiles \" \"}}", "./...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	exports := make(map[string]string)
	var ours [][]string
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		exports[f[0]] = f[1]
		if strings.HasPrefix(f[0], "huoye/gen") && f[3] != "" {
			ours = append(ours, f)
		}
	}
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
	rules := make(map[string]bool) // by the names of the constants; whether used
	pkg, err := imports.Import(home)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok && isRule(c.Type()) {
			rules[name] = false
		}
	}
	for _, p := range ours {
		if p[0] == home {
			continue
		}
		var files []*ast.File
		for name := range strings.FieldsSeq(p[3]) {
			f, err := parser.ParseFile(fset, filepath.Join(p[2], name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, f)
		}
		info := &types.Info{Types: make(map[ast.Expr]types.TypeAndValue), Uses: make(map[*ast.Ident]types.Object)}
		conf := types.Config{Importer: imports}
		if _, err := conf.Check(p[0], fset, files, info); err != nil {
			t.Fatal(err)
		}
		for _, obj := range info.Uses {
			if obj.Pkg() != nil && obj.Pkg().Path() == home && isRule(obj.Type()) {
				rules[obj.Name()] = true
			}
		}
		for expr, tv := range info.Types {
			if _, ok := expr.(*ast.SelectorExpr); !ok && tv.Value != nil && tv.Value.Kind() == constant.String && isRule(tv.Type) {
				t.Errorf("%s: the rule %s is not one of package problem", fset.Position(expr.Pos()), tv.Value)
			}
		}
	}
	for name, used := range rules {
		if !used {
			t.Errorf("the rule %s is reported nowhere", name)
		}
	}
	if len(rules) == 0 {
		t.Error("there are no rules")
	}
}

func isRule(t types.Type) bool {
	return types.TypeString(t, nil) == "huoye/gen/problem.Rule"
}
