package contract

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A word of a rule, with its place.
type word struct {
	text string
	pos  token.Position
}

// parseRule reads one rule; it returns nil after a problem. prog is nil if
// the output could not be read, so that names cannot be checked.
func (p *parser) parseRule(pair *ast.MappingValueNode, prog *program) *rule {
	key := pair.Key.GetToken()
	r := &rule{kind: ruleKind(key.Value), pos: p.position(key)}
	form, ok := ruleForms[r.kind]
	if !ok {
		var kinds []string
		for k := range ruleForms {
			kinds = append(kinds, string(k))
		}
		slices.Sort(kinds)
		p.at(r.pos, "unknown rule "+quote(key.Value)+"; "+didYouMean(key.Value, kinds, "the rules are"))
		return nil
	}
	text, ok := scalar(pair.Value)
	if !ok {
		p.at(r.pos, key.Value+" has nothing to speak of; it is written "+form)
		return nil
	}
	r.text = key.Value + ": " + text
	at := p.position(pair.Value.GetToken())
	a := ruleParser{parser: p, rule: r, prog: prog, words: p.words(text, at), end: at, form: form}
	if !a.parse() || prog == nil {
		return nil
	}
	return r
}

// words splits the text of a rule.
func (p *parser) words(text string, pos token.Position) []word {
	var list []word
	for _, w := range strings.Fields(text) {
		at := 0
		if len(list) > 0 {
			last := list[len(list)-1]
			at = last.pos.Offset - pos.Offset + len(last.text)
		}
		i := strings.Index(text[min(at, len(text)):], w)
		list = append(list, word{w, p.inside(pos, text, min(at, len(text))+max(i, 0))})
	}
	return list
}

// A ruleParser reads the words of one rule, up to the first problem.
type ruleParser struct {
	*parser
	*rule
	prog  *program
	words []word
	end   token.Position
	form  string
}

// badRule is what a ruleParser panics with after a problem, so that it is left
// from any depth, as in text/template.
type badRule struct{}

// problem reports a problem at a word.
func (a *ruleParser) problem(w word, message string) {
	a.at(w.pos, message)
	panic(badRule{})
}

// shape reports that the rule is not written as it must be.
func (a *ruleParser) shape(pos token.Position) {
	a.problem(word{pos: pos}, fmt.Sprintf("%s is written %s", a.kind, a.form))
}

// next takes the next word.
func (a *ruleParser) next() word {
	if len(a.words) == 0 {
		a.shape(a.end)
	}
	w := a.words[0]
	a.words = a.words[1:]
	return w
}

func (a *ruleParser) parse() (ok bool) {
	defer func() {
		if r := recover(); r != nil && r != (badRule{}) {
			panic(r)
		}
	}()
	a.perClause()
	switch a.kind {
	case ruleFirst, ruleLast, ruleAbsent:
		a.lines(1, 1)
	case ruleCount:
		a.lines(1, 1)
		a.limit("=", "<=", ">=")
	case ruleBefore:
		a.lines(2, 9)
	case ruleAlternate:
		a.lines(2, 2)
	case ruleOpen:
		a.lines(2, 2)
		a.limit("<=")
	case ruleDistinct:
		a.values(1, 1)
		if len(a.words) > 0 {
			a.limit("=", "<=", ">=")
		}
	case ruleSame:
		a.values(1, 2)
	case ruleDiffer:
		a.values(2, 2)
	case rulePermutation, ruleSequence, rulePrefix:
		a.values(1, 1)
		a.valueList()
	case ruleNeeds:
		a.values(1, 1)
		a.lines(1, 1)
		a.offset()
	case ruleRange:
		a.values(1, 1)
		a.rangeOf()
	}
	if len(a.words) > 0 {
		a.shape(a.words[0].pos)
	}
	if a.kind == ruleAbsent {
		a.kind, a.op, a.n = ruleCount, "=", 0
	}
	a.checkPer()
	return true
}

// perClause takes "per x" from the end.
func (a *ruleParser) perClause() {
	n := len(a.words)
	if n == 0 || a.words[n-1].text == "per" {
		a.shape(a.end)
	}
	if n < 2 || a.words[n-2].text != "per" {
		return
	}
	if a.kind == ruleFirst || a.kind == ruleLast || a.kind == ruleRange || a.kind == ruleAbsent {
		a.problem(a.words[n-2], fmt.Sprintf("%s cannot be said per %s; it is written %s", a.kind, a.words[n-1].text, a.form))
	}
	a.per = a.words[n-1].text
	a.end = a.words[n-1].pos
	a.words = a.words[:n-2]
}

// checkPer reports lines that have no placeholder for the per clause.
func (a *ruleParser) checkPer() {
	if a.per == "" || a.prog == nil {
		return
	}
	for _, r := range a.refs {
		a.hole(ref{r.line, a.per}, word{a.per, a.end})
	}
}

// lines takes from min to max names of lines.
func (a *ruleParser) lines(min, max int) { a.takeRefs(min, max, false) }

// values takes from min to max placeholders.
func (a *ruleParser) values(min, max int) { a.takeRefs(min, max, true) }

