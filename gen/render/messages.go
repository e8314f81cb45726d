package render

import "huoye/gen/book"

// say holds every label of the interface.
var say = struct {
	chinese, english, both            book.Text
	views, skip, contents, onThisPage book.Text
	chapter                           book.Text
	previous, next, pages             book.Text
	code, output, table, footnotes    book.Text
	backToText                        book.Text
	noOutput, exit, killed            book.Text
	partial, cut, escapes             book.Text
	varies, variesAs, freeLines       book.Text
	process, stdin, stderr, moreInput book.Text
	contract, always, thisRun         book.Text
	recorded                          book.Text
	chapterSource, editChapter        book.Text
	sources, madeBy                   book.Text
	notFound, notFoundText            book.Text
	sampleProgram, sampleOutput       book.Text
	from, start                       book.Text
	glossary, glossaryLead, letters   book.Text
	usedIn, notWords                  book.Text
	python, pythonLead, see           book.Text
	appendix                          book.Text
	search, index, indexLead, theme   book.Text
	wholeProgram, shownIn, runs       book.Text
	inRepository, download            book.Text
	behind, paragraphBehind           book.Text
	headingBehind, noteBehind         book.Text
	titleBehind, descriptionBehind    book.Text
	whole, wholeLead                  book.Text
}{
	chinese: book.Text{ZH: "中文", EN: "中文"},
	english: book.Text{ZH: "English", EN: "English"},
	both:    book.Text{ZH: "双语", EN: "Both"},

	views:      book.Text{ZH: "语言", EN: "Language"},
	skip:       book.Text{ZH: "跳到正文", EN: "Skip to the text"},
	contents:   book.Text{ZH: "目录", EN: "Contents"},
	onThisPage: book.Text{ZH: "本章内容", EN: "In this chapter"},
	chapter:    book.Text{ZH: "第 %d 章", EN: "Chapter %d"},

	previous: book.Text{ZH: "上一章", EN: "Previous"},
	next:     book.Text{ZH: "下一章", EN: "Next"},
	pages:    book.Text{ZH: "上下章", EN: "Previous and next chapter"},

	code:       book.Text{ZH: "代码", EN: "Code"},
	output:     book.Text{ZH: "输出", EN: "Output"},
	table:      book.Text{ZH: "表格", EN: "Table"},
	footnotes:  book.Text{ZH: "注释", EN: "Notes"},
	backToText: book.Text{ZH: "回到正文", EN: "Back to the text"},

	noOutput: book.Text{ZH: "没有输出", EN: "no output"},
	exit:     book.Text{ZH: "退出状态 %d", EN: "exit status %d"},
	killed:   book.Text{ZH: "被信号 %s 终止", EN: "killed by %s"},
	partial:  book.Text{ZH: "未换行", EN: "no newline"},
	cut:      book.Text{ZH: "此处略去 %d 字节", EN: "%d bytes left out here"},

	escapes: book.Text{ZH: "略去控制序列 %d 个", EN: "escape sequences left out: %d"},

	varies:    book.Text{ZH: "虚线", EN: "dotted"},
	variesAs:  book.Text{ZH: "每次运行可能不同", EN: "may differ in every run"},
	freeLines: book.Text{ZH: "顺序不定", EN: "in any order"},
	process:   book.Text{ZH: "打印这一行的进程", EN: "the process that printed the line"},
	stdin:     book.Text{ZH: "标准输入", EN: "standard input"},
	moreInput: book.Text{ZH: "还有 %d 行", EN: "%d more lines"},
	stderr:    book.Text{ZH: "标准错误", EN: "standard error"},

	contract: book.Text{ZH: "每次运行都成立的，与本次运行才这样的", EN: "What holds in every run, and what is only so in this one"},
	always:   book.Text{ZH: "每次运行都成立", EN: "What holds in every run"},
	thisRun:  book.Text{ZH: "本次运行才这样", EN: "What is only so in this run"},
	recorded: book.Text{ZH: "录制环境", EN: "Recorded with"},

	chapterSource: book.Text{ZH: "本章源文件", EN: "Source of this chapter"},
	editChapter:   book.Text{ZH: "修改本章", EN: "Edit this chapter"},
	sources:       book.Text{ZH: "源代码", EN: "Sources"},
	madeBy: book.Text{
		ZH: "由活页生成。书中每段输出都来自所示程序的真实运行。",
		EN: "Made with Huoye. Every output in this book was printed by the program shown.",
	},

	notFound:     book.Text{ZH: "没有这一页", EN: "There is no such page"},
	notFoundText: book.Text{ZH: "它可能改了名字。请从目录进入。", EN: "It may have been renamed. The contents may help."},

	sampleProgram: book.Text{ZH: "书里的程序", EN: "A program of the book"},
	sampleOutput:  book.Text{ZH: "它真正打印的内容", EN: "What it really printed"},
	from:          book.Text{ZH: "出自", EN: "From"},
	start:         book.Text{ZH: "开始阅读", EN: "Start reading"},

	glossary: book.Text{ZH: "术语表", EN: "Glossary"},
	glossaryLead: book.Text{
		ZH: "书里用的每个术语，一个中文词对一个英文词，以及它在各章第一次出现的地方。",
		EN: "Every term of the book, one Chinese and one English word for each, and where each chapter first has it.",
	},
	letters:  book.Text{ZH: "按字母", EN: "By letter"},
	usedIn:   book.Text{ZH: "出现的章", EN: "In chapters"},
	notWords: book.Text{ZH: "不说", EN: "Not called"},

	python: book.Text{ZH: "从 Python 到 Go", EN: "From Python to Go"},
	pythonLead: book.Text{
		ZH: "先是 Python 的写法，再是 Go 的对应，最后是要紧的差别。",
		EN: "What you wrote in Python, what Go has for it, and the difference that matters.",
	},
	whole: book.Text{ZH: "整本书，可打印", EN: "The whole book, for print"},
	wholeLead: book.Text{
		ZH: "全书各章，在同一页上。",
		EN: "All chapters on one page.",
	},
	see:      book.Text{ZH: "见", EN: "See"},
	appendix: book.Text{ZH: "附录", EN: "Appendix"},

	search: book.Text{ZH: "搜索", EN: "Search"},
	index:  book.Text{ZH: "索引", EN: "Index"},
	indexLead: book.Text{
		ZH: "书里所有的小标题和术语。",
		EN: "All the headings and terms of the book.",
	},
	theme: book.Text{ZH: "配色", EN: "Colors"},

	wholeProgram: book.Text{ZH: "完整的程序和它的每次运行", EN: "The whole program and each of its runs"},
	shownIn:      book.Text{ZH: "见于", EN: "Shown in"},
	runs:         book.Text{ZH: "运行", EN: "Runs"},
	inRepository: book.Text{ZH: "仓库", EN: "Repository"},
	download:     book.Text{ZH: "下载", EN: "Download"},

	behind:            book.Text{ZH: "下面这一处的英文还没有跟上中文原文。", EN: "What follows is behind its Chinese source."},
	paragraphBehind:   book.Text{ZH: "这一段的英文还没有跟上中文原文。", EN: "This paragraph is behind its Chinese source."},
	headingBehind:     book.Text{ZH: "这个英文小标题还没有跟上中文。", EN: "This heading is behind its Chinese source."},
	noteBehind:        book.Text{ZH: "这条注释的英文还没有跟上中文原文。", EN: "This note is behind its Chinese source."},
	titleBehind:       book.Text{ZH: "英文标题还没有跟上中文标题。", EN: "The title of this chapter is behind its Chinese source."},
	descriptionBehind: book.Text{ZH: "英文导语还没有跟上中文导语。", EN: "The description of this chapter is behind its Chinese source."},
}

