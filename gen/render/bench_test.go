package render

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"huoye/gen/book"
)

// bigBook is a book of n chapters, each with prose, code and an output.
func bigBook(n int) []txtar.File {
	var files []txtar.File
	var slugs []string
	prose := map[book.Lang]string{
		book.ZH: strings.Repeat("进程是程序的一次执行，**线程**（thread）是其中的一条执行流，见 `os.Getpid`。", 6),
		book.EN: strings.Repeat("A process is a program that runs; a **thread** is a flow in it, see `os.Getpid`. ", 6),
	}
	for i := range n {
		slug := fmt.Sprintf("c%d", i)
		slugs = append(slugs, slug)
		dir := "snippets/" + slug + "/hello/"
		for _, l := range book.Langs {
			var b strings.Builder
			fmt.Fprintf(&b, "---\ntitle: Chapter %d\n---\n", i)
			for s := range 4 {
				fmt.Fprintf(&b, "\n## Section {#s%d}\n\n%s\n\n- %[2]s\n\n", s, prose[l])
				fmt.Fprintf(&b, "[Code](../../%smain.go)\n\n[Output](../../%shello.golden)\n", dir, dir)
			}
			files = append(files, txtar.File{Name: "content/" + slug + "/" + string(l) + ".md", Data: []byte(b.String())})
		}
		files = append(files,
			txtar.File{Name: dir + "main.go", Data: []byte(benchProgram)},
			txtar.File{Name: dir + "hello.golden", Data: []byte("command: hello\nexit: 0\ngo: go1.26\nplatform: linux/amd64\nisolation: none\np1: pid 42\n\n" +
				strings.Repeat("0.000412 p1 out | Parent process 42.\n", 10))})
	}
	yaml := "title: {zh: 书, en: Book}\ntagline: {zh: 句, en: Line}\nparts:\n  - title: {zh: 一, en: One}\n    chapters: [" + strings.Join(slugs, ", ") + "]\n"
	return append(files, txtar.File{Name: "content/book.yaml", Data: []byte(yaml)})
}

const benchProgram = `// Hello starts a child and waits for it.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == "child" {
		fmt.Printf("Run child process (%d)...\n", os.Getpid())
		return
	}
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	// zh: 同一个程序，换一个角色
	// en: the same program in another role
	cmd := exec.Command(exe, "child")
	cmd.Stdout = os.Stdout
	if err := cmd.Run(); err != nil {
		log.Fatal(err)
	}
}
`

func BenchmarkRender(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("chapters=%d", n), func(b *testing.B) {
			bk, recorded := loadBook(b, bigBook(n))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := renderAll(bk, recorded); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/chapter")
		})
	}
}

// BenchmarkGoldmarkChroma is what the same ten chapters cost in goldmark and
// chroma alone: each edition converted once, the code of three views coloured.
func BenchmarkGoldmarkChroma(b *testing.B) {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))
	lexer := lexers.Get("go")
	files := bigBook(10)
	for b.Loop() {
		for _, f := range files {
			if strings.HasSuffix(f.Name, ".md") {
				var w buffer
				if err := md.Convert(f.Data, &w); err != nil {
					b.Fatal(err)
				}
			}
			if strings.HasSuffix(f.Name, ".go") {
				for range 4 * len(views) {
					if _, _, err := chromaTokens(lexer, string(f.Data)); err != nil {
						b.Fatal(err)
					}
				}
			}
		}
	}
}

func BenchmarkGoTokens(b *testing.B) {
	src, err := os.ReadFile(sources(b)[0])
	if err != nil {
		b.Fatal(err)
	}
	lexer := lexers.Get("go")
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			goTokens(nil, src)
		}
	})
	b.Run("chroma", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			if _, _, err := chromaTokens(lexer, string(src)); err != nil {
				b.Fatal(err)
			}
		}
	})
}
