// Term-then-kill asks a child to end, and kills it if it does not.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2], os.NewFile(3, "ready"))
		return
	}
	end("polite")
	end("deaf")
}

// region child
func child(mode string, ready *os.File) {
	asked := make(chan os.Signal, 1)
	if mode == "polite" {
		signal.Notify(asked, syscall.SIGTERM)
	} else {
		signal.Ignore(syscall.SIGTERM)
	}
	_, err := ready.WriteString("!")
	check(err)
	select {
	case <-asked:
	case <-time.After(time.Minute):
	}
}

// endregion

func end(mode string) {
	exe, err := os.Executable()
	check(err)
	ready, w, err := os.Pipe()
	check(err)
	defer ready.Close()

	// region end
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, "child", mode)
	cmd.ExtraFiles = []*os.File{w}
	cmd.Cancel = func() error {
		// zh: 子进程先说准备好了，再请它结束
		// en: the child says that it is ready before it is asked to end
		_, err := ready.Read(make([]byte, 1))
		check(err)
		return cmd.Process.Signal(syscall.SIGTERM)
	}
	cmd.WaitDelay = time.Second
	check(cmd.Start())
	check(w.Close())
	err = cmd.Wait()
	fmt.Printf("%s: %v, exit code %d\n", mode, err, cmd.ProcessState.ExitCode())
	// endregion
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
