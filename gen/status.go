package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"huoye/gen/book"
	"huoye/gen/golden"
	"huoye/gen/problem"
)

// status prints a table of the whole book: how far the editions of each chapter
// are in step, which programs it has, and which of their runs are unstable. It
// runs nothing. A book with problems has a table, too, of what could be read.
func status(_ context.Context, o options, stdout, _ io.Writer) (problem.List, error) {
	b, problems, err := book.Survey(o.dir)
	if err != nil {
		return nil, err
	}
	t, err := newStatusTable(b)
	if err != nil {
		return nil, err
	}
	_, err = stdout.Write(t.format(b))
	return problems, err
}

// statusTable is what the table says.
type statusTable struct {
	chapters   map[string]*statusRow // by their slugs
	elsewhere  statusRow             // programs of no chapter
	unrecorded int                   // runs
	unstable   []string              // a line for each such run
}

// newStatusTable counts what b has.
func newStatusTable(b *book.Book) (*statusTable, error) {
	t := &statusTable{chapters: make(map[string]*statusRow)}
	for _, c := range b.Chapters {
		t.chapters[c.Slug] = &statusRow{
			blocks: c.Pairs.Count, stale: c.Pairs.CountStale(), unconfirmed: c.Pairs.CountOpen() - c.Pairs.CountStale(),
			missing: c.Pairs.Missing,
		}
	}
	history := openHistory(b.Dir)
	for run := range allRuns(b) {
		row := t.row(run.Program)
		row.runs++
		if run.Contract == nil || run.Contract.NeedsRecording() {
			row.recorded++
		} else {
			row.own++
		}
		recorded, problems, err := golden.Load(b, run)
		if err != nil {
			return nil, err
		}
		if recorded == nil && len(problems) == 0 {
			t.unrecorded++
		}
		if went := history.Of(run, recorded); went.Unstable() {
			row.unstable++
			t.unstable = append(t.unstable, fmt.Sprintf("unstable: %s failed in %d of %s on this machine since it last changed; %s\n",
				run.ID(), went.Failed, count(went.Runs, "run"), went.Last))
		}
	}
	for _, p := range b.Programs {
		t.row(p).programs++
	}
	return t, nil
}

// row is the row in which p counts.
func (t *statusTable) row(p *book.Program) *statusRow {
	if row := t.chapters[p.Chapter]; row != nil {
		return row
	}
	return &t.elsewhere
}

// format lays the table out, with the chapters of b in order.
func (t *statusTable) format(b *book.Book) []byte {
	var out bytes.Buffer
	var total statusRow
	fmt.Fprintf(&out, "%s------- blocks -------- ----------- programs ------------\n", fit("", nameWidth))
	fmt.Fprintf(&out, "%s  all stale open missing   all runs  own recorded unstable\n", fit("chapter", nameWidth))
	for _, part := range b.Parts {
		fmt.Fprintln(&out, strings.TrimRight(fit(part.Title.ZH+" · "+part.Title.EN, tableWidth), " "))
		for _, c := range part.Chapters {
			row := t.chapters[c.Slug]
			row.print(&out, fmt.Sprintf("%3d %s", c.Number, c.Slug))
			total.add(row)
		}
	}
	if t.elsewhere != (statusRow{}) {
		t.elsewhere.print(&out, "in no chapter")
		total.add(&t.elsewhere)
	}
	total.print(&out, "total")
	if t.unrecorded > 0 {
		fmt.Fprintf(&out, "%s without recorded output\n", count(t.unrecorded, "run"))
	}
	for _, line := range t.unstable {
		out.WriteString(line)
	}
	return out.Bytes()
}

// statusRow is a row of the table.
type statusRow struct {
	blocks, stale, unconfirmed, missing int
	programs, runs, own, recorded       int // own and recorded are contracts
	unstable                            int // runs
}

func (r *statusRow) add(s *statusRow) {
	r.blocks += s.blocks
	r.stale += s.stale
	r.unconfirmed += s.unconfirmed
	r.missing += s.missing
	r.programs += s.programs
	r.runs += s.runs
	r.own += s.own
	r.recorded += s.recorded
	r.unstable += s.unstable
}

const (
	tableWidth = 80
	nameWidth  = 22
)

// print prints the row; nothing is a dot, so that what is something stands out.
func (r *statusRow) print(w io.Writer, name string) {
	n := func(n int) string {
		if n == 0 {
			return "·"
		}
		return strconv.Itoa(n)
	}
	fmt.Fprintf(w, "%s%5s%6s%5s%8s%6s%5s%5s%9s%9s\n", fit(name, nameWidth),
		n(r.blocks), n(r.stale), n(r.unconfirmed), n(r.missing), n(r.programs), n(r.runs), n(r.own), n(r.recorded), n(r.unstable))
}

// fit makes s as many columns wide as a terminal draws it.
func fit(s string, columns int) string {
	width := 0
	for i, r := range s {
		w := 1
		if problem.IsWide(r) {
			w = 2
		}
		if width+w > columns-1 && i+len(string(r)) < len(s) || width+w > columns {
			return s[:i] + "…" + strings.Repeat(" ", columns-width-1)
		}
		width += w
	}
	return s + strings.Repeat(" ", columns-width)
}
