package main

import (
	"fmt"
	"sync"
)

type task struct {
	n     int
	tries int // that failed
}

type result struct {
	task   task
	square int
	err    error
}

// region master
// master has three workers do tasks 0 to count-1, and says what came of each.
func master(count int, start func() (worker, error)) []string {
	tasks, results := make(chan task), make(chan result)
	var serving sync.WaitGroup
	for range 3 {
		serving.Go(func() { serve(start, tasks, results) })
	}
	var pending []task
	for n := range count {
		pending = append(pending, task{n: n})
	}
	outcomes := make([]string, count)
	for open := count; open > 0; {
		// zh: 没有任务可派，out 就是 nil，select 只等结果
		// en: without a task to hand out, out is nil, and select waits for results only
		var next task
		var out chan<- task
		if len(pending) > 0 {
			next, out = pending[0], tasks
		}
		select {
		case out <- next:
			pending = pending[1:]
		case r := <-results:
			t := r.task
			if r.err == nil {
				outcomes[t.n] = fmt.Sprint(r.square)
				open--
			} else if t.tries++; t.tries < 3 {
				pending = append(pending, t)
			} else {
				outcomes[t.n] = fmt.Sprintf("given up, %v", r.err)
				open--
			}
		}
	}
	close(tasks)
	serving.Wait()
	return outcomes
}

// endregion

// region serve
// serve does tasks with a worker, and with another when that has ended.
func serve(start func() (worker, error), tasks <-chan task, results chan<- result) {
	var w worker
	for t := range tasks {
		if w == nil {
			var err error
			w, err = start()
			check(err)
		}
		square, err := w.do(t.n)
		if err != nil {
			w = nil
		}
		results <- result{t, square, err}
	}
	if w != nil {
		check(w.stop())
	}
}

// endregion
