package book

import (
	"strings"
	"testing"
)

func TestListChapter(t *testing.T) {
	const title = "title: {zh: 书, en: Book} # 名字\n"
	for _, tt := range []struct {
		name      string
		part      int
		src, want string
	}{
		{"flow", 0, "parts:\n  - title: {zh: 一, en: One}\n    chapters: [a, b] # more later\n",
			"parts:\n  - title: {zh: 一, en: One}\n    chapters: [a, b, new] # more later\n"},
		{"flow quoted", 0, "parts: [{title: {zh: 一, en: One}, chapters: ['a', \"b\" ]}]\n",
			"parts: [{title: {zh: 一, en: One}, chapters: ['a', \"b\", new ]}]\n"},
		{"flow lines", 0, "parts:\n  - title: {zh: 一, en: One}\n    chapters: [\n      a,\n      b # the last\n    ]\n",
			"parts:\n  - title: {zh: 一, en: One}\n    chapters: [\n      a,\n      b, # the last\n      new\n    ]\n"},
		{"flow lines with a comma", 0, "parts:\n  - title: {zh: 一, en: One}\n    chapters: [\n      a,\n      b, # the last\n    ]\n",
			"parts:\n  - title: {zh: 一, en: One}\n    chapters: [\n      a,\n      b, # the last\n      new,\n    ]\n"},
		{"flow closed on the line", 0, "parts:\n  - title: {zh: 一, en: One}\n    chapters: [a,\n      b]",
			"parts:\n  - title: {zh: 一, en: One}\n    chapters: [a,\n      b, new]"},
		{"block", 0, "parts:\n  - title: {zh: 一, en: One}\n    chapters:\n      # the first\n      - a\n      - b # the last\n      # - later\n",
			"parts:\n  - title: {zh: 一, en: One}\n    chapters:\n      # the first\n      - a\n      - b # the last\n      - new\n      # - later\n"},
		{"block at the end", 0, "parts:\n- title: {zh: 一, en: One}\n  chapters:\n  - a",
			"parts:\n- title: {zh: 一, en: One}\n  chapters:\n  - a\n  - new"},
		{"last part", 0, "parts:\n  - title: {zh: 一, en: One}\n    chapters: [a]\n  - title: {zh: 二, en: Two}\n    chapters: [b]\n",
			"parts:\n  - title: {zh: 一, en: One}\n    chapters: [a]\n  - title: {zh: 二, en: Two}\n    chapters: [b, new]\n"},
		{"first part", 1, "parts:\n  - title: {zh: 一, en: One}\n    chapters: [a]\n  - title: {zh: 二, en: Two}\n    chapters: [b]\n",
			"parts:\n  - title: {zh: 一, en: One}\n    chapters: [a, new]\n  - title: {zh: 二, en: Two}\n    chapters: [b]\n"},
		{"CR LF", 0, "parts:\r\n  - title: {zh: 一, en: One}\r\n    chapters:\r\n      - a\r\n",
			"parts:\r\n  - title: {zh: 一, en: One}\r\n    chapters:\r\n      - a\r\n      - new\r\n"},
	} {
		head := title
		if strings.Contains(tt.src, "\r") {
			head = strings.ReplaceAll(title, "\n", "\r\n")
		}
		got, err := ListChapter([]byte(head+tt.src), "new", tt.part)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if string(got) != head+tt.want {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, got, head+tt.want)
		}
	}
	for _, tt := range []struct {
		name      string
		part      int
		src, want string
	}{
		{"no such part", 3, "parts:\n  - chapters: [a]\n  - chapters: [b]\n", "there is no part 3: content/book.yaml has parts 1 to 2"},
		{"no list", 0, "parts: []\n", "content/book.yaml has no parts with chapters that could be read; mend it first"},
		{"an odd form", 0, "parts:\n  - chapters:\n      -\n        a\n",
			"content/book.yaml is written in a way that is hard to add to; list the chapter new yourself"},
	} {
		got, err := ListChapter([]byte(title+tt.src), "new", tt.part)
		if err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s\n%s", tt.name, err, tt.want, got)
		}
	}
}

func TestCheckSlug(t *testing.T) {
	for _, tt := range []struct {
		name    string
		chapter bool
		want    string
	}{
		{"process-pool", true, ""},
		{"Process Pool", true, `the name "Process Pool" is no slug; use lower-case letters, digits and single hyphens, at most 80 bytes, such as process-pool`},
		{"glossary", true, `a page of every book has the name "glossary"; choose another for the chapter`},
		{"glossary", false, ""},
	} {
		got := ""
		if err := CheckSlug(tt.name, tt.chapter); err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("CheckSlug(%q, %v) = %s, want %s", tt.name, tt.chapter, got, tt.want)
		}
	}
}
