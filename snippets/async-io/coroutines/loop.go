package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// A loop calls functions one at a time, each when it is due or later.
// It is the one of event-loop.
type loop struct {
	now   time.Duration
	queue []event // the next one first
}

type event struct {
	due time.Duration
	do  func()
}

func (l *loop) after(d time.Duration, do func()) {
	l.queue = append(l.queue, event{l.now + d, do})
	slices.SortStableFunc(l.queue, func(a, b event) int {
		return cmp.Compare(a.due, b.due)
	})
}

func (l *loop) run() {
	for len(l.queue) > 0 {
		e := l.queue[0]
		l.queue = l.queue[1:]
		l.now = max(l.now, e.due)
		e.do()
	}
}

func (l *loop) print(name, what string) {
	fmt.Printf("%3d ms  %s: %s\n", l.now/ms, name, what)
}
