package contract

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Description is a contract in sentences, in one language. Code in a sentence
// stands between backquotes.
type Description struct {
	Always []string // what holds in every run
	Varies []string // what was only so in this run
}

// Describe says the contract in lang, "zh" or "en", from its structure.
// recorded is the recorded output.
func (c *Contract) Describe(lang string, recorded *Output) Description {
	d := &describer{zh: lang == "zh", recorded: recorded,
		named: make(map[string]bool), numbers: make(map[*node]string)}
	switch c.mode {
	case modeRecorded, modeUnordered:
		d.recordedLines(c.mode == modeUnordered)
	default:
		d.prog = c.prog
		d.items()
		for _, r := range c.prog.rules {
			d.rule(r)
		}
		d.variations()
	}
	d.status(c.status)
	return d.Description
}

// A describer collects the sentences of one language.
type describer struct {
	Description
	zh       bool
	prog     *program
	recorded *Output

	named map[string]bool // patterns that have been shown in full
	// Groups with sentences of their own are spoken of by numbers.
	numbers map[*node]string
	queue   []*node
}

// say formats a phrase in the language.
func (d *describer) say(zh, en string, args ...any) string {
	if d.zh {
		return joinHan(fmt.Sprintf(zh, args...))
	}
	return fmt.Sprintf(en, args...)
}

