package render

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSearchIndex shows what the search knows of a chapter.
func TestSearchIndex(t *testing.T) {
	b, recorded := loadBook(t, parseCase(t, "testdata/terms.txtar").Files)
	files, err := renderAll(b, recorded)
	if err != nil {
		t.Fatal(err)
	}
	var got index
	for name, data := range files {
		if strings.HasPrefix(name, "assets/search-en-") {
			got = decodeIndex(t, data)
		}
	}
	want := index{
		Chapters: []any{
			[]any{"first", 1.0, "First", []any{
				[]any{"title", 2.0, "Process and title"},
				[]any{"title-1", 1.0, "A process, process, subprocess, process-like: Processes are programs. A process again."},
				[]any{"title-2", 1.0, "A process pool has processes. The PID < process ID. A goroutine."},
				[]any{"title-3", 1.0, "A chan is a channel."},
				[]any{"title-4", 1.0, "Pipes\npipe"},
				[]any{"title-5", 1.0, "The program"},
				[]any{"title-5", 0.0, "package main func"},
			}},
			[]any{"second", 2.0, "Second", []any{
				[]any{"end", 2.0, "End"},
				[]any{"end-1", 1.0, "Done."},
			}},
		},
	}
	if d := cmp.Diff(want.Chapters, got.Chapters); d != "" {
		t.Errorf("chapters (-want +got):\n%s", d)
	}
	term := []any{"process-id", "进程号", "process ID", "jìnchénghào",
		[]any{"进程号", "process ID", "PID"}, []any{"编号"}}
	if d := cmp.Diff(term, got.Terms[2]); d != "" {
		t.Errorf("term (-want +got):\n%s", d)
	}
}

type index struct{ Chapters, Terms []any }

// decodeIndex reads an index as a browser does that runs it.
func decodeIndex(t *testing.T, script []byte) (x index) {
	t.Helper()
	s := strings.TrimSuffix(strings.TrimSpace(string(script)), ");")
	_, s, ok := strings.Cut(s, ",")
	if !ok || strings.ContainsAny(s, "<>\n\u2028\u2029") {
		t.Errorf("not safe inside a page: %.200q", s)
	}
	if err := json.Unmarshal([]byte(s), &x); err != nil {
		t.Error(err)
	}
	return x
}

func TestCodeWords(t *testing.T) {
	src := "x := a.B.c(\"two words\") // a comment\nx = a.B.c(`raw`)\n进程++\n"
	got := codeWords(splitLines(goTokens(nil, []byte(src))))
	want := "two words a comment x a.B.c raw 进程"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMinifyScript(t *testing.T) {
	got := minifyScript("// A remark.\nf(\"https://a\"); // why\n\n\tif (a === b) {\n\t\tg(a + b)\n}\n")
	want := "f(\"https://a\");if(a===b){g(a+b)\n}\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, s := range []string{embedded.theme, embedded.page, embedded.lines, embedded.search} {
		for line := range strings.Lines(s) {
			for i, text := range strings.Split(line, `"`) {
				if i%2 == 1 && needless.Replace(text) != text {
					t.Errorf("minifyScript would change the string %q in: %s", text, line)
				}
			}
			if code, _, ok := strings.Cut(line, " // "); ok && strings.Count(code, `"`)%2 == 1 {
				t.Errorf("minifyScript would cut a string: %s", line)
			}
		}
	}
}

func TestCutText(t *testing.T) {
	for _, test := range []struct {
		s    string
		n    int
		want string
	}{{"进程", 3, "进"}, {"进程", 4, "进"}, {"ab", 2, "ab"}, {"进", 2, ""}} {
		if got := cutText(test.s, test.n); got != test.want {
			t.Errorf("cutText(%q, %d) = %q, want %q", test.s, test.n, got, test.want)
		}
	}
}
