package golden

import (
	"bytes"
	"fmt"
	"go/token"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"huoye/gen/contract"
	"huoye/gen/problem"
)

// A golden is a text file that makes a good diff: a header of "key: value"
// lines, an empty line, then a line per output line:
//
//	command: hello-process
//	exit: 0
//	go: go1.26.8
//	platform: linux/amd64
//	isolation: user, pid, mount, net, ipc, uts namespaces
//	p1: pid 4242, waited for p2 from 0.001700 to 0.003310, ended at 0.003713 with 0
//	p2: pid 4249, started by p1 at 0.001204, exec at 0.001502, ended at 0.003310 with 0
//
//	0.000412 p1 out | Parent process 4242.
//	0.003127 p2 err | Run child process test (4249)...
//
// The fields are seconds since the start, the process ("-" if unknown), the
// stream (out, err, or "any" if unknown), and the text after "| ". A line
// that no newline ended has "+ " instead. Text that an editor could spoil is
// written as in a Go string, after `\ ` (or `\+ `), and so is the command. A line "cut: N" says that
// N bytes of output were dropped there.
//
// What is not known of a process is left out. One that was left behind, and
// killed when the run was over, has "killed at" instead of "ended at".

// Format writes g as a golden file.
func (g *Golden) Format() []byte {
	var b bytes.Buffer
	if plain(g.Command) {
		fmt.Fprintf(&b, "command: %s\n", g.Command)
	} else {
		fmt.Fprintf(&b, "command: \\ %s\n", escape(g.Command))
	}
	fmt.Fprintf(&b, "exit: %s\n", FormatStatus(g.Output.Status))
	fmt.Fprintf(&b, "go: %s\n", g.Go)
	fmt.Fprintf(&b, "platform: %s\n", g.Platform)
	fmt.Fprintf(&b, "isolation: %s\n", g.Isolation)
	for i, p := range g.Output.Procs {
		fmt.Fprintf(&b, "p%d: ", i+1)
		formatLife(&b, p)
	}
	b.WriteByte('\n')
	for _, l := range g.Output.Lines {
		if l.Cut > 0 {
			fmt.Fprintf(&b, "cut: %d\n", l.Cut)
		}
		fmt.Fprintf(&b, "%.6f %s %s %s\n", l.At.Seconds(), formatProc(l.Proc), streamNames[l.Stream], formatText(l))
	}
	return b.Bytes()
}

// FormatStatus is a status in a word: "2" or "SIGKILL".
func FormatStatus(s contract.Status) string {
	if s.Signal != "" {
		return s.Signal
	}
	return strconv.Itoa(s.Code)
}

var streamNames = [...]string{contract.Unknown: "any", contract.Stdout: "out", contract.Stderr: "err"}

func formatProc(p int) string {
	if p == 0 {
		return "-"
	}
	return "p" + strconv.Itoa(p)
}

