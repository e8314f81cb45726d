package browser_test

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestMarkup shows every page to the Nu HTML checker. It wants no errors and
// no warnings. The checker does not guess the language, which it does by
// words, and some pages are mostly code; nor does it read the style sheet,
// which is newer than the CSS it knows.
func TestMarkup(t *testing.T) {
	jar := filepath.Join(nodeModule(t, "vnu-jar"), "build", "dist", "vnu.jar")
	java, err := exec.LookPath("java")
	if err != nil {
		need(t, "java on the path")
	}
	// With addresses, pages say more of themselves.
	b := *realBook(t).book
	b.URL, b.Repository = "https://book.example/", "https://code.example/book"
	w, err := publish(&b, realBook(t).recorded)
	if err != nil {
		t.Fatal(err)
	}
	_, report, err := run(t, nil, java, "-Xss1m", "-jar", jar,
		"--format", "json", "--no-langdetect", "--skip-non-html", w.dir)
	var found struct {
		Messages []struct {
			Type, SubType, URL, Message, Extract string
			LastLine                             int
		}
	}
	if jsonErr := json.Unmarshal([]byte(report), &found); jsonErr != nil {
		t.Fatalf("%v; %v\n%s", err, jsonErr, report)
	}
	for _, m := range found.Messages {
		if strings.HasPrefix(m.Message, "Resource violates Content Security Policy") {
			continue // files have no origin that 'self' could mean; TestPages knows better
		}
		_, name, _ := strings.Cut(m.URL, filepath.Base(w.dir)+"/")
		t.Errorf("%s:%d: %s %s: %s\n    %s", name, m.LastLine, m.Type, m.SubType, m.Message, m.Extract)
	}
	if err != nil && len(found.Messages) == 0 {
		t.Errorf("the checker failed: %v\n%s", err, report)
	}
}
