package render

import (
	"strconv"
	"strings"

	"huoye/gen/book"
)

// callout writes a callout that holds nothing but prose.
func (p *prose) callout(n *book.Callout) {
	openCallout(p.buffer, n, p.id, p.page.whole, func() { p.calloutTitle(n) })
	p.id = ""
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.node(c)
	}
	closeCallout(p.buffer, n)
}

// calloutTitle writes what a callout is called: its own title after the name
// of its kind, to which an exercise adds its number.
func (p *prose) calloutTitle(n *book.Callout) {
	p.text(calloutName(n).In(p.edition.Lang))
	if n.Label == "EXERCISE" {
		p.raw(" ", strconv.Itoa(numberOf(n)))
	}
	if t := n.Title(); t != nil {
		p.raw(`<span class="ct">`)
		p.children(t)
		p.raw(`</span>`)
	}
}

// numberOf returns how many callouts of n's kind there are up to n: exercises
// are numbered through a chapter, and its text may speak of exercise 2.
func numberOf(n *book.Callout) int {
	number := 1
	for s := n.PreviousSibling(); s != nil; s = s.PreviousSibling() {
		if c, ok := s.(*book.Callout); ok && c.Label == n.Label {
			number++
		}
	}
	return number
}

func calloutName(n *book.Callout) book.Text {
	return calloutTitles[strings.ToLower(n.Label)]
}

// isFolded reports whether a callout hides its content until it is asked for.
func isFolded(n *book.Callout) bool { return n.Label == "SOLUTION" }

// inSolution reports whether an embed stands in a solution.
func inSolution(e *book.Embed) bool {
	for n := e.Parent(); n != nil; n = n.Parent() {
		if c, ok := n.(*book.Callout); ok && isFolded(c) {
			return true
		}
	}
	return false
}

// openCallout opens a callout; title writes its title. One that is folded away
// is unfolded if open.
func openCallout(w *buffer, n *book.Callout, id string, open bool, title func()) {
	tag, head := "div", "p"
	if isFolded(n) {
		tag, head = "details", "summary"
	}
	w.raw("<", tag)
	w.attr("class", "callout "+strings.ToLower(n.Label))
	w.attr("id", id)
	if open && isFolded(n) {
		w.raw(" open")
	}
	w.raw("><", head, ` class="name">`)
	title()
	w.raw("</", head, ">\n")
}

func closeCallout(w *buffer, n *book.Callout) {
	if isFolded(n) {
		w.raw("</details>\n")
		return
	}
	w.raw("</div>\n")
}
