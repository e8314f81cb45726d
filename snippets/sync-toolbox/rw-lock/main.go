// Rw-lock builds a read-write lock from a mutex and a condition variable.
package main

import (
	"fmt"
	"sync"
)

// region lock
// An rwLock lets in either any number of readers or one writer.
type rwLock struct {
	mu      sync.Mutex
	freed   *sync.Cond // readers or writing has gone down
	readers int
	writing bool
}

func newRWLock() *rwLock {
	l := new(rwLock)
	l.freed = sync.NewCond(&l.mu)
	return l
}

func (l *rwLock) rLock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.writing {
		l.freed.Wait()
	}
	l.readers++
}

func (l *rwLock) rUnlock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.readers--
	l.freed.Broadcast()
}

func (l *rwLock) lock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for l.writing || l.readers > 0 {
		l.freed.Wait()
	}
	l.writing = true
}

func (l *rwLock) unlock() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.writing = false
	l.freed.Broadcast()
}

// endregion

func main() {
	l := newRWLock()
	n := 0
	var inside, wg sync.WaitGroup
	inside.Add(4)
	for range 4 {
		wg.Go(func() {
			l.rLock()
			defer l.rUnlock()
			inside.Done()
			inside.Wait()
		})
	}
	wg.Wait()
	fmt.Println("four readers were inside at once")

	for range 4 {
		wg.Go(func() {
			for range 1000 {
				l.lock()
				n++
				l.unlock()
			}
		})
	}
	wg.Wait()
	fmt.Println("four writers counted to", n)
}
