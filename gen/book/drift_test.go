package book

import (
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huoye/gen/problem"
)

// TestDrift lets the editions of every chapter of this book drift apart in all
// the ways that happen, one at a time, and wants each to be found, at the right
// block and nowhere else; what an author then confirms or records is clean.
func TestDrift(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"content", "snippets"} {
		if err := os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join("..", "..", name))); err != nil {
			t.Fatal(err)
		}
	}
	b := recordAll(t, dir)
	drifted := 0
	for _, kind := range driftKinds {
		t.Run(kind.name, func(t *testing.T) {
			drifted += testDrift(t, dir, b, kind)
		})
	}
	if len(b.Chapters) >= 8 && drifted < 100 && !t.Failed() {
		t.Errorf("only %d drifts; write more kinds", drifted)
	}
	t.Logf("%d drifts", drifted)
}

// testDrift applies one kind of drift to all chapters at once: they do not
// depend on each other. It returns how many have a place for it.
func testDrift(t *testing.T, dir string, b *Book, kind driftKind) (drifted int) {
	for _, c := range b.Chapters {
		for _, name := range []string{c.zh.File(), c.en.File(), c.Pairs.File()} {
			name := filepath.Join(dir, name)
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { writeFile(t, name, data) })
		}
	}
	if kind.prepare != nil {
		for _, c := range b.Chapters {
			d := readDraft(t, dir, c.Slug)
			kind.prepare(d)
			d.write(t, dir)
		}
		recordAll(t, dir)
	}
	wants := map[string][]driftProblem{}
	for _, c := range b.Chapters {
		d := readDraft(t, dir, c.Slug)
		if want := kind.drift(d); want != nil {
			d.write(t, dir)
			for i := range want {
				want[i].finish(d)
			}
			slices.SortFunc(want, driftProblem.compare)
			wants[c.Slug] = want
			drifted++
		}
	}
	if drifted == 0 {
		t.Fatal("no chapter has a place for it")
	}
	doctored, got, list := findings(t, dir)
	for _, c := range b.Chapters {
		if want := wants[c.Slug]; !slices.EqualFunc(got[c.Slug], want, driftProblem.is) {
			t.Errorf("%s: got\n%swant\n%s", c.Slug, join(got[c.Slug]), join(want))
		}
	}
	for _, p := range list {
		if p.Rule == problem.Stale && !says(t, dir, p, kind.quote) {
			t.Errorf("%v\n%s\ndoes not say %q", p, otherEdition(p), kind.quote)
		}
	}
	settle(t, dir, doctored, got)
	return drifted
}

// says reports whether p says quote, of which what is cut off may be in the
// file.
func says(t *testing.T, dir string, p *problem.Problem, quote string) bool {
	if strings.Contains(p.Msg+otherEdition(p), quote) {
		return true
	}
	for _, r := range p.Related {
		const fresh = "new or changed: "
		start, quoted := strings.CutPrefix(r.Msg, fresh)
		start, cut := strings.CutSuffix(start, "…")
		if !quoted || !cut {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, r.Pos.Filename))
		if err != nil {
			t.Fatal(err)
		}
		rest, whole := strings.CutPrefix(string(data[r.Pos.Offset:]), start)
		rest, _, _ = strings.Cut(rest, "\n")
		if whole && strings.Contains(start+rest, strings.TrimPrefix(quote, fresh)) {
			return true
		}
	}
	return false
}

