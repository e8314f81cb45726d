package contract

import (
	"fmt"
	"go/token"
	"slices"
	"sort"

	"huoye/gen/problem"
)

// resolve settles which variable and which type each named hole has. A name
// is new in each iteration of a loop unless a line of an enclosing group,
// outside the loop, uses it too.
func (p *parser) resolve(root *node) {
	p.types = make(map[string]*valueType)
	where := make(map[string]*node)
	eachHole(root, func(n *node, h *hole) {
		if h.name == "" || h.typ == nil || loopVariable(n.scope, h.name) != nil {
			return
		}
		switch old := p.types[h.name]; {
		case old == nil:
			p.types[h.name], where[h.name] = h.typ, n
		case old.name != h.typ.name:
			p.at(p.hole(n, h), fmt.Sprintf("%s is of type %s here, but %s in line %d; a name has one type",
				h.name, h.typeName(), old.name, where[h.name].pos.Line))
		}
	})
	root.walk(func(n *node) {
		if n.loop != nil {
			p.checkLoop(n)
		}
	})
	eachHole(root, p.resolveHole)
	dropSingles(root)
}

// hole returns the position of a hole.
func (p *parser) hole(n *node, h *hole) token.Position {
	return p.inside(n.pos, n.line.pat.text, h.offset)
}

// loopVariable returns the loop variable called name that lines in s see.
func loopVariable(s *scope, name string) *variable {
	for ; s != nil; s = s.up {
		for _, v := range s.vars {
			if v.loop && v.name == name {
				return v
			}
		}
	}
	return nil
}

// checkLoop reports a loop in another of the same name.
func (p *parser) checkLoop(n *node) {
	if loopVariable(n.scope.up, n.loop.name) != nil {
		p.at(n.pos, "a loop around this one is of "+n.loop.name+", too; give one of them another name")
	}
}

func (p *parser) resolveHole(n *node, h *hole) {
	if h.name == "" {
		if name := h.typeName(); p.types[name] != nil {
			p.at(p.hole(n, h), fmt.Sprintf("{%s} is a value without a name, but %s is also a name here; write {%s:%s} for the named value",
				name, name, name, p.types[name].name))
		}
		return
	}
	if v := loopVariable(n.scope, h.name); v != nil {
		h.v, h.typ = v, v.typ
		v.uses++
		return
	}
	if h.typ = p.types[h.name]; h.typ == nil {
		p.at(p.hole(n, h), fmt.Sprintf("the type of %s is not known; write {%s:int} or another type, or {{%s}} for the text itself%s",
			h.name, h.name, h.name, p.likely(h.name)))
		h.typ = typeNamed("text")
		return
	}
	home := n.scope
	for s := n.scope; s != nil; s = s.up {
		if s.used[h.name] {
			home = s
		}
	}
	for _, v := range home.vars {
		if v.name == h.name {
			h.v = v
		}
	}
	if h.v == nil {
		h.v = &variable{name: h.name, typ: h.typ, scope: home, slot: len(home.vars)}
		home.vars = append(home.vars, h.v)
	}
	h.v.uses++
}

// likely proposes a known name or type for an unknown one.
func (p *parser) likely(name string) string {
	var known []string
	for n := range p.types {
		known = append(known, n)
	}
	sort.Strings(known)
	for _, t := range valueTypes {
		known = append(known, t.name)
	}
	best, distance := "", 3
	for _, k := range known {
		if d := problem.Distance(name, k, distance); d < distance && d < len(name) {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean {" + best + "}?"
}

// dropSingles takes the variable from holes whose value concerns no other
// hole, which makes matching faster. Ids concern those of other names.
func dropSingles(root *node) {
	ids := make(map[*valueType][]string)
	eachHole(root, func(_ *node, h *hole) {
		if h.v != nil && h.typ.id && !slices.Contains(ids[h.typ], h.name) {
			ids[h.typ] = append(ids[h.typ], h.name)
		}
	})
	eachHole(root, func(_ *node, h *hole) {
		if h.v != nil && h.v.uses == 1 && !h.v.loop && len(ids[h.typ]) < 2 {
			h.v = nil
		}
	})
}

// eachHole calls f for all holes below n.
func eachHole(n *node, f func(*node, *hole)) {
	n.walk(func(n *node) {
		if n.kind == kindLine {
			for i := range n.line.pat.holes {
				f(n, &n.line.pat.holes[i])
			}
		}
	})
}
