package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/scanner"
	"go/token"
	"html"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// each calls do for every file that the patterns below dir match, on all
// cores.
func each(dir string, do func(file string) error, patterns ...string) error {
	var files []string
	for _, p := range patterns {
		list, err := filepath.Glob(filepath.Join(dir, p))
		if err != nil {
			return err
		}
		files = append(files, list...)
	}
	var (
		next  atomic.Int64
		wg    sync.WaitGroup
		once  sync.Once
		first error
	)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(files); i = next.Add(1) - 1 {
				if err := do(files[i]); err != nil {
					once.Do(func() { first = err })
					return
				}
			}
		})
	}
	wg.Wait()
	return first
}

// hash reads and hashes what the book in dir is made of, and its site.
func hash(dir string) error {
	return each(dir, func(file string) error {
		if info, err := os.Lstat(file); err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		sha256.Sum256(data)
		return err
	}, "content/*/*.md", "content/*/*.sum", "content/*.yaml", "snippets/*/*/*",
		"site/*", "site/*/*", "site/*/*/*", "site/*/*/*/*")
}

// bare writes a page for every edition below dir, with goldmark and nothing
// else; Go is coloured by the standard library's scanner. It is the least that
// a generator has to do.
func bare(dir, out string) error {
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote),
		goldmark.WithParserOptions(parser.WithHeadingAttribute()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(codeRenderer{}, 100))),
	)
	return each(dir, func(file string) error {
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		// The front matter is small.
		_, src, _ = bytes.Cut(src, []byte("\n---\n"))
		var page bytes.Buffer
		page.WriteString("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Title</title></head><body>\n")
		if err := md.Convert(src, &page); err != nil {
			return err
		}
		page.WriteString("</body></html>\n")
		lang := filepath.Base(file)
		to := filepath.Join(out, lang[:len(lang)-len(".md")], filepath.Base(filepath.Dir(file)))
		if err := os.MkdirAll(to, 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, "index.html"), page.Bytes(), 0o644)
	}, "content/*/*.md")
}

// codeRenderer writes fenced code as Go.
type codeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (codeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			writeGo(w, n.Lines().Value(source))
		}
		return ast.WalkSkipChildren, nil
	})
}

func writeGo(w util.BufWriter, src []byte) {
	fmt.Fprint(w, `<pre class="chroma"><code>`)
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, func(token.Position, string) {}, scanner.ScanComments)
	done := 0
	write := func(class string, to int) {
		if class != "" {
			_, _ = w.WriteString(`<span class="` + class + `">`) // memory does not fail
		}
		_, _ = w.WriteString(html.EscapeString(string(src[done:to])))
		if class != "" {
			_, _ = w.WriteString(`</span>`)
		}
		done = to
	}
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			break
		}
		if lit == "\n" {
			continue
		}
		at := file.Offset(pos)
		write("", at)
		class := "o"
		switch {
		case tok == token.COMMENT:
			class = "c1"
		case tok == token.IDENT:
			class = "nx"
		case tok.IsLiteral():
			class = "s"
		case tok.IsKeyword():
			class = "k"
		}
		write(class, at+max(len(lit), len(tok.String())*b2i(lit == "")))
	}
	write("", len(src))
	fmt.Fprint(w, "</code></pre>\n")
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
