// By-key sends all requests with the same key to the same goroutine of the
// same worker process.
package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log"
	"os"
	"os/exec"
	"sync"
)

const (
	processes  = 2
	goroutines = 3
)

// region place
// place says which process and which goroutine in it a key belongs to.
func place(key string) (process, goroutine int) {
	h := fnv.New32a()
	h.Write([]byte(key))
	n := int(h.Sum32() % (processes * goroutines))
	return n / goroutines, n % goroutines
}

// endregion

// A count is how often a key has come.
type count struct {
	Key string
	N   int
}

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
		return
	}
	counts := make(chan count)
	var workers sync.WaitGroup
	for process := range processes {
		workers.Go(func() { serve(process, counts) })
	}
	go func() {
		workers.Wait()
		close(counts)
	}()
	seen := make(map[string][]int)
	for c := range counts {
		seen[c.Key] = append(seen[c.Key], c.N)
	}
	fmt.Println(seen)
}

func serve(process int, counts chan<- count) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	go func() {
		requests := json.NewEncoder(stdin)
		for range 4 {
			for _, key := range []string{"apple", "lemon", "mango"} {
				if p, _ := place(key); p == process {
					check(requests.Encode(key))
				}
			}
		}
		check(stdin.Close())
	}()
	receive(stdout, func(c count) { counts <- c })
	check(cmd.Wait())
}

func work() {
	var mu sync.Mutex
	answers := json.NewEncoder(os.Stdout) // guarded by mu
	var wg sync.WaitGroup
	var queues [goroutines]chan string
	for i := range queues {
		queues[i] = make(chan string)
		wg.Go(func() {
			// zh: 这个映射只有一个 goroutine 用，不必加锁
			// en: only this goroutine uses the map, which needs no lock
			seen := make(map[string]int)
			for key := range queues[i] {
				seen[key]++
				mu.Lock()
				check(answers.Encode(count{key, seen[key]}))
				mu.Unlock()
			}
		})
	}
	receive(os.Stdin, func(key string) {
		_, goroutine := place(key)
		queues[goroutine] <- key
	})
	for _, q := range queues {
		close(q)
	}
	wg.Wait()
}

// receive calls f with each value from r, until its end.
func receive[T any](r io.Reader, f func(T)) {
	values := json.NewDecoder(r)
	for {
		var v T
		err := values.Decode(&v)
		if err == io.EOF {
			return
		}
		check(err)
		f(v)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
