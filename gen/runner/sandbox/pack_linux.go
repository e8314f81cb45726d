package sandbox

import (
	"encoding/binary"
	"errors"
)

// packing is an order in bytes. A supervisor reads one in its life, for which
// the package json would have to learn the types first, at a cost that can be
// measured. It appends to text what is pointed to, or takes it from there: so
// one list of fields serves both ways.
type packing struct {
	text   []byte
	unpack bool
	broken bool
}

func (o *order) pack() []byte {
	p := &packing{}
	p.order(o)
	return p.text
}

func unpack(text []byte) (*order, error) {
	p := &packing{text: text, unpack: true}
	o := &order{}
	if p.order(o); p.broken || len(p.text) > 0 {
		return nil, errors.New("the order is garbled")
	}
	return o, nil
}

func (p *packing) order(o *order) {
	p.string(&o.Place.Binary)
	p.string(&o.Place.Work)
	p.string(&o.Place.Tmp)
	given := o.Command != nil
	if p.bool(&given); !given || p.broken {
		return
	}
	if p.unpack {
		o.Command = &Command{}
	}
	c := o.Command
	p.string(&c.Path)
	p.string(&c.Program)
	p.strings(&c.Args)
	p.string(&c.Stdin)
	p.strings(&c.Env)
	integer(p, &c.Timeout)
	integer(p, &c.Capture)
	p.bool(&c.Record)
	p.bool(&c.Extra)
	l := &c.Limits
	integer(p, &l.CPU)
	integer(p, &l.Memory)
	integer(p, &l.Processes)
	integer(p, &l.Files)
	integer(p, &l.Disk)
	integer(p, &l.Output)
	integer(p, &l.Head)
	integer(p, &l.Tail)
}

func integer[T ~int | ~int64](p *packing, v *T) {
	if !p.unpack {
		p.text = binary.AppendVarint(p.text, int64(*v))
		return
	}
	n, size := binary.Varint(p.text)
	if size <= 0 {
		p.text, p.broken = nil, true
		return
	}
	*v, p.text = T(n), p.text[size:]
}

func (p *packing) bool(v *bool) {
	n := 0
	if *v {
		n = 1
	}
	integer(p, &n)
	*v = n != 0
}

func (p *packing) string(v *string) {
	n := len(*v)
	integer(p, &n)
	switch {
	case !p.unpack:
		p.text = append(p.text, *v...)
	case n < 0 || n > len(p.text):
		p.text, p.broken = nil, true
	default:
		*v, p.text = string(p.text[:n]), p.text[n:]
	}
}

func (p *packing) strings(v *[]string) {
	n := len(*v)
	integer(p, &n)
	if p.unpack && 0 < n && n <= len(p.text) {
		*v = make([]string, n)
	}
	for i := range *v {
		p.string(&(*v)[i])
	}
}
