package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// Chapters have words of their own, so that no two are alike, in about 6 KB in
// both languages together with four blocks of Go, a table, an embedded program
// and its output.

var hanWords = strings.Fields("进程 线程 操作系统 内存 调度 通道 信号 管道 父进程 子进程 等待 启动 终止 输出 输入 " +
	"队列 任务 缓冲 阻塞 并发 并行 共享 变量 函数 文件 描述符 运行 程序 结果 顺序 保证 通常")

var latinWords = strings.Fields("process thread system memory schedule channel signal pipe parent child wait start " +
	"stop output input queue task buffer block concurrent parallel shared variable function file descriptor run program " +
	"result order guarantee usually the a of and in with")

// A writer writes one book.
type writer struct {
	dir  string
	rand *rand.Rand
	err  error // the first
}

func (w *writer) file(name string, data []byte) {
	if w.err != nil {
		return
	}
	file := filepath.Join(w.dir, filepath.FromSlash(name))
	if w.err = os.MkdirAll(filepath.Dir(file), 0o755); w.err == nil {
		w.err = os.WriteFile(file, data, 0o644)
	}
}

// writeBook writes a book of n chapters that show so many programs.
func writeBook(dir string, n, programs int) error {
	w := &writer{dir: dir, rand: rand.New(rand.NewPCG(1, uint64(n)))}
	var slugs []string
	for i := range n {
		slugs = append(slugs, slug(i))
		for _, lang := range []string{"zh", "en"} {
			w.file("content/"+slug(i)+"/"+lang+".md", w.chapter(lang, i, programs))
		}
	}
	for i := range programs {
		w.program(i)
	}
	w.file("go.mod", []byte("module book\n\ngo 1.26\n"))
	yaml := "title: {zh: 大书, en: A Large Book}\nparts:\n"
	for i := 0; i < n; i += 100 {
		yaml += fmt.Sprintf("  - title: {zh: 第 %d 部分, en: Part %[1]d}\n    chapters: [%s]\n", i/100+1, strings.Join(slugs[i:min(i+100, n)], ", "))
	}
	w.file("content/book.yaml", []byte(yaml))
	return w.err
}

func slug(i int) string { return fmt.Sprintf("chapter-%d", i) }

// programName is chapter/program of the i-th program. The chapter is none of
// the book, so that not all of its programs have to be shown.
func programName(i int) string { return fmt.Sprintf("shared/program-%d", i) }

func (w *writer) program(i int) {
	dir := "snippets/" + programName(i) + "/"
	w.file(dir+"main.go", fmt.Appendf(nil, "// Program %d counts.\npackage main\n\nimport \"fmt\"\n\n// region start\nfunc main() {\n"+
		"\t// zh: 数到 %[2]d\n\t// en: count to %[2]d\n\tfor i := range %[2]d {\n\t\tfmt.Printf(\"program %[1]d counts %%d\\n\", i)\n\t}\n}\n\n// endregion\n",
		i, 3+i%5))
	golden := &bytes.Buffer{}
	fmt.Fprintf(golden, "command: program-%d\nexit: 0\ngo: go1.26\nplatform: linux/amd64\nisolation: none\np1: pid 10400\n\n", i)
	for line := range 3 + i%5 {
		fmt.Fprintf(golden, "0.00%04d p1 out | program %d counts %d\n", 400+line, i, line)
	}
	w.file(fmt.Sprintf("%sprogram-%d.golden", dir, i), golden.Bytes())
}

