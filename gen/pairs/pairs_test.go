package pairs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parseBlocks reads one block a line: section, Chinese and English, between
// bars; the section begins with # for a heading and ends with ! for code.
func parseBlocks(text string) []Block {
	var blocks []Block
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if len(f) != 3 {
			continue
		}
		b := Block{Section: f[0], ZH: []byte(strings.ReplaceAll(f[1], "/", "\n")), EN: []byte(strings.ReplaceAll(f[2], "/", "\n"))}
		b.Section, b.Heading = strings.CutPrefix(b.Section, "#")
		b.Section, b.Code = strings.CutSuffix(b.Section, "!")
		blocks = append(blocks, b)
	}
	return blocks
}

func all(int) bool { return true }

// file is what is recorded if all of text is confirmed.
func file(t *testing.T, text string) *File {
	t.Helper()
	data := new(File).Compare(parseBlocks(text)).Format(all)
	f, bad := Parse(data)
	if bad != nil {
		t.Fatalf("%v in:\n%s", bad, data)
	}
	return f
}

var stateNames = [...]string{"confirmed", "behind", "ahead", "crossed", "changed", "new"}

const base = `
:title|题|Title
top|甲一。甲二。|A one. A two.
#s|节|Section
s|乙|B
s|运行：|Run it:
s!|go run|go run
s|丙|C
s|运行：|Run it:
s!|图|drawing
#t|末|End
t|丁|D
:footnotes|注|Note
`

// TestCompare changes the blocks of base line by line and says what is found:
// the blocks that are not confirmed, and the lines of the file that are left.
func TestCompare(t *testing.T) {
	tests := []struct {
		name    string
		replace string // old -> new; several, separated by semicolons
		want    string
	}{
		{"nothing", "", ""},
		{"Chinese", "乙|B -> 乙二|B", "乙二 behind"},
		{"English", "乙|B -> 乙|B two", "乙 ahead"},
		{"both", "乙|B -> 乙二|B two", "乙二 changed"},
		{"title", "题| -> 题二|", "题二 behind"},
		{"heading", "#s|节 -> #s|节二", "节二 behind"},
		{"heading id", "#s| -> #r|; s|乙 -> r|乙", ""},
		{"added", "s|乙 -> s|新|New\ns|乙", "新 new"},
		{"added twice", "s|乙 -> s|运行：|Run it:\ns|乙", "运行： new"},
		{"removed", "s|丙|C\n -> ", "left 8"},
		{"moved", "s|乙|B\n -> ; t|丁 -> t|乙|B\nt|丁", ""},
		{"moved and changed", "s|乙|B\n -> ; t|丁 -> t|乙二|B\nt|丁", "乙二 behind"},
		{"moved in Chinese", "s|乙|B -> s|丙|B; s|丙|C -> s|乙|C", "丙 crossed C, 乙 crossed B"},
		{"removed in different places", "s|乙|B\n -> ; s|丙|C -> s|乙|C", "乙 crossed, left 5"},
		{"added before a stale one", "s|乙|B -> s|新|New\ns|乙二|B", "新 new, 乙二 behind"},
		{"rewritten beside an added one", "s|乙|B -> s|新|New\ns|乙二|B two", "新 changed, 乙二 new"},
		{"repeated", "s|乙|B\ns|运行：|Run it: -> s|乙|B\ns|跑：|Run it:", "跑： behind"},
		{"shared code", "go run|go run -> go test|go test", ""},
		{"shared code in Chinese", "go run|go run -> go test|go run", "go test behind"},
		{"shared code in English", "go run|go run -> go run|go test", "go run behind"},
		{"shared code moved", "s!|go run|go run\n -> ; t|丁 -> t!|go run|go run\nt|丁", ""},
		{"drawing in Chinese", "图|drawing -> 画|drawing", "画 behind"},
		{"drawing shared now", "图|drawing -> 画|画", "画 new, left 10"},
		{"section moved", "#s|节|Section\n -> ; #t -> #s|节|Section\n#t", ""},
		{"section removed", "#t|末|End\nt|丁|D\n -> ", "left 11, left 12"},
		{"footnote", "注|Note -> 注二|Note", "注二 behind"},
	}
	confirmed := file(t, base)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := base
			for r := range strings.SplitSeq(tt.replace, "; ") {
				old, new, ok := strings.Cut(r, " -> ")
				if ok && !strings.Contains(text, old) {
					t.Fatalf("no %q in base", old)
				}
				text = strings.Replace(text, old, new, 1)
			}
			blocks := parseBlocks(text)
			c := confirmed.Compare(blocks)
			var got []string
			for i, p := range c.Pairs {
				if p.State == Confirmed {
					continue
				}
				s := string(blocks[i].ZH) + " " + stateNames[p.State]
				if p.State == Crossed && p.Other >= 0 {
					s += " " + string(blocks[p.Other].EN)
				}
				got = append(got, s)
			}
			for _, line := range c.Left {
				got = append(got, fmt.Sprint("left ", line))
			}
			if got := strings.Join(got, ", "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if c.Settled() != (text == base) && tt.want != "" {
				t.Errorf("settled: %v", c.Settled())
			}
			// What is recorded stays so, and nothing else is accepted with it.
			none := c.Format(func(int) bool { return false })
			f, bad := Parse(none)
			if bad != nil {
				t.Fatalf("%v in:\n%s", bad, none)
			}
			for i, p := range f.Compare(blocks).Pairs {
				was := c.Pairs[i].State
				if p.State != was && !(was == Crossed && p.State == Behind && c.Pairs[i].Other < 0) {
					t.Errorf("block %d is %s if nothing is accepted, was %s", i, stateNames[p.State], stateNames[was])
				}
			}
			f, bad = Parse(c.Format(all))
			if bad != nil {
				t.Fatal(bad)
			}
			if !f.Compare(blocks).Settled() {
				t.Error("not settled after all was accepted")
			}
		})
	}
}

