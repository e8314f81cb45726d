package book

import (
	"slices"
	"strings"
	"testing"

	"huoye/gen/problem"
)

var proseGlossary = []*Term{
	{ID: "process", ZH: "进程", EN: "process"},
	{ID: "child-process", ZH: "子进程", EN: "child process", Also: []string{"child"}},
	{ID: "process-id", ZH: "进程号", EN: "process ID", Also: []string{"PID"}},
	{ID: "thread", ZH: "线程", EN: "thread", Also: []string{"OS 线程", "OS thread"}},
	{ID: "goroutine", ZH: "goroutine", EN: "goroutine", Also: []string{"Go 协程"}},
	{ID: "concurrency", ZH: "并发", EN: "concurrency", Except: []string{"并发送"}},
	{ID: "wait", ZH: "等待", EN: "wait", Common: true},
	{ID: "channel", ZH: "通道", EN: "channel", Not: []string{"信道", "conduit"}},
}

// proseProblems returns what the prose checks say of text as an edition in
// language l.
func proseProblems(l Lang, text string, glossary []*Term) problem.List {
	ld := newLoader(nil, "")
	ld.lexicons = lexicons(glossary)
	c := &Chapter{Slug: "c"}
	ld.addChapter(c)
	e := &Edition{Lang: l, chapter: c}
	ld.parseEdition(e, newTextFile("c.md", []byte(text), ld.probs), nil)
	var list problem.List
	for _, p := range ld.probs.sorted() {
		if strings.HasPrefix(string(p.Rule), "prose-") {
			list = append(list, p)
		}
	}
	return list
}

// fixProse applies the fixes of list to text.
func fixProse(text string, list problem.List) string {
	fixed, _ := list.Fix([]byte(text))
	return string(fixed)
}

// rule returns the problems of one rule.
func rule(list problem.List, r problem.Rule) problem.List {
	return slices.DeleteFunc(list, func(p *problem.Problem) bool { return p.Rule != r })
}

