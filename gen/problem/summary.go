package problem

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// Summary is the report as Markdown, for the summary of a job: what is wrong,
// where, in which run and by which rule, the worst first, and totals. It has
// at most limit bytes, and says how many problems it leaves out; it is empty
// if nothing sensible has room.
func (r *Report) Summary(limit int) []byte {
	var head, foot bytes.Buffer
	fmt.Fprintf(&head, "## gen %s: %s\n\n", escapeMarkdown(r.Command), r.headline())
	if r.Err != nil {
		fmt.Fprintf(&head, "%s\n\n", escapeMarkdown(clip(r.Err.Error())))
	}
	if len(r.Problems) > 0 {
		head.WriteString("| | what | where | run | rule |\n| --- | --- | --- | --- | --- |\n")
	}
	fmt.Fprintf(&foot, "\n%s\n\n", r.totals())
	const more = "\nand %d more, which are in the log\n"
	room := limit - head.Len() - foot.Len() - len(more) - 20
	if room < 0 {
		return nil
	}
	for i, p := range worstFirst(r.Problems) {
		row := r.summaryRow(p)
		if room -= len(row); room < 0 {
			fmt.Fprintf(&head, more, len(r.Problems)-i)
			break
		}
		head.WriteString(row)
	}
	return append(head.Bytes(), foot.Bytes()...)
}

// headline says how it went.
func (r *Report) headline() string {
	switch {
	case r.Err != nil && len(r.Problems) == 0:
		return "not finished"
	case len(r.Problems) == 0:
		return "all is well"
	}
	return r.Problems.counts()
}

// summaryRow is p as a row of the table.
func (r *Report) summaryRow(p *Problem) string {
	mark := "❌"
	if p.Notice {
		mark = "ℹ️"
	}
	what, _ := p.Split()
	where := r.place(p.Pos)
	for _, other := range p.Related {
		where += "\n" + r.place(other.Pos)
	}
	cells := []string{mark}
	for _, s := range []string{what, where, p.Run, string(p.Rule)} {
		cells = append(cells, escapeMarkdown(clip(s)))
	}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

// totals says how much was looked at, in one line.
func (r *Report) totals() string {
	list := []string{count(r.Chapters, "chapter"), count(r.Programs, "program")}
	failed := make(map[string]bool)
	for _, p := range r.Problems {
		if p.Run != "" && !p.Notice {
			failed[p.Run] = true
		}
	}
	ran, wrong := 0, 0
	for _, run := range r.Runs {
		if run.Skipped == "" {
			ran++
		}
		if failed[run.ID] {
			wrong++
		}
	}
	list = append(list, count(ran, "run"))
	if n := len(r.Runs) - ran; n > 0 {
		list = append(list, fmt.Sprintf("%d not run", n))
	}
	if wrong > 0 {
		list = append(list, fmt.Sprintf("%d with problems", wrong))
	}
	if n := len(r.Fixed); n > 0 {
		list = append(list, count(n, "problem")+" mended")
	}
	return fmt.Sprintf("%s; %v in all", strings.Join(list, ", "), r.Elapsed.Round(10*time.Millisecond))
}

// escapeMarkdown writes s so that a cell of a table shows just that: whatever
// could be markup, HTML, a link or a mention becomes a character reference,
// and lines are broken as HTML does it.
func escapeMarkdown(s string) string {
	var b strings.Builder
	for _, r := range Printable(s) {
		switch {
		case r == '\n':
			b.WriteString("<br>")
		case r < unicode.MaxASCII && (unicode.IsPunct(r) || unicode.IsSymbol(r)) && !strings.ContainsRune(",;'", r):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