func TestChanges(t *testing.T) {
	const was = "s|一。二。二。三。|One. Two. Two. Three."
	tests := []struct{ now, want string }{
		{"s|一。二。二。三。|One. Two. Two. Three.", ""},
		{"s|一。二。三。|One. Two. Two. Three.", "gone 1"},
		{"s|一。二。二。新。三。|One. Two. Two. Three.", "新。 gone 0"},
		{"s|一。二。四。三。五。|One. Two. Two. Three.", "四。,五。 gone 1"},
		{"s|三。二。二。一。|One. Two. Two. Three.", " gone 0"},
		{"s|一。二。二。三。|One. Two. Three. Four.", "Four. gone 1"},
	}
	for _, tt := range tests {
		blocks := parseBlocks(tt.now)
		p := file(t, was).Compare(blocks).Pairs[0]
		text := blocks[0].ZH
		if p.State == Ahead {
			text = blocks[0].EN
		}
		var fresh []string
		for _, s := range p.Fresh {
			fresh = append(fresh, string(text[s[0]:s[1]]))
		}
		got := strings.Join(fresh, ",")
		if p.State != Confirmed {
			got += fmt.Sprint(" gone ", p.Gone)
		}
		if strings.TrimSpace(got) != strings.TrimSpace(tt.want) {
			t.Errorf("%s: got %q, want %q", tt.now, got, tt.want)
		}
	}
}

