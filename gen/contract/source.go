package contract

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// Source is a text of what c demands of a run. Contracts with the same source
// are satisfied by the same outputs: where c stands in runs.yaml, comments and
// layout are not in it, nor is what it need not reject.
func (c *Contract) Source() string {
	return fmt.Sprintf("exit: %d %s\n%s", c.status.Code, c.status.Signal, c.source)
}

// source writes the values of output and rules.
func source(output, rules ast.Node) string {
	var b strings.Builder
	b.WriteString("output: ")
	writeSource(&b, output)
	b.WriteString("\nrules: ")
	writeSource(&b, rules)
	return b.String()
}

// writeSource writes n so that nodes that differ in more than layout and
// comments are written differently.
func writeSource(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case nil:
	case *ast.SequenceNode:
		b.WriteByte('[')
		for _, v := range n.Values {
			writeSource(b, v)
			b.WriteByte(',')
		}
		b.WriteByte(']')
	case *ast.MappingNode:
		b.WriteByte('{')
		for _, v := range n.Values {
			fmt.Fprintf(b, "%q:", v.Key.GetToken().Value)
			writeSource(b, v.Value)
			b.WriteByte(',')
		}
		b.WriteByte('}')
	default:
		text, ok := scalar(n)
		if !ok {
			text = n.String()
		}
		fmt.Fprintf(b, "%s %q", n.Type(), text) // a text and a number differ
	}
}
