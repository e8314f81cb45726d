// Context-value lets a value travel with the request, not with the goroutine.
package main

import (
	"context"
	"fmt"
	"sync"
)

// region key
type studentKey struct{}

func withStudent(ctx context.Context, name string) context.Context {
	return context.WithValue(ctx, studentKey{}, name)
}

func studentFrom(ctx context.Context) (name string, ok bool) {
	name, ok = ctx.Value(studentKey{}).(string)
	return name, ok
}

// endregion

// region use
func main() {
	tasks := make(chan func())
	var worker sync.WaitGroup
	worker.Go(func() {
		for task := range tasks {
			task()
		}
	})
	ctx1 := withStudent(context.Background(), "Alice")
	ctx2 := context.Background()
	tasks <- func() { handle(ctx1, "request 1") }
	tasks <- func() { handle(ctx2, "request 2") }
	close(tasks)
	worker.Wait()
}

// zh: 中间一层不知道什么学生，只管把 ctx 往下传
// en: the layer in between knows of no student and just passes ctx on
func handle(ctx context.Context, where string) {
	greet(ctx, where)
	var wg sync.WaitGroup
	wg.Go(func() { greet(ctx, where+"'s helper") })
	wg.Wait()
}

func greet(ctx context.Context, where string) {
	student, ok := studentFrom(ctx)
	if !ok {
		student = "(nobody)"
	}
	fmt.Printf("%s: Hello, %s\n", where, student)
}

// endregion
