package contract

import (
	"testing"

	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
)

// parsedSource is the source of the contract that a text of YAML is.
func parsedSource(t *testing.T, text string, status Status) string {
	t.Helper()
	file, err := yamlparser.ParseBytes([]byte(text), 0)
	if err != nil {
		t.Fatal(err)
	}
	var output, rules ast.Node
	for _, pair := range file.Docs[0].Body.(*ast.MappingNode).Values {
		if pair.Key.GetToken().Value == "output" {
			output = pair.Value
		} else {
			rules = pair.Value
		}
	}
	c, problems := Parse("runs.yaml", []byte(text), output, rules, status)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return c.Source()
}

func TestSource(t *testing.T) {
	const text = "output:\n  - a: x {n:int}\n  - repeat: 3\n    do: [y, z]\nrules:\n  - first: a\n"
	want := parsedSource(t, text, Status{})
	for _, same := range []string{
		"\n\noutput:\n    -   a: x {n:int}   # an a\n\n    - repeat: 3\n      do:\n        - y\n        - z\nrules: [{first: a}]\n",
		"output:\n  - a: 'x {n:int}'\n  - {repeat: 3, do: [\"y\", z]}\nrules:\n  - first: a\n",
	} {
		if got := parsedSource(t, same, Status{}); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
	seen := map[string]string{want: text, Recorded(Status{}).Source(): "recorded"}
	for _, other := range []string{
		"output:\n  - a: x {n:int}\n  - repeat: 3\n    do: [y, z]\nrules:\n  - count: a = 1\n",
		"output:\n  - a: x {n:int}\n  - repeat: 3\n    do: [y, z]\nrules: []\n",
		"output:\n  - a: x {n:int}\n  - repeat: 2\n    do: [y, z]\nrules:\n  - first: a\n",
		"output:\n  - a: x {n:int}\n  - repeat: 3\n    do: [z, y]\nrules:\n  - first: a\n",
		"output:\n  - a: x {n:int}\n  - repeat: 3\n    do: ['y, z']\nrules:\n  - first: a\n",
		"output:\n  - a: x {n:pid}\n  - repeat: 3\n    do: [y, z]\nrules:\n  - first: a\n",
		"output:\n  - a: x {n:int}\n  - y\n  - z\nrules:\n  - first: a\n",
		"output:\n  - a: x {n:int}\n  - [y, z]\nrules:\n  - first: a\n",
		"output:\n  - a: x {n:int}\n  - |\n    y\n    z\nrules:\n  - first: a\n",
		"output: unordered\nrules: []\n",
	} {
		got := parsedSource(t, other, Status{})
		if also, ok := seen[got]; ok {
			t.Errorf("these have one source:\n%s\n%s", also, other)
		}
		seen[got] = other
	}
	if parsedSource(t, text, Status{Code: 1}) == want || parsedSource(t, text, Status{Signal: "SIGKILL"}) == want {
		t.Error("the exit status is not in the source")
	}
}