// settle updates what can be and confirms the rest: of what is stale, an update
// clears nothing, and what is out of step cannot be confirmed.
func settle(t *testing.T, dir string, b *Book, found map[string][]driftProblem) {
	record(t, dir, b, Pair.Recordable)
	b, left, _ := findings(t, dir)
	for slug, list := range found {
		want := slices.DeleteFunc(slices.Clone(list), func(f driftProblem) bool {
			return f.rule == problem.PairMissing || f.rule == problem.PairUnused
		})
		if !slices.Equal(left[slug], want) {
			t.Errorf("%s: after an update it has\n%swant\n%s", slug, join(left[slug]), join(want))
		}
	}
	record(t, dir, b, func(Pair) bool { return true })
	_, left, _ = findings(t, dir)
	for slug, list := range found {
		want := slices.DeleteFunc(slices.Clone(list), func(f driftProblem) bool {
			return f.rule == problem.PairMissing || f.rule == problem.PairUnused || f.rule == problem.Stale
		})
		if !slices.Equal(left[slug], want) {
			t.Errorf("%s: after everything was confirmed it has\n%s", slug, join(left[slug]))
		}
	}
}

// record writes what is confirmed of every chapter.
func record(t testing.TB, dir string, b *Book, accept func(Pair) bool) {
	t.Helper()
	for _, c := range b.Chapters {
		data, err := b.RecordPairs(c, accept)
		if err != nil {
			t.Fatal(err)
		}
		if data != nil {
			writeFile(t, filepath.Join(dir, c.Pairs.File()), data)
		}
	}
}

// recordAll confirms the whole book, which then is clean.
func recordAll(t testing.TB, dir string) *Book {
	t.Helper()
	b, list, err := Load(dir)
	if err != nil || list.Failing() {
		t.Fatal(err, list)
	}
	record(t, dir, b, func(Pair) bool { return true })
	if _, found, _ := findings(t, dir); len(found) > 0 {
		t.Fatalf("found in an undoctored copy: %v", found)
	}
	return b
}

// driftProblem is a problem of a chapter: what, and in which lines of the editions,
// 0 if in none.
type driftProblem struct {
	rule   problem.Rule
	notice bool
	zh, en int
	at     *chunk // until the lines are known
	// to is the line in the Chinese edition up to which it may be found, 0 if
	// only in zh; en is any then.
	to int
}

// is reports whether f is what was wanted.
func (f driftProblem) is(want driftProblem) bool {
	if want.to > 0 && want.zh <= f.zh && f.zh <= want.to && f.en > 0 {
		f.zh, f.en, f.to = want.zh, want.en, want.to
	}
	return f == want
}

// finish finds the lines of what was made known by its chunk.
func (f *driftProblem) finish(d *draft) {
	if f.at != nil {
		f.zh, f.en = d.zh.line(f.at.index)+f.at.below, d.en.line(f.at.index)+f.at.below
		f.at = nil
	}
}

func (f driftProblem) compare(g driftProblem) int {
	return strings.Compare(fmt.Sprintf("%06d %06d %v", f.en, f.zh, f), fmt.Sprintf("%06d %06d %v", g.en, g.zh, g))
}

func join(list []driftProblem) string {
	var s strings.Builder
	for _, f := range list {
		fmt.Fprintf(&s, "\t%s at %d in zh.md, %d in en.md, notice %v\n", f.rule, f.zh, f.en, f.notice)
	}
	return s.String()
}

func otherEdition(p *problem.Problem) string {
	var s strings.Builder
	for _, r := range p.Related {
		fmt.Fprintf(&s, "%v: %s\n", r.Pos, r.Msg)
	}
	return s.String()
}

// findings are the book in dir and its problems by chapter, but for links that
// lead to headings of another name.
func findings(t testing.TB, dir string) (*Book, map[string][]driftProblem, problem.List) {
	t.Helper()
	b, list, err := Survey(dir)
	if err != nil {
		t.Fatal(err)
	}
	list = slices.DeleteFunc(list, func(p *problem.Problem) bool {
		// What an edit does besides, to style and links, is not what is tested.
		return p.Rule == problem.LinkTarget || p.Rule == problem.ProgramUnused || strings.HasPrefix(string(p.Rule), "prose-")
	})
	for _, c := range b.Chapters {
		list = append(list, c.Pairs.Problems()...)
	}
	found := map[string][]driftProblem{}
	for _, p := range list {
		f := driftProblem{rule: p.Rule, notice: p.Notice}
		slug := strings.Split(p.Pos.Filename, "/")[1]
		for _, pos := range []problem.Related{{Pos: p.Pos}, firstRelated(p)} {
			switch filepath.Base(pos.Pos.Filename) {
			case "zh.md":
				f.zh = pos.Pos.Line
			case "en.md":
				f.en = pos.Pos.Line
			}
		}
		found[slug] = append(found[slug], f)
	}
	for _, fs := range found {
		slices.SortFunc(fs, driftProblem.compare)
	}
	return b, found, list
}

