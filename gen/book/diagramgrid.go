package book

import (
	"math"
	"slices"
)

// arrange finds a place for every node, and reports a diagram that has none:
// one that is to be written in another order.
func (p *diagramParser) arrange() {
	p.layers()
	p.lanes()
	p.checkGroups()
	for _, e := range p.d.Edges {
		p.route(e)
	}
}

// layers puts the right end of each arrow behind its left end.
func (p *diagramParser) layers() {
	d := p.d
	for range d.Nodes {
		for _, e := range d.Edges {
			e.To.Layer = max(e.To.Layer, e.From.Layer+1)
		}
	}
	for _, e := range d.Edges {
		if e.To.Layer <= e.From.Layer || e.To.Layer >= len(d.Nodes) {
			p.fail(e.at, "an arrow that closes a circle; write it from the box that stands further left: a <-- b")
		}
	}
	// What nothing leads to stands close to what it leads to.
	for _, n := range d.Nodes {
		least := math.MaxInt
		for _, e := range d.Edges {
			if e.From == n {
				least = min(least, e.To.Layer-1)
			}
		}
		if least < math.MaxInt && d.first(n) {
			n.Layer = least
		}
	}
	for _, n := range d.Nodes {
		d.Layers = max(d.Layers, n.Layer+1)
	}
}

// first reports whether nothing leads to n.
func (d *Diagram) first(n *DiagramNode) bool {
	return !slices.ContainsFunc(d.Edges, func(e *DiagramEdge) bool { return e.To == n })
}

// lanes draws the arrows as a forest: each tree has lanes of its own, and a
// node stands in the middle of those below it.
func (p *diagramParser) lanes() {
	seen := make(map[*DiagramNode]bool)
	next := 0.0
	var place func(*DiagramNode)
	place = func(n *DiagramNode) {
		seen[n] = true
		least, most, inner := 0.0, 0.0, false
		before := next
		for _, e := range p.d.Edges {
			if e.From != n || seen[e.To] {
				continue
			}
			place(e.To)
			if e.To.Group != n.Group && !e.To.Pipe {
				continue // a lane of its own is straight
			}
			if !inner {
				least, inner = e.To.Lane, true
			}
			most = e.To.Lane
		}
		switch {
		case inner:
			n.Lane = (least + most) / 2
		case next > before:
			n.Lane = before
		default:
			n.Lane = next
			next++
		}
	}
	for _, n := range p.d.Nodes {
		if p.d.first(n) {
			place(n)
		}
	}
	for _, n := range p.d.Nodes {
		p.center(n)
	}
}

// center puts a node that several lead to in the middle of them, if there is
// room.
func (p *diagramParser) center(n *DiagramNode) {
	least, most, count := math.Inf(1), math.Inf(-1), 0
	for _, e := range p.d.Edges {
		switch {
		case e.From == n && e.To.Layer > n.Layer:
			return
		case e.To == n && (e.From.Group == n.Group || n.Group == nil || e.From.Pipe):
			least, most = min(least, e.From.Lane), max(most, e.From.Lane)
			count++
		}
	}
	if count < 2 {
		return
	}
	lane := (least + most) / 2
	for _, other := range p.d.Nodes {
		if other != n && other.Layer == n.Layer && math.Abs(other.Lane-lane) < 1 {
			return
		}
	}
	n.Lane = lane
}

// checkGroups reports a box that would stand around what is not in it.
func (p *diagramParser) checkGroups() {
	for _, g := range p.d.Groups {
		left, right := math.MaxInt, 0
		least, most := math.Inf(1), math.Inf(-1)
		for _, n := range p.d.Members(g) {
			left, right = min(left, n.Layer), max(right, n.Layer)
			least, most = min(least, n.Lane), max(most, n.Lane)
		}
		for _, n := range p.d.Nodes {
			if !n.Group.In(g) && left <= n.Layer && n.Layer <= right && least-1 < n.Lane && n.Lane < most+1 {
				p.fail(g.at, "the box %q would stand around %q, too; write its lines in another order", g.Name, n.Name)
			}
		}
	}
}

// route finds the lane in which a long arrow passes the layers between its
// ends. It bends at the end that has more arrows.
func (p *diagramParser) route(e *DiagramEdge) {
	out, in := 0, 0
	for _, o := range p.d.Edges {
		if o.From == e.From {
			out++
		}
		if o.To == e.To {
			in++
		}
	}
	e.AlongTo = out >= in
	if p.across(e) == nil {
		return
	}
	e.AlongTo = !e.AlongTo
	if n := p.across(e); n != nil {
		p.fail(e.at, "the arrow from %q to %q would run across %q; write the lines in another order",
			e.From.Name, e.To.Name, n.Name)
	}
}

// across returns a node in the way of e.
func (p *diagramParser) across(e *DiagramEdge) *DiagramNode {
	lane := e.From.Lane
	if e.AlongTo {
		lane = e.To.Lane
	}
	for _, n := range p.d.Nodes {
		if e.From.Layer < n.Layer && n.Layer < e.To.Layer && math.Abs(n.Lane-lane) < .9 {
			return n
		}
	}
	return nil
}
