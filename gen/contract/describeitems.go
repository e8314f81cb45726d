package contract

import (
	"slices"
	"strconv"
)

// items describes the structure of the output.
func (d *describer) items() {
	root := d.prog.root
	switch {
	case root.most == 0:
		d.always("每次运行一定没有任何输出。", "No run prints anything.")
		return
	case root.fewest == root.most:
		d.always("每次运行一定恰好输出 %s。", "Every run prints exactly %s.", d.count(root.most))
	default:
		d.always("每次运行一定输出 %d 到 %s。", "Every run prints %d to %s.", root.fewest, d.count(root.most))
	}
	d.group(root)
	d.streams()
	d.sameValues()
	d.differentIDs()
}

// count says a number of lines.
func (d *describer) count(n int) string {
	if n == 1 {
		return d.say("1 行", "1 line")
	}
	return d.say("%d 行", "%d lines", n)
}

// group describes n and the groups in it.
func (d *describer) group(n *node) {
	switch n.kind {
	case kindSequence:
		d.sequence(n)
	case kindFor, kindEach:
		d.loop(n)
	case kindRepeat:
		d.repetition(n)
	}
	for _, item := range n.items {
		d.group(item)
	}
}

// sequence says in which order the parts of n come.
func (d *describer) sequence(n *node) {
	if len(n.items) < 2 {
		return
	}
	var parts []string
	items := n.items
	const shown = 6
	if len(items) > shown {
		items = append(slices.Clone(items[:shown-2]), nil, items[len(items)-1])
	}
	for _, item := range items {
		if item == nil {
			parts = append(parts, "…")
			continue
		}
		parts = append(parts, d.part(item))
	}
	single := func(n *node) bool { return n.most == 1 }
	within := d.within(n.scope)
	switch {
	case len(parts) > 2:
	case n.scope.up != nil && single(items[0]) && single(items[1]):
		// In a loop, each has its own.
		d.always("每个 %s 一定先于对应的 %s。", "Every %s comes before its %s.", parts[0], parts[1])
		return
	case single(items[0]):
		d.always("%s%s 一定先于 %s。", "%s%s comes before %s.", within, parts[0], parts[1])
		return
	default:
		d.always("%s%s 一定都先于 %s。", "%s%s come before %s.", within, parts[0], parts[1])
		return
	}
	text := parts[0]
	for _, p := range parts[1:] {
		if p == "…" {
			text += d.say("，……", ", …")
		} else {
			text += d.say("，然后是 ", ", then ") + p
		}
	}
	d.always("%s先后顺序一定是：%s。", "%sthe order is always: %s.", within, text)
}

// within begins a sentence that holds in each iteration of the loops around.
func (d *describer) within(s *scope) string {
	var names []string
	for ; s.up != nil; s = s.up {
		for _, v := range s.vars {
			if v.loop {
				names = append([]string{holeName(v.name)}, names...)
			}
		}
		if len(s.vars) == 0 || !s.vars[0].loop {
			return d.say("在每次重复中，", "in each repetition, ")
		}
	}
	if len(names) == 0 {
		return ""
	}
	return d.say("对每个 %s，", "for each %s, ", d.list(names))
}

// part names an item of a sequence by its lines.
func (d *describer) part(n *node) string {
	if text, one := d.lines(n); one && n.most > 1 {
		return d.say("所有的 %s", "all of %s", text)
	} else {
		return text
	}
}

// lines names the lines of n, and says whether they have one pattern.
func (d *describer) lines(n *node) (text string, one bool) {
	var texts []string
	n.walk(func(n *node) {
		if n.kind == kindLine {
			if t := d.line(n); !slices.Contains(texts, t) {
				texts = append(texts, t)
			}
		}
	})
	const shown = 5
	if len(texts) > shown {
		return d.say("从 %s 到 %s 的各行", "the lines from %s to %s", texts[0], texts[len(texts)-1]), false
	}
	return d.list(texts), len(texts) == 1
}

