package render

import (
	"fmt"
	"slices"

	"huoye/gen/book"
	"huoye/gen/gotrace"
)

// sayGoroutines holds the labels of figures of goroutines.
var sayGoroutines = struct {
	title, what, other                book.Text
	moreGoroutines, moreChanges, torn book.Text
	words, function, startedBy        book.Text
	thread                            book.Text
	states                            map[gotrace.State]book.Text
}{
	title: book.Text{ZH: "goroutine 的时间线，来自另一次运行", EN: "Timeline of the goroutines, from another run"},
	what:  book.Text{ZH: "%d 个 goroutine，%d 个线程，%s %s", EN: "%d goroutines, %d threads, %s %s"},
	other: book.Text{
		ZH: "程序为此另外运行了一次，运行时一路记录；上面的输出不是这一次打印的。横轴只分先后，不按比例：越短的一段，放得越宽。刻度是真实的时间。",
		EN: "For this, the program ran once more, with the runtime keeping a record; the output above is not from this run. The axis tells what comes first but is not to scale: the shorter a stretch, the more it is widened. The labels are true times.",
	},
	moreGoroutines: book.Text{ZH: "另有 %d 个 goroutine 没有画出。", EN: "Left out: %d more goroutines."},
	moreChanges:    book.Text{ZH: "此后还有 %d 次变化没有画出。", EN: "Left out: %d more changes that came later."},
	torn:           book.Text{ZH: "程序突然结束，最后一小段没有记录下来。", EN: "The program ended abruptly, and the last moments are not on record."},
	words:          book.Text{ZH: "goroutine 时间线的数据（%s）", EN: "The goroutines in numbers (%s)"},
	function:       book.Text{ZH: "函数", EN: "Function"},
	startedBy:      book.Text{ZH: "启动者", EN: "Started by"},
	thread:         book.Text{ZH: "线程执行的 goroutine", EN: "the goroutine that a thread executes"},
	states: map[gotrace.State]book.Text{
		gotrace.Running:   {ZH: "执行", EN: "running"},
		gotrace.Syscall:   {ZH: "在系统调用里", EN: "in a system call"},
		gotrace.Runnable:  {ZH: "可以执行，等着轮到", EN: "ready, waiting for its turn"},
		gotrace.Send:      {ZH: "等待发送", EN: "waiting to send"},
		gotrace.Receive:   {ZH: "等待接收", EN: "waiting to receive"},
		gotrace.Select:    {ZH: "等待 select", EN: "waiting in select"},
		gotrace.Mutex:     {ZH: "等待互斥锁", EN: "waiting for a mutex"},
		gotrace.WaitGroup: {ZH: "等待 WaitGroup", EN: "waiting for a WaitGroup"},
		gotrace.Cond:      {ZH: "等待条件变量", EN: "waiting for a condition"},
		gotrace.Sleep:     {ZH: "睡眠", EN: "sleeping"},
		gotrace.Network:   {ZH: "等待网络", EN: "waiting for the network"},
		gotrace.Blocked:   {ZH: "等待别的", EN: "waiting for something else"},
	},
}

// writeGoroutines writes what the goroutines of a traced run did: as a picture,
// and in a table that says the same. A chapter has a link to what is large; it
// is on the page of the program.
func writeGoroutines(w *buffer, v view, r *recording, fig figure) {
	f := r.goroutines
	if f == nil {
		return
	}
	what := format(sayGoroutines.what, len(f.lanes), len(f.threads), f.time(f.Total), f.unit())
	name := labelled(sayGoroutines.title, what)
	if len(f.lanes)+len(f.threads) > fewLanes && !fig.own {
		w.raw(`<p class="foot more"><a`)
		w.attr("href", fig.root+programPath(r.run.Program)+"#"+runID(r.run))
		w.raw(`>`)
		v.writeLabel(w, name)
		w.raw("</a></p>\n")
		return
	}
	name = labelled(name, fig.caption)
	w.raw(`<details class="timeline" open><summary>`)
	v.writeLabel(w, sayGoroutines.title)
	w.raw("</summary>\n<svg")
	w.attr("aria-label", plainVisible(v.plain(name)))
	fmt.Fprintf(w, ` role="img" width="100%%" height="%d">`, f.height())
	w.raw(r.goPicture, "</svg>\n")
	f.writeKey(w, v)
	f.writeNotes(w, v)
	words := format(sayGoroutines.words, f.unit())
	w.raw(`<details><summary>`)
	v.writeLabel(w, words)
	w.raw("</summary>\n")
	w.openScroll(v.plain(words))
	f.writeTable(w, v)
	w.raw("</div></details>\n</details>\n")
}

