package render

import (
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
	shared  *cache
	root    string // the way to the site's root
	own     bool   // whether it stands on the page of its program
}

// figureOf returns the figure that is embedded by zh, en, or both in a page
// from which root leads to the site's root.
func figureOf(id, root string, zh, en *book.Embed) figure {
	f := figure{id: id, root: root, embed: zh}
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
	lines := f.shared.listing(v, e)
	w.raw(`<figure class="code"`)
	w.attr("id", f.id)
	w.raw(`><figcaption>`)
	w.caption(v, f.caption)
	writeFileLink(w, f)
	w.raw("</figcaption>\n")
	w.openScroll(v.plain(say.code))
	w.code(lines, e.Marks)
	w.raw("</div></figure>\n")
}

// code writes the lines of a listing.
func (b *buffer) code(lines []codeLine, marks [][2]int) {
	b.raw(`<pre class="chroma"><code>`)
	for i, line := range lines {
		marked := isMarked(marks, line.number)
		b.codeLine(line, marked, marked || i == 0 || line.number%numberEvery == 0)
	}
	b.raw("</code></pre>")
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
		if caption.ZH == caption.EN {
			break // a name, which is the same in both
		}
	}
	b.raw(`</span>`)
}

// writeFileLink names the file that is shown, and leads to the page of its
// program.
func writeFileLink(w *buffer, f figure) {
	e := f.embed
	w.raw(`<a class="file"`)
	w.attr("href", programHref(f.root, e.Program, e.Source))
	w.raw(`>`)
	w.visible(path.Join(path.Base(e.Program.Name), e.Source.Name))
	w.raw(`</a>`)
}

// numberEvery is which lines of a listing are numbered, beside the first and
// the marked ones: as in printed books, enough to find a line by.
const numberEvery = 5

// codeLine writes one line of a listing. Its number is added by the style
// sheet, so that it cannot be copied.
func (b *buffer) codeLine(line codeLine, marked, numbered bool) {
	b.raw(`<span class="line`)
	if marked {
		b.raw(` mark`)
	}
	b.raw(`"`)
	if numbered {
		b.raw(` data-n="`, strconv.Itoa(line.number), `"`)
	}
	b.raw(`>`)
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
// reached by those who use no mouse, and says what it is. What it shows is
// said by the figure around it. A </div> closes it.
func (b *buffer) openScroll(label string) {
	b.raw(`<div class="scroll" tabindex="0" role="group"`)
	b.attr("aria-label", plainVisible(label))
	b.raw(`>`)
}
