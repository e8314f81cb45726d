package book

import (
	"cmp"
	"fmt"
	"go/scanner"
	"go/token"
	"slices"
	"sync"
)

// problems collects what authors did wrong. Many goroutines may add to it;
// sorted makes their order of no account.
type problems struct {
	mu   sync.Mutex
	list scanner.ErrorList
}

func (p *problems) add(pos token.Position, format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list.Add(pos, fmt.Sprintf(format, args...))
}

// addList adds the problems another package or the Go parser found.
func (p *problems) addList(list scanner.ErrorList) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = append(p.list, list...)
}

// sorted returns the problems by position, none twice.
func (p *problems) sorted() scanner.ErrorList {
	slices.SortStableFunc(p.list, func(a, b *scanner.Error) int {
		return cmp.Or(
			cmp.Compare(a.Pos.Filename, b.Pos.Filename),
			cmp.Compare(a.Pos.Line, b.Pos.Line),
			cmp.Compare(a.Pos.Column, b.Pos.Column),
			cmp.Compare(a.Msg, b.Msg),
		)
	})
	return slices.CompactFunc(p.list, func(a, b *scanner.Error) bool {
		return a.Msg == b.Msg && a.Pos.Filename == b.Pos.Filename &&
			a.Pos.Line == b.Pos.Line && a.Pos.Column == b.Pos.Column
	})
}
