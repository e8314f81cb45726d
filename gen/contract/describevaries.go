package contract

import "slices"

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
	var assigned []assignment
	if d.recorded != nil {
		if s, broken := d.prog.assign(d.recorded); s.found && broken == nil {
			assigned = s.assigned
		}
	}
	if slices.ContainsFunc(d.prog.nodes, func(n *node) bool { return n.interleaves }) {
		d.varies("上面没有规定的先后顺序。", "The order of the lines, where nothing above fixes it.")
	}
	d.repeatCounts(assigned)
	d.varyingValues(assigned)
}

// repeatCounts names the lines whose number varies.
func (d *describer) repeatCounts(assigned []assignment) {
	for _, n := range d.prog.nodes {
		if n.kind != kindRepeat || n.min == n.max {
			continue
		}
		if !simple(n) {
			if number := d.numbers[n]; number != "" {
				d.howOften(n, number, "comes")
			} else {
				d.howOften(n, d.say("这些行", "these lines"), "come")
			}
			continue
		}
		leaf := n
		for leaf.kind != kindLine {
			leaf = leaf.items[0]
		}
		if assigned == nil || n.max == 1 {
			d.howOften(n, d.line(leaf), "comes")
			continue
		}
		count := 0
		for _, a := range assigned {
			if a.node == leaf {
				count++
			}
		}
		d.varies("%[1]s 的行数：%[2]d。", "The number of lines %[1]s: %[2]d.", d.line(leaf), count)
	}
}

func (d *describer) howOften(n *node, what, comes string) {
	if n.min == 0 && n.max == 1 {
		d.varies("有没有 %[1]s。", "Whether %[1]s %[2]s.", what, comes)
	} else {
		d.varies("%[1]s 出现几次。", "How often %[1]s %[2]s.", what, comes)
	}
}

// varyingValues names the placeholders, with their values in this run.
func (d *describer) varyingValues(assigned []assignment) {
	type key struct{ typ, name string }
	var order []key
	values := make(map[key][]string)
	note := func(h *hole, v string) {
		if h.ofLoop() {
			return
		}
		k := key{h.typ.name, h.name}
		if h.typ.id {
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
	eachHole(d.prog.root, func(_ *node, h *hole) { note(h, "") })
	for _, a := range assigned {
		for i := range a.values {
			note(a.hole(i), a.values[i])
		}
	}
	for _, k := range order {
		what, ok := typeWords[k.typ]
		if !ok {
			what = [2]string{"内容", "text"}
		}
		name, plural := "", ""
		if k.name != "" {
			name = " " + holeName(k.name)
		} else if len(values[k]) != 1 {
			plural = "s"
		}
		if len(values[k]) == 0 {
			d.varies("%[1]s%[3]s。", "The %[2]s%[4]s%[3]s.", what[0], what[1], name, plural)
		} else {
			d.varies("%[1]s%[3]s：%[5]s。", "The %[2]s%[4]s%[3]s: %[5]s.", what[0], what[1], name, plural, d.some(values[k]))
		}
	}
}

// some lists values, the first of them if they are many.
func (d *describer) some(values []string) string {
	const shown = 8
	if len(values) <= shown {
		return d.list(values)
	}
	return d.say("%[1]s 等 %[2]d 个", "%[1]s, and others, %[2]d in all", d.join(values[:3], "、", ", "), len(values))
}
