package contract

import (
	"slices"
	"strconv"
	"strings"
)

// items describes the structure of the output: a sentence for the whole, and
// one for each group that has got a number in it.
func (d *describer) items() {
	root := d.prog.root
	if root.most == 0 {
		d.always("没有任何输出。", "There is no output.")
		return
	}
	exact := root.fewest == root.most
	lead := d.say("输出", "The output")
	if exact {
		lead = d.say("恰好 %[1]d 行", "Exactly %[2]s", root.most, plural(root.most, "one line", "lines"))
	}
	d.clause(lead, exact, root)
	for i := 0; i < len(d.queue); i++ {
		d.clause(d.numbers[d.queue[i]], false, d.queue[i])
	}
	d.streams()
	d.choices()
	d.oneValue()
	d.ownIDs()
	d.differentIDs()
}

// plural says a number of things in English.
func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return strconv.Itoa(n) + " " + many
}

// clause says what n consists of, after lead, which is a phrase of its own if
// apart is set.
func (d *describer) clause(lead string, apart bool, n *node) {
	var mods []string
	parts := d.parts(n)
	for len(parts) == 1 && !simple(parts[0]) && parts[0].kind != kindFree {
		mods = append(mods, d.loopMods(parts[0], false)...)
		parts = d.parts(parts[0].items[0])
	}
	if len(mods) > 0 {
		lead += d.parens(mods)
	}
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = d.item(p)
	}
	switch text := strings.Join(texts, d.say("；", "; ")); {
	case len(parts) < 2:
		d.always("%s：%s。", "%s: %s.", lead, text)
	case apart:
		d.always("%s，依次是：%s。", "%s, in this order: %s.", lead, text)
	default:
		d.always("%s 依次是：%s。", "%s, in this order: %s.", lead, text)
	}
}

// parts lists the items that follow each other in n, without those that stand
// for nothing.
func (d *describer) parts(n *node) []*node {
	if n.kind != kindSequence {
		return []*node{n}
	}
	var list []*node
	for _, item := range n.items {
		if item.most > 0 {
			list = append(list, d.parts(item)...)
		}
	}
	return list
}

// simple reports whether n is a line, or the same line again and again.
func simple(n *node) bool {
	switch n.kind {
	case kindLine:
		return true
	case kindFree:
		return len(n.classes) == 1 && simple(n.classes[0].body)
	}
	return len(n.items) == 1 && simple(n.items[0])
}

// item names a part of a sequence.
func (d *describer) item(n *node) string {
	switch {
	case simple(n):
		return d.phrase(n, false)
	case n.kind == kindFree:
		return d.free(n)
	}
	return d.number(n)
}

// number gives n the next number, to be described in a sentence of its own.
func (d *describer) number(n *node) string {
	if d.numbers[n] == "" {
		d.queue = append(d.queue, n)
		if i := len(d.queue); i <= 20 {
			d.numbers[n] = string(rune('①' + i - 1))
		} else {
			d.numbers[n] = d.say("(%d)", "(%d)", i)
		}
	}
	return d.numbers[n]
}

// free names the parts of a free group.
func (d *describer) free(n *node) string {
	if !n.interleaves {
		return d.item(n.classes[0].body)
	}
	ordered := false // a part has an order of its own
	var texts []string
	for _, c := range n.classes {
		if c.body.most == 0 {
			continue
		}
		if !simple(c.body) {
			ordered = true
			texts = append(texts, d.number(c.body)+d.parens(d.often(c.count, c.count)))
			continue
		}
		c.body.walk(func(n *node) { ordered = ordered || n.kind == kindFor && len(n.values) > 1 })
		texts = append(texts, d.phrase(c.body, true, d.often(c.count, c.count)...))
	}
	if ordered {
		return d.say("互相交错的 %s", "%s, interleaved", d.list(texts))
	}
	return d.say("顺序不定的 %s", "%s, in varying order", d.list(texts))
}

// phrase names a simple node: its line, and in parentheses how often it comes
// and for which values. mixed is set if its order has been said to vary.
func (d *describer) phrase(n *node, mixed bool, mods ...string) string {
	for n.kind != kindLine {
		if n.kind == kindFree {
			mods = append(mods, d.often(n.classes[0].count, n.classes[0].count)...)
		} else {
			mods = append(mods, d.loopMods(n, mixed)...)
		}
		n = n.items[0]
	}
	return d.line(n) + d.parens(mods)
}

func (d *describer) parens(mods []string) string {
	if len(mods) == 0 {
		return ""
	}
	return d.say("（", " (") + strings.Join(mods, d.say("；", "; ")) + d.say("）", ")")
}

