package book

import (
	"errors"
	"go/scanner"

	"github.com/yuin/goldmark/ast"
)

// KindEmbed is the node kind of [Embed].
var KindEmbed = ast.NewNodeKind("Embed")

// Kind implements ast.Node.
func (e *Embed) Kind() ast.NodeKind { return KindEmbed }

// Dump implements ast.Node.
func (e *Embed) Dump(source []byte, level int) { ast.DumpHelper(e, source, level, nil, nil) }

// Load reads the book in dir. It reports every problem it finds in what
// authors wrote; the book is nil if there are any. The error is for a disk
// that cannot be read.
func Load(dir string) (*Book, scanner.ErrorList, error) {
	return nil, nil, errors.New("not built yet")
}