func TestSentences(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"一句。", "一句。"},
		{"一句。两句！三句？没有", "一句。/两句！/三句？/没有"},
		{"他说：“好。”然后走了。", "他说：“好。”/然后走了。"},
		{"**要紧。**再说（真的。）完", "**要紧。**/再说（真的。）/完"},
		{"用 `a. B。` 运行。", "用 `a. B。` 运行。"},
		{"One. Two!  Three? Four", "One./Two!/Three?/Four"},
		{"It says “yes.” Then it goes.", "It says “yes.”/Then it goes."},
		{"Some, e.g. this one, are 1.5 long, see os.Exit. `Wait` is not.", "Some, e.g. this one, are 1.5 long, see os.Exit./`Wait` is not."},
		{"an item\nanother one. And more", "an item/another one./And more"},
		{"a ` that is alone. And more", "a ` that is alone./And more"},
		{"a ``code. ` Span`` is one. And more", "a ``code. ` Span`` is one./And more"},
		{"Wait... What?! 真的？！好", "Wait.../What?!/真的？！/好"},
	}
	for _, tt := range tests {
		var got []string
		for _, s := range Sentences([]byte(tt.text), false) {
			got = append(got, tt.text[s[0]:s[1]])
		}
		if got := strings.Join(got, "/"); got != tt.want {
			t.Errorf("Sentences(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
	var lines []string
	const code = "x := 1. Y\n\n\ty()。z\n"
	for _, s := range Sentences([]byte(code), true) {
		lines = append(lines, code[s[0]:s[1]])
	}
	if want := []string{"x := 1. Y", "y()。z"}; !slices.Equal(lines, want) {
		t.Errorf("lines are %q, want %q", lines, want)
	}
}

func TestFormat(t *testing.T) {
	const blocks = "#s|节|Section\ns|一。二。|One.\ns!|x|x"
	want := header + `
#s ` + sum([]byte("节")) + ` ` + sum([]byte("Section")) + `
s ` + sum([]byte("一。二。")) + `:` + short([]byte("一。")) + `,` + short([]byte("二。")) + ` ` + sum([]byte("One.")) + `
s =
`
	got := new(File).Compare(parseBlocks(blocks)).Format(all)
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestParseProblems(t *testing.T) {
	const pair = "s 01234567 01234567\n"
	tests := []struct {
		text string
		want []Bad
	}{
		{header + "\n" + pair, nil},
		{"", []Bad{{1, "the first line is not that of a pairs.sum; restore the file from version control"}}},
		{pair, []Bad{{1, "the first line is not that of a pairs.sum; restore the file from version control"}}},
		{header + "\ns 01234567\n" + pair + "s 0123456u 01234567\n\n", []Bad{
			{2, "not a pair of blocks; restore the line from version control, or remove it and confirm the block anew"},
			{4, "not a pair of blocks; restore the line from version control, or remove it and confirm the block anew"},
			{5, "not a pair of blocks; restore the line from version control, or remove it and confirm the block anew"},
		}},
		{header + "\n" + pair + "<<<<<<< HEAD\n" + pair + "=======\n" + pair + ">>>>>>> other\n", []Bad{
			{3, "a merge conflict; keep the lines of both sides and remove the marks (git does so with merge=union)"},
		}},
		{"<<<<<<< HEAD\n" + header + "\n=======\n", []Bad{
			{1, "a merge conflict; keep the lines of both sides and remove the marks (git does so with merge=union)"},
		}},
	}
	for _, tt := range tests {
		f, bad := Parse([]byte(tt.text))
		if d := cmp.Diff(tt.want, bad); d != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, d)
		}
		if (f == nil) != (bad != nil) {
			t.Errorf("Parse(%q) = %v, %v", tt.text, f, bad)
		}
	}
}

// TestUnion merges two files as git does with merge=union: what either side
// has confirmed is confirmed.
func TestUnion(t *testing.T) {
	ours := strings.Replace(base, "乙|B", "乙二|B two", 1)
	theirs := strings.Replace(base, "s|丙|C\n", "s|丙|C\ns|新|New\n", 1)
	merged := header + "\n"
	seen := map[string]bool{}
	for _, text := range []string{base, ours, theirs} {
		data := new(File).Compare(parseBlocks(text)).Format(all)
		for line := range strings.Lines(string(data)) {
			if !seen[line] && line != header+"\n" {
				merged += line
			}
			seen[line] = true
		}
	}
	merged += "s " + sum([]byte("运行：")) + " " + sum([]byte("Run it:")) + "\n" // it is twice in base
	f, bad := Parse([]byte(merged))
	if bad != nil {
		t.Fatal(bad)
	}
	text := strings.Replace(ours, "s|丙|C\n", "s|丙|C\ns|新|New\n", 1)
	c := f.Compare(parseBlocks(text))
	for i, p := range c.Pairs {
		if p.State != Confirmed {
			t.Errorf("block %d is %s", i, stateNames[p.State])
		}
	}
	if len(c.Left) != 1 {
		t.Errorf("left are the lines %v; want that of the block as it was", c.Left)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(new(File).Compare(parseBlocks(base)).Format(all))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, bad := Parse(data)
		if (file == nil) != (len(bad) > 0) {
			t.Fatal(file, bad)
		}
		if file != nil {
			file.Compare(parseBlocks(base))
		}
	})
}

// BenchmarkCompare compares a chapter in which nothing has changed.
func BenchmarkCompare(b *testing.B) {
	text := ""
	for i := range 70 {
		text += fmt.Sprintf("s|%d%s|%d%s\n", i, strings.Repeat("进程是正在运行的程序。", 8), i, strings.Repeat("A process is a program that runs. ", 8))
	}
	blocks := parseBlocks(text)
	f, bad := Parse(new(File).Compare(blocks).Format(all))
	if bad != nil {
		b.Fatal(bad)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if !f.Compare(blocks).Settled() {
			b.Fatal("not settled")
		}
	}
}

// BenchmarkParse reads the file of a chapter.
func BenchmarkParse(b *testing.B) {
	blocks := parseBlocks(strings.Repeat("s|一。二。三。|One. Two. Three.\n", 70))
	data := new(File).Compare(blocks).Format(all)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, bad := Parse(data); bad != nil {
			b.Fatal(bad)
		}
	}
}
