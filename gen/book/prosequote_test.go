package book

import (
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huoye/gen/problem"
)

// quoteProblems returns what CheckQuotes says of text as the English edition
// of a chapter whose program printed lines and has this source.
func quoteProblems(text, source string, lines ...string) problem.List {
	ld := newLoader(nil, "")
	c := &Chapter{Slug: "c"}
	ld.addChapter(c)
	body := ld.parseEdition(&Edition{Lang: EN, chapter: c}, newTextFile("en.md", []byte(text), ld.probs), nil)
	p := &Program{Name: "c/p", Files: []*SourceFile{{Source: []byte(source)}}}
	p.Runs = []*Run{{Program: p, Name: "p"}}
	o := newOutputs([]EmbedLink{{Program: p}}, func(*Run) []string { return lines })
	return body.checkQuotes(newTextFile("en.md", []byte(text), nil), o)
}

func TestQuotes(t *testing.T) {
	lines := []string{"Parent process 4242.", "Run task 3 (4250)...", "Put c to queue...", "exec: Wait was already called", "a b"}
	for _, test := range []struct{ text, want string }{
		{"It printed `Parent process 4242.` and `Wait was already called`.", ""},
		{"It printed `Parent process 4243.`.",
			`en.md:1:13: no output of this chapter has this text; the nearest, of c/p/p, is "Parent process 4242." [prose-quote]` + "\n"},
		{"It said `Wait was already caled`.",
			`en.md:1:10: no output of this chapter has this text; the nearest, of c/p/p, is "exec: Wait was already called" [prose-quote]` + "\n"},
		{"`Run task n (…)...` and `Run task k` speak of all lines, `Run task 4 (4250)...` of one.",
			`en.md:1:61: no output of this chapter has this text; the nearest, of c/p/p, is "Run task 3 (4250)..." [prose-quote]` + "\n"},
		{"`Parent(process)`, `Child process 1.`, `a c`, `printed by the parent process`, `fmt.Println(\"Parent proces\")`.", ""},
		{"The source has `Parent process %d.` in it.", ""},
		{"```text\nParent process 4242.\nRun task 2 (4250)...\n```\n\n```text\nRun task 2 (4250)...\n```\n\n```go\n// Run task 2 (4250)...\n```",
			`en.md:3:1: no output of this chapter has this text; the nearest, of c/p/p, is "Run task 3 (4250)..." [prose-quote]` + "\n"},
		{"[//]: # (allow prose-quote: another run)\nIt printed `Parent process 4243.`.", ""},
		{"[//]: # (allow prose-quote: another run)\nIt printed `Parent process 4242.`.",
			"en.md:1:1: the block below does not break prose-quote; remove this line [prose-allow]\n"},
	} {
		got := ""
		for _, p := range quoteProblems(test.text, `fmt.Printf("Parent process %d.\n")`, lines...) {
			got += p.String() + "\n"
		}
		if got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// goldenText is the text of a line of a golden file.
var goldenText = regexp.MustCompile(`(?m)^[0-9.]+ (?:-|p\d+) \w+ [|+] (.*)$`)

// realBook loads the book that this repository is for, and returns a function
// that reads the recorded outputs.
func realBook(t testing.TB) (*loader, func(*Run) []string) {
	const dir = "../.."
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	l := newLoader(root, dir)
	if err := l.load(nil); err != nil {
		t.Fatal(err)
	}
	recorded := make(map[*Run][]string)
	for _, p := range l.book.Programs {
		for _, r := range p.Runs {
			data, err := os.ReadFile(dir + "/" + r.Golden)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range goldenText.FindAllSubmatch(data, -1) {
				recorded[r] = append(recorded[r], string(m[1]))
			}
		}
	}
	return l, func(r *Run) []string { return recorded[r] }
}

// TestAlteredQuotes changes the quotations in the real book in small ways: each
// must be reported unless what it says then is printed, too.
func TestAlteredQuotes(t *testing.T) {
	l, lines := realBook(t)
	random := rand.New(rand.NewPCG(1, 2))
	quotes, altered, missed := 0, 0, 0
	for _, c := range l.book.Chapters {
		zh, en := c.zh.Details(), c.en.Details()
		o := newOutputs(slices.Concat(zh.Embeds, en.Embeds), lines)
		for _, e := range []*Edition{c.zh, c.en} {
			src, err := os.ReadFile("../../" + e.File())
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range e.Details().quotes {
				text := string(src[q.start:q.stop])
				if q.fence > 0 || !strings.Contains(o.text, text) {
					continue
				}
				quotes++
				for range 20 {
					changed := alter(random, text)
					if changed == text || o.has(changed) || len([]rune(changed)) < shortestQuote {
						continue
					}
					altered++
					if run, line := o.nearest(changed); run == nil || isPattern(changed, line) {
						missed++
						t.Logf("%s: %q for %q", e.File(), changed, text)
					}
				}
			}
		}
	}
	t.Logf("%d quotations, %d altered, %d missed", quotes, altered, missed)
	if quotes < 50 || missed*100 > altered {
		t.Errorf("of %d altered quotations %d were missed", altered, missed)
	}
}

// alter changes one character of text, drops one, doubles one, or exchanges
// two neighbours.
func alter(random *rand.Rand, text string) string {
	r := []rune(text)
	i := random.IntN(len(r) - 1)
	switch random.IntN(4) {
	case 0:
		r[i] = []rune("aek37.X")[random.IntN(7)]
	case 1:
		r = append(r[:i], r[i+1:]...)
	case 2:
		r = append(r[:i+1], r[i:]...)
	case 3:
		r[i], r[i+1] = r[i+1], r[i]
	}
	return string(r)
}
