package render

import (
	"html/template"

	"huoye/gen/book"
)

// A sample shows on the landing page what the book is: a program, what it
// printed, and what its contract says of that.
type sample struct {
	Code, Output template.HTML
	CodeLabel    template.HTML
	OutputLabel  template.HTML
	From         template.HTML
	Chapters     []sampleLink // where the sample stands, by language
}

// A sampleLink leads to a sample's place in an edition.
type sampleLink struct{ Lang, Href, Title string }

const (
	sampleCode   = 24 // most lines of code in a sample
	sampleOutput = 12 // most lines of output

	sampleSentences = 3 // of its contract, if one glance shall do
)

// sample picks the first output of the book that has something to tell,
// together with the code of its program that is shown before it.
func (s *site) sample() *sample {
	best, bestScore := (*sample)(nil), 0
	for _, c := range s.book.Chapters {
		var code *book.Block
		for i := range c.Blocks {
			b := &c.Blocks[i]
			e, ok := b.ZH.(*book.Embed)
			if !ok {
				continue
			}
			if e.Source != nil {
				code = b
				continue
			}
			score := s.sampleScore(code, e)
			if score > bestScore {
				best, bestScore = s.makeSample(c, *code, *b), score
			}
		}
	}
	return best
}

// sampleScore says how much there is to see in the output that e shows,
// printed by the program that code shows; 0 if they make no sample.
func (s *site) sampleScore(code *book.Block, e *book.Embed) int {
	r := s.recorded[e.Run]
	if code == nil || r == nil || len(r.Output.Lines) == 0 || len(r.Output.Lines) > sampleOutput {
		return 0
	}
	shown := code.ZH.(*book.Embed)
	if shown.Program != e.Program || len(listing(viewBI, shown)) > sampleCode {
		return 0
	}
	score := 1
	if says := r.says[book.ZH]; len(says.Always) > 0 && len(says.Varies) > 0 {
		score += 2
		if len(says.Always) <= sampleSentences {
			score++ // one glance must do
		}
	}
	if r.processes() > 1 {
		score++
	}
	return score
}

func (s *site) makeSample(c *book.Chapter, code, output book.Block) *sample {
	show := func(b book.Block) template.HTML {
		var w buffer
		zh, _ := b.ZH.(*book.Embed)
		en, _ := b.EN.(*book.Embed)
		f := figureOf("", "", zh, en)
		f.open = true
		s.writeFigure(&w, viewBI, f)
		// Safe: written by this package, which escapes every text.
		return template.HTML(w.String())
	}
	sm := &sample{
		Code:        show(code),
		Output:      show(output),
		CodeLabel:   viewBI.label(say.sampleProgram),
		OutputLabel: viewBI.label(say.sampleOutput),
		From:        viewBI.label(say.from),
	}
	for _, l := range book.Langs {
		href := string(l) + "/" + c.Slug + "/index.html#" + output.ID
		sm.Chapters = append(sm.Chapters, sampleLink{l.Tag(), href, c.In(l).Title})
	}
	return sm
}
