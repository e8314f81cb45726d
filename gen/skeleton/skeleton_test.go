package skeleton

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"huoye/gen/book"
)

// write writes files into dir.
func write(t *testing.T, dir string, files []File) {
	t.Helper()
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// newBook makes a book with a title and loads it.
func newBook(t *testing.T, title book.Text) (dir string, b *book.Book) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "new-book")
	files, problems, err := Book(dir, title, "1.26")
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	write(t, dir, files)
	return dir, load(t, dir)
}

func load(t *testing.T, dir string) *book.Book {
	t.Helper()
	b, problems, err := book.Load(dir)
	if err != nil || len(problems) > 0 {
		t.Fatalf("%v\n%s", err, problems)
	}
	return b
}

// TestTitles has titles that YAML or Markdown could take for something else.
func TestTitles(t *testing.T) {
	for _, title := range []string{
		"Plain", "true", "null", "~", "12", "1e3", "0x1F", "- a list", "a: b", "a #b", "#b", "'quoted'", `"quoted"`,
		`back\slash`, "{a: b}", "[a]", "*star*", "**两个**", "`code`", "_under_", "<b>", "&amp;c", "a | b", "!tag", "%", "@x", "> quote",
		"2026-01-02", "yes", "？", "第一章：开始", "[a](b)", "{#id}", "1. one", "~~gone~~", "a\\", "https://example.org",
	} {
		want := book.Text{ZH: title, EN: title}
		if len(title) > utf8.RuneCountInString(title) {
			want.EN = "In English" // which has no such characters
		}
		dir, b := newBook(t, want)
		if b.Title != want {
			t.Errorf("%s: the book has the title %v", title, b.Title)
		}
		for _, begin := range []func() ([]File, error){
			func() ([]File, error) {
				files, problems, err := Chapter(dir, "next", want, 0)
				if len(problems) > 0 {
					t.Errorf("%s: %s", title, problems)
				}
				return files, err
			},
			func() ([]File, error) {
				files, problems, err := Program(dir, "hello/more", want)
				if len(problems) > 0 {
					t.Errorf("%s: %s", title, problems)
				}
				return files, err
			},
		} {
			files, err := begin()
			if err != nil {
				t.Fatal(err)
			}
			write(t, dir, files)
		}
		b = load(t, dir)
		if got := b.Chapters[1].In(book.ZH).Title; got != title {
			t.Errorf("%s: the chapter has the title %s", title, got)
		}
		var heading string
		for _, h := range b.Chapters[0].In(book.ZH).Details().Headings {
			if h.ID == "more" {
				heading = h.Text
			}
		}
		if heading != title {
			t.Errorf("%s: the heading is %s", title, heading)
		}
	}
}

// TestProgramIDs begins programs whose names are ids of headings or like those of
// blocks: the book still loads.
func TestProgramIDs(t *testing.T) {
	dir, _ := newBook(t, book.Text{})
	for _, name := range []string{"program", "program-2", "program-2-3", "more-2", "more", "top-1"} {
		files, problems, err := Program(dir, "hello/"+name, book.Text{})
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		write(t, dir, files)
		load(t, dir)
	}
}

func TestFreeID(t *testing.T) {
	for _, test := range []struct{ base, has, want string }{
		{"more", "", "more"},
		{"more", "{#more-else}", "more"},
		{"more", "{#more}", "more-program"},
		{"more", "{#more-2}", "more-program"}, // which would be its second block
		{"more", "{#more-2-1}", "more-program"},
		{"more", "{#more} {#more-program}", "more-program-program"},
		{"more-2", "", "more-2-program"},
		{"more2", "", "more2"},
	} {
		if got := freeID(test.base, nil, []byte(test.has)); got != test.want {
			t.Errorf("freeID(%q) beside %q = %q, want %q", test.base, test.has, got, test.want)
		}
	}
}

func TestTitleFromSlug(t *testing.T) {
	_, b := newBook(t, book.Text{})
	if want := (book.Text{ZH: "New Book", EN: "New Book"}); b.Title != want {
		t.Errorf("got %v, want %v", b.Title, want)
	}
}

// TestCarriageReturns keeps the line ends of a chapter.
func TestCarriageReturns(t *testing.T) {
	dir, _ := newBook(t, book.Text{})
	file := filepath.Join(dir, "content", "hello", "zh.md")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(src), "\n", "\r\n")), 0o666); err != nil {
		t.Fatal(err)
	}
	files, problems, err := Program(dir, "hello/more", book.Text{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	write(t, dir, files)
	load(t, dir)
	src, err = os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if lines, ends := strings.Count(string(src), "\n"), strings.Count(string(src), "\r\n"); lines != ends {
		t.Errorf("of %d lines, %d end in CR LF", lines, ends)
	}
}

func TestModuleName(t *testing.T) {
	for dir, want := range map[string]string{
		"my-book": "my-book", "My Book 2": "my-book-2", "书": "book", "std": "std-book", "cmd": "cmd-book", "a.b": "a-b", ".": "book",
	} {
		if got := moduleName(dir); got != want {
			t.Errorf("moduleName(%q) = %q, want %q", dir, got, want)
		}
	}
}
