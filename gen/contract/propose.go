package contract

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
)

// A Draft is a contract proposed from the outputs of some runs.
type Draft struct {
	// YAML holds the keys output and rules as they stand in runs.yaml, not
	// indented; empty if no contract is needed, or none can be drafted. It
	// is a valid contract, and every output satisfies it.
	YAML []byte
	// Same is set if all outputs are the same once the ids of their
	// processes are replaced: no contract is needed. If it may be chance
	// that lines of different processes came in this order, YAML is not
	// empty, and says where.
	Same bool
	// Statuses says how the runs ended, the most frequent first. With
	// several nothing is drafted: a run must always end the same way.
	Statuses []StatusCount
	// Cut is set if a run printed more than may be kept, so that nothing
	// can be said of what it printed.
	Cut bool
	// Weak says, if it is not empty, why the draft is weaker than the
	// others: in which words of the manual it had to be written.
	Weak string
	// Verdict judges YAML by the first output; nil without it.
	Verdict *Verdict
}

// StatusCount is how often runs ended in one way.
type StatusCount struct {
	Status Status
	Runs   int
}

// Propose drafts a contract that all outputs satisfy, at least one, and that
// is as strict as they allow. What they show but cannot prove is marked by
// comments. The draft depends on nothing but the outputs.
func Propose(outputs []*Output) *Draft {
	draft := &Draft{Statuses: countStatuses(outputs)}
	for _, o := range outputs {
		draft.Cut = draft.Cut || anyCut(o)
	}
	if len(draft.Statuses) > 1 || draft.Cut {
		return draft
	}
	first, status := outputs[0], outputs[0].Status
	recorded := Recorded(status)
	if draft.Same = firstMiss(recorded, outputs) == nil; draft.Same {
		if yaml, c := proposeItems(outputs, (*drafter).arrangeFree); c != nil {
			draft.YAML, draft.Verdict = yaml, c.Judge(first)
		}
		return draft
	}
	for _, way := range []struct {
		weak  string
		draft func() ([]byte, *Contract)
	}{
		{"", func() ([]byte, *Contract) { return proposeItems(outputs, (*drafter).arrange) }},
		{"the order of the lines could not be drafted", func() ([]byte, *Contract) { return proposeItems(outputs, (*drafter).flat) }},
		{"only the lines as recorded, in any order, could be drafted", func() ([]byte, *Contract) { return proposeText("output: unordered\n", outputs) }},
		{"only the number of lines could be drafted", func() ([]byte, *Contract) { return proposeText(anyLines(outputs), outputs) }},
	} {
		if yaml, c := way.draft(); c != nil {
			draft.YAML, draft.Weak, draft.Verdict = yaml, way.weak, c.Judge(first)
			return draft
		}
	}
	return draft
}

func countStatuses(outputs []*Output) []StatusCount {
	var list []StatusCount
	for _, o := range outputs {
		i := slices.IndexFunc(list, func(s StatusCount) bool { return s.Status == o.Status })
		if i < 0 {
			i = len(list)
			list = append(list, StatusCount{Status: o.Status})
		}
		list[i].Runs++
	}
	slices.SortStableFunc(list, func(a, b StatusCount) int { return cmp.Compare(b.Runs, a.Runs) })
	return list
}

// firstMiss says how the first of the outputs that breaks c does, nil if all
// satisfy it; the first output is what c refers to as recorded.
func firstMiss(c *Contract, outputs []*Output) *Mismatch {
	for _, o := range outputs {
		if _, err := c.Match(outputs[0], o); err != nil {
			return err.(*Mismatch)
		}
	}
	return nil
}

// proposeItems drafts items in an arrangement, and rules for what it leaves
// open. The contract is nil if some output does not satisfy it.
func proposeItems(outputs []*Output, arrange func(*drafter) *branch) ([]byte, *Contract) {
	d := newDrafter(outputs)
	const most = 500 // units; the order of more is not looked at
	if len(d.units) > most {
		return nil, nil
	}
	d.nameAll()
	root := arrange(d)
	if root == nil {
		return nil, nil
	}
	status := outputs[0].Status
	all := func(string) bool { return true }
	yaml, _ := writeDraft(len(outputs), root, nil, all)
	c, _ := parseDraft(yaml, status)
	if c == nil || firstMiss(c, outputs) != nil {
		return nil, nil
	}
	rules := d.rules(c.prog)
	ruled := func(line string) bool {
		return slices.ContainsFunc(rules, func(r *guess) bool { return r.speaksOf(line) })
	}
	for {
		yaml, at := writeDraft(len(outputs), root, rules, ruled)
		c, line := parseDraft(yaml, status)
		if c != nil {
			miss := firstMiss(c, outputs)
			if miss == nil {
				return yaml, c
			}
			line = miss.Line
		}
		i := slices.Index(at, line)
		if i < 0 {
			return nil, nil
		}
		rules = slices.Delete(rules, i, i+1)
	}
}

// parseDraft parses a draft. If it is none, line is where the first problem
// is.
func parseDraft(yaml []byte, status Status) (c *Contract, line int) {
	file, err := yamlparser.ParseBytes(yaml, 0)
	if err != nil || len(file.Docs) == 0 {
		return nil, 1
	}
	var output, rules ast.Node
	for _, p := range entries(file.Docs[0].Body) {
		switch p.Key.GetToken().Value {
		case "output":
			output = p.Value
		case "rules":
			rules = p.Value
		}
	}
	c, problems := Parse("", yaml, output, rules, status)
	if len(problems) > 0 {
		return nil, problems[0].Pos.Line
	}
	return c, 0
}

// proposeText drafts a text that is already known.
func proposeText(yaml string, outputs []*Output) ([]byte, *Contract) {
	c, _ := parseDraft([]byte(yaml), outputs[0].Status)
	if c == nil || firstMiss(c, outputs) != nil {
		return nil, nil
	}
	return []byte(yaml), c
}

// anyLines is the contract that allows any lines, as many as were seen.
func anyLines(outputs []*Output) string {
	text := "output:\n  - unordered:\n"
	for _, stream := range []Stream{Stdout, Stderr} {
		least, greatest := -1, 0
		for _, o := range outputs {
			n := 0
			for _, l := range o.Lines {
				if l.Stream == stream || l.Stream == Unknown && stream == Stdout {
					n++
				}
			}
			if least < 0 || n < least {
				least = n
			}
			greatest = max(greatest, n)
		}
		if greatest > 0 {
			text += fmt.Sprintf("      - repeat: %d..%d\n        any: '{text}'\n", least, greatest)
			if stream == Stderr {
				text += "        stream: stderr\n"
			}
		}
	}
	return text
}