// loop says for which values the body of n comes.
func (d *describer) loop(n *node) {
	if len(n.values) == 0 {
		return
	}
	name, within := holeName(n.loop.name), d.within(n.scope.up)
	if !n.items[0].uses(n.loop) {
		body, _ := d.lines(n.items[0])
		d.always("%s%s 一定出现 %d 次。", "%s%s comes %d times.", within, body, len(n.values))
		return
	}
	body := d.list(d.linesWith(n.items[0], n.loop))
	values := d.values(n.values)
	_, times := n.items[0].count(func(l *line) bool {
		return slices.ContainsFunc(l.pat.holes, func(h hole) bool { return h.v == n.loop })
	})
	switch {
	case n.kind == kindFor && times > 1:
		d.always("%s%s 一定依次为 %s 的每个值 %s 各出现一组。", "%[1]s%[2]s come for each %[3]s, %[4]s, one group after the other.", within, body, name, values)
	case n.kind == kindFor:
		d.always("%s%s 中的 %s 一定依次是 %s。", "%[1]sin %[2]s, %[3]s is %[4]s, in this order.", within, body, name, values)
	case times > 1:
		d.always("%s%s 一定为 %s 的每个值 %s 各出现一组，各组可以交错。", "%[1]s%[2]s come for each %[3]s, %[4]s; these groups may interleave.", within, body, name, values)
	default:
		d.always("%s%s 中的 %s 一定取遍 %s，各一次，顺序不限。", "%[1]sin %[2]s, %[3]s takes each of the values %[4]s once, in any order.", within, body, name, values)
	}
}

// linesWith names the lines below n that have the variable.
func (d *describer) linesWith(n *node, v *variable) []string {
	var texts []string
	eachHole(n, func(n *node, h *hole) {
		if t := d.line(n); h.v == v && !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	})
	return texts
}

// repetition says how often the body of n comes.
func (d *describer) repetition(n *node) {
	body, _ := d.lines(n.items[0])
	within := d.within(n.scope.up)
	single := n.items[0].most == 1
	switch {
	case n.min == n.max && n.max == 1, n.max == 0:
	case n.min == 0 && n.max == 1 && single:
		d.always("%s%s 最多出现一次，也可能不出现。", "%s%s comes at most once, perhaps not at all.", within, body)
	case n.min == 0 && n.max == 1:
		d.always("%s%s 最多出现一次，也可能都不出现。", "%s%s come at most once, perhaps not at all.", within, body)
	case n.min == n.max && single:
		d.always("%s%s 一定恰好出现 %d 次。", "%s%s comes exactly %d times.", within, body, n.min)
	case n.min == n.max:
		d.always("%s%s 一定重复 %d 次。", "%s%s are repeated %d times.", within, body, n.min)
	case single:
		d.always("%s%s 一定出现 %d 到 %d 次。", "%s%s comes %d to %d times.", within, body, n.min, n.max)
	default:
		d.always("%s%s 一定重复 %d 到 %d 次。", "%s%s are repeated %d to %d times.", within, body, n.min, n.max)
	}
}

// streams names the lines on standard error.
func (d *describer) streams() {
	var lines []string
	for _, n := range d.prog.nodes {
		if n.kind == kindLine && n.line.stream == Stderr {
			if t := d.line(n); !slices.Contains(lines, t) {
				lines = append(lines, t)
			}
		}
	}
	const shown = 4
	if len(lines) > shown {
		d.always("有 %d 种行一定出现在标准错误上。", "Lines of %d kinds are printed on standard error.", len(lines))
	} else if len(lines) > 0 {
		d.always("%s 一定输出到标准错误。", "%s always goes to standard error.", d.list(lines))
	}
}

// sameValues says which placeholders of different lines have one value.
func (d *describer) sameValues() {
	var order []*variable
	lines := make(map[*variable][]string)
	eachHole(d.prog.root, func(n *node, h *hole) {
		if h.v == nil || h.v.loop || h.v.uses < 2 {
			return
		}
		if lines[h.v] == nil {
			order = append(order, h.v)
		}
		if t := d.line(n); !slices.Contains(lines[h.v], t) {
			lines[h.v] = append(lines[h.v], t)
		}
	})
	for _, v := range order {
		switch {
		case len(lines[v]) < 2:
		case v.scope.up == nil:
			d.always("%s 在 %s 中一定是同一个值。", "%s is the same value in %s.", holeName(v.name), d.list(lines[v]))
		default:
			d.always("在每一组对应的 %[2]s 中，%[1]s 一定相同。", "%[1]s is the same in %[2]s that belong together.", holeName(v.name), d.list(lines[v]))
		}
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
		if len(names) < 2 || len(d.prog.alike) > 0 {
			continue
		}
		if t.name == "pid" {
			d.always("%s 一定是不同的进程号。", "%s are ids of different processes.", d.list(names))
		} else {
			d.always("%s 一定是不同的线程号。", "%s are ids of different threads.", d.list(names))
		}
	}
}

