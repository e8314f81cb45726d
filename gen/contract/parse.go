package contract

import (
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// A parser reads the output of a contract into nodes.
type parser struct {
	*problems
	types map[string]*valueType // of names, by the first line that says it
}

// keywords are the keys of items that are not names of lines.
var keywords = []string{"unordered", "for", "each", "repeat", "do", "stderr", "stdout", "stream"}

// maxLines bounds the lines a contract may stand for.
const maxLines = 1_000_000

// parseOutput reads the list of items.
func (p *parser) parseOutput(n ast.Node) *program {
	top := newScope(nil)
	root := p.items(n, top)
	if len(p.list) > 0 {
		return nil
	}
	p.resolve(root)
	if root.measure(); root.most > maxLines {
		p.at(root.pos, fmt.Sprintf("output stands for more than %d lines; make its loops shorter", maxLines))
		return nil
	}
	return newProgram(root, top)
}

// items reads a list as a sequence.
func (p *parser) items(n ast.Node, s *scope) *node {
	seq := &node{kind: kindSequence, pos: p.position(n.GetToken()), scope: s}
	values := []ast.Node{n} // one item may stand for a list of one
	if list, ok := n.(*ast.SequenceNode); ok {
		values = list.Values
	}
	for _, v := range values {
		if item := p.item(v, s); item != nil {
			seq.items = append(seq.items, item)
		}
	}
	return seq
}

// item reads a line or a group; it returns nil after a problem.
func (p *parser) item(n ast.Node, s *scope) *node {
	switch n := n.(type) {
	case *ast.SequenceNode:
		return p.items(n, s)
	case *ast.MappingNode:
		return p.mapping(n.Values, s)
	case nil, *ast.NullNode:
		var pos token.Position
		if n != nil {
			pos = p.position(n.GetToken())
		}
		p.at(pos, "an empty item; an empty line is written ''")
		return nil
	}
	return p.text(n, "", Stdout, s)
}

// text reads a scalar: the pattern of a line, or of several if it has several
// lines.
func (p *parser) text(n ast.Node, name string, stream Stream, s *scope) *node {
	value, ok := scalar(n)
	pos := p.position(n.GetToken())
	if !ok {
		p.at(pos, "a line's text is expected here; a text that YAML would take for something else stands in single quotes")
		return nil
	}
	if _, block := n.(*ast.LiteralNode); !block && !strings.Contains(value, "\n") {
		return p.line(value, pos, name, stream, s)
	}
	texts := strings.Split(strings.TrimSuffix(value, "\n"), "\n")
	if name != "" && len(texts) > 1 {
		p.at(pos, "a named line is one line; name "+name+" has "+strconv.Itoa(len(texts)))
		return nil
	}
	seq := &node{kind: kindSequence, pos: pos, scope: s}
	for i, text := range texts {
		at := pos
		if first := pos.Line + i; first < len(p.lines) { // the line after the bar
			start := p.lines[first]
			for start < len(p.src) && p.src[start] == ' ' && !strings.HasPrefix(string(p.src[start:]), text) {
				start++
			}
			at = p.offset(start)
		}
		seq.items = append(seq.items, p.line(text, at, name, stream, s))
	}
	if len(seq.items) == 1 {
		return seq.items[0]
	}
	return seq
}

// line makes a line of its text, which stands at pos.
func (p *parser) line(text string, pos token.Position, name string, stream Stream, s *scope) *node {
	pat := parsePattern(text, func(offset int, message string) {
		p.at(p.inside(pos, text, offset), message)
	})
	for i := range pat.holes {
		if name := pat.holes[i].name; name != "" {
			s.used[name] = true
		}
	}
	return &node{kind: kindLine, pos: pos, scope: s,
		line: line{name: name, pat: pat, stream: stream}}
}

// scalar returns the text of a YAML scalar as the author wrote it.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// entries returns the keys of a mapping with their values, none if n is something
// else.
func entries(n ast.Node) []*ast.MappingValueNode {
	if m, ok := n.(*ast.MappingNode); ok {
		return m.Values
	}
	return nil
}

// mapping reads an item that is a mapping: one key says what it is, stream
// may stand beside it.
func (p *parser) mapping(pairs []*ast.MappingValueNode, s *scope) *node {
	if len(pairs) == 0 {
		p.at(token.Position{Filename: p.file, Line: 1, Column: 1}, "an empty item")
		return nil
	}
	for i, pair := range pairs {
		if _, loop := loopKinds[pair.Key.GetToken().Value]; loop {
			return p.loop(pair, slices.Concat(pairs[:i], pairs[i+1:]), s)
		}
	}
	return p.simple(pairs, s)
}

// simple reads a mapping that is not a loop.
func (p *parser) simple(pairs []*ast.MappingValueNode, s *scope) *node {
	stream := Stdout
	var beside *ast.MappingValueNode // the key stream
	var main []*ast.MappingValueNode // the others
	for _, pair := range pairs {
		if pair.Key.GetToken().Value == "stream" {
			beside, stream = pair, p.stream(pair.Value)
		} else {
			main = append(main, pair)
		}
	}
	if len(main) == 0 {
		p.at(p.position(pairs[0].Key.GetToken()), "stream without a line; write name: text beside it")
		return nil
	}
	key, pos, value := main[0].Key.GetToken().Value, p.position(main[0].Key.GetToken()), main[0].Value
	if len(main) > 1 {
		second := main[1].Key.GetToken()
		p.at(p.position(second), fmt.Sprintf(
			"an item has one key beside stream, but this one has %s and %s; begin the second with - as an item of its own",
			key, second.Value))
		return nil
	}
	if beside != nil && (key == "unordered" || key == "do" || key == "stderr" || key == "stdout") {
		p.at(p.position(beside.Key.GetToken()), "stream belongs to a named line, not to "+key)
	}
	switch key {
	case "unordered":
		return p.unordered(value, pos, s)
	case "do":
		return p.items(value, s)
	case "stderr":
		return p.text(value, "", Stderr, s)
	case "stdout":
		return p.text(value, "", Stdout, s)
	}
	return p.named(key, pos, value, stream, s)
}

// stream reads the name of a stream.
func (p *parser) stream(n ast.Node) Stream {
	switch text, _ := scalar(n); text {
	case "stdout":
	case "stderr":
		return Stderr
	default:
		p.at(p.position(n.GetToken()), "unknown stream "+quote(text)+"; "+didYouMean(text, []string{"stdout", "stderr"}, "the streams are"))
	}
	return Stdout
}

// named reads a line with a name.
func (p *parser) named(key string, pos token.Position, n ast.Node, stream Stream, s *scope) *node {
	if !isName(key) || 'A' <= key[0] && key[0] <= 'Z' {
		message := quote(key) + " is not a name of a line (a word that begins with a lower-case letter)"
		if line := p.lineAt(pos); line != "" && line[0] != '\'' && line[0] != '"' {
			message += "; if this is a line's text, quote it: '" + strings.ReplaceAll(line, "'", "''") + "'"
		}
		p.at(pos, message)
		return nil
	}
	value, ok := scalar(n)
	if _, null := n.(*ast.NullNode); !ok && !null {
		p.at(pos, "unknown key "+quote(key)+"; "+didYouMean(key, keywords, "the keys of groups are"))
		return nil
	}
	if null := !ok; null || value == "" && n.GetToken() == nil {
		p.at(pos, "the line "+key+" has no text; an empty line is written ''")
		return nil
	}
	return p.text(n, key, stream, s)
}

// lineAt returns the source from pos to the end of its line, without a
// comment.
func (p *parser) lineAt(pos token.Position) string {
	text, _, _ := strings.Cut(string(p.src[min(pos.Offset, len(p.src)):]), "\n")
	text, _, _ = strings.Cut(text, " #")
	return strings.TrimSpace(text)
}

// unordered reads the items of a free group.
func (p *parser) unordered(n ast.Node, pos token.Position, s *scope) *node {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		p.at(pos, "unordered needs a list of items, each beginning with -")
		return nil
	}
	seq := p.items(list, s)
	seq.kind, seq.pos = kindFree, pos
	return seq
}

