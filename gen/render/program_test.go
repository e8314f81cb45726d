package render

import (
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestProgramPage wants every program that is shown to have a page, with
// files whose names are no business of HTML's or of addresses.
func TestProgramPage(t *testing.T) {
	a := txtar.Parse([]byte(`
-- snippets/shared/hello/main.go --
package main

// zh: 你好
// en: hello
func main() {}
-- snippets/shared/hello/a b&<#?%41.go --
package main
-- snippets/other/unseen/main.go --
package main

func main() {}
-- zh.md --
## 一 {#one}

> [!NOTE]
> [程序](../../snippets/shared/hello/main.go)
-- en.md --
## One {#one}

> [!NOTE]
> [The program](../../snippets/shared/hello/main.go)
`))
	b, recorded := loadBook(t, a.Files)
	files, err := renderAll(b, recorded)
	if err != nil {
		t.Fatal(err)
	}
	page := string(files["snippets/shared/hello/index.html"])
	for _, want := range []string{
		`href="../../../zh/first/index.html#one-1-1"`, `// 你好`, `// hello`,
		`href="./main.go.txt"`, `download="main.go"`,
		`href="./a%20b&amp;%3C%23%3F%2541.go.txt"`, `a b&amp;&lt;#?%41.go`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	checkPage(t, "program", files["snippets/shared/hello/index.html"])
	if got := string(files["snippets/shared/hello/main.go.txt"]); got != string(a.Files[0].Data) {
		t.Errorf("the file to download is %q", got)
	}
	if _, ok := files["snippets/other/unseen/index.html"]; ok {
		t.Error("a program that is shown nowhere has a page")
	}
	if chapter := string(files["zh/first/index.html"]); !strings.Contains(chapter, `href="../../snippets/shared/hello/index.html#file:1"`) {
		t.Error("the figure does not lead to the program")
	}
}