// loopMods says for what the body of n comes, or how often.
func (d *describer) loopMods(n *node, mixed bool) []string {
	group := !simple(n.items[0])
	switch {
	case n.kind == kindSequence:
		return nil
	case n.kind == kindRepeat:
		return d.often(n.min, n.max)
	case !n.items[0].uses(n.loop):
		return d.often(len(n.values), len(n.values))
	}
	name, values := holeName(n.loop.name), d.values(n.values)
	switch {
	case n.kind == kindFor:
		return []string{d.say("%s 依次为 %s", "%s: %s in turn", name, values)}
	case mixed:
		return []string{d.say("%s 取 %s 各一次", "%s: %s, each once", name, values)}
	case group:
		return []string{d.say("%s 取 %s 各一次，互相交错", "%s: %s, each once, interleaved", name, values)}
	}
	return []string{d.say("%s 取 %s 各一次，顺序不定", "%s: %s, each once, in varying order", name, values)}
}

// often says a number of times, nothing if it is once.
func (d *describer) often(min, max int) []string {
	switch {
	case min == 1 && max == 1:
		return nil
	case min == max && max == 2:
		return []string{d.say("2 次", "twice")}
	case min == max:
		return []string{d.say("%d 次", "%d times", max)}
	case min == 0 && max == 1:
		return []string{d.say("可能没有", "may be missing")}
	case min == 0:
		return []string{d.say("最多 %d 次", "at most %d times", max)}
	}
	return []string{d.say("%d 到 %d 次", "%d to %d times", min, max)}
}

// streams names the lines on standard error.
func (d *describer) streams() {
	var nodes []*node
	for _, n := range d.prog.lines {
		if n.line.stream == Stderr {
			nodes = append(nodes, n)
		}
	}
	const shown = 4
	if lines := d.different(nodes); len(lines) > shown {
		d.always("%d 种行输出到标准错误。", "Lines of %d kinds go to standard error.", len(lines))
	} else if len(lines) > 0 {
		d.always("%[1]s 输出到标准错误。", "%[1]s %[2]s to standard error.", d.list(d.lines(lines)), d.verb(lines, "goes", "go"))
	}
}

// choices says which words a placeholder can stand for.
func (d *describer) choices() {
	eachHole(d.prog.root, func(_ *node, h *hole) {
		if h.typ.words != nil && !h.ofLoop() {
			d.always("%s 是 %s。", "%s is %s.", holeName(h.label()), d.either(codes(h.typ.words)))
		}
	})
}

// oneValue says which placeholders have one value in several lines.
func (d *describer) oneValue() {
	var order []*variable
	lines := make(map[*variable][]*node)
	eachHole(d.prog.root, func(n *node, h *hole) {
		if h.v == nil || h.v.loop || h.v.uses < 2 {
			return
		}
		if lines[h.v] == nil {
			order = append(order, h.v)
		}
		if !slices.Contains(lines[h.v], n) {
			lines[h.v] = append(lines[h.v], n)
		}
	})
	var throughout []string
	for _, v := range order {
		switch {
		case len(lines[v]) < 2:
		case v.scope.up == nil:
			throughout = append(throughout, holeName(v.name))
		default:
			d.always("%[1]s，%[2]s 前后一致。", "%[1]s, %[2]s has one value.", d.each(v.scope), holeName(v.name))
		}
	}
	if len(throughout) == 1 {
		d.always("%s 前后一致。", "%s has one value throughout.", throughout[0])
	} else if len(throughout) > 1 {
		d.always("%s 各自前后一致。", "%s have one value each throughout.", d.list(throughout))
	}
}

// each names the iterations of the loop that has the scope.
func (d *describer) each(s *scope) string {
	for _, n := range d.prog.nodes {
		if n.kind >= kindFor && n.items[0].scope == s && d.numbers[n] != "" {
			return d.say("每一次 %s 中", "in each %s", d.numbers[n])
		}
	}
	return d.say("每一组中", "in each group")
}

// ownIDs says which ids are those of the lines' own processes.
func (d *describer) ownIDs() {
	var names []string
	own, other := make(map[string][]*node), make(map[string]bool)
	eachHole(d.prog.root, func(n *node, h *hole) {
		name := holeName(h.label())
		switch {
		case !h.self:
			other[name] = true
			return
		case own[name] == nil:
			names = append(names, name)
		}
		own[name] = append(own[name], n)
	})
	for i, name := range names {
		if other[name] {
			names[i] = d.say("%[2]s 中的 %[1]s", "%[1]s in %[2]s", name, d.list(d.lines(d.different(own[name]))))
		}
	}
	switch len(names) {
	case 0:
	case 1:
		d.always("%s 是打印这一行的进程自己的进程号。", "%s is the id of the process that printed the line.", names[0])
	default:
		d.always("%s 都是打印这一行的进程自己的进程号。", "%s are each the id of the process that printed the line.", d.list(names))
	}
}

// differentIDs says that ids of different names differ.
func (d *describer) differentIDs() {
	for _, t := range valueTypes[:2] {
		var names []string
		eachHole(d.prog.root, func(_ *node, h *hole) {
			if h.name != "" && h.typ == t && !slices.Contains(names, holeName(h.name)) {
				names = append(names, holeName(h.name))
			}
		})
		switch {
		case len(names) < 2 || len(d.prog.alike) > 0:
		case len(names) == 2:
			d.always("%s 不同。", "%s differ.", d.list(names))
		default:
			d.always("%s 各不相同。", "%s all differ.", d.list(names))
		}
	}
}
