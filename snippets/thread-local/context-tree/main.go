// Context-tree cancels a context, and shows which others are canceled with it.
package main

import (
	"context"
	"errors"
	"fmt"
)

type studentKey struct{}

func main() {
	// region tree
	student := context.WithValue(context.Background(), studentKey{}, "Alice")
	request, cancelRequest := context.WithCancelCause(student)
	query, cancelQuery := context.WithCancelCause(request)
	render, cancelRender := context.WithCancelCause(request)
	defer cancelRender(nil)
	audit := context.WithoutCancel(request)

	cancelQuery(errors.New("no longer needed"))
	report("query", query)
	report("render", render)

	cancelRequest(errors.New("client went away"))
	report("query", query)
	report("render", render)
	report("audit", audit)
	// endregion
}

func report(name string, ctx context.Context) {
	fmt.Printf("%s: %v | %v | %v\n",
		name, ctx.Value(studentKey{}), ctx.Err(), context.Cause(ctx))
}
