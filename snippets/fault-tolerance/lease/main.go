// Lease hands out tasks for twenty seconds at a time, by a clock that only main moves.
package main

import (
	"fmt"
	"time"
)

func main() {
	// region main
	q := &queue{waiting: []string{"x", "y"}, leases: map[string]lease{}, done: map[string]bool{}}
	q.take("A")
	q.take("B")
	q.now = 10 * time.Second
	q.finish("A", "x")
	q.take("C")
	q.now = 20 * time.Second
	q.take("C")
	q.now = 30 * time.Second
	q.finish("B", "y")
	q.now = 35 * time.Second
	q.finish("C", "y")
	// endregion
}

// A lease says who is to do a task, and until when.
type lease struct {
	worker string
	until  time.Duration
}

// A queue has tasks that wait, tasks that are leased, and tasks that are done.
type queue struct {
	now     time.Duration // since the start
	waiting []string
	leases  map[string]lease
	done    map[string]bool
}

// region queue
// take leases the first task that waits to the worker.
func (q *queue) take(worker string) {
	q.expire()
	for len(q.waiting) > 0 {
		task := q.waiting[0]
		q.waiting = q.waiting[1:]
		if q.done[task] {
			continue // by an earlier holder, after its lease expired
		}
		until := q.now + 20*time.Second
		q.leases[task] = lease{worker, until}
		q.log(worker, "takes", task, "until", until)
		return
	}
	q.log(worker, "asks: nothing to do")
}

// expire puts back the tasks whose leases have expired.
func (q *queue) expire() {
	for task, l := range q.leases {
		if q.now >= l.until {
			delete(q.leases, task)
			q.waiting = append(q.waiting, task)
			q.log("lease expired:", task, "held by", l.worker)
		}
	}
}

// finish notes a result. The first one counts, whoever it comes from.
func (q *queue) finish(worker, task string) {
	if q.done[task] {
		q.log(worker, "finishes", task, "(duplicate)")
		return
	}
	q.done[task] = true
	delete(q.leases, task)
	q.log(worker, "finishes", task)
}

// endregion

func (q *queue) log(args ...any) {
	fmt.Printf("%3v  %s", q.now, fmt.Sprintln(args...))
}
