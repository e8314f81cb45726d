package render

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// A codeToken is a piece of code with the chroma class that colours it, or "" if
// none does.
type codeToken struct {
	class, text string
}

// A codeLine is one line of a file.
type codeLine struct {
	number int  // from 1
	inside bool // whether it begins inside a token, such as a raw string
	tokens []codeToken
}

// splitLines cuts tokens at line ends. The ends themselves are dropped.
func splitLines(tokens []codeToken) []codeLine {
	ends := 0
	for _, t := range tokens {
		ends += strings.Count(t.text, "\n")
	}
	lines := make([]codeLine, 1, ends+1)
	lines[0].number = 1
	all := make([]codeToken, 0, len(tokens)+ends) // of all lines
	first := 0                                    // of the line
	for _, t := range tokens {
		for {
			text, rest, more := strings.Cut(t.text, "\n")
			if text = strings.TrimSuffix(text, "\r"); text != "" {
				all = append(all, codeToken{t.class, text})
			}
			last := &lines[len(lines)-1]
			last.tokens = all[first:len(all):len(all)]
			if !more {
				break
			}
			lines = append(lines, codeLine{number: last.number + 1, inside: t.class != ""})
			first = len(all)
			t.text = rest
		}
	}
	if n := len(lines); n > 1 && len(lines[n-1].tokens) == 0 {
		lines = lines[:n-1] // what follows the final newline is no line
	}
	return lines
}

func (b *buffer) tokens(tokens []codeToken) {
	for _, t := range tokens {
		b.token(t)
	}
}

func (b *buffer) token(t codeToken) {
	if t.class == "" {
		b.visible(t.text)
		return
	}
	b.raw(`<span class="`, t.class, `">`)
	b.visible(t.text)
	b.raw(`</span>`)
}

// maxChroma is the largest fence that is coloured in languages other than
// Go: chroma's expressions may take more than linear time.
const maxChroma = 16 << 10

// highlight colours src, written in a language by its name in info strings, and
// appends its tokens. Languages that nobody knows stay plain.
func highlight(tokens []codeToken, lang, src string) ([]codeToken, error) {
	plain := codeToken{"", src}
	switch lang {
	case "", "text", "console":
		return append(tokens, plain), nil
	case "go":
		return goTokens(tokens, []byte(src)), nil
	}
	lexer := lexerNamed(lang)
	if lexer == nil || len(src) > maxChroma {
		return append(tokens, plain), nil
	}
	for range 5 {
		found, late, err := chromaTokens(lexer, src)
		if err != nil {
			return tokens, fmt.Errorf("colouring %s: %w", lang, err)
		}
		if !late {
			return append(tokens, found...), nil
		}
	}
	return tokens, fmt.Errorf("colouring %s: takes too long", lang)
}

// chromaLimit is the time after which chroma gives up matching an expression
// and goes on as if it had not matched.
const chromaLimit = 250 * time.Millisecond

// chromaTokens colours src with a lexer of chroma. It reports late if
// chroma's limit on the time of one match may have struck: colours would then
// depend on how busy the machine was, and pages must not.
func chromaTokens(lexer chroma.Lexer, src string) (tokens []codeToken, late bool, err error) {
	it, err := lexer.Tokenise(nil, src)
	if err != nil {
		return nil, false, err
	}
	var size int
	for {
		start := time.Now()
		t := it()
		late = late || time.Since(start) >= chromaLimit
		if t == chroma.EOF {
			break
		}
		size += len(t.Value)
		class := classes[t.Type]
		if n := len(tokens); n > 0 && tokens[n-1].class == class {
			tokens[n-1].text += t.Value
			continue
		}
		tokens = append(tokens, codeToken{class, t.Value})
	}
	// Lexers may add a newline, and must add or lose nothing else.
	if size != len(src) && size != len(src)+1 {
		return []codeToken{{"", src}}, late, nil
	}
	return tokens, late, nil
}

var lexerCache sync.Map // of chroma.Lexer by name, nil if there is none

// lexerNamed looks a lexer up by name; chroma tries every file name pattern
// it knows for names that it does not, which is slow.
func lexerNamed(name string) chroma.Lexer {
	if l, ok := lexerCache.Load(name); ok {
		lexer, _ := l.(chroma.Lexer)
		return lexer
	}
	lexer := lexers.Get(name)
	lexerCache.Store(name, lexer)
	return lexer
}
