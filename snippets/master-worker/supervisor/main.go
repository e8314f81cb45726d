// Supervisor has one worker process do five tasks, and replaces the worker
// when it crashes or hangs.
package main

import (
	"encoding/json"
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
	if len(os.Args) == 4 && os.Args[1] == "worker" {
		work(os.Args[2], os.Args[3])
		return
	}
	if len(os.Args) != 2 {
		log.Fatal("usage: supervisor crash|hang")
	}
	// region supervise
	pending := []int{1, 2, 3, 4, 5}
	life := 1
	w := start(life, os.Args[1])
	for len(pending) > 0 {
		n := pending[0]
		if w.do(n) != nil {
			fmt.Printf("worker %d ended: %v\n", life, w.end())
			life++
			w = start(life, os.Args[1])
			// zh: 任务还在队首，下一轮再交出去
			// en: the task is still in front and goes out again
			continue
		}
		fmt.Printf("worker %d: task %d done\n", life, n)
		pending = pending[1:]
	}
	check(w.stdin.Close())
	check(w.cmd.Wait())
	// endregion
}

// region worker
// worker is a worker process, as its master sees it.
type worker struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	send    *json.Encoder
	receive *json.Decoder
}

// do has the worker do task n, in two seconds at most.
func (w *worker) do(n int) error {
	late := time.AfterFunc(2*time.Second, func() { w.cmd.Process.Kill() })
	defer late.Stop()
	if err := w.send.Encode(n); err != nil {
		return err
	}
	return w.receive.Decode(&n)
}

// end makes sure that the worker has ended, and says how.
func (w *worker) end() error {
	w.cmd.Process.Kill() // does no harm if it has ended by itself
	return w.cmd.Wait()
}

// endregion

func start(life int, fault string) *worker {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker", strconv.Itoa(life), fault)
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	return &worker{cmd, stdin, json.NewEncoder(stdin), json.NewDecoder(stdout)}
}

// region work
// work is the worker process. In its first life, it fails at task 3.
func work(life, fault string) {
	tasks, results := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var n int
		err := tasks.Decode(&n)
		if err == io.EOF {
			return
		}
		check(err)
		if n == 3 && life == "1" {
			if fault == "crash" {
				panic("cannot do task 3")
			}
			time.Sleep(time.Hour)
		}
		check(results.Encode(n))
	}
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
