// Same-values compares two trees value by value, whatever their shapes.
package main

import (
	"fmt"
	"iter"
)

// region all
type tree struct {
	left  *tree
	value int
	right *tree
}

// all yields the values of t from left to right.
func (t *tree) all(yield func(int) bool) bool {
	return t == nil ||
		t.left.all(yield) && yield(t.value) && t.right.all(yield)
}

// endregion

// region same
// same also says how many pairs of values it has looked at.
func same(a, b *tree) (equal bool, pairs int) {
	nextA, stopA := iter.Pull(func(yield func(int) bool) { a.all(yield) })
	defer stopA()
	nextB, stopB := iter.Pull(func(yield func(int) bool) { b.all(yield) })
	defer stopB()
	for {
		x, okA := nextA()
		y, okB := nextB()
		if !okA || !okB {
			return okA == okB, pairs
		}
		pairs++
		if x != y {
			return false, pairs
		}
	}
}

// endregion

// region main
func main() {
	leaf := func(v int) *tree { return &tree{nil, v, nil} }
	a := &tree{&tree{leaf(1), 2, leaf(3)}, 4, leaf(5)}
	b := &tree{leaf(1), 2, &tree{leaf(3), 4, leaf(5)}}
	c := &tree{leaf(1), 7, &tree{leaf(3), 4, leaf(5)}}
	fmt.Println(same(a, b))
	fmt.Println(same(a, c))
}

// endregion