func (a *ruleParser) takeRefs(min, max int, hole bool) {
	for taken := 0; taken < max; taken++ {
		if taken >= min && (len(a.words) == 0 || !isRef(a.words[0].text)) {
			return
		}
		w := a.next()
		line, name, dot := strings.Cut(w.text, ".")
		switch {
		case hole && !dot:
			a.problem(w, fmt.Sprintf("%s asks for a placeholder, a line's name and its own with a dot between: %s", a.kind, a.form))
		case !hole && dot:
			a.problem(w, fmt.Sprintf("%s speaks of whole lines: write %s instead of %s", a.kind, line, w.text))
		}
		r := ref{line, name}
		a.refs = append(a.refs, r)
		a.known(r, w)
	}
}

// isRef reports whether a word looks like a line or a placeholder of one.
func isRef(s string) bool {
	line, hole, dot := strings.Cut(s, ".")
	return isName(line) && (!dot || isName(hole))
}

// known reports a line or a placeholder that does not exist.
func (a *ruleParser) known(r ref, w word) {
	if a.prog == nil {
		return
	}
	nodes := a.prog.named[r.line]
	if len(nodes) == 0 {
		var names []string
		for n := range a.prog.named {
			names = append(names, n)
		}
		slices.Sort(names)
		a.problem(w, "no line is named "+quote(r.line)+"; "+didYouMean(r.line, names, "the names are"))
	}
	if r.hole != "" {
		a.hole(r, w)
	}
}

// hole reports lines of that name that do not have the placeholder.
func (a *ruleParser) hole(r ref, w word) {
	for _, n := range a.prog.named[r.line] {
		if n.line.pat.hole(r.hole) >= 0 {
			continue
		}
		var names []string
		for _, h := range n.line.pat.holes {
			if h.name != "" && !slices.Contains(names, h.name) {
				names = append(names, h.name)
			}
		}
		a.problem(w, fmt.Sprintf("the line %s has no placeholder %s; %s",
			r.line, r.hole, didYouMean(r.hole, names, "it has")))
	}
}

// limit takes an operator and a number.
func (a *ruleParser) limit(ops ...string) {
	op := a.next()
	if !slices.Contains(ops, op.text) {
		a.problem(op, fmt.Sprintf("%s compares with %s, not with %s: %s", a.kind, strings.Join(ops, ", "), quote(op.text), a.form))
	}
	n := a.next()
	a.op = op.text
	var err error
	if a.n, err = strconv.Atoi(n.text); err != nil || a.n < 0 {
		a.problem(n, quote(n.text)+" is not a number of lines; the rule is written "+a.form)
	}
}

// offset takes "- 2", "+ 1" or nothing.
func (a *ruleParser) offset() {
	if len(a.words) == 0 {
		return
	}
	sign, n := a.next(), a.next()
	m, err := strconv.Atoi(n.text)
	if err != nil || m < 0 || sign.text != "-" && sign.text != "+" {
		a.shape(sign.pos)
	}
	if a.n = m; sign.text == "+" {
		a.n = -m
	}
}

// valueList takes a range of numbers or the values one by one.
func (a *ruleParser) valueList() {
	if len(a.words) == 0 {
		a.shape(a.end)
	}
	if first := a.words[0]; len(a.words) == 1 && strings.Contains(first.text, "..") {
		if a.list = a.parser.values(first.text, first.pos); a.list == nil {
			panic(badRule{})
		}
	} else {
		for _, w := range a.words {
			a.list = append(a.list, w.text)
		}
	}
	for i, v := range a.list {
		if t := a.typeOf(a.refs[0]); t != nil && !t.ok(v) {
			w := a.words[min(i, len(a.words)-1)]
			a.problem(w, fmt.Sprintf("%s can never be %s, it is of type %s", a.refs[0], quote(v), t.name))
		}
	}
	a.words = nil
}

// typeOf returns the type of a placeholder.
func (a *ruleParser) typeOf(r ref) *valueType {
	if a.prog == nil {
		return nil
	}
	for _, n := range a.prog.named[r.line] {
		if i := n.line.pat.hole(r.hole); i >= 0 {
			return n.line.pat.holes[i].typ
		}
	}
	return nil
}

// rangeOf takes lo..hi, of which one may be missing.
func (a *ruleParser) rangeOf() {
	w := a.next()
	lo, hi, dots := strings.Cut(w.text, "..")
	if !dots || lo == "" && hi == "" {
		a.problem(w, "range needs two bounds with two dots between them: "+a.form)
	}
	t := a.typeOf(a.refs[0])
	if t == nil {
		return
	}
	if t.measure == nil {
		a.problem(w, fmt.Sprintf("%s is of type %s, which has no size; range is for numbers and durations", a.refs[0], t.name))
	}
	a.loText, a.hiText = lo, hi
	var ok1, ok2 = true, true
	if lo != "" {
		a.lo, ok1 = t.measure(lo)
	}
	if hi != "" {
		a.hi, ok2 = t.measure(hi)
	}
	switch {
	case !ok1 || !ok2:
		a.problem(w, fmt.Sprintf("the bounds of a %s are written like its values, not %s", t.name, quote(w.text)))
	case lo != "" && hi != "" && a.lo > a.hi:
		a.problem(w, fmt.Sprintf("the range %s is upside-down; write %s..%s", w.text, hi, lo))
	}
}
