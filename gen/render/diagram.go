package render

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"huoye/gen/book"
)

// A diagramPicture is a diagram with sizes. One is drawn for all pages: to the
// right where that is narrow enough for the narrowest page, else downwards.
//
// Lengths are in units of which fontUnits are one em, so that the picture grows
// with the reader's text. Along is the direction of layers, across of lanes.
type diagramPicture struct {
	*book.Diagram
	down   bool
	boxes  map[*book.DiagramNode]*diagramBox
	starts []float64 // of layers
	sizes  []float64 // of layers
	ends   []float64 // of layers, with the boxes around them
	lanes  []float64 // middles of whole lanes
	edges  map[*book.DiagramEdge]diagramPath

	width, height float64
}

// A diagramBox is a rectangle.
type diagramBox struct{ x, y, w, h float64 }

// A diagramPath runs from one box to another, straight but for a bend. The
// label stands at the middle of its longer part.
type diagramPath struct{ x, y [4]float64 }

const (
	fontUnits  = 12.0
	noteUnits  = 10.5 // font of second lines
	latinWidth = .62  // of a monospaced font's em, generously

	diagramNarrow = 273.0 // for a page of 320 pixels
	diagramPad    = 8.0   // of text in a box, and of boxes in a box
	diagramTitle  = 17.0  // height of the name of a box of boxes
	diagramBend   = 16.0
	diagramTip    = 7.0
	diagramLine   = 15.0 // height of a line of text
	diagramPort   = 16.0 // between arrows at one side of a box
	diagramApart  = 11.0 // between boxes in neighbouring lanes
)

// drawDiagram finds the direction that is best for d.
func drawDiagram(d *book.Diagram) *diagramPicture {
	right, down := layDiagram(d, false), layDiagram(d, true)
	first, second := right, down
	if d.Tree {
		first, second = down, right
	}
	switch {
	case first.width <= diagramNarrow:
		return first
	case second.width <= diagramNarrow:
		return second
	case down.width < right.width:
		return down
	}
	return right
}

func layDiagram(d *book.Diagram, down bool) *diagramPicture {
	p := &diagramPicture{Diagram: d, down: down, boxes: make(map[*book.DiagramNode]*diagramBox),
		edges: make(map[*book.DiagramEdge]diagramPath)}
	for _, n := range d.Nodes {
		p.boxes[n] = p.box(n)
	}
	p.placeLayers()
	p.placeLanes()
	for _, n := range d.Nodes {
		p.place(n)
	}
	for _, e := range d.Edges {
		p.edges[e] = p.path(e)
	}
	p.fit()
	return p
}

// textWidth is how wide s may become.
func textWidth(s string, size float64) float64 {
	width := 0.0
	for _, r := range s {
		if r >= 0x1100 || r == '…' || r == '—' || r == '“' || r == '”' {
			width += size
		} else {
			width += size * latinWidth
		}
	}
	return width
}

// box gives n room for its text and its arrows.
func (p *diagramPicture) box(n *book.DiagramNode) *diagramBox {
	b := &diagramBox{h: diagramLine + 10}
	b.w = max(textWidth(n.Name, fontUnits), textWidth(n.Note, noteUnits)) + 2*diagramPad
	if n.Note != "" {
		b.h += diagramLine - 2
	}
	if n.Pipe {
		b.w += diagramPad
	}
	for _, left := range []bool{true, false} {
		ports := p.ports(n, left)
		room := float64(len(ports)-1)*p.apart(ports, left) + 2*diagramPad
		if p.down {
			b.w = max(b.w, room)
		} else {
			b.h = max(b.h, room)
		}
	}
	for g := n.Group; g != nil; g = g.Parent {
		columns := make(map[float64]bool)
		for _, m := range p.Members(g) {
			if p.down {
				columns[m.Lane] = true
			} else {
				columns[float64(m.Layer)] = true
			}
		}
		title := max(textWidth(g.Name, noteUnits), textWidth(g.Note, noteUnits)) + 4
		if p.down && p.entered(n, g) {
			title = 2*title + 4 // the arrow passes beside it
		}
		b.w = max(b.w, title/float64(len(columns)))
	}
	return b
}

// entered reports whether an arrow comes to n across the name of g.
func (p *diagramPicture) entered(n *book.DiagramNode, g *book.DiagramGroup) bool {
	for _, m := range p.Members(g) {
		if m.Layer < n.Layer {
			return false
		}
	}
	for _, e := range p.Edges {
		if e.To == n && !e.From.Group.In(g) {
			return true
		}
	}
	return false
}

