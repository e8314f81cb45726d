package book

import (
	"bytes"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// TestEmphasis renders each line of a .md file of the archive and compares it
// with the same line of the .html file of that name.
func TestEmphasis(t *testing.T) {
	a, err := txtar.ParseFile("testdata/markdown/emphasis.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]string{}
	for _, f := range a.Files {
		files[f.Name] = strings.Split(strings.TrimSpace(string(f.Data)), "\n")
	}
	r := renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(html.NewRenderer(), 1000),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500),
	))
	for name, lines := range files {
		want, ok := files[strings.TrimSuffix(name, ".md")+".html"]
		if !strings.HasSuffix(name, ".md") || !ok {
			continue
		}
		if len(lines) != len(want) {
			t.Errorf("%s: %d lines, wanted %d", name, len(lines), len(want))
			continue
		}
		for i, line := range lines {
			var buf bytes.Buffer
			doc := newMarkdown().Parse(text.NewReader([]byte(line)))
			if err := r.Render(&buf, []byte(line), doc); err != nil {
				t.Fatal(err)
			}
			got := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(buf.String()), "<p>"), "</p>")
			if got != want[i] {
				t.Errorf("%s: %s\n got %s\nwant %s", name, line, got, want[i])
			}
		}
	}
}