// calloutTitles are the titles of callouts that have none of their own.
var calloutTitles = map[string]book.Text{
	"note":      {ZH: "说明", EN: "Note"},
	"tip":       {ZH: "提示", EN: "Tip"},
	"important": {ZH: "要点", EN: "Important"},
	"warning":   {ZH: "注意", EN: "Warning"},
	"caution":   {ZH: "警告", EN: "Caution"},
	"exercise":  {ZH: "练习", EN: "Exercise"},
	"solution":  {ZH: "参考答案", EN: "Solution"},
}

// placeholderTypes name the types of values that may vary.
var placeholderTypes = map[string]book.Text{
	"pid":      {ZH: "进程号", EN: "process id"},
	"tid":      {ZH: "线程号", EN: "thread id"},
	"int":      {ZH: "整数", EN: "integer"},
	"float":    {ZH: "小数", EN: "decimal number"},
	"seconds":  {ZH: "秒数", EN: "seconds"},
	"duration": {ZH: "时长", EN: "duration"},
	"address":  {ZH: "地址", EN: "address"},
	"port":     {ZH: "端口", EN: "port"},
	"path":     {ZH: "路径", EN: "path"},
	"word":     {ZH: "一个词", EN: "word"},
	"text":     {ZH: "任意文字", EN: "any text"},
}
