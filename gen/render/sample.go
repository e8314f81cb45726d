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

// sampleChapters are those in which a sample is looked for: it shall lead to where
// the book begins.
func (s *site) sampleChapters() []*book.Chapter {
	return s.book.Chapters[:min(30, len(s.book.Chapters))]
}

// sample picks the first output of the book that has something to tell,
// together with the code of its program that is shown before it; nil if there
// is none.
func (s *site) sample() (*sample, error) {
	var in *book.Chapter
	var code, output book.Showing
	best := 0
	for _, c := range s.sampleChapters() {
		var before book.Showing
		for _, e := range c.Shows() {
			switch {
			case e.Nested:
				continue
			case e.Run == nil:
				before = e
				continue
			}
			if score := s.sampleScore(before, e); score > best {
				best, in, code, output = score, c, before, e
			}
		}
	}
	if in == nil {
		return nil, nil
	}
	return s.makeSample(in, code.Block, output.Block)
}

// sampleScore says how much there is to see in an output, printed by the
// program that code shows; 0 if they make no sample.
func (s *site) sampleScore(code, output book.Showing) int {
	r := s.recording(output.Run)
	if code.Program != output.Program || r == nil || len(r.Output.Lines) == 0 || len(r.Output.Lines) > sampleOutput {
		return 0
	}
	shown := &book.Embed{Source: code.Source, Region: code.Region, First: code.First, Last: code.Last}
	if len((*cache)(nil).listing(viewBI, shown)) > sampleCode {
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

// makeSample makes a sample of two blocks of c.
func (s *site) makeSample(c *book.Chapter, code, output string) (*sample, error) {
	content, err := s.book.Content(c)
	if err != nil {
		return nil, err
	}
	sm := &sample{
		CodeLabel:   viewBI.label(say.sampleProgram),
		OutputLabel: viewBI.label(say.sampleOutput),
		From:        viewBI.label(say.from),
	}
	for _, b := range content.Blocks {
		switch b.ID {
		case code:
			sm.Code = s.sampleFigure(b)
		case output:
			sm.Output = s.sampleFigure(b)
		}
	}
	for _, l := range book.Langs {
		href := string(l) + "/" + c.Slug + "/index.html#" + output
		sm.Chapters = append(sm.Chapters, sampleLink{l.Tag(), href, c.In(l).Title})
	}
	return sm, nil
}

func (s *site) sampleFigure(b book.Block) template.HTML {
	var w buffer
	zh, _ := b.ZH.(*book.Embed)
	en, _ := b.EN.(*book.Embed)
	f := figureOf("", "", zh, en)
	f.open = true
	s.writeFigure(&w, viewBI, f)
	// Safe: written by this package, which escapes every text.
	return template.HTML(w.String())
}
