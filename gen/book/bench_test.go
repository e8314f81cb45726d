package book

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/text"
)

// BenchmarkLoad loads generated books; beside it, reading and parsing the same
// chapters one after the other with goldmark alone is measured in the same
// run. x/bare is the ratio of the two.
func BenchmarkLoad(b *testing.B) {
	for _, chapters := range []int{100, 1000} {
		b.Run(fmt.Sprint(chapters), func(b *testing.B) {
			dir := b.TempDir()
			size := generate(b, dir, chapters)
			recordAll(b, dir)
			b.SetBytes(size)
			var load, bare time.Duration
			for b.Loop() {
				start := time.Now()
				book, list, err := Load(dir)
				load += time.Since(start)
				if err != nil || len(list) > 0 || len(book.Chapters) != chapters {
					b.Fatal(err, list)
				}
				b.StopTimer()
				bare += parseBare(b, dir)
				b.StartTimer()
			}
			b.ReportMetric(float64(load)/float64(bare), "x/bare")
		})
	}
}

// parseBare reads and parses every chapter with goldmark.
func parseBare(b *testing.B, dir string) time.Duration {
	start := time.Now()
	files, err := filepath.Glob(filepath.Join(dir, "content/*/*.md"))
	if err != nil {
		b.Fatal(err)
	}
	md := newMarkdown()
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		md.Parse(text.NewReader(src))
	}
	return time.Since(start)
}

// generate writes a book of n chapters and returns the size of its texts.
func generate(b *testing.B, dir string, n int) (size int64) {
	write := func(name, data string) {
		writeFile(b, filepath.Join(dir, name), []byte(data))
		size += int64(len(data))
	}
	var slugs []string
	for i := range n {
		slug := fmt.Sprintf("chapter-%d", i)
		slugs = append(slugs, slug)
		for _, lang := range Langs {
			write("content/"+slug+"/"+string(lang)+".md", chapter(lang, slug))
		}
		write("snippets/"+slug+"/hello/main.go", program)
		write("snippets/"+slug+"/hello/runs.yaml", runsYAML)
	}
	write("content/book.yaml", "title: {zh: 书, en: Book}\nparts:\n  - title: {zh: 一, en: One}\n    chapters: ["+
		strings.Join(slugs, ", ")+"]\n")
	return size
}

// chapter is about 6 KB of prose, lists, tables, fences and embeds.
func chapter(lang Lang, slug string) string {
	var s strings.Builder
	s.WriteString("---\ntitle: 第一章\n---\n\n")
	for i := range 8 {
		fmt.Fprintf(&s, "## 进程 {#section-%d}\n\n", i)
		for range 3 {
			s.WriteString("**进程**（process）是正在运行的程序，用 `exec.Command` 启动，见[上一节](#section-0)。操作系统为每个进程分配独立的内存，因此父进程里的变量在子进程里看不到。\n\n")
		}
		s.WriteString("- 甲\n- 乙 `x`\n\n| 甲 | 乙 |\n|----|----|\n| 1 | 2 |\n\n```go\nx := 1\nfor range x {\n}\n```\n\n")
		fmt.Fprintf(&s, "[程序](../../snippets/%s/hello/main.go#start)\n\n", slug)
	}
	fmt.Fprintf(&s, "[输出](../../snippets/%s/hello/hello.golden)\n", slug)
	return s.String()
}

const program = `package main

import "fmt"

// region start
func main() {
	// zh: 打印
	// en: print
	fmt.Println("hello")
}

// endregion
`

const runsYAML = "runs:\n  - name: hello\n    args: [-n, 3]\n    env: {A: b}\n    timeout: 2s\n"
