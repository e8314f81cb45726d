// Package render makes the pages of a book. It hides HTML, style sheets and
// the layout of the site.
package render

import (
	"huoye/gen/book"
	"huoye/gen/golden"
)

// Render makes every file of the site, by slash-separated path. recorded has
// the recorded output of every run. The result depends on nothing but the
// arguments: equal books give equal bytes.
func Render(b *book.Book, recorded map[*book.Run]*golden.Golden) (map[string][]byte, error) {
	return nil, nil
}
