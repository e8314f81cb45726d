package book

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/text"
)

func TestPlainText(t *testing.T) {
	tests := []struct{ markdown, want string }{
		{"进程和\n线程", "进程和线程"},
		{"用 Go\nGo", "用 Go Go"},
		{"进程\nprocess", "进程 process"},
		{"one\ntwo", "one two"},
		{"one  \ntwo", "one\ntwo"},
		{"**a** `b*c` [d](e) <https://f>", "a b*c d https://f"},
		{`\*a\* &lt;b&gt; \&lt; &#x4e00;`, "*a* <b> &lt; 一"},
		{"`&lt;` and `\\*`", `&lt; and \*`},
		{"- a\n- b\n\n> c\n>\n> d", "a\nb\nc\nd"},
		{"| a | b |\n|---|---|\n| c | |", "a\nb\nc"},
		{"```go\nx := 1\n\ny\n```", "x := 1\n\ny"},
		{"a[^1]\n\n[^1]: b", "a\nb"},
		{"> [!NOTE] 标题\n> 正文", "标题\n正文"},
		{"", ""},
	}
	for _, test := range tests {
		src := []byte(test.markdown)
		got := PlainText(src, newMarkdown().Parse(text.NewReader(src)))
		if got != test.want {
			t.Errorf("PlainText(%q) = %q, want %q", test.markdown, got, test.want)
		}
	}
}

func TestSlug(t *testing.T) {
	for _, s := range []string{"a", "child-process", "9", "a-1-b"} {
		if !isSlug(s) {
			t.Errorf("isSlug(%q) = false", s)
		}
	}
	for _, s := range []string{"", "-", "-a", "a-", "a--b", "A", "a_b", "进程", "a b", "a.b", string(make([]byte, 81))} {
		if isSlug(s) {
			t.Errorf("isSlug(%q) = true", s)
		}
	}
}

func TestDiff(t *testing.T) {
	list := func(s string) []string {
		var l []string
		for _, r := range s {
			l = append(l, string(r))
		}
		return l
	}
	tests := []struct {
		a, b string
		want []hunk
	}{
		{"", "", nil},
		{"abc", "abc", nil},
		{"abc", "", []hunk{{0, 3, 0, 0}}},
		{"abc", "axc", []hunk{{1, 2, 1, 2}}},
		{"abc", "ac", []hunk{{1, 2, 1, 1}}},
		{"ac", "abc", []hunk{{1, 1, 1, 2}}},
		{"abcde", "xbcye", []hunk{{0, 1, 0, 1}, {3, 4, 3, 4}}},
		{"abcd", "bcx", []hunk{{0, 1, 0, 0}, {3, 4, 2, 3}}},
	}
	for _, test := range tests {
		got := diff(list(test.a), list(test.b))
		if d := cmp.Diff(test.want, got, cmp.AllowUnexported(hunk{})); d != "" {
			t.Errorf("diff(%q, %q) (-want +got):\n%s", test.a, test.b, d)
		}
	}
}

func TestPosition(t *testing.T) {
	f := newTextFile("f", []byte("进程\r\n\r\nab"), nil)
	tests := []struct{ offset, line, column int }{
		{0, 1, 1}, {3, 1, 4}, {6, 1, 7}, {7, 2, 1}, {8, 3, 1}, {10, 3, 3}, {99, 3, 3}, {-1, 1, 1},
	}
	for _, test := range tests {
		if p := f.position(test.offset); p.Line != test.line || p.Column != test.column {
			t.Errorf("position(%d) = %d:%d, want %d:%d", test.offset, p.Line, p.Column, test.line, test.column)
		}
	}
	for _, test := range []struct{ line, runes, offset int }{
		{1, 1, 0}, {1, 2, 3}, {1, 9, 6}, {3, 2, 9}, {4, 1, 10}, {0, 0, 0},
	} {
		if got := f.offset(test.line, test.runes); got != test.offset {
			t.Errorf("offset(%d, %d) = %d, want %d", test.line, test.runes, got, test.offset)
		}
	}
}

func TestCutFrontMatter(t *testing.T) {
	tests := []struct {
		src, front string
		ok, closed bool
	}{
		{"---\na: 1\n---\nb", "a: 1\n", true, true},
		{"---\n---\n", "", true, true},
		{"---\n--- \nb", "", true, true},
		{"---\na: 1\n", "", true, false},
		{"a", "", false, false},
		{"", "", false, false},
	}
	for _, test := range tests {
		front, ok := cutFrontMatter([]byte(test.src))
		if string(front) != test.front || ok != test.ok || (front != nil) != test.closed {
			t.Errorf("cutFrontMatter(%q) = %q, %v", test.src, front, ok)
		}
	}
}

func TestResolve(t *testing.T) {
	first := &Chapter{Slug: "first"}
	first.zh = &Edition{Lang: ZH, chapter: first, sound: true}
	body := &Body{Edition: first.zh, Details: Details{Headings: []Heading{{ID: "start"}}}}
	first.zh.known = packEdition(body)
	main := &SourceFile{Name: "main.go", sound: true, Regions: []Region{{"body", 3, 5}}}
	hello := &Program{Name: "first/hello", Dir: "snippets/first/hello", Files: []*SourceFile{main}, runsSound: true}
	run := &Run{Program: hello, Name: "hello"}
	hello.Runs = []*Run{run}
	b := &Book{
		chapters: map[string]*Chapter{"first": first},
		programs: map[string]*Program{"first/hello": hello},
		files:    map[string]bool{"snippets/first/hello/main.go": true, "snippets/first/hello/testdata/in": true},
	}
	first.book = b
	const dir = "snippets/first/hello/"
	tests := []struct {
		dest string
		want Target
	}{
		{"https://example.org/?a=b#c", Target{URL: "https://example.org/?a=b#c"}},
		{"mailto:a@example.org", Target{URL: "mailto:a@example.org"}},
		{"#start", Target{Chapter: first, Fragment: "start"}},
		{"zh.md", Target{Chapter: first}},
		{"../first/./zh.md#start", Target{Chapter: first, Fragment: "start"}},
		{"../../" + dir + "main.go", Target{File: dir + "main.go", Program: hello, Source: main}},
		{"../../" + dir + "main.go#body", Target{File: dir + "main.go", Program: hello, Source: main, Region: &main.Regions[0]}},
		{"../../" + dir + "hello.golden", Target{File: dir + "hello.golden", Program: hello, Run: run}},
		{"../../" + dir + "testdata/in", Target{File: dir + "testdata/in", Program: hello}},
	}
	for _, test := range tests {
		got, err := b.Resolve(first.zh, test.dest)
		if err != nil || got != test.want {
			t.Errorf("Resolve(%q) = %+v, %v; want %+v", test.dest, got, err, test.want)
		}
	}
	for _, dest := range []string{"", "/", "..", "../..", "../../..", "../zh.md", "../first/en.md", "en.md#start", "../../snippets", "data:x"} {
		if got, err := b.Resolve(first.zh, dest); err == nil {
			t.Errorf("Resolve(%q) = %+v; want an error", dest, got)
		}
	}
	got, err := b.Resolve(first.zh, "#x")
	if err == nil {
		err = got.checkFragment(ZH)
	}
	if err == nil {
		t.Error("#x leads to a heading that is not there")
	}
}
