package book

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"

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
	if list, ok := err.(scanner.ErrorList); ok {
		for _, e := range list {
			l.probs.add(e.Pos, problem.Compile, "%s", e.Msg)
		}
		return nil
	}
	s.Regions = readMarkers(f, fset, file)
	if file.Name.Name != "main" {
		f.problem(fset.PositionFor(file.Name.Pos(), false).Offset, problem.ProgramMain,
			"package %s; a program is a package main", file.Name.Name)
		return nil
	}
	s.sound = true
	s.isMain = slices.ContainsFunc(file.Decls, isMainFunc)
	return nil
}

func isMainFunc(d ast.Decl) bool {
	f, ok := d.(*ast.FuncDecl)
	return ok && f.Recv == nil && f.Name.Name == "main"
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
