// Pool-map computes squares in at most three processes at a time and reads
// the results in the order in which they were asked for.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

const count = 8

func main() {
	log.SetFlags(0)
	if len(os.Args) > 2 && os.Args[1] == "square" {
		n, err := strconv.Atoi(os.Args[2])
		if err != nil {
			log.Fatal(err)
		}
		// zh: 越早提交的任务做得越久
		// en: the earlier a task was submitted, the longer it takes
		time.Sleep(time.Duration(count-n) * 10 * time.Millisecond)
		fmt.Println(n * n)
		return
	}

	// region map
	var running gauge
	results := make([]string, count)
	slots := make(chan struct{}, 3)
	var calls sync.WaitGroup
	for n := range results {
		slots <- struct{}{}
		calls.Go(func() {
			running.enter()
			results[n] = fmt.Sprintf("%d^2=%s", n, square(n))
			running.leave()
			<-slots
		})
	}
	calls.Wait()
	fmt.Println(strings.Join(results, " "))
	// endregion
	fmt.Println("most at once:", running.most)
	fmt.Println("processes:", running.total)
}

// region square

// square has a process of its own compute n*n.
func square(n int) string {
	exe, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	out, err := exec.Command(exe, "square", strconv.Itoa(n)).Output()
	if err != nil {
		log.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// endregion

// gauge counts who is inside.
type gauge struct {
	mu               sync.Mutex
	now, most, total int
}

func (g *gauge) enter() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now++
	g.total++
	g.most = max(g.most, g.now)
}

func (g *gauge) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.now--
}
