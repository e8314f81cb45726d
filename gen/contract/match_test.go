package contract

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// parseYAML reads the text of a contract: output and rules.
func parseYAML(t testing.TB, src string, status Status) (*Contract, error) {
	t.Helper()
	file, err := yamlparser.ParseBytes([]byte(src), 0)
	if err != nil {
		t.Fatal(err)
	}
	var output, rules, accept ast.Node
	if m, ok := file.Docs[0].Body.(*ast.MappingNode); ok {
		for _, v := range m.Values {
			switch v.Key.GetToken().Value {
			case "output":
				output = v.Value
			case "rules":
				rules = v.Value
			case "accept":
				accept = v.Value
			}
		}
	}
	c, problems := Parse("runs.yaml", []byte(src), output, rules, status)
	if c != nil && accept != nil {
		problems = c.Accept("runs.yaml", []byte(src), accept)
	}
	if err := problems.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// transcript reads an output as the test files write it: a line a line,
//
//	! text      on standard error
//	? text      of unknown stream
//	#exit 2     the status
//	#signal SIGKILL
//	#procs 101 102
//	#by 2       the process that printed the lines to come
//	#partial    the line before has no newline
//	#cut 100    bytes dropped before the next line
//	# anything else is a comment
func transcript(t testing.TB, text string) *Output {
	t.Helper()
	o := new(Output)
	var cut int64
	proc := 0
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		l := Line{Proc: proc, Stream: Stdout, Text: line}
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "!":
			l.Stream, l.Text = Stderr, rest
		case "?":
			l.Stream, l.Text = Unknown, rest
		case "#exit":
			o.Status.Code, _ = strconv.Atoi(rest)
			continue
		case "#signal":
			o.Status.Signal = rest
			continue
		case "#procs":
			for _, id := range strings.Fields(rest) {
				pid, _ := strconv.Atoi(id)
				o.Procs = append(o.Procs, Proc{PID: pid})
			}
			continue
		case "#by":
			proc, _ = strconv.Atoi(rest)
			continue
		case "#partial":
			o.Lines[len(o.Lines)-1].Partial = true
			continue
		case "#cut":
			cut, _ = strconv.ParseInt(rest, 10, 64)
			continue
		case "#":
			continue
		case "":
			if text == "" {
				continue
			}
		}
		l.Cut, cut = cut, 0
		o.Lines = append(o.Lines, l)
	}
	return o
}

// TestMatch runs the files of testdata/match. In each, runs.yaml is a
// contract, status the status it wants, recorded the recorded output; the
// files ok/… are outputs that satisfy it, bad/… outputs that do not, whose
// comments "# want: …" are parts of the explanation.
func TestMatch(t *testing.T) {
	eachFile(t, "match", testMatchFile)
}

// eachFile runs do for each file of testdata/dir, as a test of its name.
func eachFile(t *testing.T, dir string, do func(t *testing.T, file string, a *txtar.Archive)) {
	files, _ := filepath.Glob("testdata/" + dir + "/*.txtar")
	if len(files) == 0 {
		t.Fatal("no test files")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			do(t, file, a)
		})
	}
}

