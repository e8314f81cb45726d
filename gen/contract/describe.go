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
	d := &describer{zh: lang == "zh", recorded: recorded}
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
	if s := capital(d.say(zh, en, args...)); !slices.Contains(d.Always, s) {
		d.Always = append(d.Always, s)
	}
}

// varies adds a sentence on what was only so in this run.
func (d *describer) varies(zh, en string, args ...any) {
	if s := capital(d.say(zh, en, args...)); !slices.Contains(d.Varies, s) {
		d.Varies = append(d.Varies, s)
	}
}

// capital begins a sentence.
func capital(s string) string {
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

// line names a line by its pattern.
func (d *describer) line(n *node) string { return code(n.line.pat.show()) }

// named names the lines that a rule calls name.
func (d *describer) named(name string) string {
	var texts []string
	for _, n := range d.prog.named[name] {
		if t := d.line(n); !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return d.either(texts)
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
	if first, last, ok := consecutive(list); ok {
		return d.say("%d 到 %d", "%d to %d", first, last)
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

// consecutive reports whether values are at least three whole numbers that
// follow each other.
func consecutive(values []string) (first, last int, ok bool) {
	for i, v := range values {
		n, err := strconv.Atoi(v)
		if err != nil || i > 0 && n != last+1 {
			return 0, 0, false
		}
		if i == 0 {
			first = n
		}
		last = n
	}
	return first, last, len(values) > 2
}

// holeName names a placeholder.
func holeName(name string) string { return code("‹" + name + "›") }

// status says how the program ends, unless that is as usual.
func (d *describer) status(s Status) {
	switch {
	case s.Signal != "":
		d.always("程序一定被信号 %s 终止。", "The program is always ended by the signal %s.", code(s.Signal))
	case s.Code != 0:
		d.always("程序一定以退出状态 %d 结束。", "The program always ends with exit status %d.", s.Code)
	}
}

// recordedLines describes a contract that repeats the recorded output.
func (d *describer) recordedLines(anyOrder bool) {
	var ids []string
	if d.recorded != nil {
		known := labels(d.recorded.Procs)
		for i := range d.recorded.Lines {
			text := d.recorded.Lines[i].Text
			for _, id := range processIDs(text, known) {
				if v := code(text[id.start:id.end]); !slices.Contains(ids, v) {
					ids = append(ids, v)
				}
			}
		}
	}
	one := d.recorded != nil && len(d.recorded.Lines) == 1
	switch {
	case d.recorded != nil && len(d.recorded.Lines) == 0:
		d.always("每次运行一定没有任何输出。", "No run prints anything.")
		return
	case one && len(ids) == 0:
		d.always("每次运行的输出一定就是这一行。", "Every run prints exactly this line.")
	case one:
		d.always("每次运行的输出一定就是这一行，只有进程号不同。", "Every run prints exactly this line; only the process ids differ.")
	case anyOrder && len(ids) == 0:
		d.always("每次运行的输出一定恰好是这些行，只有顺序不定。", "Every run prints exactly these lines; only their order differs.")
	case anyOrder:
		d.always("每次运行的输出一定恰好是这些行，只有顺序和进程号不同。", "Every run prints exactly these lines; only their order and the process ids differ.")
	case len(ids) == 0:
		d.always("每次运行的输出一定恰好是这些行，顺序也一定如此。", "Every run prints exactly these lines, in this order.")
	default:
		d.always("每次运行的输出一定恰好是这些行，顺序也一定如此，只有进程号不同。", "Every run prints exactly these lines, in this order; only the process ids differ.")
	}
	if len(ids) > 1 {
		d.always("相同的进程号一定仍然相同，不同的一定仍然不同。", "Equal process ids are equal in every run, and different ones differ.")
	}
	if anyOrder && !one {
		d.varies("各行的先后顺序。", "The order of the lines.")
	}
	if len(ids) > 0 {
		d.varies("进程号：%s。", "The process ids: %s.", d.list(ids[:min(len(ids), 8)]))
	}
}