func firstRelated(p *problem.Problem) problem.Related {
	if len(p.Related) == 0 {
		return problem.Related{}
	}
	return p.Related[0]
}

// draft is a chapter being edited: both editions, cut into chunks between
// blank lines.
type draft struct {
	slug   string
	zh, en chunks
}

// chunks are the front matter, then one block each.
type chunks []string

func (c chunks) String() string { return strings.Join(c, "\n\n") }

// line is where chunk i begins.
func (c chunks) line(i int) int {
	return 1 + strings.Count(c[:i].String(), "\n") + 2*min(i, 1)
}

func readDraft(t *testing.T, dir, slug string) *draft {
	t.Helper()
	d := &draft{slug: slug}
	for name, edition := range map[string]*chunks{"zh.md": &d.zh, "en.md": &d.en} {
		data, err := os.ReadFile(filepath.Join(dir, "content", slug, name))
		if err != nil {
			t.Fatal(err)
		}
		open := false
		for part := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
			if open {
				(*edition)[len(*edition)-1] += "\n\n" + part
			} else {
				*edition = append(*edition, part)
			}
			open = open != (strings.Count("\n"+part, "\n```")%2 == 1)
		}
	}
	if len(d.zh) != len(d.en) {
		t.Fatalf("%s has %d chunks in Chinese, %d in English", slug, len(d.zh), len(d.en))
	}
	return d
}

func (d *draft) write(t *testing.T, dir string) {
	t.Helper()
	for name, edition := range map[string]chunks{"zh.md": d.zh, "en.md": d.en} {
		writeFile(t, filepath.Join(dir, "content", d.slug, name), []byte(edition.String()+"\n"))
	}
}

// chunk is a place in both editions: a chunk, and a line below its first.
type chunk struct{ index, below int }

// pick chooses a chunk that looks so, the same each time; nil if there is none.
func (d *draft) pick(form *regexp.Regexp) *chunk {
	var all []int
	for i, text := range d.zh {
		if i > 0 && form.MatchString(text) {
			all = append(all, i)
		}
	}
	if all == nil {
		return nil
	}
	h := fnv.New32a()
	h.Write([]byte(d.slug + form.String()))
	return &chunk{index: all[int(h.Sum32())%len(all)]}
}

var (
	paragraphForm = regexp.MustCompile(`^[^#>|\x60\[\-0-9:]`)
	sentencesForm = regexp.MustCompile(`^[^#>|\x60\[\-0-9:].*[\p{Han}]。[\p{Han}].*。$`)
	headingForm   = regexp.MustCompile(`^##`)
	embedForm     = regexp.MustCompile(`^\[[^\]]*\]\(\.\./\.\./snippets/[^)]*\)$`)
	listForm      = regexp.MustCompile(`^- .*\n- `)
	tableForm     = regexp.MustCompile(`^\|`)
	calloutForm   = regexp.MustCompile(`^> \[!(?:TIP|NOTE|WARNING|EXERCISE)\] .*\n> `)
	solutionForm  = regexp.MustCompile(`^> \[!SOLUTION\]\n> [^\[\n][^\n]*\n>\n> \[`)
	fenceForm     = regexp.MustCompile("^```(?:python|sh)\n")
	diagramForm   = regexp.MustCompile("^```diagram\n(?:.*\n)*?\\p{Han}")
	diagramBox    = regexp.MustCompile(`\n(\p{Han}[^-<({\n]*)`)
)

