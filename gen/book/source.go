package book

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"huoye/gen/problem"
)

// addSource reads a Go file of p.
func (l *loader) addSource(p *Program, e entry) error {
	s := &SourceFile{Name: e.name, File: e.path}
	p.Files = append(p.Files, s)
	f, ok, err := l.read(e)
	if err != nil || !ok {
		return err
	}
	s.Source = f.src
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, e.path, f.src, parser.ParseComments|parser.SkipObjectResolution)
	if file != nil { // as far as it was understood
		s.isMain = slices.ContainsFunc(file.Decls, isMainFunc)
		s.isTest = isTestFile(s.Name) && slices.ContainsFunc(file.Decls, isTestFunc)
	}
	if list, ok := err.(scanner.ErrorList); ok {
		for _, e := range list {
			l.probs.add(e.Pos, problem.Compile, "%s", e.Msg)
		}
		return nil
	}
	s.Regions = readMarkers(f, fset, file)
	s.pkg, s.pkgAt = file.Name.Name, fset.PositionFor(file.Name.Pos(), false)
	s.sound = true
	return nil
}

func isMainFunc(d ast.Decl) bool {
	f, ok := d.(*ast.FuncDecl)
	return ok && f.Recv == nil && f.Name.Name == "main"
}

func isTestFile(name string) bool { return strings.HasSuffix(name, "_test.go") }

// isTestFunc reports whether go test takes a function for a test.
func isTestFunc(d ast.Decl) bool {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Recv != nil || f.Type.Params.NumFields() != 1 {
		return false
	}
	rest, ok := strings.CutPrefix(f.Name.Name, "Test")
	if first, _ := utf8.DecodeRuneInString(rest); !ok || unicode.IsLower(first) {
		return false
	}
	star, ok := f.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	t, ok := star.X.(*ast.SelectorExpr)
	return ok && t.Sel.Name == "T"
}

// lines is how many lines the file has.
func (s *SourceFile) lines() int {
	return bytes.Count(bytes.TrimSuffix(s.Source, []byte{'\n'}), []byte{'\n'}) + 1
}

// region returns the region of s with a name, nil if it has none.
func (s *SourceFile) region(name string) *Region {
	for i := range s.Regions {
		if s.Regions[i].Name == name {
			return &s.Regions[i]
		}
	}
	return nil
}

func (s *SourceFile) regionNames() []string {
	var names []string
	for _, r := range s.Regions {
		names = append(names, r.Name)
	}
	return names
}
