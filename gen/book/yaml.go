package book

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"huoye/gen/problem"
)

// yamlText is a YAML document in a text file: all of it, or the front matter.
// Its methods take what is wanted and report what is there instead.
type yamlText struct {
	*textFile
	firstLine int // of the document in the file, from 1
}

// parse returns the document's node, nil if it is empty. ok is false if it
// has a syntax error, which is reported.
func (y *yamlText) parse(src []byte) (n ast.Node, ok bool) {
	file, err := parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		at, msg := y.offset(y.firstLine, 1), err.Error()
		var bad yaml.Error
		if errors.As(err, &bad) {
			at, msg = y.tokenOffset(bad.GetToken()), bad.GetMessage()
		}
		if strings.HasPrefix(msg, "mapping value is not allowed") {
			msg += "; put text that holds a colon in quotes"
		}
		y.problem(at, problem.YAMLSyntax, "YAML: %s", msg)
		return nil, false
	}
	for i, doc := range file.Docs {
		if i > 0 && doc.Body != nil {
			y.problem(y.nodeOffset(doc.Body), problem.YAMLSyntax, "a second YAML document; remove the line --- before it")
			return nil, false
		}
		if doc.Body != nil {
			n = doc.Body
		}
	}
	return n, true
}

// nodeOffset is where n begins in the file. A mapping begins at its first
// key, not at its first colon.
func (y *yamlText) nodeOffset(n ast.Node) int {
	switch n := n.(type) {
	case nil:
		return y.offset(y.firstLine, 1)
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return y.nodeOffset(n.Values[0].Key)
		}
	case *ast.MappingValueNode:
		return y.nodeOffset(n.Key)
	}
	return y.tokenOffset(n.GetToken())
}

func (y *yamlText) tokenOffset(t *token.Token) int {
	if t == nil {
		return y.offset(y.firstLine, 1)
	}
	return y.offset(y.firstLine-1+t.Position.Line, t.Position.Column)
}

// fields are the values of a mapping by key.
type fields struct {
	at     int // offset of the mapping
	values map[string]ast.Node
}

// fields returns the values of mapping n, nil if it is none. Keys outside
// known and repeated keys are reported; a misspelt key counts as the one that
// was meant. what names the mapping in messages.
func (y *yamlText) fields(n ast.Node, what string, known ...string) *fields {
	m, ok := n.(ast.MapNode)
	if !ok {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s must have keys (%s); found %s",
			what, strings.Join(known, ", "), yamlKind(n))
		return nil
	}
	f := &fields{at: y.nodeOffset(n), values: map[string]ast.Node{}}
	misspelt := map[string]ast.Node{}
	var unknown []yamlKey
	for key, value := range y.pairs(m) {
		if slices.Contains(known, key.name) {
			f.values[key.name] = value
			continue
		}
		unknown = append(unknown, key)
		misspelt[problem.Nearest(key.name, known)] = value
	}
	for _, key := range unknown {
		y.unknownKey(key, f, known, unknown)
	}
	for key, value := range misspelt {
		if _, ok := f.values[key]; !ok && key != "" {
			f.values[key] = value
		}
	}
	return f
}

// unknownKey reports a key of f outside known. To spell it right mends that,
// unless what was meant is set already, or meant by another of the unknown.
func (y *yamlText) unknownKey(key yamlKey, f *fields, known []string, unknown []yamlKey) {
	meant := problem.Nearest(key.name, known)
	end := key.at + len(key.name)
	_, set := f.values[meant]
	for _, other := range unknown {
		set = set || other != key && problem.Nearest(other.name, known) == meant
	}
	msg := fmt.Sprintf("unknown key %q%s", key.name,
		problem.Suggest(key.name, known, "the keys are "+strings.Join(known, ", ")))
	if meant == "" || set || end > len(y.src) || string(y.src[key.at:end]) != key.name {
		y.problem(key.at, problem.YAMLKey, "%s", msg)
		return
	}
	y.fixable(key.at, key.at, end, meant, problem.YAMLKey, "%s", msg)
}

// yamlKey is a key of a mapping.
type yamlKey struct {
	name string
	at   int
}

// pairs yields the keys and values of m in order; a repeated key is reported
// and left out.
func (y *yamlText) pairs(m ast.MapNode) func(yield func(yamlKey, ast.Node) bool) {
	return func(yield func(yamlKey, ast.Node) bool) {
		seen := map[string]int{}
		for it := m.MapRange(); it.Next(); {
			key := yamlKey{keyName(it.Key()), y.nodeOffset(it.Key())}
			if first, ok := seen[key.name]; ok {
				y.problem(key.at, problem.YAMLKey, "key %q is already set in line %d; remove one of them",
					key.name, y.position(first).Line)
				continue
			}
			seen[key.name] = key.at
			if !yield(key, it.Value()) {
				return
			}
		}
	}
}

func keyName(n ast.Node) string {
	if k, ok := n.(*ast.MappingKeyNode); ok {
		n = k.Value
	}
	if s, ok := scalarText(n); ok {
		return s
	}
	return n.GetToken().Value
}

// require reports the keys that f lacks and returns whether it has them all.
func (y *yamlText) require(f *fields, keys ...string) bool {
	all := true
	for _, key := range keys {
		if _, ok := f.values[key]; !ok {
			y.problem(f.at, problem.YAMLKey, "the key %q is missing; add it", key)
			all = false
		}
	}
	return all
}

// text returns the text of scalar n as it was written: a number is the text
// of its digits. what names it in messages.
func (y *yamlText) text(n ast.Node, what string) (string, bool) {
	s, ok := scalarText(n)
	if !ok {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s must be text; found %s", what, yamlKind(n))
	}
	return s, ok
}

// phrase is text that is not blank and has one line.
func (y *yamlText) phrase(n ast.Node, what string) (string, bool) {
	s, ok := y.text(n, what)
	if !ok {
		return "", false
	}
	s = strings.TrimSpace(s)
	if s == "" {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s is empty; write one", what)
		return "", false
	}
	if strings.Contains(s, "\n") {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s must be one line", what)
		return "", false
	}
	return s, true
}

// bilingual reads {zh: …, en: …}.
func (y *yamlText) bilingual(n ast.Node, what string) (t Text, ok bool) {
	f := y.fields(n, what, "zh", "en")
	if f == nil || !y.require(f, "zh", "en") {
		return Text{}, false
	}
	t.ZH, ok = y.phrase(f.values["zh"], what)
	en, enOK := y.phrase(f.values["en"], what)
	t.EN = en
	return t, ok && enOK
}

// list returns the elements of sequence n.
func (y *yamlText) list(n ast.Node, what string) ([]ast.Node, bool) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		y.problem(y.nodeOffset(n), problem.YAMLValue, "%s must be a list; found %s", what, yamlKind(n))
		return nil, false
	}
	return seq.Values, true
}

// scalarText returns the value of a scalar other than null.
func scalarText(n ast.Node) (string, bool) {
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

// yamlKind says what n is, for messages.
func yamlKind(n ast.Node) string {
	switch n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case ast.MapNode:
		return "keys and values"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AliasNode:
		return "an alias, which is not supported"
	case *ast.AnchorNode:
		return "an anchor, which is not supported"
	case *ast.TagNode:
		return "a tag, which is not supported"
	}
	return "something else"
}
