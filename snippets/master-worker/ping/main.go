//go:build unix

// Ping asks an idle worker for a sign of life, and replaces it if there is
// none.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "worker" {
		// zh: 每个字节原样送回：收到 ping，回答 pong
		// en: sends back each byte, a pong for each ping
		_, err := io.Copy(os.Stdout, os.Stdin)
		check(err)
		return
	}
	// region main
	w := start()
	fmt.Println("worker 1 answers:", w.ping() == nil)
	// zh: 冻住它：进程还在，却什么也不做
	// en: freeze it: the process is still there, but does nothing
	check(w.cmd.Process.Signal(syscall.SIGSTOP))
	if w.ping() != nil {
		fmt.Println("worker 1 ended:", w.cmd.Wait())
		w = start()
	}
	fmt.Println("worker 2 answers:", w.ping() == nil)
	check(w.stdin.Close())
	check(w.cmd.Wait())
	// endregion
}

type worker struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout io.Reader
}

func start() *worker {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "worker")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	check(err)
	stdout, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	return &worker{cmd, stdin, stdout}
}

// region ping
// ping returns an error if the worker does not answer within two seconds; it
// has been killed then.
func (w *worker) ping() error {
	late := time.AfterFunc(2*time.Second, func() { w.cmd.Process.Kill() })
	defer late.Stop()
	if _, err := w.stdin.Write([]byte{1}); err != nil {
		return err
	}
	_, err := io.ReadFull(w.stdout, make([]byte, 1))
	return err
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
