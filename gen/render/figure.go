package render

import (
	"fmt"
	"path"
	"strconv"

	"huoye/gen/book"
)

// A figure is an embed in the languages of a view: the thing shown is the
// same in both, its caption is not.
type figure struct {
	id      string // fragment of the figure; "" if it has none
	embed   *book.Embed
	caption book.Text
	open    bool // whether what the contract says is unfolded
}

// figureOf returns the figure that is embedded by zh, en, or both.
func figureOf(id string, zh, en *book.Embed) figure {
	f := figure{id: id, embed: zh}
	if zh != nil {
		f.caption.ZH = zh.Caption
	}
	if en != nil {
		f.embed = en
		f.caption.EN = en.Caption
	}
	return f
}

func (s *site) writeFigure(w *buffer, v view, f figure) {
	if f.embed.Run != nil {
		s.writeOutput(w, v, f)
		return
	}
	s.writeCode(w, v, f)
}

// writeCode writes a source file, or a part of it.
func (s *site) writeCode(w *buffer, v view, f figure) {
	e := f.embed
	lines := listing(v, e)
	w.raw(`<figure class="code"`)
	w.attr("id", f.id)
	w.raw(`><figcaption>`)
	w.caption(v, f.caption)
	s.writeFileLink(w, e, lines)
	w.raw("</figcaption>\n")
	w.openScroll(v.plain(labelled(say.code, f.caption)))
	w.raw(`<pre class="chroma"><code>`)
	for _, line := range lines {
		w.codeLine(line, isMarked(e.Marks, line.number))
	}
	w.raw("</code></pre></div></figure>\n")
}

// caption writes a caption in the languages of v.
func (b *buffer) caption(v view, caption book.Text) {
	b.raw(`<span class="cap">`)
	for _, l := range v.langs() {
		text := caption.In(l)
		if text == "" {
			continue
		}
		b.raw(`<span`)
		if v == viewBI {
			b.attr("lang", l.Tag())
		}
		b.raw(`>`)
		b.visible(text)
		b.raw(`</span>`)
	}
	b.raw(`</span>`)
}

// writeFileLink names the file that is shown, and leads to it in the
// repository.
func (s *site) writeFileLink(w *buffer, e *book.Embed, lines []codeLine) {
	name := path.Join(path.Base(e.Program.Name), e.Source.Name)
	if s.book.Repository == "" {
		w.raw(`<span class="file">`)
		w.text(name)
		w.raw(`</span>`)
		return
	}
	href := s.sourceURL(e.Source.File)
	if n := len(lines); n > 0 && (e.Region != nil || e.First > 0 || e.Last > 0) {
		href += fmt.Sprintf("#L%d-L%d", lines[0].number, lines[n-1].number)
	}
	w.raw(`<a class="file" rel="noopener"`)
	w.attr("href", href)
	w.raw(`>`)
	w.text(name)
	w.raw(`</a>`)
}

// codeLine writes one line of a listing. Its number is added by the style
// sheet, so that it cannot be copied.
func (b *buffer) codeLine(line codeLine, marked bool) {
	b.raw(`<span class="line`)
	if marked {
		b.raw(` mark`)
	}
	b.raw(`" data-n="`, strconv.Itoa(line.number), `">`)
	b.tokens(line.tokens)
	b.raw("\n</span>")
}

func isMarked(marks [][2]int, n int) bool {
	for _, m := range marks {
		if m[0] <= n && n <= m[1] {
			return true
		}
	}
	return false
}

// openScroll opens a part of the page that scrolls sideways: it can be
// reached and named by those who use no mouse. A </div> closes it.
func (b *buffer) openScroll(label string) {
	b.raw(`<div class="scroll" tabindex="0" role="region"`)
	b.attr("aria-label", plainVisible(label))
	b.raw(`>`)
}
