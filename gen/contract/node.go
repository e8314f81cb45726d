package contract

import (
	"fmt"
	"go/token"
	"math"
	"strings"
)

// A node is an item of a contract's output: a line or a group of items.
type node struct {
	id   int // numbers the nodes of a contract from 0
	kind nodeKind
	pos  token.Position

	line line // kindLine

	// items are the parts of a sequence or of an unordered group, or the
	// one body of a loop.
	items []*node

	// classes are what an unordered group or an each is made of.
	classes []class
	// interleaves is set if there are at least two parts, which may come
	// in another order.
	interleaves bool

	// loop is the variable of for and each, with its values.
	loop   *variable
	values []string

	// min and max bound the iterations of repeat.
	min, max int

	scope *scope // that the items of this node stand in

	fewest, most int // lines the node can stand for; most saturates
	// live lists, for a sequence that is the body of a scope, the
	// scope's variables that items[i:] use.
	live [][]*variable
}

type nodeKind byte

const (
	kindLine     nodeKind = iota
	kindSequence          // items one after the other
	kindFree              // unordered: items interleave
	kindFor               // the body for each value, one after the other
	kindEach              // the body for each value, interleaved
	kindRepeat            // the body min to max times, one after the other
)

// free reports whether the parts interleave.
func (k nodeKind) free() bool { return k == kindFree || k == kindEach }

// A line is what a kindLine node says of one line of the output.
type line struct {
	name   string // "" if no rule can speak of it
	pat    *pattern
	stream Stream  // Unknown matches both
	ending partial // whether a newline must end it
	// vars are the holes by which open lines are looked up: the first of
	// each variable.
	vars   []int
	weight int // of pat
}

// partial says how a line must end.
type partial byte

const (
	anyEnding partial = iota
	newline
	noNewline
)

func ending(l Line) partial {
	if l.Partial {
		return noNewline
	}
	return newline
}

// A class is a number of interchangeable parts of a free group.
type class struct {
	body  *node
	value string // of the group's loop variable
	count int
}

// A scope is where the values of names belong: the whole output, or one
// iteration of a loop.
type scope struct {
	up   *scope // nil for the whole output
	vars []*variable
	used map[string]bool // names used by lines directly in the scope
}

func newScope(up *scope) *scope { return &scope{up: up, used: make(map[string]bool)} }

// A variable is a name of a scope.
type variable struct {
	name  string
	typ   *valueType
	scope *scope
	slot  int // index in scope.vars
	uses  int
	loop  bool
}

const most = math.MaxInt32 // the saturated number of lines

func add(a, b int) int { return min(a+b, most) }

func mul(a, b int) int {
	if a != 0 && b > most/a {
		return most
	}
	return a * b
}

// measure computes fewest and most of n and all below it.
func (n *node) measure() {
	n.fewest, n.most = 0, 0
	for _, item := range n.items {
		item.measure()
	}
	switch n.kind {
	case kindLine:
		n.fewest, n.most = 1, 1
	case kindSequence, kindFree:
		for _, item := range n.items {
			n.fewest = add(n.fewest, item.fewest)
			n.most = add(n.most, item.most)
		}
	case kindFor, kindEach:
		n.fewest = mul(len(n.values), n.items[0].fewest)
		n.most = mul(len(n.values), n.items[0].most)
	case kindRepeat:
		if n.items[0].fewest == 0 {
			n.min = 0 // an iteration may be empty, so it may be missing
		}
		n.fewest = mul(n.min, n.items[0].fewest)
		n.most = mul(n.max, n.items[0].most)
	}
}

// walk calls f for n and all nodes below it, in the order of the text.
func (n *node) walk(f func(*node)) {
	f(n)
	for _, item := range n.items {
		item.walk(f)
	}
}

// uses reports whether v is used by a line of n.
func (n *node) uses(v *variable) bool {
	found := false
	eachHole(n, func(_ *node, h *hole) { found = found || h.v == v })
	return found
}

// key is a text equal for nodes that accept the same lines and mean the same
// to rules. Only nodes in the same scope can be compared.
func (n *node) key(b *strings.Builder) {
	fmt.Fprintf(b, "(%d %d %d %q", n.kind, n.min, n.max, n.values)
	if n.loop != nil {
		fmt.Fprintf(b, " %q", n.loop.name)
	}
	if n.kind == kindLine {
		l := &n.line
		fmt.Fprintf(b, " %q %d %d %q", l.name, l.stream, l.ending, l.pat.lits)
		for _, h := range l.pat.holes {
			fmt.Fprintf(b, " %q:%q", h.name, h.typeName())
		}
	}
	for _, item := range n.items {
		item.key(b)
	}
	b.WriteByte(')')
}

// compile prepares the tree below n for matching: it numbers the nodes, finds
// the interchangeable parts of free groups and what must be looked up.
func (n *node) compile() (nodes []*node) {
	n.measure()
	n.walk(func(n *node) {
		n.id = len(nodes)
		nodes = append(nodes, n)
		switch n.kind {
		case kindLine:
			n.line.compile()
		case kindFree:
			index := make(map[string]int)
			for _, item := range n.items {
				var b strings.Builder
				item.key(&b)
				if i, ok := index[b.String()]; ok {
					n.classes[i].count++
					continue
				}
				index[b.String()] = len(n.classes)
				n.classes = append(n.classes, class{body: item, count: 1})
			}
		case kindEach:
			body := n.items[0]
			if !body.uses(n.loop) {
				if len(n.values) > 0 {
					n.classes = []class{{body: body, value: n.values[0], count: len(n.values)}}
				}
				break
			}
			for _, v := range n.values {
				n.classes = append(n.classes, class{body: body, value: v, count: 1})
			}
		}
		parts := 0
		for _, c := range n.classes {
			parts += c.count
		}
		n.interleaves = parts > 1
	})
	for _, n := range nodes {
		if n.kind == kindSequence {
			n.findLive()
		}
	}
	return nodes
}

func (l *line) compile() {
	l.weight = l.pat.weight()
	seen := make(map[*variable]bool)
	for i := range l.pat.holes {
		v := l.pat.holes[i].v
		if v != nil && !seen[v] {
			seen[v] = true
			l.vars = append(l.vars, i)
		}
	}
}

func (n *node) findLive() {
	live := make(map[*variable]bool)
	n.live = make([][]*variable, len(n.items)+1)
	var list []*variable
	for i := len(n.items) - 1; i >= 0; i-- {
		eachHole(n.items[i], func(_ *node, h *hole) {
			if h.v != nil && h.v.scope == n.scope && !live[h.v] {
				live[h.v] = true
				list = append(list, h.v)
			}
		})
		n.live[i] = list[:len(list):len(list)]
	}
}