// TestProse holds sentences against one rule. A ¦ marks where a problem is
// wanted; fixed is what the fixes make of the sentence, by default what it is.
func TestProse(t *testing.T) {
	for _, test := range []struct {
		rule  problem.Rule
		lang  Lang
		text  string
		fixed string
	}{
		{problem.ProseSpace, ZH, "启动¦3¦个¦`Wait`，再等 2 个。", "启动 3 个 `Wait`，再等 2 个。"},
		{problem.ProseSpace, ZH, "调用¦Start¦之后，用¦`Wait`¦等它。", "调用 Start 之后，用 `Wait` 等它。"},
		{problem.ProseSpace, ZH, "先调用 Start，再调用 `Wait`。", ""},
		{problem.ProseSpace, ZH, "用¦**Go**¦写，见¦[Go](https://go.dev)¦站点和¦*`x`*。", "用 **Go** 写，见 [Go](https://go.dev) 站点和 *`x`*。"},
		{problem.ProseSpace, ZH, "**进程**¦*Go*¦~~语言~~。", "**进程** *Go* ~~语言~~。"},
		{problem.ProseSpace, ZH, "``x` ``¦是¦`` `y` ``¦的。", "``x` `` 是 `` `y` `` 的。"},
		{problem.ProseSpace, ZH, "先启动¦ ，再¦ （等）¦ 它，¦  好。", "先启动，再（等）它，好。"},
		{problem.ProseSpace, ZH, "说¦ “你好”¦ 的，“¦ 人”，see “Go” for。", "说“你好”的，“人”，see “Go” for。"},
		{problem.ProseSpace, ZH, "Go¦ ——¦ 一种语言，还有¦ ……", "Go——一种语言，还有……"},
		{problem.ProseSpace, ZH, "Go¦  和¦　C 一样。", "Go 和 C 一样。"},
		{problem.ProseSpace, ZH, "睡 300¦ms，占 64¦KiB，用了 50¦ %，共 3.5¦GB。", "睡 300 ms，占 64 KiB，用了 50%，共 3.5 GB。"},
		{problem.ProseSpace, ZH, "见 e2s 与 p-3s，90% 与 v1.2s。", ""},
		{problem.ProseSpace, ZH, "手册页 clone(2)¦的说明。", "手册页 clone(2) 的说明。"},
		{problem.ProseSpace, ZH, "| 名 | 值 |\n|---|---|\n| 第¦3¦章 | `x`¦的 |", "| 名 | 值 |\n|---|---|\n| 第 3 章 | `x` 的 |"},
		{problem.ProseSpace, ZH, "## 第¦1¦章 {#a}\n\n> [!NOTE] 用¦Go¦写\n> - 有¦2¦个", "## 第 1 章 {#a}\n\n> [!NOTE] 用 Go 写\n> - 有 2 个"},
		{problem.ProseSpace, ZH, "甲 &amp; 乙，\\*丙\\*，<https://a.b>，脚注[^1]。\n\n[^1]: 用¦Go¦写。", "甲 &amp; 乙，\\*丙\\*，<https://a.b>，脚注[^1]。\n\n[^1]: 用 Go 写。"},
		{problem.ProseSpace, ZH, "甲乙\n丙 Go\n语言，\n好。", ""},
		{problem.ProseSpace, ZH, "---\ntitle: 用¦Go¦写\ndescription: \"有¦2¦个\"\n---\n", "---\ntitle: 用 Go 写\ndescription: \"有 2 个\"\n---\n"},
		{problem.ProseSpace, EN, "Two¦  spaces, 300¦ms, 50¦ %, and the 1990s.", "Two spaces, 300 ms, 50%, and the 1990s."},
		{problem.ProseSpace, EN, "A `x`y and “z” of clone(2)s.\nNext line.", "A `x`y and “z” of clone(2)s.\nNext line."},

		{problem.ProsePunctuation, ZH, "你好¦, 世界¦; 用 Go¦: 好¦! 是吗¦?", "你好，世界；用 Go：好！是吗？"},
		{problem.ProsePunctuation, ZH, "调用 `Wait`¦, 然后¦(再¦)看。", "调用 `Wait`，然后（再）看。"},
		{problem.ProsePunctuation, ZH, "用 a, b 和 c: d；3:2，a != b，文件 ?.txt。", ""},
		{problem.ProsePunctuation, ZH, "进程 ¦(process¦) 是，Go ¦(语言¦)、见 clone(2) 与 f(x)。", "进程（process）是，Go（语言）、见 clone(2) 与 f(x)。"},
		{problem.ProsePunctuation, ZH, "等等¦... 好¦.", "等等……好。"},
		{problem.ProsePunctuation, ZH, "第 1.2 节的 a.b。", ""},
		{problem.ProsePunctuation, ZH, "甲¦—乙，丙¦———丁，戊——己，Rob — Pike。", "甲——乙，丙——丁，戊——己，Rob — Pike。"},
		{problem.ProsePunctuation, ZH, "等¦…好，等……好，甲¦--乙，用 --race 选项。", "等……好，等……好，甲——乙，用 --race 选项。"},
		{problem.ProsePunctuation, ZH, "好¦！！是¦？？是？！完¦。。", "好！是？是？！完。"},
		{problem.ProsePunctuation, ZH, "省略¦。。。", "省略……"},
		{problem.ProsePunctuation, ZH, "有 ¦３ 个 ¦Ｇｏ 程序。", "有 3 个 Go 程序。"},
		{problem.ProsePunctuation, ZH, "说¦\"你好¦\"，看 \"Go\" 吧。", "说“你好”，看 \"Go\" 吧。"},
		{problem.ProsePunctuation, EN, "Wait¦，then¦（or not¦）go¦。", "Wait, then (or not) go."},
		{problem.ProsePunctuation, EN, "A process (进程，正在运行) is running.", ""},
		{problem.ProsePunctuation, EN, "Wait¦--then ¦-- go, with --race.", "Wait—then—go, with --race."},
		{problem.ProsePunctuation, EN, "Say “a”, “b” or ¦\"c¦\" (¦\"d¦\").", "Say “a”, “b” or “c” (“d”)."},
		{problem.ProsePunctuation, EN, "It's a dog's, it¦’s.", "It's a dog's, it's."},
		{problem.ProsePunctuation, EN, "It's “a”.", ""},

		{problem.ProseEmphasis, ZH, "这是**重点¦。**对，**重点**。", "这是**重点**。对，**重点**。"},
		{problem.ProseEmphasis, ZH, "**进程（process¦）**是，*¦，甲*。", "**进程**（process）是，，*甲*。"},
		{problem.ProseEmphasis, ZH, "**¦“总是”**与**¦“笔记”指它**，**¦《书》**。", "“**总是**”与“笔记”**指它**，《**书**》。"},
		{problem.ProseEmphasis, ZH, "**`x`** 与 **C++**，**50¦%**的。", ""},
		{problem.ProseEmphasis, ZH, "***甲¦。***", "***甲***。"},

		{problem.ProseTerm, ZH, "¦进程很多。进程与子进程（child process）。", "进程（process）很多。进程与子进程（child process）。"},
		{problem.ProseTerm, ZH, "**¦进程**很多。", "**进程**（process）很多。"},
		{problem.ProseTerm, ZH, "¦进程很多。进程（process）不少。", "进程很多。进程（process）不少。"},
		{problem.ProseTerm, ZH, "子进程（child process）的进程号（PID），[线程](https://go.dev)（OS thread），goroutine（Go 协程）。", ""},
		{problem.ProseTerm, ZH, "检查并发送，等待。¦OS 线程与¦并发。", "检查并发送，等待。OS 线程（thread）与并发（concurrency）。"},
		{problem.ProseTerm, ZH, "## 进程 {#a}\n\n[进程](#a)与 `进程`。", ""},
		{problem.ProseTerm, EN, "A process is a process.", ""},

		{problem.ProseWord, ZH, "用¦信道，`信道` 不算。", "用信道，`信道` 不算。"},
		{problem.ProseWord, EN, "¦Conduit, conduits.", ""},
		{problem.ProseSpelling, EN, "The ¦Behaviour and ¦colour, `colour`, ¦colours's.", ""},

		{problem.ProseHeading, ZH, "## 开始¦。 {#a}\n\n## 为什么？ {#b}\n\n## 甲¦： {#c}", "## 开始 {#a}\n\n## 为什么？ {#b}\n\n## 甲 {#c}"},
		{problem.ProseHeading, EN, "## Begin¦. {#a}\n\n## And so on... {#b}\n\n## Why? {#c}", "## Begin {#a}\n\n## And so on... {#b}\n\n## Why? {#c}"},
		{problem.ProseList, ZH, "- 甲。乙¦\n- 甲乙\n- 甲。*乙¦*\n- 甲。乙。\n- 甲。乙：\n\n  好\n- 见 `x`。[乙¦](https://go.dev)", "- 甲。乙。\n- 甲乙\n- 甲。*乙*。\n- 甲。乙。\n- 甲。乙：\n\n  好\n- 见 `x`。[乙](https://go.dev)"},
	} {
		var want []int
		for from := 0; ; {
			i := strings.Index(test.text[from:], "¦")
			if i < 0 {
				break
			}
			want = append(want, from+i-len(want)*len("¦"))
			from += i + len("¦")
		}
		text := strings.ReplaceAll(test.text, "¦", "")
		list := rule(proseProblems(test.lang, text, proseGlossary), test.rule)
		var got []int
		for _, p := range list {
			got = append(got, p.Pos.Offset)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s %s: %s\n\tgot  %v\n\twant %v\n%v", test.rule, test.lang, text, got, want, list)
		}
		if test.fixed == "" {
			continue
		}
		fixed := text
		for range 3 { // a fix may make room for another
			fixed = fixProse(fixed, rule(proseProblems(test.lang, fixed, proseGlossary), test.rule))
		}
		if fixed != test.fixed {
			t.Errorf("%s %s: %s\n\tfixed  %s\n\twanted %s", test.rule, test.lang, text, fixed, test.fixed)
		}
	}
}

