package contract

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestBruteForce compares Match with a matcher that tries all there is, over
// small random contracts and outputs.
func TestBruteForce(t *testing.T) {
	rounds := 6000
	if testing.Short() {
		rounds = 600
	}
	accepted, rejected := 0, 0
	for seed := range rounds {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		src := randomContract(r)
		c, err := parseYAML(t, src, Status{})
		if err != nil {
			continue // a contradiction, or a name of two types
		}
		if c.prog.root.most > 7 {
			continue
		}
		all := linearize(c.prog.root, newEnv(nil, c.prog.scope))
		for range 6 {
			got := randomOutput(r, all)
			want := bruteMatch(c.prog, all, got)
			m, err := c.Match(nil, got)
			if want {
				accepted++
			} else {
				rejected++
			}
			if (err == nil) != want || err == nil && len(m.Notes) != len(got.Lines) {
				var lines []string
				for _, l := range got.Lines {
					lines = append(lines, l.Text)
				}
				t.Fatalf("seed %d: Match says %v, brute force %v\n%s\noutput:\n%s",
					seed, err, want, src, strings.Join(lines, "\n"))
			}
		}
	}
	t.Logf("%d accepted, %d rejected", accepted, rejected)
	if accepted < rounds/10 || rejected < rounds/10 {
		t.Errorf("too one-sided to mean much: %d accepted, %d rejected", accepted, rejected)
	}
}

var brutePatterns = []string{"a", "b", "a {x:int}", "a {y:int}", "b {x}", "b {v}", "p {w:pid}", "q {u:pid}",
	"q {w} {u:pid}", "{text}", "{z:word}", "{z:word} {k:word}", "a {n}", "{t:text} 1", "{x} {x}"}

func randomContract(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("output:\n")
	names := 0
	var item func(indent string, depth, loops int)
	item = func(indent string, depth, loops int) {
		k := r.IntN(8)
		if depth == 0 {
			k = 0
		}
		list := func() {
			for range 1 + r.IntN(3) {
				item(indent+"    ", depth-1, loops)
			}
		}
		switch k {
		default:
			p := brutePatterns[r.IntN(len(brutePatterns))]
			if loops > 0 && r.IntN(2) == 0 {
				p = []string{"a {i1}", "b {i1}", "{i1} {x:int}"}[r.IntN(3)]
			}
			if strings.Contains(p, "{v}") {
				p = "b {v:1|2}"
			}
			if strings.Contains(p, "{n}") {
				p = "a {n:int}"
			}
			if r.IntN(2) == 0 {
				names++
				fmt.Fprintf(&b, "%s- l%d: '%s'\n", indent, 1+r.IntN(3), p)
			} else {
				fmt.Fprintf(&b, "%s- '%s'\n", indent, p)
			}
		case 4:
			fmt.Fprintf(&b, "%s- unordered:\n", indent)
			list()
		case 5:
			fmt.Fprintf(&b, "%s- repeat: %s\n%s  do:\n", indent, []string{"0..2", "1..2", "2", "0..1"}[r.IntN(4)], indent)
			list()
		case 6, 7:
			if loops > 0 {
				fmt.Fprintf(&b, "%s- 'b'\n", indent)
				return
			}
			loops++
			fmt.Fprintf(&b, "%s- %s: i1 in 1..2\n%s  do:\n", indent, []string{"for", "each"}[k-6], indent)
			list()
		}
	}
	for range 1 + r.IntN(3) {
		item("  ", 3, 0)
	}
	if names > 0 && r.IntN(2) == 0 {
		rules := []string{"before: l1 l2", "first: l1", "last: l2", "count: l1 <= 1", "alternate: l1 l2",
			"open: l1 l2 <= 1", "distinct: l1.x", "before: l1 l2 per x", "same: l1.x l2.x", "permutation: l1.x 1 2", "prefix: l2.z a b"}
		b.WriteString("rules:\n")
		for range 1 + r.IntN(2) {
			fmt.Fprintf(&b, "  - %s\n", rules[r.IntN(len(rules))])
		}
	}
	return b.String()
}

// An occurrence is a line of a linearized contract.
type occurrence struct {
	node *node
	env  *env
}

