// Event-loop runs callbacks one at a time, in the order of a logical clock.
package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"time"
)

const ms = time.Millisecond

// region loop
// A loop calls functions one at a time, each when it is due or later.
type loop struct {
	now   time.Duration
	queue []event // the next one first
}

type event struct {
	due time.Duration
	do  func()
}

// after has do called when d has passed.
func (l *loop) after(d time.Duration, do func()) {
	l.queue = append(l.queue, event{l.now + d, do})
	slices.SortStableFunc(l.queue, func(a, b event) int {
		return cmp.Compare(a.due, b.due)
	})
}

// run returns when nothing is left to call.
func (l *loop) run() {
	for len(l.queue) > 0 {
		e := l.queue[0]
		l.queue = l.queue[1:]
		// zh: 真的循环在这里睡，等到时间，或等到某个描述符就绪
		// en: a real loop sleeps here until it is time or a descriptor is ready
		l.now = max(l.now, e.due)
		e.do()
	}
}

// endregion

// region handle
func (l *loop) handle(name string, query time.Duration) {
	l.print(name, "request")
	l.after(query, func() {
		l.print(name, "row found")
		l.after(20*ms, func() {
			l.print(name, "answered")
		})
	})
}

// endregion

func (l *loop) print(name, what string) {
	fmt.Printf("%3d ms  %s: %s\n", l.now/ms, name, what)
}

// region main
func main() {
	var l loop
	l.after(0, func() { l.handle("a", 50*ms) })
	l.after(10*ms, func() { l.handle("b", 30*ms) })
	if len(os.Args) > 1 && os.Args[1] == "busy" {
		l.after(20*ms, func() {
			l.print("busy", "computing for 60 ms")
			l.now += 60 * ms
		})
	}
	l.run()
}

// endregion
