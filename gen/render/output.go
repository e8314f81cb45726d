package render

import (
	"slices"
	"strconv"
	"strings"

	"huoye/gen/book"
	"huoye/gen/contract"
	"huoye/gen/golden"
)

// A recording is the recorded output of a run with what its contract says.
type recording struct {
	*golden.Golden
	run   *book.Run
	notes []contract.Note                    // one for each line
	says  map[book.Lang]contract.Description // by language
}

// record prepares the recorded outputs of all runs, once for all views.
func record(run *book.Run, g *golden.Golden) *recording {
	r := &recording{Golden: g, run: run, says: make(map[book.Lang]contract.Description)}
	r.notes = make([]contract.Note, len(g.Output.Lines))
	if run.Contract == nil {
		return r
	}
	// A recording that breaks its contract is reported by the stage that
	// compares; here it is shown without notes.
	if m, err := run.Contract.Match(g.Output, g.Output); err == nil && len(m.Notes) == len(r.notes) {
		r.notes = m.Notes
	}
	for _, l := range book.Langs {
		r.says[l] = run.Contract.Describe(string(l), g.Output)
	}
	return r
}

// processes returns how many processes printed something or are known.
func (r *recording) processes() int {
	n := len(r.Output.Procs)
	for _, line := range r.Output.Lines {
		n = max(n, line.Proc)
	}
	return n
}

func (r *recording) hasStderr() bool {
	for _, line := range r.Output.Lines {
		if line.Stream == contract.Stderr {
			return true
		}
	}
	return false
}

func (r *recording) hasSpans() bool {
	for _, n := range r.notes {
		if len(n.Spans) > 0 {
			return true
		}
	}
	return false
}

func (r *recording) hasFree() bool {
	for _, n := range r.notes {
		if len(n.Free) > 0 {
			return true
		}
	}
	return false
}

// writeOutput writes a recorded output.
func (s *site) writeOutput(w *buffer, v view, f figure) {
	r := s.recorded[f.embed.Run]
	if r == nil {
		return // a missing recording is reported by the stage before
	}
	w.raw(`<figure class="run"`)
	w.attr("id", f.id)
	w.raw(`><figcaption>`)
	w.caption(v, f.caption)
	w.raw("</figcaption>\n")
	w.openScroll(v.plain(labelled(say.output, f.caption)))
	w.raw(`<pre`)
	if r.processes() > 1 || r.hasStderr() {
		w.raw(` class="labels"`)
	}
	w.raw(`><span class="cmd"><b>$ </b><kbd>`)
	w.visible(r.Command)
	w.raw("</kbd>\n</span><samp>")
	o := outputWriter{buffer: w, view: v, labels: r.processes() > 1}
	o.lines(r.Output.Lines, r.notes, 0)
	if len(r.Output.Lines) == 0 {
		w.raw(`<span class="line none">`)
		v.writeLabel(w, say.noOutput)
		w.raw("\n</span>")
	}
	w.raw("</samp></pre></div>\n")
	writeStatus(w, v, r)
	writeContract(w, v, r, f.open)
	w.raw("</figure>\n")
}

// An outputWriter writes the lines of one output.
type outputWriter struct {
	*buffer
	view   view
	labels bool // whether lines tell their process
}

// lines writes lines, those of a group that is ordered freely in a bracket.
// depth is how many groups around them have been opened.
func (o *outputWriter) lines(lines []contract.Line, notes []contract.Note, depth int) {
	for i := 0; i < len(lines); {
		group := groupAt(notes[i], depth)
		n := 1
		if group == 0 {
			o.line(lines[i], notes[i].Spans)
		} else {
			for i+n < len(lines) && groupAt(notes[i+n], depth) == group {
				n++
			}
			o.raw(`<span class="free" role="group"`)
			o.attr("aria-label", o.view.plain(say.freeLines))
			o.attr("title", o.view.plain(say.freeLines))
			o.raw(`>`)
			o.lines(lines[i:i+n], notes[i:i+n], depth+1)
			o.raw(`</span>`)
		}
		i += n
	}
}

func groupAt(n contract.Note, depth int) int {
	if depth >= len(n.Free) {
		return 0
	}
	return n.Free[depth]
}

func (o *outputWriter) line(line contract.Line, spans []contract.Span) {
	if line.Cut > 0 {
		o.raw(`<span class="line cut">… `)
		o.view.writeLabel(o.buffer, format(say.cut, line.Cut))
		o.raw(" …\n</span>")
	}
	o.raw(`<span class="line">`)
	if o.labels && line.Proc > 0 {
		o.raw(`<i class="p">p`, strconv.Itoa(line.Proc), ` </i>`)
	}
	if line.Stream == contract.Stderr {
		o.raw(`<i class="e">err </i>`)
	}
	o.spans(line.Text, spans)
	if line.Partial {
		o.raw(`<b class="ctl">`)
		o.view.writeLabel(o.buffer, say.partial)
		o.raw(`</b>`)
	}
	o.raw("\n</span>")
}

