package book

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// An allowance lets the text from at to stop break a rule.
type allowance struct {
	rule     problem.Rule
	at, stop int
	used     bool
}

// allowable are the rules that a block may break.
var allowable = []problem.Rule{
	problem.ProseWord, problem.ProseSpelling, problem.ProseSpace, problem.ProsePunctuation,
	problem.ProseEmphasis, problem.ProseTerm, problem.ProseHeading, problem.ProseList,
	problem.ProseGuarantee, problem.ProseQuote,
}

// allowForm is how an allowance is written: a link definition, which Markdown
// viewers do not show.
const allowForm = "[//]: # (allow prose-quote: the reason)"

// definition reads the definition of a link, which may be an allowance.
func (p *prose) definition(d *ast.LinkReferenceDefinition) {
	text, ok := strings.CutPrefix(string(d.Title), "allow")
	if string(d.Label) != "//" || !ok {
		return
	}
	at := d.Pos()
	name, reason, _ := strings.Cut(strings.TrimSpace(text), ":")
	rule := problem.Rule(strings.TrimSpace(name))
	switch {
	case !slices.Contains(allowable, rule):
		p.add(at, problem.ProseAllow, nil, "%q is no rule that a block may break%s", rule,
			problem.Suggest(string(rule), allowableNames(), "write "+allowForm))
	case strings.TrimSpace(reason) == "":
		p.add(at, problem.ProseAllow, nil, "allowed without a reason; write %s", strings.Replace(allowForm, "prose-quote", string(rule), 1))
	default:
		p.allows = append(p.allows, allowance{rule: rule, at: at, stop: at})
	}
}

// visibleAllowance reports an allowance that is part of paragraph n.
func (p *prose) visibleAllowance(n ast.Node) bool {
	lines := n.Lines()
	for i := range lines.Len() {
		s := lines.At(i)
		if bytes.HasPrefix(p.src[s.Start:s.Stop], []byte("[//]: # (allow")) {
			p.add(s.Start, problem.ProseAllow, nil, "this is no comment but text; put an empty line before it")
			return true
		}
	}
	return false
}

func allowableNames() []string {
	var names []string
	for _, r := range allowable {
		names = append(names, string(r))
	}
	return names
}

// allowed reports whether a block allows what was found at an offset.
func allowed(allows []allowance, rule problem.Rule, at int) bool {
	ok := false
	for i := range allows {
		if a := &allows[i]; a.rule == rule && a.at <= at && at < a.stop {
			a.used, ok = true, true
		}
	}
	return ok
}

// unused reports that a is there for nothing.
func (a allowance) unused(file *textFile) *problem.Problem {
	end := len(file.src)
	if i := bytes.IndexByte(file.src[a.at:], '\n'); i >= 0 {
		end = a.at + i + 1
	}
	return &problem.Problem{
		Pos:  file.position(a.at),
		Rule: problem.ProseAllow,
		Msg:  fmt.Sprintf("the block below does not break %s; remove this line", a.rule),
		Fix:  &problem.Fix{Start: a.at, End: end},
	}
}