// loopKinds are the loops by their keys.
var loopKinds = map[string]nodeKind{"for": kindFor, "each": kindEach, "repeat": kindRepeat}

// loop reads a loop; what it repeats are the other keys of its mapping.
func (p *parser) loop(pair *ast.MappingValueNode, body []*ast.MappingValueNode, s *scope) *node {
	key := pair.Key.GetToken().Value
	n := &node{kind: loopKinds[key], pos: p.position(pair.Key.GetToken()), scope: newScope(s)}
	text, _ := scalar(pair.Value)
	if at := p.position(pair.Value.GetToken()); n.kind == kindRepeat {
		n.min, n.max = p.times(text, at)
	} else {
		p.variable(n, key, text, at)
	}
	if len(body) == 0 {
		p.at(n.pos, key+" has nothing to repeat; write name: text or do: with a list under it")
		return nil
	}
	item := p.mapping(body, n.scope)
	if item == nil {
		return nil
	}
	n.items = []*node{item}
	return n
}

// variable reads the name of the loop n and its values.
func (p *parser) variable(n *node, key, text string, at token.Position) {
	name, values, ok := strings.Cut(text, " in ")
	name, values = strings.TrimSpace(name), strings.TrimSpace(values)
	switch {
	case !ok || values == "":
		p.at(at, key+" needs a name and its values: "+key+": n in 0..4, or "+key+": x in a b c")
	case !isName(name):
		p.at(at, quote(name)+" cannot be a name; write "+key+": n in 0..4")
	default:
		n.values = p.values(values, at)
		n.loop = &variable{name: name, typ: choiceOf(values, n.values), scope: n.scope, loop: true}
		n.scope.vars = []*variable{n.loop}
	}
}