// spans writes the text of a line with the parts that may vary marked.
func (o *outputWriter) spans(text string, spans []contract.Span) {
	done := 0
	for _, s := range spans {
		if s.Start < done || s.End <= s.Start || s.End > len(text) {
			continue // overlaps the one before, or lies outside
		}
		o.visible(text[done:s.Start])
		o.raw(`<var`)
		o.attr("title", o.view.plain(spanTitle(s)))
		o.raw(`>`)
		o.visible(text[s.Start:s.End])
		o.raw(`</var>`)
		done = s.End
	}
	o.visible(text[done:])
}

// spanTitle says what a varying part is: 进程号 parent：每次运行可能不同.
func spanTitle(s contract.Span) book.Text {
	what, ok := placeholderTypes[s.Type]
	if !ok {
		what = book.Text{ZH: s.Type, EN: s.Type}
	}
	if s.Name != "" {
		what.ZH += " " + s.Name
		what.EN += " " + s.Name
	}
	return labelled(what, say.variesAs)
}

// writeStatus writes how the run ended, what the marks in its output mean,
// and where it was recorded.
func writeStatus(w *buffer, v view, r *recording) {
	w.raw(`<div class="foot"><p class="end`)
	status := r.Output.Status
	text := format(say.exit, status.Code)
	if status.Signal != "" {
		text = format(say.killed, status.Signal)
	}
	if status.Signal != "" || status.Code != 0 {
		w.raw(` bad`)
	}
	w.raw(`">`)
	v.writeLabel(w, text)
	w.raw(`</p>`)
	if r.hasSpans() {
		w.raw(`<p class="key"><var>`)
		v.writeLabel(w, say.varies)
		w.raw(`</var> `)
		v.writeLabel(w, say.variesAs)
		w.raw(`</p>`)
	}
	if r.hasFree() {
		w.raw(`<p class="key kfree">`)
		v.writeLabel(w, say.freeLines)
		w.raw(`</p>`)
	}
	if r.processes() > 1 {
		w.raw(`<p class="key"><i>p1</i> `)
		v.writeLabel(w, say.process)
		w.raw(`</p>`)
	}
	if r.hasStderr() {
		w.raw(`<p class="key"><i class="e">err</i> `)
		v.writeLabel(w, say.stderr)
		w.raw(`</p>`)
	}
	w.raw(`<p class="prov" lang="en">`)
	sep := ""
	for _, s := range []string{r.Go, r.Platform, r.Isolation} {
		if s != "" {
			w.raw(sep)
			w.visible(s)
			sep = " · "
		}
	}
	w.raw("</p></div>\n")
}

// writeContract writes what the run's contract says, folded away unless open.
func writeContract(w *buffer, v view, r *recording, open bool) {
	if !slices.ContainsFunc(v.langs(), func(l book.Lang) bool {
		return len(r.says[l].Always)+len(r.says[l].Varies) > 0
	}) {
		return
	}
	w.raw(`<details class="contract"`)
	if open {
		w.raw(` open`)
	}
	w.raw(`><summary>`)
	v.writeLabel(w, say.contract)
	w.raw("</summary>\n")
	for _, l := range v.langs() {
		w.raw(`<div class="says"`)
		if v == viewBI {
			w.attr("lang", l.Tag())
		}
		w.raw(`>`)
		w.sentences(say.always.In(l), r.says[l].Always)
		w.sentences(say.thisRun.In(l), r.says[l].Varies)
		w.raw("</div>\n")
	}
	w.raw("</details>\n")
}

func (b *buffer) sentences(title string, sentences []string) {
	if len(sentences) == 0 {
		return
	}
	b.raw(`<div><p><strong>`)
	b.text(title)
	b.raw(`</strong></p><ul>`)
	for _, s := range sentences {
		b.raw(`<li>`)
		b.sentence(s)
		b.raw("</li>\n")
	}
	b.raw(`</ul></div>`)
}

// sentence writes a sentence in which code stands between backquotes.
func (b *buffer) sentence(s string) {
	for {
		text, rest, ok := strings.Cut(s, "`")
		b.visible(text)
		if !ok {
			return
		}
		code, after, _ := strings.Cut(rest, "`")
		b.raw(`<code>`)
		b.visible(code)
		b.raw(`</code>`)
		s = after
	}
}
