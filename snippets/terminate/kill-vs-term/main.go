// Kill-vs-term ends five endless children with four signals.
package main

import (
	"bufio"
	"fmt"
	"io"
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
		child(os.Args[2])
		return
	}
	// region five
	end("SIGKILL", syscall.SIGKILL, "loop")
	end("SIGTERM", syscall.SIGTERM, "loop")
	end("SIGINT", syscall.SIGINT, "loop")
	end("SIGQUIT", syscall.SIGQUIT, "loop")
	end("SIGTERM with handler", syscall.SIGTERM, "handler")
	// endregion
}

// region child
func child(mode string) {
	defer fmt.Println("deferred call ran")
	if mode == "handler" {
		asked := make(chan os.Signal, 1)
		signal.Notify(asked, syscall.SIGTERM)
		fmt.Println("ready")
		<-asked
		return
	}
	fmt.Println("ready")
	for {
		time.Sleep(time.Second)
	}
}

// endregion

// region end
func end(name string, sig os.Signal, mode string) {
	exe, err := os.Executable()
	check(err)
	cmd := exec.Command(exe, "child", mode)
	stdout, err := cmd.StdoutPipe()
	check(err)
	cmd.Stderr = cmd.Stdout
	check(cmd.Start())
	said := bufio.NewScanner(stdout)
	// zh: 第一行是 ready，读到了才发信号
	// en: the first line is ready; only then send the signal
	if !said.Scan() {
		log.Fatal("the child did not get ready")
	}
	check(cmd.Process.Signal(sig))
	said.Scan()
	next := said.Text()
	_, err = io.Copy(io.Discard, stdout)
	check(err)
	err = cmd.Wait()
	fmt.Printf("%s: %v, exit code %d, said %q\n", name, err, cmd.ProcessState.ExitCode(), next)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
