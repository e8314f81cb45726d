package render

import (
	"slices"
	"strings"

	"huoye/gen/book"
)

// writeStatus writes how the run ended, and what the marks in its output mean.
func writeStatus(w *buffer, v view, r *recording, dropped int) {
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
	if r.run.Stdin != "" {
		w.raw(`<p class="key"><i class="e">in</i> `)
		v.writeLabel(w, say.stdin)
		w.raw(`</p>`)
	}
	if r.hasStderr() {
		w.raw(`<p class="key"><i class="e">err</i> `)
		v.writeLabel(w, say.stderr)
		w.raw(`</p>`)
	}
	if dropped > 0 {
		w.raw(`<p class="key">`)
		v.writeLabel(w, format(say.escapes, dropped))
		w.raw(`</p>`)
	}
	w.raw("</div>\n")
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

// writeProvenance writes with what the output was recorded. It belongs to the
// program's own page and to the sample: beside every output of a chapter it would
// be noise.
func writeProvenance(w *buffer, v view, r *recording) {
	w.raw(`<p class="prov">`)
	v.writeLabel(w, say.recorded)
	w.raw(` <span lang="en">`)
	sep, built := "", r.Go
	if r.run.Race {
		built += " -race"
	}
	for _, s := range []string{built, r.Platform, r.Isolation} {
		if s != "" {
			w.raw(sep)
			w.visible(s)
			sep = " · "
		}
	}
	w.raw("</span></p>\n")
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
