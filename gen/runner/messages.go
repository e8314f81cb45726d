package runner

import (
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"huoye/gen/book"
	"huoye/gen/problem"
)

// messages is what the go command said of a build.
type messages struct {
	programs []*book.Program
	problems problem.List
	unknown  []string // lines that could not be understood
	blamed   map[*book.Program]bool
	program  *book.Program // named by the last "# package" line
	open     bool          // the next indented line continues the last problem
}

// position is a function because supervisors, one for each run, would compile
// a variable as they start.
var position = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(.+?\.go):(\d+)(?::(\d+))?: (.+)$`)
})

// parseMessages understands the messages of a failed go build or go test -c in
// dir.
func parseMessages(dir string, programs []*book.Program, output []byte) *messages {
	m := &messages{programs: programs, blamed: map[*book.Program]bool{}}
	local := strings.NewReplacer(dir+string(filepath.Separator), "")
	for line := range strings.Lines(string(output)) {
		m.line(local.Replace(strings.TrimRight(line, "\r\n")))
	}
	return m
}

func (m *messages) line(line string) {
	text := strings.TrimSpace(line)
	switch match := position().FindStringSubmatch(line); {
	case text == "" || text == "FAIL" || strings.HasPrefix(text, "FAIL\t"): // go test on what it has said
	case m.open && line[0] == '\t':
		// Compilers explain on further lines, indented.
		last := m.problems[len(m.problems)-1]
		last.Msg += " " + text
	case strings.HasPrefix(line, "# "):
		m.program, m.open = m.about(line), false
	case match != nil:
		m.positioned(match)
	default:
		m.bare(text)
	}
}

func (m *messages) positioned(match []string) {
	pos := token.Position{Filename: path.Clean(filepath.ToSlash(match[1]))}
	pos.Line, _ = strconv.Atoi(match[2])   // digits
	pos.Column, _ = strconv.Atoi(match[3]) // digits or nothing
	if pos.Column == 0 {
		pos.Column = 1
	}
	p := m.about(pos.Filename)
	if p == nil {
		p = m.program
	}
	m.add(p, pos, match[4])
}

// bare is a message without a position. It is laid at the beginning of the
// program that it speaks of: the linker's, for instance.
func (m *messages) bare(text string) {
	p := m.about(text)
	if p == nil {
		p = m.program
	}
	if p == nil {
		m.unknown = append(m.unknown, text)
		return
	}
	m.add(p, token.Position{Filename: p.Files[0].File, Line: 1, Column: 1}, text)
}

func (m *messages) add(p *book.Program, pos token.Position, msg string) {
	if p != nil {
		m.blamed[p] = true
	}
	m.problems.Add(pos, problem.Compile, msg)
	m.open = true
}

// about finds the program whose directory text names.
func (m *messages) about(text string) *book.Program {
	text = filepath.ToSlash(text)
	for _, p := range m.programs {
		_, after, ok := strings.Cut(text, p.Dir)
		if ok && (after == "" || !nameByte(after[0])) {
			return p
		}
	}
	return nil
}

func nameByte(c byte) bool {
	return c == '-' || c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// without returns the programs that no problem speaks of.
func (m *messages) without(programs []*book.Program) []*book.Program {
	var good []*book.Program
	for _, p := range programs {
		if !m.blamed[p] {
			good = append(good, p)
		}
	}
	return good
}
