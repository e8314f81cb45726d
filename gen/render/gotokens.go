package render

import (
	"go/scanner"
	"go/token"
	"slices"
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// goTokens colours Go code as chroma's Go lexer does, with the standard
// library's scanner, which is many times faster than regular expressions, and
// appends the tokens. Every byte of src is in one of them. It differs from
// chroma where chroma is wrong about Go: numbers such as 0o17 and 0x1p-2, and
// templates seen in raw strings.
func goTokens(tokens []codeToken, src []byte) []codeToken {
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	// Fragments may be incomplete; what the scanner cannot read stays plain.
	s.Init(file, src, func(token.Position, string) {}, scanner.ScanComments)
	code := string(src) // tokens are parts of it
	tokens = slices.Grow(tokens, len(src)/6)
	first := len(tokens)
	begin := 0 // of the last token
	add := func(class string, start, end int) {
		if start == end {
			return
		}
		if n := len(tokens); n > first && tokens[n-1].class == class {
			tokens[n-1].text = code[begin:end]
			return
		}
		begin = start
		tokens = append(tokens, codeToken{class, code[start:end]})
	}
	// The text of a token is cut from src, not taken from the scanner,
	// which drops carriage returns: it ends where white space or the next
	// token begins.
	prev, start := token.ILLEGAL, 0
	for {
		pos, tok, lit := s.Scan()
		if tok == token.SEMICOLON && lit == "\n" {
			continue // not in the source
		}
		next := len(src)
		if tok != token.EOF {
			next = file.Offset(pos)
		}
		end := start + len(strings.TrimRight(code[start:next], " \t\r\n"))
		add(goClass(prev, code[start:end], code[end:]), start, end)
		add("", end, next)
		if tok == token.EOF {
			return tokens
		}
		prev, start = tok, next
	}
}

// goClass returns the class of a token; rest is the source after it.
func goClass(tok token.Token, text, rest string) string {
	switch {
	case tok == token.COMMENT:
		return classes[goComment(text)]
	case tok == token.IDENT:
		return classes[goIdent(text, rest)]
	case tok.IsLiteral():
		return classes[goLiteral(tok, text)]
	case tok.IsKeyword():
		return classes[goKeyword(tok)]
	case tok == token.NOT || tok == token.OR || tok == token.XOR || tok == token.LSS ||
		tok == token.GTR || tok == token.ASSIGN || tok == token.XOR_ASSIGN:
		return classes[chroma.Punctuation] // as chroma has it
	case tok >= token.ADD && tok <= token.ELLIPSIS:
		return classes[chroma.Operator]
	case tok.IsOperator():
		return classes[chroma.Punctuation]
	}
	return ""
}

func goComment(text string) chroma.TokenType {
	switch {
	case strings.HasPrefix(text, "/*"):
		return chroma.CommentMultiline
	case len(text) > 2 && text[2] != ' ' && text[2] != '\t':
		return chroma.CommentPreproc // a directive, such as //go:build
	}
	return chroma.CommentSingle
}

func goKeyword(tok token.Token) chroma.TokenType {
	switch tok {
	case token.IMPORT, token.PACKAGE:
		return chroma.KeywordNamespace
	case token.VAR, token.FUNC, token.STRUCT, token.MAP, token.CHAN, token.TYPE, token.INTERFACE, token.CONST:
		return chroma.KeywordDeclaration
	}
	return chroma.Keyword
}

func goLiteral(tok token.Token, text string) chroma.TokenType {
	switch tok {
	case token.STRING:
		return chroma.LiteralString
	case token.CHAR:
		return chroma.LiteralStringChar
	case token.FLOAT:
		return chroma.LiteralNumberFloat
	case token.IMAG:
		return chroma.LiteralNumber
	}
	if len(text) > 1 && text[0] == '0' {
		switch text[1] {
		case 'x', 'X':
			return chroma.LiteralNumberHex
		case 'b', 'B':
			return chroma.LiteralNumberBin
		}
		return chroma.LiteralNumberOct
	}
	return chroma.LiteralNumberInteger
}

func goIdent(name, rest string) chroma.TokenType {
	switch name {
	case "true", "false", "iota", "nil":
		return chroma.KeywordConstant
	}
	if goBuiltins[name] && len(rest) > 0 && rest[0] == '(' {
		return chroma.NameBuiltin
	}
	if goTypes[name] {
		return chroma.KeywordType
	}
	if rest = strings.TrimLeft(rest, " \t\r\n"); len(rest) > 0 && rest[0] == '(' {
		return chroma.NameFunction
	}
	return chroma.NameOther
}

var (
	goBuiltins = wordSet(`uint uint8 uint16 uint32 uint64 int int8 int16 int32
		int64 float float32 float64 complex64 complex128 byte rune string bool
		error uintptr print println panic recover close complex real imag len
		cap append copy delete new make clear min max`)
	goTypes = wordSet(`uint uint8 uint16 uint32 uint64 int int8 int16 int32
		int64 float float32 float64 complex64 complex128 byte rune string bool
		error uintptr any`)
)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
