// In-flight lets at most four requests be on their way at once.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		work()
		return
	}
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())

	// region master
	slots := make(chan struct{}, 4)
	go func() {
		requests := json.NewEncoder(stdin)
		for n := range 20 {
			slots <- struct{}{}
			check(requests.Encode(n))
		}
		check(stdin.Close())
	}()
	answers, most := json.NewDecoder(stdout), 0
	for range 20 {
		var working int
		check(answers.Decode(&working))
		most = max(most, working)
		<-slots
	}
	fmt.Println("at once, at most:", most)
	// endregion
	check(cmd.Wait())
}

// work has a goroutine for each request, with no limit of its own, and answers
// with how many of them there are.
func work() {
	requests, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	var mu sync.Mutex
	working := 0 // guarded by mu, as is answers
	var wg sync.WaitGroup
	for {
		var n int
		err := requests.Decode(&n)
		if err == io.EOF {
			break
		}
		check(err)
		mu.Lock()
		working++
		mu.Unlock()
		wg.Go(func() {
			time.Sleep(rand.N(10 * time.Millisecond))
			mu.Lock()
			defer mu.Unlock()
			check(answers.Encode(working))
			working--
		})
	}
	wg.Wait()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
