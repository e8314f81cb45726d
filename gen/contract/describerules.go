package contract

import "strconv"

// rule says a rule.
func (d *describer) rule(r *rule) {
	a, b := d.ref(r, 0), ""
	if len(r.refs) > 1 {
		b = d.ref(r, 1)
	}
	per := r.per
	switch r.kind {
	case ruleBefore:
		for i := range len(r.refs) - 1 {
			d.before(r, d.ref(r, i), d.ref(r, i+1))
		}
	case ruleFirst:
		d.always("%s 一定是第一行。", "%s is the first line.", a)
	case ruleLast:
		d.always("%s 一定是最后一行。", "%s is the last line.", a)
	case ruleCount:
		d.countRule(r, a)
	case ruleDistinct:
		d.distinctRule(r, a)
	case ruleSame:
		if b == "" {
			d.always("%s%s一定都相同。", "%[1]s%[2]s is always the same.", d.per(per), d.value(r, 0))
			return
		}
		d.always("%s%s一定等于%s。", "%s%s equals %s.", d.per(per), d.value(r, 0), d.value(r, 1))
	case ruleDiffer:
		d.always("%s%s一定不同于%s。", "%s%s differs from %s.", d.per(per), d.value(r, 0), d.value(r, 1))
	case rulePermutation:
		d.always("%s%s一定取遍 %s，各一次，顺序不限。", "%s%s takes each of the values %s once, in any order.", d.per(per), d.value(r, 0), d.values(r.list))
	case ruleSequence:
		d.always("%s%s一定依次是 %s。", "%s%s is %s, in this order.", d.per(per), d.value(r, 0), d.values(r.list))
	case rulePrefix:
		d.always("%s%s一定是 %s 这一序列的开头部分，也可能一个都没有。", "%s%s is %s, in this order, but may stop early, even before the first.", d.per(per), d.value(r, 0), d.values(r.list))
	case ruleAlternate:
		d.always("%s%s 与 %s 一定交替出现，前者在先。", "%s%s and %s alternate, the former first.", d.per(per), a, b)
	case ruleOpen:
		d.always("%s在任何时刻，已经出现的 %s 一定最多比 %s 多 %d 行。", "%sat any time, at most %[4]d more %[2]s than %[3]s have come.", d.per(per), a, b, r.n)
	case ruleNeeds:
		d.needs(r, b)
	case ruleRange:
		d.rangeRule(r)
	}
}

// ref names the line of a ref.
func (d *describer) ref(r *rule, i int) string { return d.named(r.refs[i].line) }

// value names the placeholder of a ref, in its line.
func (d *describer) value(r *rule, i int) string {
	return d.say("%[2]s 中的 %[1]s ", "%s in %s", holeName(r.refs[i].hole), d.named(r.refs[i].line))
}

// per begins a sentence that holds for each value of a placeholder.
func (d *describer) per(name string) string {
	if name == "" {
		return ""
	}
	return d.say("对每个 %s，", "for each %s, ", holeName(name))
}

func (d *describer) before(r *rule, a, b string) {
	if r.per != "" {
		d.always("每个 %s 一定先于对应的 %s。", "Every %s comes before its %s.", a, b)
		return
	}
	many := func(i int) bool {
		_, most := d.prog.root.count(func(l *line) bool { return l.name == r.refs[i].line })
		return most > 1
	}
	switch {
	case many(0) && many(1):
		d.always("所有的 %s 一定都先于所有的 %s。", "Every %s comes before every %s.", a, b)
	case many(0):
		d.always("所有的 %s 一定都先于 %s。", "Every %s comes before %s.", a, b)
	case many(1):
		d.always("%s 一定先于所有的 %s。", "%s comes before every %s.", a, b)
	default:
		d.always("%s 一定先于 %s。", "%s comes before %s.", a, b)
	}
}

func (d *describer) countRule(r *rule, a string) {
	per := d.per(r.per)
	switch {
	case r.op == "=" && r.n == 0:
		d.always("%s一定没有 %s。", "%s%s never comes.", per, a)
	case r.op == "=":
		d.always("%s%s 一定恰好出现 %d 次。", "%s%s comes exactly %s.", per, a, d.times(r.n))
	case r.op == "<=":
		d.always("%s%s 一定最多出现 %d 次。", "%s%s comes at most %s.", per, a, d.times(r.n))
	default:
		d.always("%s%s 一定至少出现 %d 次。", "%s%s comes at least %s.", per, a, d.times(r.n))
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

func (d *describer) distinctRule(r *rule, a string) {
	per, v := d.per(r.per), d.value(r, 0)
	switch r.op {
	case "":
		d.always("%s%s一定各不相同。", "%s%s never takes a value twice.", per, v)
	case "=":
		d.always("%s%s一定恰好有 %d 个不同的值。", "%s%s takes exactly %d different values.", per, v, r.n)
	case "<=":
		d.always("%s%s一定最多有 %d 个不同的值。", "%s%s takes at most %d different values.", per, v, r.n)
	default:
		d.always("%s%s一定至少有 %d 个不同的值。", "%s%s takes at least %d different values.", per, v, r.n)
	}
}

func (d *describer) needs(r *rule, b string) {
	k := holeName(r.refs[0].hole)
	switch {
	case r.n > 0:
		k = code("‹" + r.refs[0].hole + "› − " + strconv.Itoa(r.n))
	case r.n < 0:
		k = code("‹" + r.refs[0].hole + "› + " + strconv.Itoa(-r.n))
	}
	d.always("%s在 %s 之前，一定至少已有 %s 行 %s。", "%sbefore %s come at least %s lines %s.", d.per(r.per), d.ref(r, 0), k, b)
}

func (d *describer) rangeRule(r *rule) {
	v := d.value(r, 0)
	switch {
	case r.loText == "":
		d.always("%s一定不超过 %s。", "%s is at most %s.", v, r.hiText)
	case r.hiText == "":
		d.always("%s一定不小于 %s。", "%s is at least %s.", v, r.loText)
	default:
		d.always("%s一定在 %s 到 %s 之间。", "%s is between %s and %s.", v, r.loText, r.hiText)
	}
}
