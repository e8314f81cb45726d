package contract

func (p *parser) contradictions(prog *program) {}