// stale is the driftProblem of a chunk that is stale.
func stale(at *chunk) []driftProblem { return []driftProblem{{rule: problem.Stale, at: at}} }

// edit replaces the first match of old in a chunk of the Chinese edition.
func (d *draft) edit(at *chunk, old, new string) {
	d.zh[at.index] = replaceFirst(d.zh[at.index], old, new)
}

func replaceFirst(text, old, new string) string {
	m := regexp.MustCompile(old).FindStringSubmatchIndex(text)
	if m == nil {
		panic(fmt.Sprintf("no %q in %q", old, text))
	}
	return text[:m[0]] + string(regexp.MustCompile(old).ExpandString(nil, new, text, m)) + text[m[1]:]
}

// editing drifts by an edit in Chinese of one chunk of a form.
func editing(form *regexp.Regexp, old, new string) func(*draft) []driftProblem {
	return func(d *draft) []driftProblem {
		at := d.pick(form)
		if at == nil {
			return nil
		}
		d.edit(at, old, new)
		return stale(at)
	}
}

type driftKind struct {
	name string
	// prepare changes both editions before they are confirmed; it may be nil.
	prepare func(*draft)
	// drift changes a draft and returns what must be found, nil if the
	// chapter has no place for it.
	drift func(*draft) []driftProblem
	quote string // what is said of everything stale
}