// want compares got with what the file holds as name, nothing if it has no such
// part; with -update it is put there instead.
func want(t *testing.T, file string, a *txtar.Archive, name, got string) {
	t.Helper()
	i := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		i = len(a.Files)
		a.Files = append(a.Files, txtar.File{Name: name})
	}
	old := string(a.Files[i].Data)
	if diff := cmp.Diff(old, got); diff != "" && !*update {
		t.Errorf("%s, -want +got:\n%s", name, diff)
	}
	if *update && got != old {
		a.Files[i].Data = []byte(got)
		if err := os.WriteFile(file, txtar.Format(a), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func testMatchFile(t *testing.T, _ string, a *txtar.Archive) {
	var err error
	var c *Contract
	var recorded *Output
	var status Status
	for _, f := range a.Files {
		text := string(f.Data)
		switch {
		case f.Name == "status":
			status = transcript(t, text).Status
		case f.Name == "runs.yaml":
			if c, err = parseYAML(t, text, status); err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		case f.Name == "recorded":
			recorded = transcript(t, text)
			if c == nil {
				c = Recorded(recorded.Status)
			}
			testMatch(t, f.Name, c, recorded, text, true)
		case strings.HasPrefix(f.Name, "ok/"):
			testMatch(t, f.Name, c, recorded, text, true)
		case strings.HasPrefix(f.Name, "bad/"):
			testMatch(t, f.Name, c, recorded, text, false)
		case f.Name == "description", f.Name == "survivors": // of other tests
		default:
			t.Fatalf("unknown file %s", f.Name)
		}
	}
}

func testMatch(t *testing.T, name string, c *Contract, recorded *Output, text string, want bool) {
	t.Run(name, func(t *testing.T) {
		m, err := c.Match(recorded, transcript(t, text))
		if want {
			if err != nil {
				t.Fatalf("rejected: %s", explained(err))
			}
			if m == nil {
				t.Fatal("no match")
			}
			return
		}
		if err == nil {
			t.Fatal("accepted")
		}
		t.Log(explained(err))
		for _, line := range strings.Split(text, "\n") {
			if part, ok := strings.CutPrefix(line, "# want: "); ok && !strings.Contains(explained(err), part) {
				t.Errorf("explanation does not say %q:\n%s", part, explained(err))
			}
		}
	})
}

func explained(err error) string {
	m := err.(*Mismatch)
	return fmt.Sprintf("%s:%d:%d: %s: %s", m.File, m.Line, m.Column, m.Rule, m.Detail)
}

// TestShort counts the lines of the contracts that must be short.
func TestShort(t *testing.T) {
	for name, most := range map[string]int{"pool": 15, "queue-eof": 12} {
		a, err := txtar.ParseFile("testdata/match/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(a.Files[0].Data), "\n"); n > most {
			t.Errorf("the contract of %s has %d lines, more than %d", name, n, most)
		}
	}
}

// FuzzParse looks for a text that Parse or the methods of its contract panic
// on.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/match/*.txtar", "testdata/problems.txtar"} {
		files, _ := filepath.Glob(pattern)
		for _, file := range files {
			a, err := txtar.ParseFile(file)
			if err != nil {
				f.Fatal(err)
			}
			for _, part := range a.Files {
				if strings.Contains(string(part.Data), "output:") {
					f.Add(string(part.Data), "a 1\nb 2\n")
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, src, output string) {
		file, err := yamlparser.ParseBytes([]byte(src), 0)
		if err != nil || len(src) > 2000 || len(output) > 500 {
			return
		}
		var out, rules, accept ast.Node
		for _, doc := range file.Docs {
			if m, ok := doc.Body.(*ast.MappingNode); ok {
				for _, v := range m.Values {
					switch v.Key.GetToken().Value {
					case "output":
						out = v.Value
					case "rules":
						rules = v.Value
					case "accept":
						accept = v.Value
					}
				}
			}
		}
		c, problems := Parse("runs.yaml", []byte(src), out, rules, Status{})
		if (c == nil) != (len(problems) > 0) {
			t.Fatalf("contract %v with problems %v", c, problems)
		}
		if c == nil {
			return
		}
		if accept != nil {
			c.Accept("runs.yaml", []byte(src), accept)
		}
		got := transcript(t, output)
		if c.NeedsRecording() || c.prog.root.most < 1000 {
			c.Match(got, got)
			c.Describe("zh", got)
			c.Describe("en", got)
		}
	})
}

// TestExplanations compares the explanations of all bad/ outputs of
// testdata/match with testdata/explanations.txt.
func TestExplanations(t *testing.T) {
	var b strings.Builder
	eachFile(t, "match", func(t *testing.T, file string, a *txtar.Archive) {
		c, recorded := firstOutput(t, a)
		for _, f := range a.Files {
			if name, ok := strings.CutPrefix(f.Name, "bad/"); ok {
				_, err := c.Match(recorded, transcript(t, string(f.Data)))
				if err == nil {
					continue // TestMatch says so
				}
				fmt.Fprintf(&b, "== %s: %s\n%s\n", strings.TrimSuffix(filepath.Base(file), ".txtar"), name, explained(err))
			}
		}
	})
	const golden = "testdata/explanations.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
