package render

import (
	"strconv"
	"strings"

	"huoye/gen/book"
	"huoye/gen/contract"
)

// writeOutput writes a recorded output.
func (s *site) writeOutput(w *buffer, v view, f figure) {
	r := s.recording(f.embed.Run)
	if r == nil {
		return // a missing recording is reported by the stage before
	}
	w.raw(`<figure class="run"`)
	w.attr("id", f.id)
	w.raw(`><figcaption>`)
	w.caption(v, f.caption)
	w.raw("</figcaption>\n")
	w.openScroll(v.plain(say.output))
	w.raw(`<pre`)
	if r.processes() > 1 || r.hasStderr() || r.run.Stdin != "" {
		w.raw(` class="labels"`)
	}
	w.raw(`><span class="cmd"><b>$ </b><kbd>`)
	w.visible(r.Command)
	w.raw("</kbd>\n</span>")
	writeInput(w, v, r.run.Stdin)
	w.raw("<samp>")
	o := outputWriter{buffer: w, view: v, labels: r.processes() > 1}
	o.lines(r.Output.Lines, r.notes, 0)
	o.cut(o.left)
	if len(r.Output.Lines) == 0 {
		w.raw(`<span class="line none">`)
		v.writeLabel(w, say.noOutput)
		w.raw("\n</span>")
	}
	w.raw("</samp></pre></div>\n")
	writeStatus(w, v, r, o.dropped)
	// Readers look at a solution for its program; when its processes lived,
	// or what its goroutines did, is on the page of the program, and need not weigh on the chapter's.
	if !inSolution(f.embed) {
		writeTimeline(w, v, r, f.caption)
		writeGoroutines(w, v, r, f)
	}
	writeContract(w, v, r, f.open)
	if f.open { // the program's own page, or the sample
		writeProvenance(w, v, r)
	}
	w.raw("</figure>\n")
}

// inputLines is how much of a run's standard input is shown; it can be long,
// and the text that matters is the author's to choose.
const inputLines = 20

// writeInput writes what the run was given on standard input.
func writeInput(w *buffer, v view, stdin string) {
	if stdin == "" {
		return
	}
	lines := strings.Split(strings.TrimSuffix(stdin, "\n"), "\n")
	w.raw(`<kbd class="in">`)
	for _, line := range lines[:min(inputLines, len(lines))] {
		w.raw(`<span class="line"><i class="e">in </i>`)
		w.visible(line)
		w.raw("\n</span>")
	}
	if more := len(lines) - inputLines; more > 0 {
		w.raw(`<span class="line cut">… `)
		v.writeLabel(w, format(say.moreInput, more))
		w.raw(" …\n</span>")
	}
	w.raw(`</kbd>`)
}

// A page shows no more of an output than the runner keeps unless it is told to,
// and of one line what is still a line: nobody scrolls sideways through more.
// The rest is counted. Both are in bytes.
const (
	maxOutput = 256 << 10
	maxLine   = 8 << 10
)

// An outputWriter writes the lines of one output.
type outputWriter struct {
	*buffer
	view   view
	labels bool // whether lines tell their process

	pen     pen // as the lines so far have left it
	dropped int // escape sequences that are not shown

	shown int   // bytes of text
	left  int64 // bytes of text that were not shown, being too many
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

// cut writes that n bytes are not shown, nothing if there are none.
func (o *outputWriter) cut(n int64) {
	if n > 0 {
		o.raw(`<span class="line cut">… `)
		o.view.writeLabel(o.buffer, format(say.cut, n))
		o.raw(" …\n</span>")
	}
}

func (o *outputWriter) line(line contract.Line, spans []contract.Span) {
	if o.shown >= maxOutput {
		o.left += line.Cut + int64(len(line.Text)) + 1
		return
	}
	o.cut(line.Cut)
	text := cutText(line.Text, min(maxLine, maxOutput-o.shown))
	o.shown += len(text) + 1
	o.raw(`<span class="line">`)
	if o.labels && line.Proc > 0 {
		o.raw(`<i class="p">p`, strconv.Itoa(line.Proc), ` </i>`)
	}
	if line.Stream == contract.Stderr {
		o.raw(`<i class="e">err </i>`)
	}
	o.spans(text, spans)
	if line.Partial {
		o.raw(`<b class="ctl">`)
		o.view.writeLabel(o.buffer, say.partial)
		o.raw(`</b>`)
	}
	o.raw("\n</span>")
	o.cut(int64(len(line.Text) - len(text)))
}

// spans writes the text of a line with the parts that may vary marked.
func (o *outputWriter) spans(text string, spans []contract.Span) {
	done := 0
	for _, s := range spans {
		if s.Start < done || s.End <= s.Start || s.End > len(text) {
			continue // overlaps the one before, or lies outside
		}
		o.text(text[done:s.Start])
		o.raw(`<var`)
		o.attr("title", o.view.plain(spanTitle(s)))
		o.raw(`>`)
		o.text(text[s.Start:s.End])
		o.raw(`</var>`)
		done = s.End
	}
	o.text(text[done:])
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
