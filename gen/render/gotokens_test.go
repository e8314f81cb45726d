package render

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2/lexers"
)

// sources are Go files of the standard library, large and small.
func sources(t testing.TB) []string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, dir := range []string{"os/exec", "sync", "sort", "bufio", "context", "errors"} {
		found, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "src", dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("no sources of the standard library")
	}
	return files
}

// chromaErrs is Go that chroma's lexer colours wrongly: templates seen in raw
// strings, and octal and hexadecimal numbers newer than the lexer.
var chromaErrs = regexp.MustCompile(`\{\{|0[oO][0-7]|0[xX][0-9a-fA-F_.]+[pP]`)

// TestGoTokensAsChroma compares the class of every byte with what chroma's
// own lexer gives it.
func TestGoTokensAsChroma(t *testing.T) {
	lexer := lexers.Get("go")
	for _, file := range sources(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if chromaErrs.Match(src) {
			continue
		}
		want, late, err := chromaTokens(lexer, string(src))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if late {
			continue // the machine is busy; chroma gave up, not we
		}
		got := classesOf(goTokens(nil, src))
		for i, w := range classesOf(want) {
			if i < len(src) && got[i] != w && strings.TrimSpace(string(src[i])) != "" {
				start := strings.LastIndexByte(string(src[:i]), '\n') + 1
				line, _, _ := strings.Cut(string(src[start:]), "\n")
				t.Errorf("%s:%d: %q has class %q, chroma says %q: %s", filepath.Base(file),
					1+strings.Count(string(src[:i]), "\n"), src[i], got[i], w, line)
				break
			}
		}
	}
}

func classesOf(tokens []codeToken) []string {
	var all []string
	for _, t := range tokens {
		for range len(t.text) {
			all = append(all, t.class)
		}
	}
	return all
}

// FuzzGoTokens holds that no byte of the source is lost, for any source.
func FuzzGoTokens(f *testing.F) {
	f.Add("package p\n\nfunc f() { // x\n\treturn `a\r\nb` + 'c' + 0x1p-2i /* y */\n}\n")
	f.Add("\ufeffx := \"unfinished\n\x00 ... ~ 'a")
	f.Fuzz(func(t *testing.T, src string) {
		var got strings.Builder
		for _, tok := range goTokens(nil, []byte(src)) {
			got.WriteString(tok.text)
		}
		if got.String() != src {
			t.Errorf("tokens of %q make %q", src, got.String())
		}
	})
}

func TestSplitLines(t *testing.T) {
	src := "package p\n\nvar s = `a\n\tb` // c\r\n"
	if _, err := parser.ParseFile(token.NewFileSet(), "p.go", src, 0); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range splitLines(goTokens(nil, []byte(src))) {
		var b strings.Builder
		for _, tok := range line.tokens {
			b.WriteString(tok.text)
		}
		got = append(got, b.String())
	}
	want := "package p||var s = `a|\tb` // c"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("lines are %q, want %q", s, want)
	}
}

// TestFenceLines writes the lines that splitLines finds.
func TestFenceLines(t *testing.T) {
	for _, src := range []string{
		"", "\n", "\n\n", "x", "x\n", "x\n\n", "x\n\ny", "x\r\ny\r\n", "var s = `a\n\n\tb` // c\r\n", "`a\n`", "// <&>\n",
	} {
		tokens := goTokens(nil, []byte(src))
		var got, want buffer
		got.fenceLines(tokens)
		for _, line := range splitLines(tokens) {
			want.tokens(line.tokens)
			want.raw("\n")
		}
		if got.String() != want.String() {
			t.Errorf("of %q are written %q, the lines are %q", src, got.String(), want.String())
		}
	}
}
