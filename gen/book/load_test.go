package book

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"huoye/gen/problem"
)

var update = flag.Bool("update", false, "rewrite the wanted results in testdata")

// TestLoad loads the book of each testdata/*.txtar, laid over base.txtar, and
// compares its problems with the file "problems", and if it is good, its
// blocks with the file "blocks". The comment of an archive may hold commands:
//
//	remove NAME          without this file of the base
//	write NAME "TEXT"    this file, in Go syntax
//	repeat NAME N TEXT   N times this text added to the file
//	mkdir NAME           a directory
//	link NAME TARGET     a symbolic link
//	fifo NAME            a named pipe
//	big NAME SIZE        a file of this many bytes
func TestLoad(t *testing.T) {
	base, err := txtar.ParseFile("testdata/base.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			testLoad(t, base, file)
		})
	}
}

func testLoad(t *testing.T, base *txtar.Archive, file string) {
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeFiles(t, dir, base)
	writeFiles(t, dir, a)
	for line := range strings.Lines(string(a.Comment)) {
		command(t, dir, strings.TrimSpace(line))
	}
	b, list, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	if len(list) > 0 {
		got["problems"] = printed(list)
	} else {
		got["blocks"] = dumpBlocks(b)
	}
	compare(t, file, a, got)
}

// printed is list with the positions beside each problem.
func printed(list problem.List) string {
	var s strings.Builder
	for _, p := range list {
		fmt.Fprintln(&s, p)
		for _, r := range p.Related {
			fmt.Fprintf(&s, "    %s: %s\n", r.Pos, r.Msg)
		}
	}
	return s.String()
}

// compare checks the wanted results in a, the archive in file, or rewrites
// them.
func compare(t *testing.T, file string, a *txtar.Archive, got map[string]string) {
	for _, name := range []string{"problems", "blocks"} {
		want := ""
		i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
		if i >= 0 {
			want = string(a.Files[i].Data)
		}
		if got[name] == want {
			continue
		}
		if !*update {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(want, got[name]))
			continue
		}
		if i >= 0 {
			a.Files = slices.Delete(a.Files, i, i+1)
		}
		if got[name] != "" {
			a.Files = append(a.Files, txtar.File{Name: name, Data: []byte(got[name])})
		}
		if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func writeFiles(t *testing.T, dir string, a *txtar.Archive) {
	for _, f := range a.Files {
		if f.Name != "problems" && f.Name != "blocks" {
			writeFile(t, filepath.Join(dir, f.Name), f.Data)
		}
	}
}

func writeFile(t testing.TB, name string, data []byte) {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

func command(t *testing.T, dir, line string) {
	words := strings.SplitN(line, " ", 3)
	if len(words) < 2 {
		return
	}
	var err error
	name := filepath.Join(dir, words[1])
	switch words[0] {
	case "remove":
		err = os.RemoveAll(name)
	case "write":
		text, uerr := strconv.Unquote(words[2])
		if uerr != nil {
			t.Fatal(uerr)
		}
		writeFile(t, name, []byte(text))
	case "repeat":
		count, text, _ := strings.Cut(words[2], " ")
		n, uerr := strconv.Atoi(count)
		data, rerr := os.ReadFile(name)
		if err = errors.Join(uerr, rerr); err == nil {
			writeFile(t, name, append(data, strings.Repeat(text, n)...))
		}
	case "mkdir":
		if err = os.RemoveAll(name); err == nil {
			err = os.MkdirAll(name, 0o777)
		}
	case "link":
		if err = os.RemoveAll(name); err == nil {
			err = os.Symlink(words[2], name)
		}
	case "fifo":
		if err = os.RemoveAll(name); err == nil {
			makeFIFO(t, name)
		}
	case "big":
		var size int64
		if size, err = strconv.ParseInt(words[2], 10, 64); err == nil {
			writeFile(t, name, nil)
			err = os.Truncate(name, size)
		}
	}
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
}

// dumpBlocks lists the aligned blocks of a book.
func dumpBlocks(b *Book) string {
	var s strings.Builder
	for _, c := range b.Chapters {
		fmt.Fprintf(&s, "%d %s (%s): %s / %s\n", c.Number, c.Slug, c.Part.Title.EN, c.zh.Title, c.en.Title)
		content, err := b.Content(c)
		if err != nil {
			return err.Error()
		}
		dump(&s, content, content.Blocks, "\t")
		for _, e := range []*Body{content.zh, content.en} {
			for _, n := range footnotes(e) {
				fmt.Fprintf(&s, "\tfootnote %s: %s\n", e.Lang, PlainText(e.Source, n))
			}
		}
	}
	for _, p := range b.Programs {
		for _, r := range p.Runs {
			status := r.Contract.Status()
			fmt.Fprintf(&s, "%s %q %q %s %d%s %v %s:%d:%d\n", r.ID(), r.Args, r.Env, r.Timeout,
				status.Code, status.Signal, r.Platforms, r.File, r.Line, r.Column)
		}
		for _, f := range p.Files {
			fmt.Fprintf(&s, "%s %v\n", f.File, f.Regions)
		}
	}
	for _, t := range b.Glossary {
		fmt.Fprintf(&s, "term %s: %q / %q\n", t.ID, t.Forms(ZH), t.Forms(EN))
		fmt.Fprintf(&s, "\t%q not %q, except %q, common %t: %q\n", t.Pinyin, t.Not, t.Except, t.Common, t.Note)
	}
	for _, i := range b.Idioms {
		fmt.Fprintf(&s, "idiom %q -> %q: %q\n", i.Python, i.Go, i.Note)
		for _, see := range i.See {
			fmt.Fprintf(&s, "\t%s", see.Chapter.Slug)
			if see.Program != nil {
				fmt.Fprintf(&s, " %s", see.Program.Name)
			}
			s.WriteString("\n")
		}
	}
	return s.String()
}

func dump(s *strings.Builder, c *Content, blocks []Block, indent string) {
	for _, b := range blocks {
		fmt.Fprintf(s, "%s%s %s:", indent, b.ID, b.ZH.Kind())
		if e, ok := b.ZH.(*Embed); ok {
			fmt.Fprintf(s, " %s %d-%d %v", e.dest, e.First, e.Last, e.Marks)
		}
		zh, en := PlainText(c.zh.Source, b.ZH), PlainText(c.en.Source, b.EN)
		fmt.Fprintf(s, " %q / %q\n", zh, en)
		dump(s, c, b.Children, indent+"\t")
	}
}

// TestLoadNoDirectory wants an error, not problems, for what is no book at all.
func TestLoadNoDirectory(t *testing.T) {
	_, list, err := Load(filepath.Join(t.TempDir(), "none"))
	if err == nil || len(list) > 0 {
		t.Errorf("got %v, %v; want an error only", list, err)
	}
}
