//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

func TestProgressLine(t *testing.T) {
	now := time.Now()
	ago := func(s float64) time.Time { return now.Add(-time.Duration(s * float64(time.Second))) }
	for _, tt := range []struct {
		p     *progress
		width int
		want  string
	}{
		{&progress{}, 79, ""},
		{&progress{stage: "load", began: now}, 79, "load"},
		{&progress{stage: "build", what: "74 programs", began: ago(3.24)}, 79, "build: 74 programs, 3.2s"},
		{&progress{stage: "build", what: "74 programs", began: ago(3.24)}, 12, "build: 74 p…"},
		{&progress{stage: "run", left: 9, total: 88}, 79, "run: 9 of 88 left"},
		{&progress{stage: "run", left: 9, total: 88, running: []*followed{{"a/b/quick", ago(0.1)}, {"a/b/slow", ago(4)}}}, 79,
			"run: 9 of 88 left: a/b/slow 4.0s, a/b/quick 0.1s"},
		{&progress{stage: "run", left: 9, total: 88, running: []*followed{{"a/b/quick", ago(0.1)}, {"a/b/slow", ago(4)}, {"a/b/other", ago(1)}}}, 44,
			"run: 9 of 88 left: a/b/slow 4.0s and 2 more"},
		{&progress{stage: "repeat", what: "round 2 of 20", left: 1, total: 3, running: []*followed{{"a/b/c", ago(0)}}}, 79,
			"repeat: round 2 of 20, 1 of 3 left: a/b/c 0.0s"},
	} {
		if got := tt.p.line(now, tt.width); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// onTerminal runs the command in dir with a terminal of 60 columns for all
// three streams, and returns what it wrote there and its exit status.
func onTerminal(t *testing.T, dir string, env []string, args ...string) (string, int) {
	t.Helper()
	cmd := exec.Command("huoye", args...)
	cmd.Dir = dir
	// The machine that tests may be one for CI, without a terminal.
	cmd.Env = append(os.Environ(), "CI=", "NO_COLOR=", "TERM=xterm")
	cmd.Env = append(cmd.Env, env...)
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 60})
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	var out bytes.Buffer
	if _, err := io.Copy(&out, tty); err != nil && !errors.Is(err, syscall.EIO) { // what Linux says at the end
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// shown is what is left on a terminal after text was written to it: its lines,
// the cursor's last. It knows the few escape sequences that we write.
func shown(t *testing.T, text string) []string {
	t.Helper()
	lines, column := [][]rune{nil}, 0
	for text != "" {
		last := &lines[len(lines)-1]
		r := []rune(text)[0]
		rest := text[len(string(r)):]
		switch {
		case strings.HasPrefix(text, "\x1b[K"):
			*last, rest = (*last)[:column], text[3:]
			if column >= 60 {
				t.Errorf("progress as long as the terminal is wide: %s", string(*last))
			}
		case r == '\x1b':
			m := regexp.MustCompile(`^\x1b\[[0-9;]*m`).FindString(text)
			if m == "" {
				t.Fatalf("an escape sequence that we should not write: %.20q", text)
			}
			rest = text[len(m):]
		case r == '\r':
			column = 0
		case r == '\n':
			lines = append(lines, nil)
		default:
			*last = append((*last)[:column:column], append([]rune{r}, (*last)[min(column+1, len(*last)):]...)...)
			column++
		}
		text = rest
	}
	var out []string
	for _, l := range lines {
		out = append(out, string(l))
	}
	return out
}

// slowProgram makes the program of the tiny book take its time.
func slowProgram(t *testing.T, dir string, takes time.Duration) {
	t.Helper()
	source := `// Greet takes its time.
package main

import (
	"fmt"
	"time"
)

func main() {
	fmt.Println("hello")
	time.Sleep(` + strconv.Itoa(int(takes)) + `) // nanoseconds
}
`
	file := filepath.Join(dir, "snippets", "hello", "greet", "main.go")
	if err := os.WriteFile(file, []byte(source), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestProgressOnTerminal(t *testing.T) {
	dir := tinyBook(t)
	t.Setenv("GOCACHE", goEnv(t, "GOCACHE"))
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	slowProgram(t, dir, 800*time.Millisecond)

	out, status := onTerminal(t, dir, nil, "build", "-update")
	if status != 0 {
		t.Fatalf("status %d:\n%s", status, out)
	}
	for _, want := range []string{
		`\rrun: 1 of 1 left: hello/greet/greet 0\.[4-9]s\x1b\[K`,
		`\rrecord: 1 of 1 left: hello/greet/greet 0\.[0-9]s\x1b\[K`,
		`\r\x1b\[K1 chapter, 1 program, 1 of 1 run, all as recorded\r\n`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("%s is not in\n%q", want, out)
		}
	}
	lines := shown(t, strings.ReplaceAll(out, "isolation: user, pid, mount, net, ipc, uts namespaces", "isolation"))
	if len(lines) < 5 || lines[0] != "1 chapter, 1 program, 1 of 1 run, all as recorded" {
		t.Errorf("what remains:\n%s", strings.Join(lines, "\n"))
	}
	if strings.Contains(out[strings.LastIndex(out, "\x1b"):], "left") {
		t.Errorf("the progress was not cleared:\n%q", out)
	}

	// Lines of -v stand above the progress, whole.
	out, _ = onTerminal(t, dir, nil, "check", "-v", "-count", "2")
	if lines := shown(t, out); !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "ran hello/greet/greet in ") }) {
		t.Errorf("what remains:\n%s", strings.Join(lines, "\n"))
	}
	if !strings.Contains(out, "\rrepeat: round 2 of 2, 1 of 1 left: hello/greet/greet") {
		t.Errorf("no progress of the second round:\n%q", out)
	}

	for _, tt := range []struct {
		name string
		env  []string
		args []string
	}{
		{"CI", []string{"CI=true"}, []string{"check"}},
		{"dumb", []string{"TERM=dumb"}, []string{"check"}},
		{"no TERM", []string{"TERM="}, []string{"check"}},
		{"-q", nil, []string{"check", "-q"}},
	} {
		out, status := onTerminal(t, dir, tt.env, tt.args...)
		if status != 0 || strings.Contains(out, "\x1b") || strings.Contains(strings.ReplaceAll(out, "\r\n", ""), "\r") {
			t.Errorf("%s: status %d, wrote\n%q", tt.name, status, out)
		}
	}
	out, _ = onTerminal(t, dir, []string{"NO_COLOR=1"}, "check")
	if !strings.Contains(out, "\rrun: 1 of 1 left") || regexp.MustCompile(`\x1b\[[0-9;]*m`).MatchString(out) {
		t.Errorf("NO_COLOR: wrote\n%q", out)
	}
}

func TestColours(t *testing.T) {
	dir := tinyBook(t)
	file := filepath.Join(dir, "content", "hello", "zh.md")
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, bytes.Replace(src, []byte("{#end}"), []byte("{#the-end}"), 1), 0o666); err != nil {
		t.Fatal(err)
	}
	const place, caret = "\x1b[1mcontent/hello/zh.md:12:1:\x1b[m ", "\t\x1b[1;31m^\x1b[m\r\n"
	for _, tt := range []struct {
		env    string
		colour bool
	}{{"CI=", true}, {"CI=true", true}, {"NO_COLOR=1", false}, {"TERM=dumb", false}} {
		out, status := onTerminal(t, dir, []string{tt.env}, "check")
		coloured := strings.Contains(out, place) && strings.Contains(out, caret)
		if status != 1 || coloured != tt.colour || !tt.colour && strings.Contains(out, "\x1b[1m") {
			t.Errorf("%s: status %d, wrote\n%q", tt.env, status, out)
		}
	}
	cmd := exec.Command("huoye", "check")
	cmd.Dir = dir
	if out, _ := cmd.CombinedOutput(); bytes.ContainsRune(out, '\x1b') {
		t.Errorf("not a terminal, but\n%q", out)
	}
}