// values reads a range of whole numbers or a list of words.
func (p *parser) values(text string, pos token.Position) []string {
	words := strings.Fields(text)
	if len(words) == 1 && strings.Contains(words[0], "..") {
		lo, hi, ok := p.bounds(words[0], pos)
		if !ok {
			return nil
		}
		values := make([]string, 0, hi-lo+1)
		for i := lo; i <= hi; i++ {
			values = append(values, strconv.Itoa(i))
		}
		return values
	}
	seen := make(map[string]bool)
	for _, w := range words {
		if seen[w] {
			p.at(pos, "the value "+quote(w)+" stands twice")
		}
		seen[w] = true
	}
	return words
}

// bounds reads a range of whole numbers.
func (p *parser) bounds(text string, pos token.Position) (lo, hi int, ok bool) {
	from, to, _ := strings.Cut(text, "..")
	lo, err1 := strconv.Atoi(from)
	hi, err2 := strconv.Atoi(to)
	switch {
	case err1 != nil || err2 != nil:
		p.at(pos, "a range is two whole numbers with two dots between them, such as 0..4, not "+quote(text))
	case lo > hi:
		p.at(pos, fmt.Sprintf("the range %s is upside-down; write %d..%d, or the values one by one", text, hi, lo))
	case hi-lo >= maxLines:
		p.at(pos, fmt.Sprintf("the range %s is too long; a contract stands for at most %d lines", text, maxLines))
	default:
		return lo, hi, true
	}
	return 0, 0, false
}

// times reads how often something is repeated: a number or a range.
func (p *parser) times(text string, at token.Position) (fewest, most int) {
	if strings.Contains(text, "..") {
		fewest, most, _ = p.bounds(text, at)
	} else if times, err := strconv.Atoi(text); err == nil {
		fewest, most = times, times
	} else {
		p.at(at, "repeat needs a number or a range, such as 3 or 0..3, not "+quote(text))
	}
	if fewest < 0 {
		p.at(at, "nothing can be repeated "+strconv.Itoa(fewest)+" times")
	}
	return fewest, most
}