var driftKinds = []driftKind{
	{name: "paragraph_edited_in_zh", drift: editing(paragraphForm, `。|：$`, `，新的。`), quote: "，新的。"},
	{name: "paragraph_edited_in_en", quote: "new or changed: ", drift: func(d *draft) []driftProblem {
		at := d.pick(paragraphForm)
		d.en[at.index] = replaceFirst(d.en[at.index], `[.:?]( |$)`, " and more$0")
		return []driftProblem{{rule: problem.Stale, notice: true, at: at}}
	}},
	{name: "paragraph_edited_in_both", drift: func(d *draft) []driftProblem {
		at := d.pick(paragraphForm)
		d.edit(at, `^`, "新的")
		d.en[at.index] = "New, " + d.en[at.index]
		return []driftProblem{{rule: problem.PairMissing, at: at}}
	}},
	{name: "sentence_added_in_zh", drift: editing(sentencesForm, `。`, "。这一句是新的。"), quote: "new or changed: 这一句是新的。"},
	{name: "sentence_removed_in_zh", drift: editing(sentencesForm, `[^。]*。$`, ""), quote: "gone"},
	{name: "sentences_swapped_in_zh", drift: editing(regexp.MustCompile(`^[^#>|\[\-0-9:。\x60*（“！？][^。\x60*（“！？]*。[^。\x60*（“！？]*。$`), `^([^。]*。)([^。]*。)$`, "$2$1"),
		quote: "the sentences are the same"},
	{name: "paragraph_added_in_zh", drift: func(d *draft) []driftProblem {
		at := d.pick(paragraphForm)
		d.zh = slices.Insert(d.zh, at.index, "这一段是新的。")
		return outOfStep(d, at.index)
	}},
	{name: "paragraph_removed_in_zh", drift: func(d *draft) []driftProblem {
		at := d.pick(paragraphForm)
		d.zh = slices.Delete(d.zh, at.index, at.index+1)
		return outOfStep(d, at.index)
	}},
	{name: "paragraph_added_in_both", drift: func(d *draft) []driftProblem {
		at := d.pick(paragraphForm)
		d.zh = slices.Insert(d.zh, at.index, "这一段是新的。")
		d.en = slices.Insert(d.en, at.index, "This is new.")
		return []driftProblem{{rule: problem.PairMissing, at: at}}
	}},
	{name: "paragraph_removed_in_both", drift: func(d *draft) []driftProblem {
		at := d.pick(paragraphForm)
		d.zh = slices.Delete(d.zh, at.index, at.index+1)
		d.en = slices.Delete(d.en, at.index, at.index+1)
		return []driftProblem{{rule: problem.PairUnused}}
	}},
	{name: "paragraph_moved_in_both", drift: func(d *draft) []driftProblem {
		at := d.pick(paragraphForm)
		for _, c := range []*chunks{&d.zh, &d.en} {
			text := (*c)[at.index]
			*c = append(slices.Delete(*c, at.index, at.index+1), text)
		}
		return []driftProblem{}
	}},
	{name: "paragraph_moved_in_both_edited_in_zh", drift: func(d *draft) []driftProblem {
		at := d.pick(paragraphForm)
		d.edit(at, `^`, "新的")
		for _, c := range []*chunks{&d.zh, &d.en} {
			text := (*c)[at.index]
			*c = append(slices.Delete(*c, at.index, at.index+1), text)
		}
		return stale(&chunk{index: len(d.zh) - 1})
	}},
	{name: "paragraphs_swapped_in_zh", drift: func(d *draft) []driftProblem {
		i := d.pick(paragraphForm).index
		j := i + 1
		for j < len(d.zh) && !paragraphForm.MatchString(d.zh[j]) {
			j++
		}
		if j == len(d.zh) || d.zh[i] == d.zh[j] {
			return nil
		}
		d.zh[i], d.zh[j] = d.zh[j], d.zh[i]
		return []driftProblem{{rule: problem.Stale, at: &chunk{index: i}}, {rule: problem.Stale, at: &chunk{index: j}}}
	}, quote: "the English that was confirmed with it"},
	{name: "heading_id_changed_in_zh", drift: func(d *draft) []driftProblem {
		at := d.pick(headingForm)
		d.edit(at, `\{#`, "{#not-")
		return []driftProblem{{rule: problem.HeadingID, at: at}}
	}},
	{name: "heading_id_changed_in_both", drift: func(d *draft) []driftProblem {
		at := d.pick(headingForm)
		d.edit(at, `\{#`, "{#not-")
		d.en[at.index] = strings.Replace(d.en[at.index], "{#", "{#not-", 1)
		return []driftProblem{}
	}},
	{name: "heading_edited_in_zh", drift: editing(headingForm, ` \{#`, "（新） {#"), quote: "（新）"},
	{name: "heading_level_changed_in_zh", drift: func(d *draft) []driftProblem {
		at := d.pick(headingForm)
		d.edit(at, `^##`, "###")
		if at.index == slices.IndexFunc(d.zh, headingForm.MatchString) {
			return nil // below no other, this is another problem
		}
		return []driftProblem{{rule: problem.Heading, at: at}}
	}},
	{name: "embed_swapped_in_zh", drift: func(d *draft) []driftProblem {
		at := d.pick(embedForm)
		other := slices.IndexFunc(d.zh, func(text string) bool {
			return embedForm.MatchString(text) && destination(text) != destination(d.zh[at.index])
		})
		d.zh[at.index] = strings.Replace(d.zh[at.index], destination(d.zh[at.index]), destination(d.zh[other]), 1)
		return []driftProblem{{rule: problem.EditionBlocks, at: at}}
	}},
	{name: "caption_edited_in_zh", drift: editing(embedForm, `\]`, "，新的]"), quote: "，新的"},
	{name: "list_item_edited_in_zh", drift: editing(listForm, `\n- `, "\n- 新的"), quote: "新的"},
	{name: "list_items_swapped_in_zh", drift: editing(listForm, `^(- [^\n]*)\n(- [^\n]*)`, "$2\n$1"), quote: "the sentences are the same"},
	{name: "table_cell_edited_in_zh", drift: editing(tableForm, `(\n\|[- |:]+\|\n\|) `, "$1 新的"), quote: "新的"},
	{name: "callout_edited_in_zh", drift: editing(calloutForm, `\n> `, "\n> 新的"), quote: "新的"},
	{name: "callout_title_edited_in_zh", drift: editing(calloutForm, `\] `, "] 新的"), quote: "新的"},
	{name: "paragraph_in_solution_edited_in_zh", quote: "新的", drift: func(d *draft) []driftProblem {
		at := d.pick(solutionForm)
		if at == nil {
			return nil
		}
		d.edit(at, `\n> `, "\n> 新的")
		at.below = 1
		return stale(at)
	}},
	{name: "caption_in_solution_edited_in_zh", quote: "新的", drift: func(d *draft) []driftProblem {
		at := d.pick(solutionForm)
		if at == nil {
			return nil
		}
		d.edit(at, `\n> \[`, "\n> [新的")
		at.below = 3
		return stale(at)
	}},
	{name: "fence_edited_in_zh", drift: editing(fenceForm, "\n", "\necho new\n"), quote: "new or changed: echo new"},
	{name: "fence_edited_in_both", drift: func(d *draft) []driftProblem {
		at := d.pick(fenceForm)
		if at == nil || d.zh[at.index] != d.en[at.index] {
			return nil
		}
		d.edit(at, "\n", "\necho new\n")
		d.en[at.index] = replaceFirst(d.en[at.index], "\n", "\necho new\n")
		return []driftProblem{}
	}},
	{name: "diagram_edited_in_zh", quote: "新", drift: func(d *draft) []driftProblem {
		at := d.pick(diagramForm)
		if at == nil {
			return nil
		}
		// One box, wherever it is named.
		box := strings.TrimSpace(diagramBox.FindStringSubmatch(d.zh[at.index])[1])
		d.zh[at.index] = strings.ReplaceAll(d.zh[at.index], box, "新"+box)
		return stale(at)
	}},
	{name: "title_edited_in_zh", drift: editingFront(`\ntitle: `, 1), quote: "新的"},
	{name: "description_edited_in_zh", drift: editingFront(`\ndescription: `, 2), quote: "新的"},
	{name: "footnote_edited_in_zh", quote: "新的",
		prepare: func(d *draft) {
			at := d.pick(paragraphForm)
			d.zh[at.index] += "[^new]"
			d.en[at.index] += "[^new]"
			d.zh = append(d.zh, "[^new]: 脚注。")
			d.en = append(d.en, "[^new]: A footnote.")
		},
		drift: func(d *draft) []driftProblem {
			at := &chunk{index: len(d.zh) - 1}
			d.edit(at, "脚注", "新的脚注")
			return stale(at)
		}},
	{name: "white_space_at_line_ends", drift: func(d *draft) []driftProblem {
		for i := range d.zh {
			if i > 0 && !strings.HasPrefix(d.zh[i], "```") {
				d.zh[i] = strings.ReplaceAll(d.zh[i], "\n", "  \n") + "  "
			}
		}
		return []driftProblem{}
	}},
}

// editingFront drifts by an edit of the front matter.
func editingFront(key string, line int) func(*draft) []driftProblem {
	return func(d *draft) []driftProblem {
		at := &chunk{index: 0, below: line}
		d.edit(at, key, "$0 新的")
		return stale(at)
	}
}

// outOfStep is what is found if there is a chunk more or less at i in the
// Chinese edition. Which of several paragraphs is missing cannot be known, but
// it is one of that section.
func outOfStep(d *draft, i int) []driftProblem {
	end := i
	for end < len(d.zh) && !headingForm.MatchString(d.zh[end]) {
		end++
	}
	begin := d.zh.line(i)
	if i == end || i == len(d.zh) {
		begin = d.zh.line(i - 1) // the last of the section was removed
	}
	return []driftProblem{{rule: problem.EditionBlocks, zh: begin, to: d.zh.line(end)}}
}

func destination(embed string) string {
	_, dest, _ := strings.Cut(embed, "](")
	return strings.TrimSuffix(dest, ")")
}
