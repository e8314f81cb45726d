package contract

import (
	"strconv"
)

// rule says a rule.
func (d *describer) rule(r *rule) {
	per := d.per(r.per)
	switch r.kind {
	case ruleBefore:
		for i := range len(r.refs) - 1 {
			d.before(r, i, i+1)
		}
	case ruleFirst:
		d.always("%[1]s%[2]s是第一行。", "%[1]s%[3]s is the first line.", d.ref(r, 0), d.ifAny(r, " 若出现，", " "), d.ifAny(r, ", if it comes,", ""))
	case ruleLast:
		d.always("%[1]s%[2]s是最后一行。", "%[1]s%[3]s is the last line.", d.ref(r, 0), d.ifAny(r, " 若出现，", " "), d.ifAny(r, ", if it comes,", ""))
	case ruleCount:
		d.countRule(r, per, d.ref(r, 0))
	case ruleDistinct:
		d.distinctRule(r, per)
	case ruleSame:
		if len(r.refs) == 1 {
			d.always("%s%s都相同。", "%s%s is always the same.", per, d.value(r, 0))
			return
		}
		d.always("%s%s等于%s。", "%s%s equals %s.", per, d.value(r, 0), d.valueAfter(r, 1))
	case ruleDiffer:
		d.always("%s%s不等于%s。", "%s%s differs from %s.", per, d.value(r, 0), d.valueAfter(r, 1))
	case rulePermutation:
		d.always("%s%s取 %s 各一次，顺序不定。", "%s%s takes the values %s, each once, in varying order.", per, d.value(r, 0), d.values(r.list))
	case ruleSequence:
		d.always("%s%s依次为 %s。", "%s%s is %s, in this order.", per, d.value(r, 0), d.values(r.list))
	case rulePrefix:
		d.always("%s%s依次为 %s，但可能提前结束。", "%s%s is %s, in this order, but may stop early.", per, d.value(r, 0), d.values(r.list))
	case ruleAlternate:
		a, b := d.ref(r, 0), d.ref(r, 1)
		d.always("%s%s 与 %s 交替出现，%s 在先。", "%s%s and %s alternate, %s first.", per, a, b, d.ref(r, 0))
	case ruleOpen:
		d.always("%s任何时刻，%s 最多比 %s 多 %d 行。", "%sat any time, at most %[4]d more %[2]s than %[3]s have come.", per, d.ref(r, 0), d.ref(r, 1), r.n)
	case ruleNeeds:
		d.needs(r, per)
	case ruleRange:
		d.rangeRule(r)
	}
}

// ref names the line of a ref.
func (d *describer) ref(r *rule, i int) string { return d.calls(r.refs[i].line) }

// ifAny returns some if the line of a rule may be missing.
func (d *describer) ifAny(r *rule, some, none string) string {
	if fewest, _ := d.lineNumber(r, 0); fewest == 0 {
		return some
	}
	return none
}

// lineNumber returns how many lines of a ref there are, at least and at most.
func (d *describer) lineNumber(r *rule, i int) (fewest, most int) {
	return d.prog.root.count(func(l *line) bool { return l.name == r.refs[i].line })
}

// value names the placeholder of a ref, and its line, unless only one pattern
// has it or all have the same value.
func (d *describer) value(r *rule, i int) string {
	ref := r.refs[i]
	var nodes []*node
	one := true
	eachHole(d.prog.root, func(n *node, h *hole) {
		if h.name == ref.hole {
			nodes = append(nodes, n)
			one = one && h.v != nil && h.v.scope.up == nil
		}
	})
	if nodes = d.different(nodes); (one || len(nodes) == 1) && d.named[nodes[0].line.pat.show()] {
		return d.say("%s ", "%s", holeName(ref.hole))
	}
	return d.say("%[2]s 中的 %[1]s ", "%s in %s", holeName(ref.hole), d.calls(ref.line))
}

