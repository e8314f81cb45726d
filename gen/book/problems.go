package book

import (
	"fmt"
	"go/token"
	"sync"

	"huoye/gen/problem"
)

// problems collects what authors did wrong. Many goroutines may add to it;
// sorted makes their order of no account.
type problems struct {
	mu     sync.Mutex
	list   problem.List
	failed bool // whether there are more than notices
}

func (p *problems) add(pos token.Position, rule problem.Rule, format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list.Add(pos, rule, fmt.Sprintf(format, args...))
	p.failed = p.failed || !p.list[len(p.list)-1].Notice
}

// addProblem adds a problem with more to it than a message.
func (p *problems) addProblem(x *problem.Problem) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, x)
	p.failed = p.failed || !x.Notice
}

// addList adds the problems another package found.
func (p *problems) addList(list problem.List) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, list...)
	p.failed = p.failed || list.Failing()
}

// failing reports whether there are more than notices so far.
func (p *problems) failing() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

// sorted returns the problems by position, none twice.
func (p *problems) sorted() problem.List {
	p.list.Sort()
	return p.list
}
