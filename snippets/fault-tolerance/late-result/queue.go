//go:build unix

package main

import (
	"fmt"
	"sync"
	"time"
)

// A Queue leases tasks to workers, which call Take and Finish over a network.
type Queue struct {
	mu         sync.Mutex
	now        time.Duration // since the start
	waiting    []int
	until      map[int]time.Duration // of the tasks that are leased
	results    map[int]int
	duplicates int
}

// A Task is none if OK is false.
type Task struct {
	N  int
	OK bool
}

// Take leases a task for thirty seconds, if one is waiting.
func (q *Queue) Take(_ struct{}, t *Task) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for n, until := range q.until {
		if q.now >= until {
			delete(q.until, n)
			q.waiting = append(q.waiting, n)
		}
	}
	for len(q.waiting) > 0 {
		n := q.waiting[0]
		q.waiting = q.waiting[1:]
		if _, done := q.results[n]; done {
			continue // by an earlier holder, after its lease had expired
		}
		*t = Task{N: n, OK: true}
		q.until[n] = q.now + 30*time.Second
		break
	}
	return nil
}

// region finish
// A Result is what a worker has made of task N.
type Result struct{ N, Square int }

// Finish keeps the first result of each task, and says whether r is it.
func (q *Queue) Finish(r Result, first *bool) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, done := q.results[r.N]; done {
		q.duplicates++
		return nil
	}
	q.results[r.N] = r.Square
	delete(q.until, r.N)
	*first = true
	return nil
}

// endregion

// advance moves the clock, which nothing else does.
func (q *Queue) advance(d time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.now += d
}

func (q *Queue) report() {
	q.mu.Lock()
	defer q.mu.Unlock()
	fmt.Printf("results %d, duplicates %d\n", len(q.results), q.duplicates)
}