// formatText is the marker of a line and its text.
func formatText(l contract.Line) string {
	mark, text := "|", l.Text
	if l.Partial {
		mark = "+"
	}
	if !plain(text) {
		text = escape(text)
		if l.Partial {
			mark = `\+`
		} else {
			mark = `\`
		}
	}
	if text == "" {
		return mark
	}
	return mark + " " + text
}

// escape writes s as inside a Go string.
func escape(s string) string {
	q := strconv.Quote(s)
	q = strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
	if strings.HasSuffix(q, " ") {
		q = q[:len(q)-1] + `\x20` // editors strip it
	}
	return q
}

// unescape undoes escape.
func unescape(s string) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var b strings.Builder
	for s != "" {
		r, multi, rest, err := strconv.UnquoteChar(s, 0)
		if err != nil {
			return "", err
		}
		if multi || r < utf8.RuneSelf {
			b.WriteRune(r)
		} else {
			b.WriteByte(byte(r)) // from \x80 to \xff: a byte
		}
		s = rest
	}
	return b.String(), nil
}

// plain reports whether editors, diffs and terminals leave text alone.
func plain(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	last := rune(0)
	for _, r := range text {
		if r != '\t' && !unicode.IsPrint(r) || r == utf8.RuneError {
			return false
		}
		last = r
	}
	return !unicode.IsSpace(last)
}

// Parse reads a golden file, the text data of file. It reports every problem
// at its position; the golden is nil if there are any.
func Parse(file string, data []byte) (*Golden, problem.List) {
	p := &parser{file: file, g: &Golden{Output: new(contract.Output)}}
	header, body, found := strings.Cut(string(data), "\n\n")
	if !found {
		header = strings.TrimSuffix(header, "\n")
		body = ""
	}
	for line := range strings.SplitSeq(header, "\n") {
		p.line++
		p.header(line)
	}
	p.line++
	if p.g.Command == "" {
		p.problem(1, "the header has no command")
	}
	var cut int64
	for line := range strings.Lines(body) {
		p.line++
		line = strings.TrimSuffix(line, "\n")
		if n, ok := strings.CutPrefix(line, "cut: "); ok {
			cut = p.number(n)
			continue
		}
		l := p.output(line)
		l.Cut, cut = cut, 0
		p.g.Output.Lines = append(p.g.Output.Lines, l)
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return p.g, nil
}

type parser struct {
	file     string
	line     int
	g        *Golden
	problems problem.List
}

func (p *parser) problem(col int, format string, args ...any) {
	pos := token.Position{Filename: p.file, Line: p.line, Column: col}
	p.problems.Add(pos, problem.GoldenFormat, fmt.Sprintf(format, args...)+"; record the output anew with -update")
}

func (p *parser) number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		p.problem(1, "%q is no number", s)
	}
	return n
}

// seconds reads a number of seconds.
func (p *parser) seconds(s string) time.Duration {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 0 || n > 1e9 {
		p.problem(1, "%q are no seconds", s)
		return 0
	}
	return time.Duration(n*1e6+0.5) * time.Microsecond
}

// status undoes FormatStatus.
func (p *parser) status(s string) contract.Status {
	if strings.HasPrefix(s, "SIG") {
		return contract.Status{Signal: s}
	}
	return contract.Status{Code: int(p.number(s))}
}

func (p *parser) header(line string) {
	key, value, ok := strings.Cut(line, ":")
	value = strings.TrimPrefix(value, " ")
	if !ok {
		p.problem(1, "not a header line (want \"key: value\")")
		return
	}
	out := p.g.Output
	switch key {
	case "command":
		escaped, ok := strings.CutPrefix(value, `\ `)
		if ok {
			var err error
			if value, err = unescape(escaped); err != nil {
				p.problem(len("command: ")+1, "bad escape")
			}
		}
		p.g.Command = value
	case "exit":
		out.Status = p.status(value)
	case "go":
		p.g.Go = value
	case "platform":
		p.g.Platform = value
	case "isolation":
		p.g.Isolation = value
	case "p" + strconv.Itoa(len(out.Procs)+1):
		out.Procs = append(out.Procs, p.life(value))
	default:
		p.problem(1, "unknown header %q", key)
	}
}

// output reads one line of output.
func (p *parser) output(line string) contract.Line {
	fields := strings.SplitN(line, " ", 5)
	if len(fields) < 4 {
		p.problem(1, "not an output line (want \"seconds process stream | text\")")
		return contract.Line{}
	}
	var l contract.Line
	l.At = p.seconds(fields[0])
	if n, ok := strings.CutPrefix(fields[1], "p"); ok {
		l.Proc = int(p.number(n))
		if l.Proc < 1 || l.Proc > len(p.g.Output.Procs) {
			p.problem(len(fields[0])+2, "process p%d is not in the header", l.Proc)
		}
	} else if fields[1] != "-" {
		p.problem(len(fields[0])+2, "%q is no process", fields[1])
	}
	switch fields[2] {
	case "any":
	case "out":
		l.Stream = contract.Stdout
	case "err":
		l.Stream = contract.Stderr
	default:
		p.problem(len(fields[0])+len(fields[1])+3, "%q is no stream", fields[2])
	}
	if len(fields) == 5 {
		l.Text = fields[4]
	}
	switch fields[3] {
	case "|":
	case "+":
		l.Partial = true
	case `\`, `\+`:
		l.Partial = fields[3] == `\+`
		var err error
		if l.Text, err = unescape(l.Text); err != nil {
			p.problem(len(line)-len(fields[4])+1, "bad escape")
		}
	default:
		p.problem(1, "%q is no line marker", fields[3])
	}
	return l
}
