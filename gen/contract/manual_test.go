package contract

import (
	"os"
	"strings"
	"testing"
)

// TestManual tries the examples of the manual's section on contracts.
func TestManual(t *testing.T) {
	src, err := os.ReadFile("../doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut(string(src), "// # Contracts\n")
	if !ok {
		t.Fatal("no section on contracts")
	}
	text, _, _ = strings.Cut(text, "\n// # ")
	text, _, _ = strings.Cut(text, "\npackage ")

	var outputs []string // the examples of output
	var rule string
	kinds := make(map[string]bool)
	inOutput := false
	for line := range strings.Lines(text) {
		code, isCode := strings.CutPrefix(line, "//\t")
		switch {
		case !isCode:
			inOutput = false
		case code == "output:\n":
			inOutput = true
			outputs = append(outputs, code)
		case inOutput:
			outputs[len(outputs)-1] += code
		case strings.HasPrefix(code, "  right: "), strings.HasPrefix(code, "  wrong: "):
			word, lines, _ := strings.Cut(strings.TrimSpace(code), ": ")
			c := mustParse(t, outputs[len(outputs)-1]+"rules:\n  - "+rule)
			_, err := c.Match(nil, stdout(strings.Split(lines, "; ")...))
			if (err == nil) != (word == "right") {
				t.Errorf("%s%s is said to be %s, got %v", rule, lines, word, err)
			}
			if m, ok := err.(*Mismatch); ok && m.Rule != strings.TrimSpace(rule) {
				t.Errorf("%s%s breaks %s", rule, lines, m.Rule)
			}
		default:
			if kind, _, ok := strings.Cut(code, ":"); ok && ruleForms[ruleKind(kind)] != "" {
				rule = code
				kinds[kind] = true
			}
		}
	}
	for _, o := range outputs {
		mustParse(t, o)
	}
	for kind := range ruleForms {
		if !kinds[string(kind)] {
			t.Errorf("the manual has no example of %s", kind)
		}
	}
}
