package main

import (
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
	table, err := newStatusTable(b)
	if err != nil {
		return nil, err
	}
	_, err = stdout.Write(table)
	return problems, err
}

// newStatusTable is the table of b.
func newStatusTable(b *book.Book) ([]byte, error) {
	rows := make(map[string]*statusRow) // by the slugs of the chapters
	for _, c := range b.Chapters {
		rows[c.Slug] = &statusRow{
			blocks: c.Pairs.Count, stale: c.Pairs.CountStale(), unconfirmed: c.Pairs.CountOpen() - c.Pairs.CountStale(),
			missing: c.Pairs.Missing,
		}
	}
	var elsewhere, total statusRow // elsewhere are programs of no chapter
	unrecorded := 0
	history := openHistory(b.Dir)
	var unstable []string
	for _, p := range b.Programs {
		row := rows[p.Chapter]
		if row == nil {
			row = &elsewhere
		}
		row.programs++
		for _, run := range p.Runs {
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
				unrecorded++
			}
			if t := history.Of(run, recorded); t.Unstable() {
				row.unstable++
				unstable = append(unstable, fmt.Sprintf("unstable: %s failed in %d of %s on this machine since it last changed; %s\n",
					run.ID(), t.Failed, count(t.Runs, "run"), t.Last))
			}
		}
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s------- blocks -------- ----------- programs ------------\n", fit("", nameWidth))
	fmt.Fprintf(&out, "%s  all stale open missing   all runs  own recorded unstable\n", fit("chapter", nameWidth))
	for _, part := range b.Parts {
		fmt.Fprintln(&out, strings.TrimRight(fit(part.Title.ZH+" · "+part.Title.EN, tableWidth), " "))
		for _, c := range part.Chapters {
			rows[c.Slug].print(&out, fmt.Sprintf("%3d %s", c.Number, c.Slug))
			total.add(rows[c.Slug])
		}
	}
	if elsewhere != (statusRow{}) {
		elsewhere.print(&out, "in no chapter")
		total.add(&elsewhere)
	}
	total.print(&out, "total")
	if unrecorded > 0 {
		fmt.Fprintf(&out, "%s without recorded output\n", count(unrecorded, "run"))
	}
	for _, line := range unstable {
		out.WriteString(line)
	}
	return []byte(out.String()), nil
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