// typeWords name what a value of a type is.
var typeWords = map[string][2]string{
	"pid":      {"进程号", "process id"},
	"tid":      {"线程号", "thread id"},
	"int":      {"数值", "number"},
	"float":    {"数值", "number"},
	"seconds":  {"秒数", "number of seconds"},
	"duration": {"时长", "duration"},
	"address":  {"地址", "address"},
	"port":     {"端口号", "port"},
	"path":     {"路径", "path"},
}

// variations says what was only so in this run.
func (d *describer) variations() {
	d.freeOrders()
	d.repeatCounts()
	d.varyingValues()
}

// freeOrders names the lines whose order is free.
func (d *describer) freeOrders() {
	for _, n := range d.prog.nodes {
		if !n.interleaves {
			continue
		}
		lines, _ := d.lines(n)
		switch {
		case n.kind == kindEach && n.items[0].uses(n.loop):
			with := d.list(d.linesWith(n.items[0], n.loop))
			d.varies("%s 中 %s 的先后次序。", "The order in which the values of %[2]s come in %[1]s.", with, holeName(n.loop.name))
		case n.kind == kindEach:
			d.varies("%s 的先后顺序。", "The order of %s.", lines)
		default:
			d.varies("%s 怎样交错。", "How %s interleave.", lines)
		}
	}
}

// repeatCounts names the lines whose number varies.
func (d *describer) repeatCounts() {
	for _, n := range d.prog.nodes {
		if n.kind == kindRepeat && n.min != n.max {
			body, _ := d.lines(n.items[0])
			d.varies("%s 出现几次。", "How often %s comes.", body)
		}
	}
}

// varyingValues names the placeholders, with their values in this run.
func (d *describer) varyingValues() {
	type key struct{ typ, name string }
	var order []key
	values := make(map[key][]string)
	note := func(k key, v string) {
		if k.typ == "pid" || k.typ == "tid" {
			k.name = "" // ids are spoken of together
		}
		if _, ok := values[k]; !ok {
			order = append(order, k)
			values[k] = nil
		}
		if v != "" && !slices.Contains(values[k], code(v)) {
			values[k] = append(values[k], code(v))
		}
	}
	eachHole(d.prog.root, func(_ *node, h *hole) {
		if h.v == nil || !h.v.loop {
			note(key{h.typ.name, h.name}, "")
		}
	})
	if d.recorded != nil {
		if m, miss := (&Contract{mode: modeItems, prog: d.prog}).match(nil, d.recorded); miss == nil {
			for i, n := range m.Notes {
				for _, s := range n.Spans {
					note(key{s.Type, s.Name}, d.recorded.Lines[i].Text[s.Start:s.End])
				}
			}
		}
	}
	for _, k := range order {
		what, ok := typeWords[k.typ]
		if !ok {
			what = [2]string{"内容", "text"}
		}
		name, these := "", ""
		if k.name != "" {
			name = " " + holeName(k.name)
		}
		const shown = 8
		if list := values[k]; len(list) > shown {
			these = d.say("，本次有 %s 等 %s 个", ": here %s and others, %s in all", d.list(list[:3]), strconv.Itoa(len(list)))
		} else if len(list) > 0 {
			these = d.say("，本次是 %s", ": here %s", d.list(list))
		}
		plural := ""
		if k.name == "" && len(values[k]) != 1 {
			plural = "s"
		}
		d.varies("%[1]s%[3]s%[5]s。", "The %[2]s%[4]s%[3]s%[5]s.", what[0], what[1], name, plural, these)
	}
}
