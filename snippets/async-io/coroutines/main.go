// Coroutines runs straight code in an event loop, one piece at a time.
package main

import (
	"iter"
	"time"
)

const ms = time.Millisecond

// region start
// A coroutine runs until it waits, by calling await, or ends.
type coroutine func(await func(time.Duration))

// start has f run piece by piece; in between, others have their turn.
func (l *loop) start(f coroutine) {
	// zh: 一直取到头，所以不必调用 stop
	// en: pulled to its end, it need not be stopped
	next, _ := iter.Pull(func(yield func(time.Duration) bool) {
		f(func(d time.Duration) { yield(d) })
	})
	var resume func()
	resume = func() {
		if d, ok := next(); ok {
			l.after(d, resume)
		}
	}
	resume()
}

// endregion

// region handle
func (l *loop) handle(name string, query time.Duration) coroutine {
	return func(await func(time.Duration)) {
		l.print(name, "request")
		await(query)
		l.print(name, "row found")
		await(20 * ms)
		l.print(name, "answered")
	}
}

// endregion

// region main
func main() {
	var l loop
	l.after(0, func() { l.start(l.handle("a", 50*ms)) })
	l.after(10*ms, func() { l.start(l.handle("b", 30*ms)) })
	l.run()
}

// endregion