// joinHan drops spaces that have come to stand between two Han characters,
// where a phrase was put in the place of code.
func joinHan(s string) string {
	runes := []rune(s)
	out := runes[:0:0]
	inCode := false
	for i, r := range runes {
		if r == '`' {
			inCode = !inCode
		}
		if r == ' ' && !inCode && i > 0 && i+1 < len(runes) && wide(runes[i-1]) && wide(runes[i+1]) {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

// wide reports whether r is a Han character or full-width punctuation.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || 0x3000 <= r && r <= 0x303f || 0xff00 <= r && r <= 0xff60
}

// always adds a sentence on what holds in every run.
func (d *describer) always(zh, en string, args ...any) {
	if s := sentence(d.say(zh, en, args...)); !slices.Contains(d.Always, s) {
		d.Always = append(d.Always, s)
	}
}

// varies adds a sentence on what was only so in this run.
func (d *describer) varies(zh, en string, args ...any) {
	if s := sentence(d.say(zh, en, args...)); !slices.Contains(d.Varies, s) {
		d.Varies = append(d.Varies, s)
	}
}

// sentence begins s with a capital, and ends it with one full stop, which may
// be that of the code at its end.
func sentence(s string) string {
	if code, ok := strings.CutSuffix(s, ".`."); ok {
		s = code + ".`"
	}
	if s != "" && 'a' <= s[0] && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// code shows a piece of code.
func code(s string) string {
	if s == "" {
		s = " "
	}
	return "`" + strings.ReplaceAll(s, "`", "'") + "`"
}

// codes shows pieces of code.
func codes(list []string) []string {
	var texts []string
	for _, s := range list {
		texts = append(texts, code(s))
	}
	return texts
}

// line names a line: in full the first time, then in short.
func (d *describer) line(n *node) string {
	full := n.line.pat.show()
	switch {
	case full == "":
		return d.say("空行", "an empty line")
	case d.named[full]:
		return code(d.short(n))
	}
	d.named[full] = true
	return code(full)
}

// short is the beginning of a line's text, as far as the first placeholder or,
// of a long text, the first words, if no other line begins so.
func (d *describer) short(n *node) string {
	const enough = 20 // bytes that need no shortening
	full, text := n.line.pat.show(), n.line.pat.lits[0]
	var short string
	if n.line.pat.literal() {
		if len(full) <= enough {
			return full
		}
		for i := 1; i < len(text) && short == ""; i++ {
			if i > 5 && text[i] == ' ' && d.only(full, text[:i]) {
				short = text[:i] + "…"
			}
		}
	} else if i := strings.LastIndexByte(text, ' '); i > 0 && d.only(full, text[:i]) {
		short = text[:i]
	}
	if short == "" || len(short)+4 > len(full) {
		return full
	}
	return short
}

// only reports whether no pattern but full begins with these words.
func (d *describer) only(full, words string) bool {
	return !slices.ContainsFunc(d.prog.lines, func(n *node) bool {
		return n.line.pat.show() != full &&
			strings.HasPrefix(n.line.pat.show()+" ", words+" ")
	})
}

// different drops nodes whose pattern another one has, too.
func (d *describer) different(nodes []*node) []*node {
	var list []*node
	for _, n := range nodes {
		same := func(o *node) bool { return o.line.pat.show() == n.line.pat.show() }
		if !slices.ContainsFunc(list, same) {
			list = append(list, n)
		}
	}
	return list
}

// lines names lines.
func (d *describer) lines(nodes []*node) []string {
	var texts []string
	for _, n := range nodes {
		texts = append(texts, d.line(n))
	}
	return texts
}

// calls names the lines that a rule calls name.
func (d *describer) calls(name string) string {
	return d.either(d.lines(d.different(d.prog.named[name])))
}

// verb chooses the form of an English verb.
func (d *describer) verb(subjects []*node, one, many string) string {
	if len(subjects) == 1 {
		return one
	}
	return many
}

// either joins alternatives, and list joins all.
func (d *describer) either(texts []string) string { return d.join(texts, " 或 ", " or ") }
func (d *describer) list(texts []string) string   { return d.join(texts, " 和 ", " and ") }

func (d *describer) join(texts []string, zh, en string) string {
	if len(texts) == 0 {
		return ""
	}
	last := texts[len(texts)-1]
	if len(texts) == 1 {
		return last
	}
	rest := texts[:len(texts)-1]
	if d.zh {
		return strings.Join(rest, "、") + zh + last
	}
	if len(rest) == 1 {
		return rest[0] + en + last
	}
	return strings.Join(rest, ", ") + "," + en + last
}

// values names values: 0 to 4, or a, b, c.
func (d *describer) values(list []string) string {
	if len(list) > 2 && consecutive(list) {
		return d.say("%s 到 %s", "%s to %s", list[0], list[len(list)-1])
	}
	const shown = 12
	quoted := make([]string, 0, len(list))
	for _, v := range list[:min(len(list), shown)] {
		quoted = append(quoted, code(v))
	}
	sep := d.say("、", ", ")
	if len(list) > shown {
		return strings.Join(quoted, sep) + sep + "…"
	}
	return strings.Join(quoted, sep)
}

// consecutive reports whether values are whole numbers that follow each other.
func consecutive(values []string) bool {
	first := 0
	for i, v := range values {
		n, err := strconv.Atoi(v)
		if i == 0 {
			first = n
		}
		if err != nil || n != first+i || strconv.Itoa(n) != v {
			return false
		}
	}
	return true
}

// holeName names a placeholder.
func holeName(name string) string { return code("‹" + name + "›") }

// status says how the program ends, unless that is as usual.
func (d *describer) status(s Status) {
	switch {
	case s.Signal != "":
		d.always("程序被信号 %s 终止。", "The program is ended by the signal %s.", code(s.Signal))
	case s.Code != 0:
		d.always("程序以退出状态 %d 结束。", "The program ends with exit status %d.", s.Code)
	}
}

// recordedLines describes a contract that repeats the recorded output.
func (d *describer) recordedLines(anyOrder bool) {
	if d.recorded == nil {
		d.always("输出与记录的相同。", "The output is as recorded.")
		return
	}
	if len(d.recorded.Lines) == 0 {
		d.always("没有任何输出。", "There is no output.")
		return
	}
	var ids []string
	own := false
	known := labels(d.recorded.Procs)
	for _, l := range d.recorded.Lines {
		for _, id := range processIDs(l.Text, known) {
			own = own || id.label == l.Proc
			if v := code(l.Text[id.start:id.end]); !slices.Contains(ids, v) {
				ids = append(ids, v)
			}
		}
	}
	text := d.say("输出恰好是这些行，顺序也如此", "The output is exactly these lines, in this order")
	switch {
	case len(d.recorded.Lines) == 1:
		text, anyOrder = d.say("输出就是这一行", "The output is exactly this line"), false
	case anyOrder:
		text = d.say("输出恰好是这些行，顺序不定", "The output is exactly these lines, in varying order")
	}
	switch {
	case len(ids) == 1 && own:
		text += d.say("，只有进程自己的进程号不同", "; only the process's own id differs")
	case len(ids) == 1:
		text += d.say("，只有进程号不同", "; only the process id differs")
	case len(ids) > 1:
		text += d.say("，只有进程号不同", "; only the process ids differ")
	}
	d.always("%s。", "%s.", text)
	switch {
	case len(ids) > 1 && own:
		d.always("相同的进程号仍相同，不同的仍不同，进程自己的仍是自己的。", "Equal process ids stay equal, different ones different, and a process's own id its own.")
	case len(ids) > 1:
		d.always("相同的进程号仍相同，不同的仍不同。", "Equal process ids stay equal, and different ones different.")
	}
	if anyOrder {
		d.varies("各行的先后顺序。", "The order of the lines.")
	}
	if len(ids) > 0 {
		d.varies("进程号：%[1]s。", "The process id%[2]s: %[1]s.", d.some(ids), map[bool]string{true: "s"}[len(ids) > 1])
	}
}