// linearize lists all sequences of lines that a node stands for.
func linearize(n *node, e *env) [][]occurrence {
	switch n.kind {
	case kindLine:
		return [][]occurrence{{{n, e}}}
	case kindSequence:
		all := [][]occurrence{nil}
		for _, item := range n.items {
			all = product(all, linearize(item, e), concat)
		}
		return all
	case kindFree:
		all := [][]occurrence{nil}
		for _, item := range n.items {
			all = product(all, linearize(item, e), shuffle)
		}
		return all
	case kindFor, kindEach:
		join := concat
		if n.kind == kindEach {
			join = shuffle
		}
		all := [][]occurrence{nil}
		for _, v := range n.values {
			inner := newEnv(e, n.scope)
			inner.values[n.loop.slot] = value{text: v, set: true}
			all = product(all, linearize(n.items[0], inner), join)
		}
		return all
	}
	all := [][]occurrence{}
	some := [][]occurrence{nil}
	for i := 0; i <= n.max; i++ {
		if i >= n.min {
			all = append(all, some...)
		}
		some = product(some, linearize(n.items[0], newEnv(e, n.scope)), concat)
	}
	return all
}

func product(a, b [][]occurrence, join func(a, b []occurrence) [][]occurrence) [][]occurrence {
	var all [][]occurrence
	for _, x := range a {
		for _, y := range b {
			all = append(all, join(x, y)...)
		}
	}
	return all
}

func concat(a, b []occurrence) [][]occurrence {
	return [][]occurrence{append(append([]occurrence(nil), a...), b...)}
}

func shuffle(a, b []occurrence) [][]occurrence {
	if len(a) == 0 || len(b) == 0 {
		return concat(a, b)
	}
	var all [][]occurrence
	for _, rest := range shuffle(a[1:], b) {
		all = append(all, append([]occurrence{a[0]}, rest...))
	}
	for _, rest := range shuffle(a, b[1:]) {
		all = append(all, append([]occurrence{b[0]}, rest...))
	}
	return all
}

// randomOutput fills a random linearization with values, and spoils it
// sometimes.
func randomOutput(r *rand.Rand, all [][]occurrence) *Output {
	got := new(Output)
	values := make(map[string]string)
	for _, o := range all[r.IntN(len(all))] {
		text := o.node.line.pat.fill(func(i int) string {
			h := o.node.line.pat.holes[i]
			if h.v != nil && h.v.loop {
				return o.env.at(h.v).text
			}
			if values[h.name] == "" || r.IntN(3) == 0 {
				values[h.name] = []string{"1", "2", "3"}[r.IntN(3)]
			}
			return values[h.name]
		})
		got.Lines = append(got.Lines, Line{Text: text, Stream: Stdout})
	}
	for r.IntN(3) == 0 && len(got.Lines) > 1 {
		i, j := r.IntN(len(got.Lines)), r.IntN(len(got.Lines))
		switch r.IntN(4) {
		case 0:
			got.Lines = append(got.Lines[:i:i], got.Lines[i+1:]...)
		case 1:
			got.Lines[i] = got.Lines[j]
		default:
			got.Lines[i], got.Lines[j] = got.Lines[j], got.Lines[i]
		}
	}
	return got
}

// bruteMatch tries every linearization with every reading of every line.
func bruteMatch(p *program, all [][]occurrence, got *Output) bool {
	for _, seq := range all {
		if len(seq) == len(got.Lines) && bruteAssign(p, seq, got, 0, make([]assignment, len(seq)), map[bruteVar]string{}) {
			return true
		}
	}
	return false
}

type bruteVar struct {
	env *env
	v   *variable
}

func bruteAssign(p *program, seq []occurrence, got *Output, i int, done []assignment, values map[bruteVar]string) bool {
	if i == len(seq) {
		return bruteIDs(p, values) && p.check(done) == nil
	}
	n := seq[i].node
	all, _ := n.line.pat.readings(got.Lines[i].Text, got.writer(i))
next:
	for _, read := range all {
		old := values
		values := make(map[bruteVar]string)
		for k, v := range old {
			values[k] = v
		}
		for h, hole := range n.line.pat.holes {
			if hole.v == nil {
				continue
			}
			e := seq[i].env
			for e.scope != hole.v.scope {
				e = e.up
			}
			if hole.v.loop && e.values[hole.v.slot].text != read[h] {
				continue next
			}
			k := bruteVar{e, hole.v}
			if was, ok := values[k]; ok && was != read[h] {
				continue next
			}
			values[k] = read[h]
		}
		done[i] = assignment{reading: reading{n, read}}
		if bruteAssign(p, seq, got, i+1, done, values) {
			return true
		}
	}
	return false
}

// bruteIDs reports whether ids of different names differ.
func bruteIDs(p *program, values map[bruteVar]string) bool {
	for a, x := range values {
		for b, y := range values {
			if a.v.typ.id && a.v.typ == b.v.typ && x == y && p.mustDiffer(a.v.name, b.v.name) {
				return false
			}
		}
	}
	return true
}