// valueAfter is the value after a Han character, or at the end.
func (d *describer) valueAfter(r *rule, i int) string {
	v := d.value(r, i)
	if d.zh {
		return " " + v[:len(v)-1]
	}
	return v
}

// per begins a sentence that holds for each value of a placeholder.
func (d *describer) per(name string) string {
	if name == "" {
		return ""
	}
	return d.say("对每个 %s，", "for each %s, ", holeName(name))
}

func (d *describer) before(r *rule, i, j int) {
	a, b := d.ref(r, i), d.ref(r, j)
	_, many := d.lineNumber(r, i)
	_, later := d.lineNumber(r, j)
	switch {
	case r.per != "":
		d.always("每个 %s 一定先于 %[3]s 相同的 %[2]s。", "Every %s comes before the %s with the same %s.", a, b, holeName(r.per))
	case many > 1 && later > 1:
		d.always("所有的 %s 一定先于所有的 %s。", "Every %s comes before every %s.", a, b)
	case many > 1:
		d.always("所有的 %s 一定先于 %s。", "Every %s comes before %s.", a, b)
	case later > 1:
		d.always("%s 一定先于所有的 %s。", "%s comes before every %s.", a, b)
	default:
		d.always("%s 一定先于 %s。", "%s comes before %s.", a, b)
	}
}

func (d *describer) countRule(r *rule, per, a string) {
	switch {
	case r.op == "=" && r.n == 0:
		d.always("%s没有 %s。", "%s%s never comes.", per, a)
	case r.op == "=":
		d.always("%s%s 恰好出现 %d 次。", "%s%s comes exactly %s.", per, a, d.times(r.n))
	case r.op == "<=":
		d.always("%s%s 最多出现 %d 次。", "%s%s comes at most %s.", per, a, d.times(r.n))
	default:
		d.always("%s%s 至少出现 %d 次。", "%s%s comes at least %s.", per, a, d.times(r.n))
	}
}

// times says how often: a number in Chinese, whose sentence has the word.
func (d *describer) times(n int) any {
	switch {
	case d.zh:
		return n
	case n == 1:
		return "once"
	case n == 2:
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

func (d *describer) distinctRule(r *rule, per string) {
	v, count := d.value(r, 0), plural(r.n, "one value", "different values")
	switch r.op {
	case "":
		d.always("%s%s的值互不相同。", "%sthe values of %s all differ.", per, v)
	case "=":
		d.always("%[1]s%[2]s恰好有 %[3]d 个不同的值。", "%s%s takes exactly %[4]s.", per, v, r.n, count)
	case "<=":
		d.always("%[1]s%[2]s最多有 %[3]d 个不同的值。", "%s%s takes at most %[4]s.", per, v, r.n, count)
	default:
		d.always("%[1]s%[2]s至少有 %[3]d 个不同的值。", "%s%s takes at least %[4]s.", per, v, r.n, count)
	}
}

func (d *describer) needs(r *rule, per string) {
	k := holeName(r.refs[0].hole)
	switch {
	case r.n > 0:
		k = code("‹" + r.refs[0].hole + "› − " + strconv.Itoa(r.n))
	case r.n < 0:
		k = code("‹" + r.refs[0].hole + "› + " + strconv.Itoa(-r.n))
	}
	d.always("%s每个 %s 之前至少有 %s 行 %s。", "%sbefore each %s come at least %s lines %s.", per, d.ref(r, 0), k, d.ref(r, 1))
}

func (d *describer) rangeRule(r *rule) {
	v := d.value(r, 0)
	switch {
	case r.loText == "":
		d.always("%s不超过 %s。", "%s is at most %s.", v, r.hiText)
	case r.hiText == "":
		d.always("%s不小于 %s。", "%s is at least %s.", v, r.loText)
	default:
		d.always("%s在 %s 到 %s 之间。", "%s is between %s and %s.", v, r.loText, r.hiText)
	}
}
