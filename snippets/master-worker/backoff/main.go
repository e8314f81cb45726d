// Backoff starts a worker that cannot get going at first, and waits longer
// after each failure.
package main

import (
	"cmp"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"strconv"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "worker" {
		work(os.Args[2])
		return
	}
	// region backoff
	const first, longest = 10 * time.Millisecond, 50 * time.Millisecond
	pause := first
	for life := 1; life <= 8; life++ {
		err := start(life)
		if err == nil {
			fmt.Printf("start %d: ready\n", life)
			return
		}
		fmt.Printf("start %d: %v, next in %v\n", life, err, pause)
		time.Sleep(pause)
		pause = min(2*pause, longest)
	}
	log.Fatal("giving up")
	// endregion
}

// region start
// start starts a worker, waits until it says that it is ready, and, for this
// example, ends it then.
func start(life int) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(exe, "worker", strconv.Itoa(life))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	_, notReady := io.ReadFull(stdout, make([]byte, len("ready\n")))
	closed := stdin.Close()
	return cmp.Or(cmd.Wait(), notReady, closed)
}

// endregion

// work gets ready in its sixth life only.
func work(life string) {
	if n, err := strconv.Atoi(life); err != nil || n < 6 {
		os.Exit(3)
	}
	fmt.Println("ready")
	// zh: 本来在这里领任务
	// en: would do tasks here
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		log.Fatal(err)
	}
}