// shown are the states that occur, in the order of the key.
func (f *goroutines) shown() []gotrace.State {
	var list []gotrace.State
	for _, c := range f.Changes {
		if c.State != gotrace.Ended && !slices.Contains(list, c.State) {
			list = append(list, c.State)
		}
	}
	slices.Sort(list)
	return list
}

// writeKey explains the marks that the picture has.
func (f *goroutines) writeKey(w *buffer, v view) {
	classes := map[gotrace.State]string{gotrace.Running: "k", gotrace.Syscall: "b", gotrace.Runnable: "w"}
	w.raw(`<div class="foot">`)
	for _, state := range f.shown() {
		w.raw(`<p class="key"><i`)
		if class := classes[state]; class != "" {
			w.raw(` class="`, class, `"`)
		}
		w.raw(`>`, letters[state], `</i> `)
		v.writeLabel(w, sayGoroutines.states[state])
		w.raw(`</p>`)
	}
	w.raw(`<p class="key"><i class="t">2</i> `)
	v.writeLabel(w, sayGoroutines.thread)
	w.raw("</p></div>\n")
}

// writeNotes says what the picture is not, and what it leaves out.
func (f *goroutines) writeNotes(w *buffer, v view) {
	notes := []book.Text{sayGoroutines.other}
	if f.MoreGoroutines > 0 {
		notes = append(notes, format(sayGoroutines.moreGoroutines, f.MoreGoroutines))
	}
	if f.MoreChanges > 0 {
		notes = append(notes, format(sayGoroutines.moreChanges, f.MoreChanges))
	}
	if !f.Whole {
		notes = append(notes, sayGoroutines.torn)
	}
	for _, note := range notes {
		w.raw(`<div class="foot">`)
		v.writeLabel(w, note)
		w.raw("</div>\n")
	}
}

// writeTable says in words what the picture shows: for each goroutine and each
// thing that it did, when.
func (f *goroutines) writeTable(w *buffer, v view) {
	states := f.shown()
	w.raw(`<table><thead><tr><th scope="col">goroutine</th>`)
	heads := []book.Text{sayGoroutines.function, sayGoroutines.startedBy}
	for _, state := range states {
		heads = append(heads, sayGoroutines.states[state])
	}
	for _, head := range heads {
		w.raw(`<th scope="col">`)
		v.writeLabel(w, head)
		w.raw(`</th>`)
	}
	w.raw("</tr></thead><tbody>\n")
	for i, ln := range f.lanes {
		fmt.Fprintf(w, `<tr><td>G%d</td><td>`, i+1)
		w.visible(f.Goroutines[i].Func)
		w.raw(`</td><td>`)
		if ln.by > 0 {
			fmt.Fprintf(w, "G%d", ln.by)
		}
		w.raw(`</td>`)
		for _, state := range states {
			w.raw(`<td>`)
			f.writeSpans(w, ln.spans, state)
			w.raw(`</td>`)
		}
		w.raw("</tr>\n")
	}
	w.raw("</tbody></table>")
}

// writeSpans writes when a goroutine was in a state: on which thread, or who
// ended that.
func (f *goroutines) writeSpans(w *buffer, spans []goSpan, state gotrace.State) {
	n := 0
	for _, s := range spans {
		if s.state != state {
			continue
		}
		var who string
		if s.thread > 0 {
			who = fmt.Sprintf(" T%d", s.thread)
		}
		if s.wokenBy > 0 {
			who = fmt.Sprintf(" ← G%d", s.wokenBy)
		}
		w.raw(comma(n), f.time(s.from), `–`, f.time(s.to), who)
		n++
	}
}
