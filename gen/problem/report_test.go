package problem

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"go/token"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, r *Report, f Format) string {
	t.Helper()
	var b strings.Builder
	if err := r.Write(&b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sample is a report with one of everything.
func sample() *Report {
	return &Report{
		Command: "check",
		Dir:     "my book",
		Files: fstest.MapFS{
			"content/c/zh.md": {Data: []byte("# 标题\r\n\r\n进程😀 ID\r\n")},
		},
		Problems: List{
			{Pos: at("content/c/zh.md", 1, 3), Rule: EditionBlocks, Stage: "load", Msg: "no such heading; write it\n    as here\n",
				Related: []Related{{Pos: at("content/c/en.md", 4, 1), Msg: "the other edition"}}},
			{Pos: at("content/c/zh.md", 3, 12), Rule: ProseWord, Notice: true, Stage: "load", Msg: "odd",
				Fix: &Fix{Start: 21, End: 23, Text: "进程号\n"}},
			{Pos: at("snippets/c/p/main.go", 1, 1), Rule: ContractBroken, Stage: "compare", Run: "c/p/p", Msg: "run c/p/p breaks its contract"},
		},
		Fixed:    List{{Pos: at("content/book.yaml", 2, 1), Rule: YAMLKey, Msg: "unknown key"}},
		Chapters: 1,
		Programs: 2,
		Runs: []Run{
			{ID: "c/p/p", Pos: at("snippets/c/p/main.go", 1, 1), Elapsed: 1500 * time.Millisecond},
			{ID: "c/q/a", Pos: at("snippets/c/q/runs.yaml", 2, 5), Skipped: "only on plan9"},
		},
		Stages:  []Stage{{Name: "load", Elapsed: time.Second}, {Name: "compare", Elapsed: 2 * time.Second}, {Name: "render", Skipped: true}},
		Elapsed: 3 * time.Second,
	}
}

func TestText(t *testing.T) {
	const want = "my book/content/c/zh.md:1:3: no such heading; write it [edition-blocks]\n" +
		"\t# 标题\n\t  ^\n    as here\n" +
		"    my book/content/c/en.md:4:1: the other edition\n" +
		"my book/content/c/zh.md:3:12: notice: odd [prose-word]\n" +
		"\t进程😀 ID\n\t       ^\n" +
		"my book/snippets/c/p/main.go:1:1: run c/p/p breaks its contract [contract-broken]\n" +
		"2 problems, 1 notice\n"
	if d := cmp.Diff(want, write(t, sample(), FormatText)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	colored := sample()
	colored.Colors = true
	got := write(t, colored, FormatText)
	if !strings.HasPrefix(got, "\x1b[1mmy book/content/c/zh.md:1:3:\x1b[m no such") || !strings.Contains(got, "\n\t  \x1b[1;31m^\x1b[m\n") {
		t.Errorf("in colours: %q", got)
	}
	if d := cmp.Diff(want, regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(got, "")); d != "" {
		t.Errorf("in colours (-want +got):\n%s", d)
	}
	if got := write(t, &Report{}, FormatText); got != "" {
		t.Errorf("nothing to report, but %q", got)
	}
}

func TestJSON(t *testing.T) {
	const want = `{
  "version": 1,
  "command": "check",
  "status": "problems",
  "seconds": 3,
  "chapters": 1,
  "programs": 2,
  "problems": [
    {
      "file": "my book/content/c/zh.md",
      "line": 1,
      "column": 3,
      "level": "problem",
      "rule": "edition-blocks",
      "message": "no such heading; write it",
      "explanation": "    as here",
      "stage": "load",
      "related": [
        {
          "file": "my book/content/c/en.md",
          "line": 4,
          "column": 1,
          "message": "the other edition"
        }
      ]
    },
    {
      "file": "my book/content/c/zh.md",
      "line": 3,
      "column": 12,
      "level": "notice",
      "rule": "prose-word",
      "message": "odd",
      "stage": "load",
      "fix": {
        "start": 23,
        "end": 25,
        "text": "进程号\r\n"
      }
    },
    {
      "file": "my book/snippets/c/p/main.go",
      "line": 1,
      "column": 1,
      "level": "problem",
      "rule": "contract-broken",
      "message": "run c/p/p breaks its contract",
      "stage": "compare",
      "run": "c/p/p"
    }
  ],
  "fixed": [
    {
      "file": "my book/content/book.yaml",
      "line": 2,
      "column": 1,
      "level": "problem",
      "rule": "yaml-key",
      "message": "unknown key"
    }
  ],
  "stages": [
    {
      "name": "load",
      "seconds": 1
    },
    {
      "name": "compare",
      "seconds": 2
    },
    {
      "name": "render",
      "seconds": 0,
      "skipped": true
    }
  ],
  "runs": [
    {
      "id": "c/p/p",
      "file": "my book/snippets/c/p/main.go",
      "line": 1,
      "column": 1,
      "seconds": 1.5
    },
    {
      "id": "c/q/a",
      "file": "my book/snippets/c/q/runs.yaml",
      "line": 2,
      "column": 5,
      "seconds": 0,
      "skipped": "only on plan9"
    }
  ]
}
`
	if d := cmp.Diff(want, write(t, sample(), FormatJSON)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, c := range []struct {
		report Report
		want   string
	}{
		{Report{}, "ok"},
		{Report{Problems: List{{Notice: true}}}, "ok"},
		{Report{Err: errors.New("the disk is full")}, "failed"},
	} {
		got := write(t, &c.report, FormatJSON)
		if !json.Valid([]byte(got)) || !strings.Contains(got, `"status": "`+c.want+`"`) {
			t.Errorf("%+v is %s", c.report, got)
		}
	}
}

func TestJUnit(t *testing.T) {
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="huoye check" tests="5" failures="2" errors="0" skipped="2" time="3.000">
  <testsuite name="stages" tests="3" failures="1" errors="0" skipped="1" time="3.000">
    <testcase name="load" classname="check" time="1.000">
      <failure message="no such heading; write it" type="edition-blocks">my book/content/c/zh.md:1:3: no such heading; write it [edition-blocks]&#xA;    as here&#xA;</failure>
      <system-out>my book/content/c/zh.md:3:12: notice: odd [prose-word]&#xA;</system-out>
    </testcase>
    <testcase name="compare" classname="check" time="2.000"></testcase>
    <testcase name="render" classname="check" time="0.000">
      <skipped message="a stage before it had problems"></skipped>
    </testcase>
  </testsuite>
  <testsuite name="runs" tests="2" failures="1" errors="0" skipped="1" time="1.500">
    <testcase name="p" classname="c/p" time="1.500" file="my book/snippets/c/p/main.go" line="1">
      <failure message="run c/p/p breaks its contract" type="contract-broken">my book/snippets/c/p/main.go:1:1: run c/p/p breaks its contract [contract-broken]&#xA;</failure>
    </testcase>
    <testcase name="a" classname="c/q" time="0.000" file="my book/snippets/c/q/runs.yaml" line="2">
      <skipped message="only on plan9"></skipped>
    </testcase>
  </testsuite>
</testsuites>
`
	if d := cmp.Diff(want, write(t, sample(), FormatJUnit)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}

	// Problems that nobody is known to have found, and a failure.
	r := &Report{Err: errors.New("the disk is full"), Problems: List{{Msg: "one"}, {Msg: "two"}}}
	var got junitSuites
	if err := xml.Unmarshal([]byte(write(t, r, FormatJUnit)), &got); err != nil {
		t.Fatal(err)
	}
	c := got.Suites[0].Cases[0]
	if c.Failure.Message != "one (and 1 more)" || c.Error.Message != "the disk is full" || got.Errors != 1 {
		t.Errorf("got %+v, %+v", got.junitCounts, c)
	}
}

func (s *junitSeconds) UnmarshalText(text []byte) error {
	_, err := fmt.Sscan(string(text), (*float64)(s))
	return err
}

// TestSARIF wants of the log what its schema demands, and the right places.
func TestSARIF(t *testing.T) {
	checkSARIF(t, &Report{})
	checkSARIF(t, &Report{Err: errors.New("the disk is full")})
	results := checkSARIF(t, sample())
	if len(results) != 3 {
		t.Fatalf("%d results, want 3", len(results))
	}
	first := results[0]
	if got := first.Locations[0].Physical.Region; got != (sarifRegion{StartLine: 1, StartColumn: 3}) {
		t.Errorf("line 1, column 3 is %+v", got)
	}
	if first.RuleID != EditionBlocks || first.Level != "error" || first.Related[0].Physical.Artifact.URI != "my%20book/content/c/en.md" {
		t.Errorf("got %+v", first)
	}
	second := results[1]
	if got := second.Locations[0].Physical.Region; got != (sarifRegion{StartLine: 3, StartColumn: 6}) {
		t.Errorf("column 12 in bytes is %+v, want 6 in UTF-16", got)
	}
	want := sarifReplacement{sarifRegion{3, 6, 3, 8}, sarifText{"进程号\r\n"}}
	if got := second.Fixes[0].Changes[0].Replacements[0]; got != want || second.Level != "note" {
		t.Errorf("the fix is %+v, want %+v", got, want)
	}
}

// checkSARIF writes r, wants it to be as the schema has it, and returns the
// results.
func checkSARIF(t *testing.T, r *Report) []sarifResult {
	t.Helper()
	var log sarifLog
	d := json.NewDecoder(strings.NewReader(write(t, r, FormatSARIF)))
	d.DisallowUnknownFields()
	if err := d.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || len(log.Runs) != 1 {
		t.Fatalf("version %q, %d runs", log.Version, len(log.Runs))
	}
	run := log.Runs[0]
	if run.ColumnKind != "utf16CodeUnits" || run.Results == nil || run.Invocations[0].ExecutionSuccessful != (r.Err == nil) {
		t.Errorf("got %+v", run)
	}
	rules := run.Tool.Driver.Rules
	for i, rule := range rules {
		if rule.ShortDescription.Text == "" || slices.IndexFunc(rules, func(o sarifRule) bool { return o.ID == rule.ID }) != i {
			t.Errorf("rule %+v", rule)
		}
	}
	for _, res := range run.Results {
		if res.RuleIndex < 0 || rules[res.RuleIndex].ID != res.RuleID {
			t.Errorf("rule %s is not number %d", res.RuleID, res.RuleIndex)
		}
		for _, l := range append(res.Locations, res.Related...) {
			if u, err := url.Parse(l.Physical.Artifact.URI); err != nil || u.Path == "" {
				t.Errorf("URI %q: %v", l.Physical.Artifact.URI, err)
			}
			if g := l.Physical.Region; g.StartLine < 1 || g.StartColumn < 1 {
				t.Errorf("region %+v", g)
			}
		}
	}
	return run.Results
}

func TestGitHub(t *testing.T) {
	got := write(t, sample(), FormatGitHub)
	stop := regexp.MustCompile(`^::stop-commands::(\w{20,})\n`).FindStringSubmatch(got)
	if stop == nil {
		t.Fatalf("commands are not stopped: %q", got)
	}
	_, got, _ = strings.Cut(got, stop[0])
	text, commands, _ := strings.Cut(got, "::"+stop[1]+"::\n")
	if d := cmp.Diff(write(t, sample(), FormatText), text); d != "" {
		t.Errorf("text (-want +got):\n%s", d)
	}
	const want = "::error file=my book/snippets/c/p/main.go,line=1,col=1,title=contract-broken::run c/p/p breaks its contract\n" +
		"::error file=my book/content/c/zh.md,line=1,col=3,title=edition-blocks::no such heading; write it%0A    as here\n" +
		"::warning file=my book/content/c/en.md,line=4,col=1,title=edition-blocks::the other edition: no such heading; write it\n" +
		"::notice file=my book/content/c/zh.md,line=3,col=6,title=prose-word::odd\n"
	if d := cmp.Diff(want, commands); d != "" {
		t.Errorf("commands (-want +got):\n%s", d)
	}

	// What could end a command or a value is escaped.
	nasty := &Report{
		Err:      errors.New("100%\r\n::error::x"),
		Problems: List{{Pos: at("a,b:c%\n.md", 1, 1), Rule: Heading, Msg: "50%: x,y"}},
	}
	got = write(t, nasty, FormatGitHub)
	for _, want := range []string{
		"\n::error title=gen ::100%25\uFFFD%0A::error::x\n",
		"\n::error file=a%2Cb%3Ac%25%0A.md,line=1,col=1,title=heading::50%25: x,y\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not contain %q", got, want)
		}
	}
	if got := write(t, &Report{}, FormatGitHub); got != "" {
		t.Errorf("nothing to report, but %q", got)
	}
}

// TestGitHubLimit reports more than GitHub takes.
func TestGitHubLimit(t *testing.T) {
	r := &Report{}
	for i := range 30 {
		r.Problems = append(r.Problems, &Problem{Pos: at("content/c/zh.md", i+1, 1), Rule: ProseWord, Msg: "word"})
	}
	for i := range 3 {
		r.Problems = append(r.Problems, &Problem{Pos: at("content/c/zh.md", 40+i, 1), Rule: LinkTarget, Msg: "link"})
	}
	r.Problems = append(r.Problems,
		&Problem{Pos: at("content/c/zh.md", 50, 1), Rule: Heading, Msg: "heading"},
		&Problem{Pos: at("snippets/c/p/main.go", 1, 1), Rule: Compile, Msg: "compile"})
	var titles []string
	got := write(t, r, FormatGitHub)
	for _, m := range regexp.MustCompile(`(?m)^::error .*title=([a-z-]+)`).FindAllStringSubmatch(got, -1) {
		titles = append(titles, m[1])
	}
	want := []string{"compile", "link-target", "heading", "link-target", "link-target",
		"prose-word", "prose-word", "prose-word", "prose-word", "prose-word"}
	if d := cmp.Diff(want, titles); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	const left = "\n25 annotations left out: GitHub takes 10 errors, warnings and notices of a step; all problems are listed above\n"
	if !strings.HasSuffix(got, left) {
		t.Errorf("what is left out is not told: %q", got[max(0, len(got)-200):])
	}
}

func TestSummary(t *testing.T) {
	const want = `## gen check: 2 problems, 1 notice

| | what | where | run | rule |
| --- | --- | --- | --- | --- |
| ❌ | run c&#47;p&#47;p breaks its contract | my book&#47;snippets&#47;c&#47;p&#47;main&#46;go&#58;1&#58;1 | c&#47;p&#47;p | contract&#45;broken |
| ❌ | no such heading; write it | my book&#47;content&#47;c&#47;zh&#46;md&#58;1&#58;3<br>my book&#47;content&#47;c&#47;en&#46;md&#58;4&#58;1 |  | edition&#45;blocks |
| ℹ️ | odd | my book&#47;content&#47;c&#47;zh&#46;md&#58;3&#58;12 |  | prose&#45;word |

1 chapter, 2 programs, 1 run, 1 not run, 1 with problems, 1 problem mended; 3s in all

`
	if d := cmp.Diff(want, string(sample().Summary(1<<20))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := string((&Report{Command: "check"}).Summary(1 << 20)); !strings.HasPrefix(got, "## gen check: all is well\n") {
		t.Errorf("got %q", got)
	}
	r := &Report{Command: "check", Err: errors.New("a|b"), Problems: List{}}
	if got := string(r.Summary(1 << 20)); !strings.Contains(got, "not finished\n\na&#124;b\n") {
		t.Errorf("got %q", got)
	}

	// Within the limit, whatever it is.
	for range 10000 {
		r.Problems = append(r.Problems, &Problem{Rule: Heading, Msg: strings.Repeat("*", 100)})
	}
	few := &Report{Command: "check", Problems: r.Problems[:20]}
	for limit := 0; limit < 20000; limit += 37 {
		if got := len(few.Summary(limit)); got > limit {
			t.Fatalf("%d bytes, limit %d", got, limit)
		}
	}
	got := string(r.Summary(1 << 20))
	m := regexp.MustCompile(`\nand (\d+) more, which are in the log\n`).FindStringSubmatch(got)
	if m == nil || fmt.Sprint(10000-strings.Count(got, "\n| ❌")) != m[1] || len(got) < 1<<19 {
		t.Errorf("%d rows, left out: %v", strings.Count(got, "\n| ❌"), m)
	}
}

// FuzzFormats writes problems of any text in all formats.
func FuzzFormats(f *testing.F) {
	f.Add("plain", "a.md", "text\n", 1, 1, 0, 1)
	f.Add("]]> <b> & \x00 \x1b[31m \xff\xfe", "a\nb.md", "进程\r\nx\r\n", 2, 2, 6, 8)
	f.Add("::error::x\n::stop-commands::y\r\n%0A", "a,b:c%", "\xff\u202e\n", 1, 3, 1, 2)
	f.Add("| `x` @me https://example.org\u0085\u2028", "../a", "", -1, -5, -2, 9)
	f.Fuzz(func(t *testing.T, msg, name, source string, line, column, start, end int) {
		p := &Problem{
			Pos: at(name, line, column), Rule: Heading, Msg: msg, Run: msg, Stage: msg,
			Related: []Related{{Pos: token.Position{Filename: msg, Line: column, Column: line}, Msg: msg}},
			Fix:     &Fix{start, end, msg},
		}
		notice := *p
		notice.Notice = true
		r := &Report{
			Command: msg, Dir: name, Err: errors.New(msg), Problems: List{p, &notice},
			Files:  fstest.MapFS{name: {Data: []byte(source)}},
			Stages: []Stage{{Name: msg}}, Runs: []Run{{ID: msg, Pos: p.Pos, Skipped: name}},
		}
		if text := write(t, r, FormatText); strings.ContainsAny(text, "\x00\x1b\r\u0085\u202e") {
			t.Errorf("text acts on the terminal: %q", text)
		}
		if text := write(t, r, FormatJSON); !json.Valid([]byte(text)) {
			t.Errorf("not JSON: %q", text)
		}
		checkSARIF(t, r)
		d := xml.NewDecoder(strings.NewReader(write(t, r, FormatJUnit)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("not XML: %v", err)
			}
		}
		checkCommands(t, write(t, r, FormatGitHub))
		summary := string(r.Summary(1 << 16))
		if rows := strings.Count(summary, "\n| "); summary != "" && rows != 4 || len(summary) > 1<<16 {
			t.Errorf("the table has %d rows: %q", rows, summary)
		}
		fixed, done := List{p}.Fix([]byte(source))
		if len(done) == 0 && !bytes.Equal(fixed, []byte(source)) {
			t.Errorf("%q became %q without a fix", source, fixed)
		}
	})
}

// checkCommands wants no more commands in the log than annotations.
func checkCommands(t *testing.T, log string) {
	t.Helper()
	first, rest, _ := strings.Cut(log, "\n")
	resume, ok := strings.CutPrefix(first, "::stop-commands::")
	_, rest, resumed := strings.Cut(rest, "\n::"+resume+"::\n")
	if !ok || !resumed {
		t.Fatalf("commands are not stopped: %q", log)
	}
	for line := range strings.Lines(rest) {
		ok, err := regexp.MatchString(`^::(error|warning|notice) [^\r\n]*::[^\r\n]*\n$`, line)
		if !ok || err != nil {
			t.Errorf("line %q", line)
		}
	}
	if n := strings.Count(rest, "\n"); n != 4 {
		t.Errorf("%d commands, want 4: %q", n, rest)
	}
}
