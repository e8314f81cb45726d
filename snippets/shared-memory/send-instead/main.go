// Send-instead has two processes count for themselves and send the result.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"
)

const adds = 2_000_000

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		worker()
		return
	}
	parent()
}

// region send
func worker() {
	n := 0
	for range adds {
		n++
	}
	fmt.Print(n)
}

func parent() {
	exe, err := os.Executable()
	check(err)
	results := make(chan int)
	for range 2 {
		go func() {
			out, err := exec.Command(exe, "worker").Output()
			check(err)
			n, err := strconv.Atoi(string(out))
			check(err)
			results <- n
		}()
	}
	fmt.Printf("n = %d of %d\n", <-results+<-results, 2*adds)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
