package main

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"huoye/gen/book"
	"huoye/gen/contract"
)

// TestDraftKeepsSettings puts drafts in the place of what they are drafted
// from: all that is said there of how to run a program must be said again.
func TestDraftKeepsSettings(t *testing.T) {
	set := make(map[string]bool) // the fields of runs and limits that are not zero
	for _, test := range []struct{ name, runs string }{
		{"nothing", ""},
		{"defaults", "  - timeout: 10s\n"},
		{"fails", "  - build: fails\n    platforms: [linux]\n"},
		{"all", `
  - name: greet
    args: [a, "", "3", 'it''s', "two\nlines", "true", 1.5ms]
    stdin: |
      one
        two
    env: {GOMAXPROCS: "1", WHO: you and me}
    exit: SIGKILL
    timeout: 90s
    limits: {cpu: 2500ms, memory: 10 MiB, processes: 50, files: 64, disk: 5 KiB, output: 1 GiB}
    capture: terminal
    trace: true
    leaves: true
    platforms: [linux, darwin/arm64]
  - name: two
    stdin: no end of line
    exit: 3
    limits:
      files: 3
    capture: pipe
    race: true
  - name: plain
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := copyTiny(dir); err != nil {
				t.Fatal(err)
			}
			main := "package main\n\nfunc main() {}\n"
			if strings.Contains(test.runs, "build: fails") {
				main = "//go:build ignore\n\n" + main
			}
			writeTestFile(t, dir, "snippets/hello/greet/main.go", main)
			if test.runs != "" {
				writeTestFile(t, dir, "snippets/hello/greet/runs.yaml", "runs:\n"+test.runs)
			}
			before := loadRuns(t, dir)
			draft := ""
			for _, run := range before {
				noteSet(set, reflect.ValueOf(*run))
				noteSet(set, reflect.ValueOf(run.Limits))
				draft += draftEntry(run, &contract.Draft{Statuses: []contract.StatusCount{{Status: run.Contract.Status()}}})
			}
			if draft != "" {
				writeTestFile(t, dir, "snippets/hello/greet/runs.yaml", "runs:\n"+draft)
			}
			after := loadRuns(t, dir)
			ignore := cmpopts.IgnoreFields(book.Run{}, "Program", "Contract", "File", "Line", "Column")
			if d := cmp.Diff(before, after, ignore); d != "" {
				t.Fatalf("the draft\n%s\nruns the program in another way (-before +after):\n%s", draft, d)
			}
			for i, run := range before {
				if got, want := after[i].Contract.Status(), run.Contract.Status(); got != want {
					t.Errorf("by the draft\n%s\n%s ends with %v, not %v", draft, run.ID(), got, want)
				}
			}
		})
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[book.Run](), reflect.TypeFor[book.Limits]()} {
		for i := range typ.NumField() {
			if name := typ.Field(i).Name; !set[name] {
				t.Errorf("%s of %s is nowhere set", name, typ)
			}
		}
	}
}

// noteSet notes the fields of a struct that are not zero.
func noteSet(set map[string]bool, v reflect.Value) {
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			set[v.Type().Field(i).Name] = true
		}
	}
}

// loadRuns loads the runs of the only program of the book in dir.
func loadRuns(t *testing.T, dir string) []*book.Run {
	t.Helper()
	b, problems, err := book.Load(dir)
	if err != nil || problems.Failing() {
		t.Fatal(err, problems)
	}
	return b.Programs[0].Runs
}
