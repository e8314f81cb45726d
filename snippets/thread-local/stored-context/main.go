// Stored-context shows a client that keeps the context of whoever made it.
package main

import (
	"context"
	"fmt"
)

// region stored
type storingClient struct{ ctx context.Context }

func (c *storingClient) get() error { return get(c.ctx) }

// endregion

// region main
func main() {
	first, cancelFirst := context.WithCancel(context.Background())
	stored := &storingClient{ctx: first}
	fmt.Println("request 1:", stored.get())
	// zh: 第一个请求结束了
	// en: the first request is over
	cancelFirst()

	second, cancelSecond := context.WithCancel(context.Background())
	defer cancelSecond()
	fmt.Println("request 2:", stored.get())
	fmt.Println("request 2, passing its own:", get(second))
}

// zh: 真正的请求会在中途看 ctx.Done()，这里只看一眼
// en: a real call would watch ctx.Done(); one look will do here
func get(ctx context.Context) error {
	return ctx.Err()
}

// endregion
