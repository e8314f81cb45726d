// In-flight lists the requests that are being served, from the outside.
package main

import (
	"fmt"
	"maps"
	"sync"
)

// region inflight
type inFlight struct {
	mu       sync.Mutex
	students map[int]string // request id -> student
}

// zh: 返回的函数把这一项删掉
// en: the function returned removes the entry
func (f *inFlight) begin(id int, student string) (end func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.students[id] = student
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.students, id)
	}
}

// zh: 交出副本，锁只在复制时拿着
// en: give away a copy, and hold the lock only to make it
func (f *inFlight) list() map[int]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.students)
}

// endregion

func main() {
	// region main
	requests := inFlight{students: make(map[int]string)}
	var started, done sync.WaitGroup
	release := make(chan struct{})
	for id, student := range []string{"Alice", "Bob", "Alice"} {
		started.Add(1)
		done.Go(func() {
			defer requests.begin(id+1, student)()
			started.Done()
			<-release
		})
	}
	started.Wait()
	fmt.Println("in flight:", requests.list())
	close(release)
	done.Wait()
	fmt.Println("in flight:", requests.list())
	// endregion
}
