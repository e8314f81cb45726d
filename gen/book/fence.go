package book

import (
	"bytes"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// languages maps the names a fence may give, in lower case, to chroma's names.
// Asking chroma for an unknown name would try it as a file name too.
var languages = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, lexer := range lexers.GlobalLexerRegistry.Lexers {
		c := lexer.Config()
		m[strings.ToLower(c.Name)] = c.Name
		for _, alias := range c.Aliases {
			m[strings.ToLower(alias)] = c.Name
		}
	}
	return m
})

// checkFence reports a fence without a known language, and Go or a diagram
// that does not parse.
func (e *Body) checkFence(n *ast.FencedCodeBlock) {
	lang := string(n.Language(e.Source))
	if lang == "" {
		e.file.problem(n.Pos(), problem.FenceLanguage, "the fence names no language; write ```go, ```console or ```text")
		return
	}
	at := n.Info.Segment.Start
	name, ok := languages()[strings.ToLower(lang)]
	if !ok && !isDiagram(n, e.Source) {
		e.file.problem(at, problem.FenceLanguage, "unknown language %q%s", lang, suggestLanguage(lang))
		return
	}
	if info := n.Info.Segment.Value(e.Source); len(bytes.Fields(info)) > 1 {
		e.file.fixable(at, at, at+len(bytes.TrimRight(info, " \t")), lang, problem.FenceLanguage,
			"a fence names its language and nothing else; write ```%s", lang)
	}
	switch {
	case isDiagram(n, e.Source):
		e.checkDiagram(n)
	case name == "Go":
		e.checkGo(n)
	}
}

// suggestLanguage guesses among the usual languages; chroma knows hundreds.
func suggestLanguage(lang string) string {
	return problem.Suggest(lang, []string{
		"go", "console", "text", "diagram", "bash", "sh", "python", "yaml", "json", "c",
		"diff", "html", "css", "javascript", "markdown", "makefile", "sql",
	}, "use text for plain text")
}

// checkGo reports the first syntax error of a Go fence, which may hold a
// file, declarations, or statements.
func (e *Body) checkGo(n *ast.FencedCodeBlock) {
	code := Code(n, e.Source)
	if e.knownGo(code) {
		return
	}
	var best *scanner.Error
	prefix := 0
	wraps := [][2]string{{"package p;", ""}, {"package p;func _(){", "\n}"}}
	if isFile(code) {
		wraps = [][2]string{{"", ""}}
	}
	for _, wrap := range wraps {
		err := parseGo(wrap[0], code, wrap[1])
		if err == nil {
			e.goFences = append(e.goFences, code)
			return
		}
		// The reading that comes furthest is the one that was meant.
		at := err.Pos.Offset - len(wrap[0])
		if best == nil || at > best.Pos.Offset-prefix {
			best, prefix = err, len(wrap[0])
		}
	}
	e.file.problem(e.fenceOffset(n, best.Pos, prefix, len(code)), problem.FenceGo,
		"this Go does not parse: %s; a go fence holds a file, declarations or statements", best.Msg)
}

// knownGo reports whether the other edition has the same code, which most
// fences have: then it has been seen to parse.
func (e *Body) knownGo(code []byte) bool {
	return e.other != nil && slices.ContainsFunc(e.other.goFences, func(c []byte) bool { return bytes.Equal(c, code) })
}

// fenceOffset translates a position in a fence's code, of size bytes after a
// prefix on its first line, to an offset in the file.
func (e *Body) fenceOffset(n ast.Node, pos token.Position, prefix, size int) int {
	lines := n.Lines()
	if lines.Len() == 0 {
		return n.Pos()
	}
	if pos.Offset >= prefix+size || pos.Line > lines.Len() {
		return max(lines.At(lines.Len()-1).Stop-1, 0)
	}
	column := pos.Column
	if pos.Line == 1 {
		column -= prefix
	}
	seg := lines.At(pos.Line - 1)
	return min(seg.Start+max(column-1-seg.Padding, 0), seg.Stop)
}

// parseGo returns the first syntax error of the code, nil if it has none.
func parseGo(before string, code []byte, after string) *scanner.Error {
	src := make([]byte, 0, len(before)+len(code)+len(after))
	src = append(append(append(src, before...), code...), after...)
	_, err := parser.ParseFile(token.NewFileSet(), "", src, parser.SkipObjectResolution)
	if list, ok := err.(scanner.ErrorList); ok && len(list) > 0 {
		return list[0]
	}
	return nil
}

// isFile reports whether code is meant as a whole file: its first word is package.
func isFile(code []byte) bool {
	for {
		code = bytes.TrimSpace(code)
		switch {
		case bytes.HasPrefix(code, []byte("//")):
			_, code, _ = bytes.Cut(code, []byte("\n"))
		case bytes.HasPrefix(code, []byte("/*")):
			_, code, _ = bytes.Cut(code, []byte("*/"))
		default:
			rest, ok := bytes.CutPrefix(code, []byte("package"))
			next, _ := utf8.DecodeRune(rest)
			return ok && !unicode.IsLetter(next) && !unicode.IsDigit(next) && next != '_'
		}
	}
}

// Code is the text of a code block, a part of source unless it is indented.
func Code(n ast.Node, source []byte) []byte {
	lines := n.Lines()
	if lines.Len() == 0 {
		return nil
	}
	start := lines.At(0).Start
	end := start
	for i := range lines.Len() {
		s := lines.At(i)
		if s.Padding > 0 || s.Start != end || s.ForceNewline && !bytes.HasSuffix(source[:s.Stop], []byte("\n")) {
			return lines.Value(source)
		}
		end = s.Stop
	}
	return source[start:end:end]
}
