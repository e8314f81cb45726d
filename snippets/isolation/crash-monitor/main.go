// Crash-monitor has a child receive the report of its own crash.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"runtime/debug"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 2 && os.Args[1] == "monitor" {
		monitor()
		return
	}
	startMonitor()
	panic("boom")
}

// region start
func startMonitor() {
	exe, err := os.Executable()
	check(err)
	r, w, err := os.Pipe()
	check(err)
	cmd := exec.Command(exe, "monitor")
	cmd.Stdin = r
	cmd.Stdout = os.Stdout
	check(cmd.Start())
	check(debug.SetCrashOutput(w, debug.CrashOptions{}))
	// zh: 留下的只有运行时自己的那一份
	// en: all that remains is the runtime's own copy
	check(w.Close())
	check(r.Close())
}

// endregion

// region monitor
func monitor() {
	report := bufio.NewReader(os.Stdin)
	first, err := report.ReadString('\n')
	if err == io.EOF {
		return // the parent ended without a crash
	}
	check(err)
	_, err = io.Copy(io.Discard, report)
	check(err)
	fmt.Print("monitor: the parent crashed: ", first)
}

// endregion

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
