package render

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"huoye/gen/book"
	"huoye/gen/golden"
)

// sayTimeline holds the labels of timelines.
var sayTimeline = struct {
	title, what                   book.Text
	alive, waiting, prints, bad   book.Text
	words, process, startedBy     book.Text
	lived, ended, waited, printed book.Text
	left, exec                    book.Text
}{
	title:     book.Text{ZH: "本次运行的时间线", EN: "Timeline of this run"},
	what:      book.Text{ZH: "%s：%d 个进程，%s 毫秒", EN: "%s: %d processes, %s ms"},
	alive:     book.Text{ZH: "运行", EN: "alive"},
	waiting:   book.Text{ZH: "等待子进程结束", EN: "waiting for a child to end"},
	prints:    book.Text{ZH: "打印第 1 行", EN: "prints line 1"},
	bad:       book.Text{ZH: "退出状态不是 0，或被信号终止", EN: "exit status other than 0, or killed by a signal"},
	words:     book.Text{ZH: "时间线的数据（毫秒）", EN: "The timeline in numbers (ms)"},
	process:   book.Text{ZH: "进程", EN: "Process"},
	startedBy: book.Text{ZH: "启动者", EN: "Started by"},
	lived:     book.Text{ZH: "起止", EN: "From–to"},
	ended:     book.Text{ZH: "退出状态", EN: "Exit status"},
	waited:    book.Text{ZH: "等待", EN: "Waited for"},
	printed:   book.Text{ZH: "打印的行", EN: "Lines printed"},
	left:      book.Text{ZH: "运行结束时仍在，被清除", EN: "still there at the end, and removed"},
	exec:      book.Text{ZH: "换成另一个程序", EN: "became another program"},
}

// writeTimeline writes when the processes of a run lived and printed: as a
// picture, and in a table that says the same.
func writeTimeline(w *buffer, v view, r *recording, caption book.Text) {
	t := r.timeline
	if t == nil {
		return
	}
	w.raw(`<details class="timeline"`)
	if len(t.lanes) <= openLanes {
		w.raw(` open`)
	}
	w.raw(`><summary>`)
	v.writeLabel(w, sayTimeline.title)
	w.raw("</summary>\n<svg")
	name := format(sayTimeline.what, "\x00", len(t.lanes), t.time(t.total))
	name.ZH = strings.ReplaceAll(name.ZH, "\x00", labelled(sayTimeline.title, caption).ZH)
	name.EN = strings.ReplaceAll(name.EN, "\x00", labelled(sayTimeline.title, caption).EN)
	w.attr("aria-label", plainVisible(v.plain(name)))
	w.raw(` role="img" width="100%" height="`, strconv.Itoa(t.height()), `">`, r.picture, "</svg>\n")
	t.writeKey(w, v)
	w.raw(`<details><summary>`)
	v.writeLabel(w, sayTimeline.words)
	w.raw("</summary>\n")
	w.openScroll(v.plain(sayTimeline.words))
	t.writeTable(w, v)
	w.raw("</div></details>\n</details>\n")
}

// time writes a time in milliseconds, about as exactly as the picture shows it.
func (t *timeline) time(d time.Duration) string {
	digits := 3
	for _, limit := range []time.Duration{time.Millisecond, 10 * time.Millisecond, time.Second} {
		if t.total >= limit {
			digits--
		}
	}
	return strconv.FormatFloat(milliseconds(d), 'f', digits, 64)
}

// writeKey explains the marks that the picture has.
func (t *timeline) writeKey(w *buffer, v view) {
	var waits, lines, bad bool
	for _, ln := range t.lanes {
		waits = waits || len(ln.Waits) > 0
		lines = lines || len(ln.lines) > 0
		bad = bad || ln.status != ""
	}
	w.raw(`<div class="foot">`)
	for _, k := range []struct {
		shown bool
		mark  string
		text  book.Text
	}{
		{true, `<i class="b"></i>`, sayTimeline.alive},
		{waits, `<i class="w"></i>`, sayTimeline.waiting},
		{lines, `<i class="o">1</i>`, sayTimeline.prints},
		{bad, `<i class="bad"></i>`, sayTimeline.bad},
	} {
		if k.shown {
			w.raw(`<p class="key">`, k.mark, ` `)
			v.writeLabel(w, k.text)
			w.raw(`</p>`)
		}
	}
	w.raw("</div>\n")
}

// writeTable says in words what the picture shows.
func (t *timeline) writeTable(w *buffer, v view) {
	w.raw(`<table><thead><tr>`)
	for _, head := range []book.Text{sayTimeline.process, sayTimeline.startedBy, sayTimeline.lived,
		sayTimeline.ended, sayTimeline.waited, sayTimeline.printed} {
		w.raw(`<th scope="col">`)
		v.writeLabel(w, head)
		w.raw(`</th>`)
	}
	w.raw("</tr></thead><tbody>\n")
	for i := range t.lanes {
		ln := &t.lanes[i]
		fmt.Fprintf(w, `<tr><td>p%d (%d)</td><td>`, ln.label, ln.PID)
		if ln.Parent > 0 {
			fmt.Fprintf(w, "p%d", ln.Parent)
		}
		w.raw(`</td><td>`, t.time(ln.Start), `–`, t.time(ln.End), `</td><td>`)
		t.writeEnd(w, v, ln)
		w.raw(`</td><td>`)
		for i, wait := range ln.Waits {
			fmt.Fprintf(w, "%sp%d (%s–%s)", comma(i), wait.Proc, t.time(wait.From), t.time(wait.To))
		}
		w.raw(`</td><td>`)
		t.writeLines(w, ln.lines)
		w.raw("</td></tr>\n")
	}
	w.raw("</tbody></table>")
}

// writeEnd writes how a process ended, and other turns that its life took.
func (t *timeline) writeEnd(w *buffer, v view, ln *lane) {
	w.raw(golden.FormatStatus(ln.Status))
	if ln.Killed {
		w.raw("; ")
		v.writeLabel(w, sayTimeline.left)
	}
	for i, at := range ln.Execs {
		if i > 0 || ln.Parent == 0 {
			w.raw("; ")
			v.writeLabel(w, sayTimeline.exec)
			w.raw(" (", t.time(at), ")")
		}
	}
}

// tableLines is how many lines of a process the table lists one by one.
const tableLines = 30

func (t *timeline) writeLines(w *buffer, lines []mark) {
	for i, m := range lines[:min(tableLines, len(lines))] {
		fmt.Fprintf(w, "%s%d (%s)", comma(i), m.number, t.time(m.at))
	}
	if len(lines) > tableLines {
		last := lines[len(lines)-1]
		fmt.Fprintf(w, ", …, %d (%s)", last.number, t.time(last.at))
	}
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ", "
}
