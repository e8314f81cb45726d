package main

import (
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huoye/gen/problem"
)

// TestPrintProblems prints what no stage reports yet in one place: a notice, a
// position beside a problem, a caret below Han characters.
func TestPrintProblems(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "zh.md"), []byte("# 标题\n\n进程 ID\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	at := func(file string, line, column int) token.Position {
		return token.Position{Filename: file, Line: line, Column: column}
	}
	list := problem.List{
		{Pos: at("zh.md", 3, 8), Rule: problem.ProseWord, Notice: true, Msg: "odd"},
		{Pos: at("zh.md", 1, 3), Rule: problem.EditionBlocks, Msg: "no such heading; write it\n    as here\n",
			Related: []problem.Related{{Pos: at("en.md", 4, 1), Msg: "the other edition"}}},
		{Pos: at("zh.md", 3, 8), Rule: problem.ProseWord, Notice: true, Msg: "odd"},
	}
	var got strings.Builder
	printProblems(&got, dir, list)
	want := "D/zh.md:1:3: no such heading; write it [edition-blocks]\n" +
		"\t# 标题\n\t  ^\n    as here\n" +
		"    D/en.md:4:1: the other edition\n" +
		"D/zh.md:3:8: notice: odd [prose-word]\n" +
		"\t进程 ID\n\t     ^\n" +
		"1 problem, 1 notice\n"
	text := strings.ReplaceAll(got.String(), filepath.ToSlash(dir), "D")
	if d := cmp.Diff(want, text); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
