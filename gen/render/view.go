package render

import (
	"fmt"
	"html/template"

	"huoye/gen/book"
)

// A view is one way to show a chapter; it is also the name of the directory
// that holds the view's pages.
type view string

const (
	viewZH view = "zh" // the Chinese edition
	viewEN view = "en" // the English edition
	viewBI view = "bi" // both, side by side
)

var views = [...]view{viewZH, viewEN, viewBI}

// viewOf returns the view that shows nothing but the edition in language l.
func viewOf(l book.Lang) view { return view(l) }

// langs returns the languages shown, the first of which is the page's own.
func (v view) langs() []book.Lang {
	switch v {
	case viewZH:
		return book.Langs[:1]
	case viewEN:
		return book.Langs[1:]
	}
	return book.Langs[:]
}

// lang returns the language of the page as a whole.
func (v view) lang() book.Lang { return v.langs()[0] }

// shows reports whether text in language l is shown.
func (v view) shows(l book.Lang) bool { return v == viewBI || view(l) == v }

// label returns t for people to read: in the view's language or, if it has
// two, in both, each marked as what it is.
func (v view) label(t book.Text) template.HTML {
	w := newBuffer()
	defer w.free()
	v.writeLabel(w, t)
	// Safe: writeLabel escapes the text of t; all else is its own markup.
	return template.HTML(w.String())
}

func (v view) writeLabel(w *buffer, t book.Text) {
	if v != viewBI {
		w.text(t.In(v.lang()))
		return
	}
	for i, l := range v.langs() {
		if i > 0 {
			w.WriteByte(' ')
		}
		w.raw(`<span lang="`, l.Tag(), `">`)
		w.text(t.In(l))
		w.raw(`</span>`)
	}
}

// plain returns t for places that hold no markup: titles and labels.
func (v view) plain(t book.Text) string {
	if v != viewBI {
		return t.In(v.lang())
	}
	if t.ZH == t.EN {
		return t.ZH
	}
	return t.ZH + " · " + t.EN
}

// format fills the verbs of t in both languages.
func format(t book.Text, args ...any) book.Text {
	return book.Text{ZH: fmt.Sprintf(t.ZH, args...), EN: fmt.Sprintf(t.EN, args...)}
}

// labelled returns a label and what it stands before.
func labelled(label, t book.Text) book.Text {
	return book.Text{ZH: label.ZH + "：" + t.ZH, EN: label.EN + ": " + t.EN}
}
