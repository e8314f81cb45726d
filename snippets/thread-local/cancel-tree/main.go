// Cancel-tree stops one branch of a tree of goroutines; the other goes on.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// region tree
type branch struct {
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup
}

func grow(parent context.Context, name string, finish <-chan struct{}) *branch {
	ctx, cancel := context.WithCancelCause(parent)
	b := &branch{cancel: cancel}
	for leaf := range 2 {
		b.wg.Go(func() {
			select {
			case <-ctx.Done():
				fmt.Printf("%s%d stops: %v\n", name, leaf, context.Cause(ctx))
			case <-finish:
				fmt.Printf("%s%d is done\n", name, leaf)
			}
		})
	}
	return b
}

func main() {
	root, stop := context.WithCancel(context.Background())
	defer stop()
	finish := make(chan struct{})
	a, b := grow(root, "a", finish), grow(root, "b", finish)
	a.cancel(errors.New("disk full"))
	a.wg.Wait()
	fmt.Println("root:", root.Err())
	close(finish)
	b.wg.Wait()
}

// endregion
