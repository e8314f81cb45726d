package book

import (
	"strconv"

	"huoye/gen/problem"
)

// units are those that belong behind a space. Those that are also the end of
// some other word, such as h and m, are left out.
var units = map[string]bool{
	"ns": true, "µs": true, "μs": true, "us": true, "ms": true, "s": true, "px": true,
	"B": true, "kB": true, "KB": true, "MB": true, "GB": true, "TB": true,
	"KiB": true, "MiB": true, "GiB": true, "TiB": true,
	"Hz": true, "kHz": true, "MHz": true, "GHz": true,
}

// unit reports a number that touches its unit, and a percent sign that does
// not touch its number.
func (p *prose) unit(i int) {
	t := &p.tokens[i]
	text := p.src[t.at():t.end()]
	if text[0] < '0' || text[0] > '9' {
		return
	}
	if i+2 < len(p.tokens) && p.tokens[i+1].kind == tokSpace {
		if c := &p.tokens[i+2]; c.kind == tokASCII && c.char == '%' && c.len() == 1 &&
			!p.after(i+2).is(tokWord) && onlyDigits(text) {
			p.add(p.tokens[i+1].at(), problem.ProseSpace, replace(&p.tokens[i+1], ""), "a space between a number and %%; remove it")
		}
	}
	digits := 0
	for digits < len(text) && '0' <= text[digits] && text[digits] <= '9' {
		digits++
	}
	unit := text[digits:]
	if !units[string(unit)] || p.partOfName(i) {
		return
	}
	if string(unit) == "s" && p.e.Lang == EN && text[digits-1] == '0' {
		return // the 1990s
	}
	at := t.at() + digits
	p.add(at, problem.ProseSpace, insert(at, " "), "no space between a number and its unit; write %s %s", text[:digits], unit)
}

func onlyDigits(s []byte) bool {
	_, err := strconv.ParseUint(string(s), 10, 64)
	return err == nil
}

// partOfName reports whether the number i is joined to something before it
// that makes it no quantity, such as a hyphen.
func (p *prose) partOfName(i int) bool {
	b := p.before(i)
	if b == nil || b.is(tokHan|tokWide|tokSpace|tokBreak|tokDual) || b.char == '(' {
		return false
	}
	return b.char != '.' || i < 2 || !p.tokens[i-2].is(tokWord) || !onlyDigits(p.src[p.tokens[i-2].at():p.tokens[i-2].end()])
}