// TestProseAllow wants blocks to break what they allow with a reason, and
// nothing else.
func TestProseAllow(t *testing.T) {
	for _, test := range []struct {
		text string
		want string
	}{
		{"[//]: # (allow prose-space: 引自手册)\n用Go写。", ""},
		{"[//]: # (allow prose-space: 引自手册)\n\n- 用Go写。\n- 用Go写。", ""},
		{"> [//]: # (allow prose-space: 引自手册)\n> 用Go写。\n>\n> [//]: # (allow prose-space: 引自手册)\n> 用Go写。", ""},
		{"[//]: # (allow prose-space: 一)\n[//]: # (allow prose-punctuation: 二)\n## 用Go写,好 {#a}", ""},
		{"[//]: # (allow prose-space: 引自手册)\n用Go 写。\n\n用 Go写。",
			"c.md:4:7: no space between Chinese and Latin letters or digits; write one [prose-space]\n"},
		{"[//]: # (allow prose-space: 引自手册)\n用 Go 写。",
			"c.md:1:1: the block below does not break prose-space; remove this line [prose-allow]\n"},
		{"[//]: # (allow prose-space)\n用 Go 写。",
			"c.md:1:1: allowed without a reason; write [//]: # (allow prose-space: the reason) [prose-allow]\n"},
		{"[//]: # (allow prose-spaces: 引自手册)\n用 Go 写。",
			"c.md:1:1: \"prose-spaces\" is no rule that a block may break; did you mean \"prose-space\"? [prose-allow]\n"},
		{"[//]: # (allow)\n用 Go 写。",
			"c.md:1:1: \"\" is no rule that a block may break; write [//]: # (allow prose-quote: the reason) [prose-allow]\n"},
		{"[//]: # (allow prose-allow: 引自手册)\n用 Go 写。",
			"c.md:1:1: \"prose-allow\" is no rule that a block may break; did you mean \"prose-list\"? [prose-allow]\n"},
		{"正文。\n[//]: # (allow prose-space: 引自手册)\n用 Go 写。",
			"c.md:2:1: this is no comment but text; put an empty line before it [prose-allow]\n"},
		{"用 Go 写。\n\n[//]: # (allow prose-space: 引自手册)",
			"c.md:3:1: the block below does not break prose-space; remove this line [prose-allow]\n"},
		{"[//]: # (any other comment)\n用 Go 写。", ""},
	} {
		got := ""
		for _, p := range proseProblems(ZH, test.text, nil) {
			got += p.String() + "\n"
		}
		if got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// TestProseFixOnDisk wants fixes to fit a file whose lines end in CR LF.
func TestProseFixOnDisk(t *testing.T) {
	text := "甲\r\n\r\n用Go写,好\r\n"
	want := "甲\r\n\r\n用 Go 写，好\r\n"
	if got := fixProse(text, proseProblems(ZH, text, nil)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzProse wants no text to upset the prose checks, and every fix to lead to
// a text that needs no more of them.
func FuzzProse(f *testing.F) {
	for _, text := range []string{
		"启动3个`Wait`,再等 (2 个)。", "**进程（process）**是***甲。***\n\n- 甲。**乙**", "> [//]: # (allow prose-space: 一)\n> 用Go",
		"a--b “c” \"d\" it's ，", "用[Go](x)写`` `y` ``的~~删~~", "| 用Go | `x`的 |\n|---|---|\n", "说 \"好\"…、———！！３Ｇ 50 % 3ms (\"(",
		"*a\\*b*是&amp;的<https://a.b>[^1]\n\n[^1]: 用Go", "_“甲”_ *（a）b* **a。** *。*",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		ld := newLoader(nil, "")
		if !newTextFile("c.md", []byte(text), ld.probs).checkText() {
			return
		}
		for _, l := range Langs {
			fixed := text
			for round := 0; ; round++ {
				list := proseProblems(l, fixed, proseGlossary)
				for _, p := range list {
					if p.Pos.Offset > len(fixed) || p.Fix != nil && (p.Fix.Start < 0 || p.Fix.Start > p.Fix.End || p.Fix.End > len(fixed)) {
						t.Fatalf("outside the text: %v %+v", p, p.Fix)
					}
				}
				next := fixProse(fixed, list)
				if next == fixed {
					for _, p := range list {
						if p.Fix != nil {
							t.Fatalf("%s: a fix that changes nothing: %q\n%v", l, fixed, p)
						}
					}
					break
				}
				if round > 10+len(text) {
					t.Fatalf("%s: no end of fixes:\n%q\n%q\n%v", l, text, next, list)
				}
				fixed = next
			}
		}
	})
}
