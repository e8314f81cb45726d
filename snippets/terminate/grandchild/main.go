//go:build unix

// Grandchild waits for a child whose own child holds its standard output.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	if len(os.Args) == 2 && os.Args[1] == "grandchild" {
		fmt.Fprintln(os.Stderr, "ready")
		time.Sleep(time.Second)
		fmt.Println("grandchild done")
		return
	}
	// region cases
	leave := func(*os.Process) error { return nil }
	killGroup := func(p *os.Process) error { return syscall.Kill(-p.Pid, syscall.SIGKILL) }

	end("child exits", "exit", 0, leave)
	end("child exits, WaitDelay", "exit", 100*time.Millisecond, leave)
	end("child killed", "stay", 0, (*os.Process).Kill)
	end("group killed", "stay", 0, killGroup)
	// endregion
}

// region child
func child(mode string) {
	cmd := exec.Command(executable(), "grandchild")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	check(cmd.Start())
	if mode == "stay" {
		check(cmd.Wait())
	}
}

// endregion

// region end
func end(name, mode string, delay time.Duration, stop func(*os.Process) error) {
	cmd := exec.Command(executable(), "child", mode)
	// zh: 子进程自成一组，孙进程也在这一组里
	// en: the child has a group of its own, and the grandchild is in it
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = delay
	var output strings.Builder
	cmd.Stdout = &output
	stderr, err := cmd.StderrPipe()
	check(err)
	check(cmd.Start())
	// zh: 等孙进程说 ready
	// en: wait until the grandchild says that it is ready
	_, err = stderr.Read(make([]byte, 8))
	check(err)

	check(stop(cmd.Process))
	err = cmd.Wait()
	fmt.Printf("%s: %v, output %q\n", name, err, output.String())
}

// endregion

func executable() string {
	exe, err := os.Executable()
	check(err)
	return exe
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
