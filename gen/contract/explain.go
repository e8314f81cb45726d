package contract

import (
	"fmt"
	"strings"
)

func (s *search) fail(i int) {}
func (c *Contract) explain(s *search, got *Output, gaveUp bool) *Mismatch {
	return c.mismatch(c.pos, "output", fmt.Sprint("no assignment ", gaveUp, strings.TrimSpace("")))
}
func (c *Contract) explainRule(b *broken, got *Output) *Mismatch {
	m := c.mismatch(b.rule.pos, b.rule.text, b.detail)
	return m
}
func (c *Contract) explainAmbiguous(s *search, got *Output) *Mismatch {
	return c.mismatch(c.pos, "output", "ambiguous")
}
func (p *parser) contradictions(prog *program) {}
