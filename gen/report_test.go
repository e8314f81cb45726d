package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"huoye/gen/problem"
)

// TestJSONInManual wants the manual to name all that a JSON report can hold.
func TestJSONInManual(t *testing.T) {
	p := &problem.Problem{
		Msg: "one\n    two", Stage: "load", Run: "c/p/p", Rule: problem.Heading,
		Related: make([]problem.Related, 1),
		Fix:     new(problem.Fix),
	}
	p.Pos.Filename = "a.md"
	r := problem.Report{
		Files:    fstest.MapFS{"a.md": {}},
		Problems: problem.List{p},
		Stages:   []problem.Stage{{Skipped: true}},
		Runs:     []problem.Run{{Skipped: "why"}},
		Err:      errors.New("failed"),
	}
	var text bytes.Buffer
	if err := r.Write(&text, problem.FormatJSON); err != nil {
		t.Fatal(err)
	}
	manual, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(manual), "\n// # Reports\n")
	section, _, _ = strings.Cut(section, "\n// # ")
	var check func(v any)
	keys := 0
	check = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				check(e)
			}
		case map[string]any:
			for key, e := range v {
				keys++
				if !regexp.MustCompile(`\b` + key + `\b`).MatchString(section) {
					t.Errorf("the manual does not name %s", key)
				}
				check(e)
			}
		}
	}
	var doc any
	if err := json.Unmarshal(text.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	check(doc)
	if keys < 35 {
		t.Errorf("the report has %d keys only:\n%s", keys, &text)
	}
}

// TestAddSummary adds to a summary until it is full.
func TestAddSummary(t *testing.T) {
	file := filepath.Join(t.TempDir(), "summary.md")
	t.Setenv("GITHUB_STEP_SUMMARY", file)
	for _, before := range []int{0, 1000, maxSummary - 400, maxSummary - 10, maxSummary, maxSummary + 10} {
		if err := os.WriteFile(file, bytes.Repeat([]byte("x"), before), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := addSummary(&problem.Report{Command: "check"}); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		added := bytes.Contains(got, []byte("## gen check: all is well\n"))
		if want := before+400 <= maxSummary; added != want || len(got) > max(before, maxSummary) {
			t.Errorf("after %d bytes: %d bytes, added %v, want %v", before, len(got), added, want)
		}
	}
	t.Setenv("GITHUB_STEP_SUMMARY", "")
	if err := addSummary(new(problem.Report)); err != nil {
		t.Error(err)
	}
}
