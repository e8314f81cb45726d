package book

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// A quote is a piece of code in the text that may quote a line of output.
type quote struct {
	start, stop int32 // in the source
	fence       int32 // tells the fences apart that it may stand in; 0: none
}

const (
	shortestQuote = 8   // in characters; below, everything is like something
	longestQuote  = 250 // in bytes
)

// noteQuote notes a code span, or a line of a fence.
func (p *prose) noteQuote(q quote) {
	text := p.src[q.start:q.stop]
	if len(text) <= longestQuote && bytes.IndexByte(text, ' ') > 0 && utf8.RuneCount(text) >= shortestQuote {
		p.e.quotes = append(p.e.quotes, q)
	}
}

// fence notes the lines of a fence that may repeat an output.
func (p *prose) fence(n *ast.FencedCodeBlock) {
	switch string(n.Language(p.src)) {
	case "text", "console":
	default:
		return
	}
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		s = s.TrimRightSpace(p.src)
		p.noteQuote(quote{int32(s.Start), int32(s.Stop), int32(n.Pos()) + 1})
	}
}

// CheckQuotes reports what the editions of c quote from the outputs of its
// programs and what is not there: text that is like a line of an output, or
// like a part of one, up to a few characters, and neither in an output nor in
// the source of a program. lines returns the recorded output of a run, nil if
// it has none.
func (b *Book) CheckQuotes(c *Chapter, lines func(*Run) []string) (problem.List, error) {
	zh, en := c.zh.Details(), c.en.Details()
	if len(zh.quotes)+len(en.quotes)+len(zh.allows)+len(en.allows) == 0 {
		return nil, nil
	}
	root, err := os.OpenRoot(b.Dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	l := &loader{tree: tree{root, new(problems)}, book: b}
	var list problem.List
	o := newOutputs(slices.Concat(zh.Embeds, en.Embeds), lines)
	for _, e := range []struct {
		*Edition
		Details
	}{{c.zh, zh}, {c.en, en}} {
		f, err := l.readAgain(e.Edition)
		if err != nil {
			return nil, err
		}
		list = append(list, e.checkQuotes(f, o)...)
	}
	return list, nil
}

// checkQuotes returns what CheckQuotes reports of e, which f is.
func (d *Details) checkQuotes(f *textFile, o *outputs) (found problem.List) {
	src := f.src
	repeats := map[int32]bool{} // the fences that repeat an output
	for _, q := range d.quotes {
		if q.fence > 0 && o.lines[string(src[q.start:q.stop])] != nil {
			repeats[q.fence] = true
		}
	}
	allows := slices.Clone(d.allows)
	for _, q := range d.quotes {
		text := string(src[q.start:q.stop])
		if q.fence > 0 && !repeats[q.fence] || o.has(text) {
			continue
		}
		run, line := o.nearest(text)
		if run == nil || isPattern(text, line) || allowed(allows, problem.ProseQuote, int(q.start)) {
			continue
		}
		found.Add(f.position(int(q.start)), problem.ProseQuote,
			fmt.Sprintf("no output of this chapter has this text; the nearest, of %s, is %q", run.ID(), line))
	}
	for _, a := range allows {
		if !a.used {
			found = append(found, a.unused(f))
		}
	}
	return found
}

// placeholder is what stands in a text for any number or words: a letter that
// mathematicians would choose, an ellipsis, or a name in brackets.
var placeholder = regexp.MustCompile(`\b[ijkmnxyN]\b|…+|\.\.\.|\{\w+\}|<\w+>`)

// isPattern reports whether text speaks of many lines, such as line, with
// placeholders for what differs.
func isPattern(text, line string) bool {
	var pattern strings.Builder
	from := 0
	for _, place := range placeholder.FindAllStringIndex(text, -1) {
		name := text[place[0]:place[1]]
		if len(name) > 1 && (strings.Contains(line, name) || name[0] < utf8.RuneSelf && name[0] != '.' && strings.IndexByte(line, name[0]) >= 0) {
			continue // lines of this output have such a thing themselves
		}
		pattern.WriteString(regexp.QuoteMeta(text[from:place[0]]))
		if from = place[1]; len(name) == 1 {
			pattern.WriteString(`\S+`)
		} else {
			pattern.WriteString(`.*`)
		}
	}
	if from == 0 {
		return false
	}
	pattern.WriteString(regexp.QuoteMeta(text[from:]))
	re, err := regexp.Compile(pattern.String())
	return err == nil && re.MatchString(line)
}

// outputs are what the programs of a chapter printed.
type outputs struct {
	text    string          // the lines, none twice, each ended by a newline
	starts  []int           // where the lines begin in text
	runs    []*Run          // which run printed each first
	lines   map[string]*Run // by line
	sources [][]byte
}

func newOutputs(embeds []EmbedLink, lines func(*Run) []string) *outputs {
	o := &outputs{lines: map[string]*Run{}}
	var text strings.Builder
	seen := map[*Program]bool{}
	for _, link := range embeds {
		p := link.Program
		if seen[p] {
			continue
		}
		seen[p] = true
		for _, f := range p.Files {
			o.sources = append(o.sources, f.Source)
		}
		for _, r := range p.Runs {
			for _, l := range lines(r) {
				if o.lines[l] != nil {
					continue
				}
				o.lines[l] = r
				o.runs = append(o.runs, r)
				o.starts = append(o.starts, text.Len())
				text.WriteString(l + "\n")
			}
		}
	}
	o.text = text.String()
	return o
}

// has reports whether text is a part of an output or of a program.
func (o *outputs) has(text string) bool {
	return strings.Contains(o.text, text) ||
		slices.ContainsFunc(o.sources, func(src []byte) bool { return bytes.Contains(src, []byte(text)) })
}

const (
	mostEdits = 3   // that a quotation may be away from what it quotes
	mostLines = 500 // that one quotation is compared with
)

// nearest returns the line that text is like, or like a part of, and the run
// that printed it; nil if there is none. An edit spoils at most two of the
// pieces of a text, so that at most k edits leave one of 2k+1 pieces as it was:
// only lines with such a piece are compared.
func (o *outputs) nearest(text string) (*Run, string) {
	runes := []rune(text)
	k := min(mostEdits, max(1, len(runes)/8))
	letters := bagOf(runes)
	best, at := k+1, -1
	tried := map[int]bool{}
	pieces := 2*k + 1
	for n := range pieces {
		piece := string(runes[n*len(runes)/pieces : (n+1)*len(runes)/pieces])
		for from := 0; len(tried) < mostLines; {
			found := strings.Index(o.text[from:], piece)
			if found < 0 {
				break
			}
			i, exact := slices.BinarySearch(o.starts, from+found)
			if !exact {
				i--
			}
			line := o.line(i)
			from = o.starts[i] + len(line) + 1 // the next line
			if tried[i] {
				continue
			}
			tried[i] = true
			if letters.missing(line) >= best {
				continue
			}
			if d := editsToPart(runes, []rune(line)); d < best {
				best, at = d, i
			}
		}
	}
	if at < 0 {
		return nil, ""
	}
	return o.runs[at], o.line(at)
}

func (o *outputs) line(n int) string {
	stop := len(o.text)
	if n+1 < len(o.starts) {
		stop = o.starts[n+1]
	}
	return o.text[o.starts[n] : stop-1]
}

// A bag counts characters, by their last byte.
type bag [256]uint8

func bagOf(text []rune) (b bag) {
	for _, r := range text {
		b[byte(r)]++
	}
	return b
}

// missing is how many characters of b are not in line: as many edits, or more,
// are between them.
func (b bag) missing(line string) int {
	for _, r := range line {
		if b[byte(r)] > 0 {
			b[byte(r)]--
		}
	}
	n := 0
	for _, count := range b {
		n += int(count)
	}
	return n
}

// editsToPart is how many characters must be added, dropped, changed or
// exchanged with the next to make text a part of line.
func editsToPart(text, line []rune) int {
	// row[i] is the number for text[:i] and some part of line that ends with
	// the character read last; last and before are the rows of the one and
	// the two characters before.
	before, last, row := make([]int, len(text)+1), make([]int, len(text)+1), make([]int, len(text)+1)
	for i := range last {
		last[i] = i
	}
	best := len(text)
	for j, r := range line {
		for i, t := range text {
			d := last[i]
			if t != r {
				d = 1 + min(last[i], row[i], last[i+1])
			}
			if i > 0 && j > 0 && t == line[j-1] && text[i-1] == r {
				d = min(d, before[i-1]+1)
			}
			row[i+1] = d
		}
		best = min(best, row[len(text)])
		before, last, row = last, row, before
	}
	return best
}