// title is the height of the names of boxes of boxes, with their notes.
func (p *diagramPicture) title() float64 {
	for _, g := range p.Groups {
		if g.Note != "" {
			return diagramTitle + diagramLine - 2
		}
	}
	return diagramTitle
}

// ports returns the arrows at one side of n, by the lanes they come from.
func (p *diagramPicture) ports(n *book.DiagramNode, left bool) []*book.DiagramEdge {
	var list []*book.DiagramEdge
	for _, e := range p.Edges {
		if left && e.To == n || !left && e.From == n {
			list = append(list, e)
		}
	}
	slices.SortStableFunc(list, func(a, b *book.DiagramEdge) int {
		from, to := a.To, b.To
		if left {
			from, to = a.From, b.From
		}
		return int(math.Copysign(1, from.Lane-to.Lane)) * boolInt(from.Lane != to.Lane)
	})
	return list
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// apart is the distance of arrows at one side of a box. Labels that stand there are
// beside each other and beside other arrows.
func (p *diagramPicture) apart(ports []*book.DiagramEdge, left bool) float64 {
	distance := diagramPort
	if !p.down {
		return distance
	}
	for i, e := range ports[min(1, len(ports)):] {
		before := ports[i]
		parallel := e.From == before.From && e.To == before.To
		w := 0.0
		for _, x := range []*book.DiagramEdge{before, e} {
			if parallel || x.AlongTo == left {
				w += textWidth(x.Label, noteUnits) / 2
			}
		}
		if w > 0 {
			distance = max(distance, w+6)
		}
	}
	return distance
}

// port is where e leaves n, from the middle of its side.
func (p *diagramPicture) port(n *book.DiagramNode, e *book.DiagramEdge, left bool) float64 {
	ports := p.ports(n, left)
	i := slices.Index(ports, e)
	return (float64(i) - float64(len(ports)-1)/2) * p.apart(ports, left)
}

// placeLayers finds the places of layers and of what stands between them.
func (p *diagramPicture) placeLayers() {
	p.sizes, p.starts, p.ends = make([]float64, p.Layers), make([]float64, p.Layers), make([]float64, p.Layers)
	for n, b := range p.boxes {
		p.sizes[n.Layer] = max(p.sizes[n.Layer], p.along(b))
	}
	at := 0.0
	for l := range p.Layers {
		before, _ := p.frames(func(n *book.DiagramNode) float64 { return float64(n.Layer) }, float64(l))
		at += p.frame(before, p.down)
		p.starts[l] = at
		at += p.sizes[l]
		_, after := p.frames(func(n *book.DiagramNode) float64 { return float64(n.Layer) }, float64(l))
		at += float64(after) * diagramPad
		p.ends[l] = at
		at += p.gap(l)
	}
}

func (p *diagramPicture) along(b *diagramBox) float64 {
	if p.down {
		return b.h
	}
	return b.w
}

// gap is the room for arrows behind layer l.
func (p *diagramPicture) gap(l int) float64 {
	if l+1 == p.Layers {
		return 0
	}
	gap := 0.0
	for _, e := range p.Edges {
		if e.From.Layer > l || e.To.Layer <= l {
			continue
		}
		need := diagramTip + 9.0
		if p.bends(e) {
			need += diagramBend
		}
		if e.Label != "" && e.Layer() == l {
			if p.down {
				need += diagramLine + 6
			} else {
				need += textWidth(e.Label, noteUnits) + 8
			}
		}
		gap = max(gap, need)
	}
	return max(gap, diagramApart)
}

// bends reports whether e is not straight.
func (p *diagramPicture) bends(e *book.DiagramEdge) bool {
	return e.From.Lane != e.To.Lane || p.port(e.From, e, false) != p.port(e.To, e, true)
}

// frames counts the boxes of boxes that begin and end at a place.
func (p *diagramPicture) frames(place func(*book.DiagramNode) float64, at float64) (begin, end int) {
	starts, ends := make(map[*book.DiagramNode]int), make(map[*book.DiagramNode]int)
	for _, g := range p.Groups {
		members := p.Members(g)
		by := func(a, b *book.DiagramNode) int { return int(2 * (place(a) - place(b))) }
		if a := slices.MinFunc(members, by); math.Floor(place(a)) == at {
			starts[a]++
			begin = max(begin, starts[a])
		}
		if b := slices.MaxFunc(members, by); math.Ceil(place(b)) == at {
			ends[b]++
			end = max(end, ends[b])
		}
	}
	return begin, end
}

// frame is the room before the content of so many boxes of boxes.
func (p *diagramPicture) frame(count int, vertical bool) float64 {
	if vertical {
		return float64(count) * (diagramPad + p.title())
	}
	return float64(count) * diagramPad
}

// placeLanes finds the middles of lanes: as close as the boxes allow.
func (p *diagramPicture) placeLanes() {
	most := 0.0
	for _, n := range p.Nodes {
		most = max(most, n.Lane)
	}
	count := int(math.Ceil(most)) + 1
	lane := func(n *book.DiagramNode) float64 { return n.Lane }
	p.lanes = make([]float64, count)
	strips := p.strips()
	for i := range count {
		before, _ := p.frames(lane, float64(i))
		frames := p.frame(before, !p.down)
		if i > 0 {
			_, after := p.frames(lane, float64(i-1))
			frames += float64(after) * diagramPad
			p.lanes[i] = p.lanes[i-1] + frames + diagramApart
		}
		for range 3 { // one move may make the next one necessary
			for _, a := range strips {
				for _, b := range strips {
					p.part(a, b, i, frames)
				}
			}
		}
		for _, e := range p.Edges {
			p.spread(e, i)
		}
	}
}

// A diagramStrip is a box, or an arrow that passes layers.
type diagramStrip struct {
	node        *book.DiagramNode // nil for an arrow
	lane, size  float64
	first, last int // layers
}

func (p *diagramPicture) strips() []diagramStrip {
	var list []diagramStrip
	for _, n := range p.Nodes {
		size := p.boxes[n].h
		if p.down {
			size = p.boxes[n].w
		}
		list = append(list, diagramStrip{n, n.Lane, size, n.Layer, n.Layer})
	}
	for _, e := range p.Edges {
		lane := e.From.Lane
		if e.AlongTo {
			lane = e.To.Lane
		}
		list = append(list, diagramStrip{nil, lane, 2, e.From.Layer + 1, e.To.Layer - 1})
	}
	return list
}

// beside reports whether a and b, or the boxes that they stand in, share a
// layer.
func (p *diagramPicture) beside(a, b diagramStrip) bool {
	if a.node != nil && b.node != nil {
		a.first, a.last = p.span(a.node, b.node)
		b.first, b.last = p.span(b.node, a.node)
	}
	return a.first <= a.last && b.first <= b.last && a.first <= b.last && b.first <= a.last
}

// span is the layers of the largest box that holds n, but not other.
func (p *diagramPicture) span(n, other *book.DiagramNode) (first, last int) {
	first, last = n.Layer, n.Layer
	for g := n.Group; g != nil && !other.Group.In(g); g = g.Parent {
		for _, m := range p.Members(g) {
			first, last = min(first, m.Layer), max(last, m.Layer)
		}
	}
	return first, last
}

// part moves lane i, and with it b, away from a.
func (p *diagramPicture) part(a, b diagramStrip, i int, frames float64) {
	if a.lane >= b.lane || math.Ceil(b.lane) != float64(i) || !p.beside(a, b) {
		return
	}
	need := (a.size+b.size)/2 + diagramApart
	if a.node == nil || b.node == nil || a.node.Group != b.node.Group {
		need += frames
	}
	if have := p.at(b.lane) - p.at(a.lane); have < need {
		part := 1.0
		if f := b.lane - math.Floor(b.lane); f > 0 {
			part = f
		}
		p.lanes[i] += (need - have) / part
	}
}

// spread makes room for labels side by side, of pictures drawn downwards.
func (p *diagramPicture) spread(e *book.DiagramEdge, lane int) {
	for _, o := range p.Edges {
		end, other := e.From, o.From
		if e.AlongTo {
			end = e.To
		}
		if o.AlongTo {
			other = o.To
		}
		if !p.down || e.Label == "" || o.Label == "" || e.From.Layer != o.From.Layer ||
			math.Ceil(end.Lane) != float64(lane) || other.Lane >= end.Lane {
			continue
		}
		need := (textWidth(e.Label, noteUnits)+textWidth(o.Label, noteUnits))/2 + 8
		if have := p.middle(end) - p.middle(other); have < need {
			p.lanes[lane] += need - have
		}
	}
}

// middle is where the lane of n lies.
func (p *diagramPicture) middle(n *book.DiagramNode) float64 { return p.at(n.Lane) }

// at is where a lane lies, which may be between two.
func (p *diagramPicture) at(lane float64) float64 {
	low, high := int(math.Floor(lane)), int(math.Ceil(lane))
	return p.lanes[low] + (p.lanes[high]-p.lanes[low])*(lane-float64(low))
}

// place puts a box into its layer and lane.
func (p *diagramPicture) place(n *book.DiagramNode) {
	b := p.boxes[n]
	if p.down {
		b.y = p.starts[n.Layer] + (p.sizes[n.Layer]-b.h)/2
		b.x = p.middle(n) - b.w/2
		return
	}
	b.w = p.sizes[n.Layer]
	b.x = p.starts[n.Layer]
	b.y = p.middle(n) - b.h/2
}

// path leads e from box to box.
func (p *diagramPicture) path(e *book.DiagramEdge) diagramPath {
	from, to := p.boxes[e.From], p.boxes[e.To]
	a, b := p.port(e.From, e, false), p.port(e.To, e, true)
	var start, end, at, bt float64
	if p.down {
		start, end = from.y+from.h, to.y
		at, bt = from.x+from.w/2+a, to.x+to.w/2+b
	} else {
		start, end = from.x+from.w, to.x
		at, bt = from.y+from.h/2+a, to.y+to.h/2+b
	}
	// The bend leaves the tip straight.
	path := diagramPath{
		[4]float64{start, start + diagramTip, start + diagramTip + diagramBend, end},
		[4]float64{at, at, bt, bt},
	}
	// In one lane it bends where it is alone, away from the labels of others.
	alone := e.Label == "" && e.From.Lane == e.To.Lane && len(p.ports(e.From, false)) == 1
	if !e.AlongTo && !alone {
		path.x[1], path.x[2] = end-diagramTip-diagramBend, end-diagramTip
	}
	if p.down {
		path.x, path.y = path.y, path.x
	}
	return path
}

// frameOf is the box around the members of g.
func (p *diagramPicture) frameOf(g *book.DiagramGroup) diagramBox {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	grow := func(b diagramBox, side, top float64) {
		x0, y0 = min(x0, b.x-side), min(y0, b.y-top)
		x1, y1 = max(x1, b.x+b.w+side), max(y1, b.y+b.h+side)
	}
	for _, n := range p.Nodes {
		if n.Group == g {
			grow(*p.boxes[n], diagramPad, p.title()+4)
		}
	}
	for _, inner := range p.Groups {
		if inner.Parent == g {
			grow(p.frameOf(inner), diagramPad, p.title()+4)
		}
	}
	return diagramBox{x0, y0, x1 - x0, y1 - y0}
}

// fit moves everything to where the picture begins.
func (p *diagramPicture) fit() {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	grow := func(b diagramBox) {
		x0, y0 = min(x0, b.x), min(y0, b.y)
		x1, y1 = max(x1, b.x+b.w), max(y1, b.y+b.h)
	}
	for _, b := range p.boxes {
		grow(*b)
	}
	for _, g := range p.Groups {
		grow(p.frameOf(g))
	}
	for _, e := range p.Edges {
		x, y := p.labelPlace(e)
		w := textWidth(e.Label, noteUnits)
		grow(diagramBox{x - w/2, y - 8, w, 12})
	}
	x0, y0 = x0-1, y0-1
	for _, b := range p.boxes {
		b.x, b.y = b.x-x0, b.y-y0
	}
	for e, path := range p.edges {
		for i := range path.x {
			path.x[i] -= x0
			path.y[i] -= y0
		}
		p.edges[e] = path
	}
	p.width, p.height = math.Ceil(x1-x0+1), math.Ceil(y1-y0+1)
}

// labelPlace is the middle of the straight part of e.
func (p *diagramPicture) labelPlace(e *book.DiagramEdge) (x, y float64) {
	path := p.edges[e]
	along, across := path.x, path.y
	if p.down {
		along, across = across, along
	}
	// Between the layers, not on the sides of boxes around them.
	layer, i := e.Layer(), 0
	if e.AlongTo {
		i = 3
	}
	from := along[0] + p.ends[layer] - p.starts[e.From.Layer] - p.inset(e.From)
	to := from + p.gap(layer)
	if p.bends(e) && e.AlongTo {
		from = max(from, along[2])
	} else if p.bends(e) {
		to = min(to, along[1])
	}
	x, y = (from+to)/2, across[i]
	if p.down {
		x, y = y, x
	}
	return x, y
}

// inset is where the arrows from n begin, from the start of its layer.
func (p *diagramPicture) inset(n *book.DiagramNode) float64 {
	if b := p.boxes[n]; p.down {
		return (p.sizes[n.Layer] + b.h) / 2
	}
	return p.sizes[n.Layer]
}

// svg draws the picture.
func (p *diagramPicture) svg() string {
	w := &buffer{}
	for _, g := range p.Groups {
		f := p.frameOf(g)
		w.raw(`<rect class="f"`)
		numbersAttr(w, "x", f.x, "y", f.y, "width", f.w, "height", f.h, "rx", 4)
		w.raw(`/>`)
		w.svgText("n", "", f.x+diagramPad, f.y+14, g.Name)
		if g.Note != "" {
			w.svgText("n", "", f.x+diagramPad, f.y+14+diagramLine-2, g.Note)
		}
	}
	for _, e := range p.Edges {
		p.arrow(w, e)
	}
	for _, e := range p.Edges {
		if e.Label != "" {
			x, y := p.labelPlace(e)
			w.svgText("l", "middle", x, y+3.5, e.Label)
		}
	}
	for _, e := range p.Edges { // nothing may hide which way one points
		p.tip(w, e)
	}
	for _, n := range p.Nodes {
		p.node(w, n)
	}
	return w.String()
}

func (p *diagramPicture) arrow(w *buffer, e *book.DiagramEdge) {
	path := p.edges[e]
	class := "a"
	if e.Dashed {
		class = "d"
	}
	w.raw(`<path class="`, class, `" d="M`, number(path.x[0]), ` `, number(path.y[0]))
	for i := 1; i < len(path.x); i++ {
		if i == len(path.x)-1 || p.bends(e) {
			w.raw(`L`, number(path.x[i]), ` `, number(path.y[i]))
		}
	}
	w.raw(`"/>`)
}

func (p *diagramPicture) tip(w *buffer, e *book.DiagramEdge) {
	path := p.edges[e]
	x, y, size := path.x[3], path.y[3], -diagramTip
	if e.Back {
		x, y, size = path.x[0], path.y[0], diagramTip
	}
	w.raw(`<path d="M`, number(x), ` `, number(y))
	if p.down {
		w.raw(`l-3.5 `, number(size), `h7z"/>`)
	} else {
		w.raw(`l`, number(size), `-3.5v7z"/>`)
	}
}

func (p *diagramPicture) node(w *buffer, n *book.DiagramNode) {
	b := p.boxes[n]
	middle := b.x + b.w/2
	if n.Pipe {
		const round = 6 // half of the width of a pipe's opening
		w.raw(`<path class="q" d="M`, number(b.x+round), ` `, number(b.y), `h`, number(b.w-2*round),
			`a6 `, number(b.h/2), ` 0 0 1 0 `, number(b.h), `h-`, number(b.w-2*round),
			`a6 `, number(b.h/2), ` 0 0 1 0-`, number(b.h),
			`a6 `, number(b.h/2), ` 0 0 1 0 `, number(b.h), `"/>`)
		middle += round / 2
	} else {
		w.raw(`<rect class="b"`)
		numbersAttr(w, "x", b.x, "y", b.y, "width", b.w, "height", b.h, "rx", 3)
		w.raw(`/>`)
	}
	y := b.y + b.h/2 + 4
	if n.Note != "" {
		y -= (diagramLine - 2) / 2
		w.svgText("n", "middle", middle, y+diagramLine-1, n.Note)
	}
	w.svgText("", "middle", middle, y, n.Name)
}

// svgText writes one line of a picture.
func (b *buffer) svgText(class, anchor string, x, y float64, s string) {
	b.raw(`<text`)
	b.attr("class", class)
	b.attr("text-anchor", anchor)
	numbersAttr(b, "x", x, "y", y)
	b.raw(`>`)
	b.text(plainVisible(s))
	b.raw(`</text>`)
}

// numbersAttr writes names and numbers.
func numbersAttr(w *buffer, list ...any) {
	for i := 0; i < len(list); i += 2 {
		var value float64
		switch v := list[i+1].(type) {
		case float64:
			value = v
		case int:
			value = float64(v)
		}
		w.attr(fmt.Sprint(list[i]), number(value))
	}
}

// number writes a length as exactly as can be seen.
func number(f float64) string {
	return strconv.FormatFloat(math.Round(f*2)/2, 'f', -1, 64)
}
