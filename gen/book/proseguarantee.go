package book

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"huoye/gen/problem"
)

// An alwaysUse is a word in the text that promises something of every run.
type alwaysUse struct{ at, stop int }

// noteAlways notes 总是 or always, unless it is only mentioned or half meant,
// or its sentence says what the promise stands on.
func (p *prose) noteAlways(at, stop int) {
	before := bytes.ToLower(p.src[max(0, at-16):at])
	for _, s := range []string{"不", "几乎", "并非", "未必", "not ", "nearly ", "almost ", "n't ", "“", "*"} {
		if bytes.HasSuffix(before, []byte(s)) {
			return
		}
	}
	sentence := p.sentence(at)
	for _, s := range []string{"契约", "保证", "一定", "必须", "contract", "guarantee", "holds", "must"} {
		if bytes.Contains(sentence, []byte(s)) {
			return
		}
	}
	p.always = append(p.always, alwaysUse{at, stop})
}

// sentence returns the sentence around an offset, or what of it is near.
func (p *prose) sentence(at int) []byte {
	const near = 512
	start, stop := max(0, at-near), min(len(p.src), at+near)
	for _, end := range []string{"\n", "。", ". "} {
		if i := bytes.LastIndex(p.src[start:at], []byte(end)); i >= 0 {
			start += i + len(end)
		}
		if i := bytes.Index(p.src[at:stop], []byte(end)); i >= 0 {
			stop = at + i
		}
	}
	return p.src[start:stop]
}

// neighbours are what stands before a block.
type neighbours struct {
	output *Embed      // the output directly before, if it varies
	always []alwaysUse // of the text directly before
}

// checkAlways reports the promises in a text directly before or after an
// output that is not the same in every run: whether they hold is for the
// author to say. The promises of block n are p.always[from:].
func (p *prose) checkAlways(near *neighbours, n ast.Node, from int) {
	e, ok := n.(*Embed)
	switch {
	case ok && e.Run != nil:
		near.output = nil
		if e.Run.Contract != nil && e.Run.Contract.Varies() {
			near.output = e
			p.promises(near.always, e)
		}
		near.always = nil
	case ok: // the code between a text and its output
	case n.Kind() == ast.KindHeading:
		*near = neighbours{}
	default:
		uses := p.always[from:]
		if near.output != nil {
			p.promises(uses, near.output)
			p.always = p.always[:from]
			uses = nil
		}
		*near = neighbours{always: uses}
	}
}

func (p *prose) promises(uses []alwaysUse, e *Embed) {
	usual := `"usually" or "in this run"`
	if p.e.Lang == ZH {
		usual = "通常 or 本次运行"
	}
	for _, u := range uses {
		found := p.add(u.at, problem.ProseGuarantee, nil, "%s, beside the output of %s, which varies; say what guarantees it, or write %s",
			p.src[u.at:u.stop], e.Run.ID(), usual)
		found.Notice = true
		found.Related = []problem.Related{{Pos: p.e.file.position(e.Pos()), Msg: "the output that varies"}}
	}
}