func (w *writer) chapter(lang string, i, programs int) []byte {
	s := &bytes.Buffer{}
	fmt.Fprintf(s, "---\ntitle: %s\n---\n\n%s\n\n", w.title(lang, i), w.sentence(lang))
	// Both editions show the same code.
	same := rand.New(rand.NewPCG(2, uint64(i)))
	for section := range 4 {
		fmt.Fprintf(s, "## %s {#section-%d}\n\n", w.title(lang, section), section)
		for range 2 {
			fmt.Fprintf(s, "%s%s\n\n", w.sentence(lang), w.sentence(lang))
		}
		fmt.Fprintf(s, "- %s\n- `cmd.Wait()`\n- **%s**\n\n", w.title(lang, 1), w.word(lang))
		s.WriteString("```go\n" + goCode(same) + "```\n\n")
	}
	fmt.Fprintf(s, "| %s | %s |\n|---|---|\n| 1 | `a` |\n| 2 | `b` |\n\n", w.word(lang), w.word(lang))
	name := programName(i % programs)
	program := name[len("shared/"):]
	fmt.Fprintf(s, "[%s](../../snippets/%s/main.go#start)\n\n[%s](../../snippets/%s/%s.golden)\n",
		w.word(lang), name, w.word(lang), name, program)
	return s.Bytes()
}

func (w *writer) word(lang string) string {
	if lang == "zh" {
		return hanWords[w.rand.IntN(len(hanWords))]
	}
	return latinWords[w.rand.IntN(len(latinWords))]
}

func (w *writer) title(lang string, i int) string {
	if lang == "zh" {
		return fmt.Sprintf("%s与%s之 %d", w.word(lang), w.word(lang), i)
	}
	return fmt.Sprintf("On %s and %s %d", w.word(lang), w.word(lang), i)
}

func (w *writer) sentence(lang string) string {
	s := &strings.Builder{}
	for i := range 18 {
		if lang == "en" && i > 0 {
			s.WriteByte(' ')
		}
		s.WriteString(w.word(lang))
		if lang == "zh" && i%6 == 5 {
			s.WriteString("，")
		}
	}
	if lang == "zh" {
		return s.String() + "见 `os.Getpid` 的说明。"
	}
	return s.String() + "; see `os.Getpid` for that. "
}

// goCode is about a dozen lines of Go.
func goCode(r *rand.Rand) string {
	n := r.IntN(1000)
	return fmt.Sprintf(`// work%[1]d does one task and tells how it went.
func work%[1]d(ctx context.Context, tasks <-chan int, results chan<- string) error {
	for task := range tasks {
		select {
		case <-ctx.Done():
			return fmt.Errorf("task %%d: %%w", task, ctx.Err())
		case results <- strings.Repeat("x", task%%%[2]d):
		}
	}
	return nil // %[1]d
}
`, n, 2+n%9)
}

// editChapter changes a sentence of chapter i in both editions.
func editChapter(dir string, i, round int) error {
	for _, lang := range []string{"zh", "en"} {
		file := filepath.Join(dir, "content", slug(i), lang+".md")
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		data = append(data, fmt.Sprintf("\n%d.\n", round)...)
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// writeHugo writes the chapters of the book in dir as a site for hugo, as it comes
// but for classes of colours instead of colours, and with the smallest theme there
// is.
func writeHugo(site, dir string, n int) error {
	w := &writer{dir: site}
	w.file("hugo.toml", []byte("baseURL = 'https://example.org/'\ntitle = 'A Large Book'\ndefaultContentLanguage = 'zh'\n"+
		"[markup.highlight]\nnoClasses = false\n"+
		"[languages.zh]\ncontentDir = 'content/zh'\n[languages.en]\ncontentDir = 'content/en'\n"))
	const layout = "<!DOCTYPE html><html lang=\"{{ .Lang }}\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head>" +
		"<body><h1>{{ .Title }}</h1>{{ .Content }}</body></html>\n"
	w.file("layouts/_default/single.html", []byte(layout))
	w.file("layouts/_default/list.html", []byte(layout))
	w.file("layouts/index.html", []byte(layout))
	for i := range n {
		for _, lang := range []string{"zh", "en"} {
			data, err := os.ReadFile(filepath.Join(dir, "content", slug(i), lang+".md"))
			if err != nil {
				return err
			}
			w.file("content/"+lang+"/"+slug(i)+".md", data)
		}
	}
	return w.err
}
