// Check-pool reads what a pool of three workers printed and reports every
// line that breaks an order rule.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"regexp"
	"strconv"
)

var (
	run  = regexp.MustCompile(`^Run task (\d+) \((\d+)\)\.\.\.$`)
	task = regexp.MustCompile(`^Task (\d+) run \d+\.\d\d seconds\.$`)
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: check-pool TASKS <OUTPUT")
	}
	count, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	line, broken := 0, 0
	complain := func(format string, args ...any) {
		broken++
		fmt.Printf("line %d: %s\n", line, fmt.Sprintf(format, args...))
	}

	// region rules
	started := map[int]bool{} // tasks
	busy := map[string]bool{} // workers, by pid
	running, finished := 0, 0 // how many tasks
	waiting, all := false, false
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		line++
		if all {
			complain("a line after the last one")
		}
		if m := run.FindStringSubmatch(in.Text()); m != nil {
			n, err := strconv.Atoi(m[1])
			if err != nil || n >= count || started[n] {
				complain("task %s is unknown or was started before", m[1])
			}
			if busy[m[2]] {
				complain("a worker got task %d before it finished another", n)
			}
			if finished < n-2 {
				complain("only %d tasks finished before task %d", finished, n)
			}
			started[n], busy[m[2]] = true, true
			if running++; running > 3 {
				complain("%d tasks at once", running)
			}
		} else if m := task.FindStringSubmatch(in.Text()); m != nil {
			if !busy[m[1]] {
				complain("a worker finished a task it did not have")
			}
			busy[m[1]] = false
			running, finished = running-1, finished+1
		} else if in.Text() == "Waiting for all subprocess done..." && !waiting {
			waiting = true
		} else if in.Text() == "All subprocess done." && waiting {
			all = true
		} else {
			complain("unexpected: %s", in.Text())
		}
	}
	if !all || running != 0 || len(started) != count || len(busy) > 3 {
		complain("the end, with %d tasks started, %d running, %d workers",
			len(started), running, len(busy))
	}
	// endregion

	if err := in.Err(); err != nil {
		log.Fatal(err)
	}
	if broken > 0 {
		os.Exit(1)
	}
	fmt.Printf("all order rules hold for %d tasks\n", count)
}
