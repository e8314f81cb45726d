//go:build unix

// Exit-codes ends children in ten ways and shows what is known of each.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "child" {
		child(os.Args[2])
		return
	}
	// region ways
	for _, way := range []string{
		"os.Exit(0)", "os.Exit(1)", "os.Exit(3)", "os.Exit(137)", "os.Exit(255)",
		"os.Exit(256)", "os.Exit(-1)", "panic", "log.Fatal", "SIGKILL",
	} {
		run(way)
	}
	shell("os.Exit(137)")
	shell("SIGKILL")
	// endregion
}

// region child
func child(way string) {
	switch way {
	case "panic":
		panic("boom")
	case "log.Fatal":
		log.Fatal("boom")
	case "SIGKILL":
		self, err := os.FindProcess(os.Getpid())
		check(err)
		check(self.Kill())
		time.Sleep(time.Minute)
	default:
		var code int
		_, err := fmt.Sscanf(way, "os.Exit(%d)", &code)
		check(err)
		os.Exit(code)
	}
}

// endregion

// region run
func run(way string) {
	cmd := exec.Command(executable(), "child", way)
	err := cmd.Run()
	state := cmd.ProcessState
	if state == nil {
		// zh: 没能启动，也就没有退出状态
		// en: it did not start, so it has no exit status
		log.Fatal(err)
	}
	status := state.Sys().(syscall.WaitStatus)
	line := fmt.Sprintf("%s: %v, ExitCode %d, wait status 0x%04x",
		way, state, state.ExitCode(), uint32(status))
	if status.Signaled() {
		line += fmt.Sprintf(", signal %d", status.Signal())
	}
	fmt.Println(line)
}

// endregion

// region shell
func shell(way string) {
	cmd := exec.Command("sh", "-c", `"$0" child "$1"; echo "sh saw $1 as $?"`, executable(), way)
	cmd.Stdout = os.Stdout
	check(cmd.Run())
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
