//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// tinyBook makes a copy of the tiny book.
func tinyBook(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := copyTiny(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestCompletions(t *testing.T) {
	dir := tinyBook(t)
	runs := filepath.Join(dir, "snippets", "hello", "greet", "runs.yaml")
	if err := os.WriteFile(runs, []byte("runs:\n  - name: one\n  - name: two\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ line, want string }{
		{"che", "check"},
		{"n", "new"},
		{"new ", "chapter program book"},
		{"new c", "chapter"},
		{"new chapter ", ""},
		{"new chapter -", "-C -en -part -zh"},
		{"new program -C DIR ", "hello/"},
		{"new book ", ":dirs"},
		{"-up", "-update"},
		{"build --up", "--update"},
		{"check -up", ""},
		{"-C ", ":dirs"},
		{"build -archive ", ":files"},
		{"-C DIR build ", ""},
		{"propose -C DIR ", "hello/greet hello/greet/one hello/greet/two"},
		{"propose -C=DIR hello/greet/t", "hello/greet/two"},
		{"propose -q -C 'DIR' hello/greet -", "-C -j -q -runs -v"},
		{"propose -C DIR hello/greet ", ""},
		{"propose -C nowhere ", ""},
		{"check -C DIR -run ", "hello/greet/one hello/greet/two"},
		{"check -C DIR -run = hello/greet/o", "hello/greet/one"}, // as bash has it
		{"check -C DIR -run =", "hello/greet/one hello/greet/two"},
		{"check -C DIR -run=hello/greet/o", "-run=hello/greet/one"},
		{"check -j ", ""},
		{"check -nope ", ""},
		{"frob ", ""},
		{"completion ", "bash zsh fish"},
		{"completion f", "fish"},
		{"help ", "build check serve confirm status propose doctor new completion help"},
		{"help new p", "program"},
		{"help check ", ""},
	} {
		words := strings.Split(strings.ReplaceAll(tt.line, "DIR", dir), " ")
		var out bytes.Buffer
		if _, err := complete(t.Context(), options{args: words}, &out, nil); err != nil {
			t.Errorf("%q: %v", tt.line, err)
		}
		var got []string
		for line := range strings.Lines(out.String()) {
			word, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
			got = append(got, word)
		}
		if want := strings.Fields(tt.want); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", tt.line, got, want)
		}
	}
}

// screen is what a program shows on its terminal so far.
type screen struct {
	tty *os.File
	mu  sync.Mutex
	buf bytes.Buffer
}

func newScreen(tty *os.File) *screen {
	s := &screen{tty: tty}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := tty.Read(buf)
			s.mu.Lock()
			s.buf.Write(buf[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// escapes are what a terminal does not show.
var escapes = regexp.MustCompile(`\x1b(\[[0-9;?]*[a-zA-Z]|[=>])`)

// wait waits until text is shown, after what was shown up to the offset from.
func (s *screen) wait(t *testing.T, from int, text string) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		shown := s.String()
		if strings.Contains(escapes.ReplaceAllString(shown[from:], ""), text) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%q is not shown, but\n%q", text, shown[from:])
		}
	}
}

// TestShells types unfinished command lines into real shells, and a tab.
func TestShells(t *testing.T) {
	dir := tinyBook(t)
	if err := os.Mkdir(filepath.Join(dir, "My Books"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, shell := range []struct {
		name, setup string
		args        []string
	}{
		{"bash", `PS1='ready> '; eval "$(huoye completion bash)"`, []string{"--norc", "--noprofile", "-i"}},
		{"zsh", `PS1='ready> '; autoload -U compinit; compinit -u -D; eval "$(huoye completion zsh)"`, []string{"-f", "-i"}},
	} {
		t.Run(shell.name, func(t *testing.T) {
			if _, err := exec.LookPath(shell.name); err != nil {
				t.Skip(err)
			}
			cmd := exec.Command(shell.name, shell.args...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "TERM=xterm", "HOME="+dir, "ZDOTDIR="+dir, "HISTFILE=", "PROMPT_EOL_MARK=")
			tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 200})
			if err != nil {
				t.Fatal(err)
			}
			defer tty.Close()
			defer cmd.Wait()
			defer cmd.Process.Kill()
			s := newScreen(tty)
			typed := func(text, want string) {
				t.Helper()
				from := len(s.String())
				if _, err := tty.WriteString(text); err != nil {
					t.Fatal(err)
				}
				s.wait(t, from, want)
			}
			typed(shell.setup+"; echo set''up\n", "setup\r\n")
			for _, tt := range []struct{ line, want string }{
				{"huoye che\t", "huoye check "},
				{"huoye new prog\thel\t", "huoye new program hello/"},
				{"huoye propose hello/gr\t", "huoye propose hello/greet "},
				{"huoye check -run hello/greet/\t", "huoye check -run hello/greet/greet "},
				{"huoye build -upd\t", "huoye build -update "},
				{"huoye -C My\t", `huoye -C My\ Books/`},
			} {
				typed("\x15", "") // ctrl-u: an empty line
				// What is completed is echoed piece by piece; the shell shows
				// the whole line again when told to (ctrl-l).
				typed(tt.line, "")
				time.Sleep(500 * time.Millisecond)
				typed("\x0c", tt.want)
			}
		})
	}
	t.Run("fish", func(t *testing.T) {
		if _, err := exec.LookPath("fish"); err != nil {
			t.Skip(err)
		}
		for _, tt := range []struct{ line, want string }{
			{"huoye che", "check\tverify everything and write nothing\n"},
			{"huoye new prog", "program\tbegin a program, and the section that shows it\n"},
			{"huoye new program hel", "hello/\n"},
			{"huoye propose ", "hello/greet\n"},
			{"huoye check -run ", "hello/greet/greet\n"},
			{"huoye build -upd", "-update\trecord new and changed outputs\n"},
			{"huoye -C My", "My Books/\n"},
		} {
			cmd := exec.Command("fish", "--no-config", "-c", "huoye completion fish | source; complete -C $argv[1]", tt.line)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "HOME="+dir)
			got, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, got)
			}
			if !strings.HasPrefix(string(got), tt.want) && !(strings.HasSuffix(tt.want, "/\n") && strings.HasPrefix(string(got), strings.TrimSpace(tt.want))) {
				t.Errorf("%q: got %q, want %q", tt.line, got, tt.want)
			}
		}
	})
}
